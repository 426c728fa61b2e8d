"""Debian's Chromium, driven by journeys and for pictures."""

import shutil

from tests.servers import missing

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Each new window would load what the address bar folds out, at twice the cost of the window itself.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
]  # fmt: skip


def launch(playwright):
    """Without its windows, where Debian's package of that is there: the same engine at three quarters of the cost."""
    found = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    path = next(filter(None, found), None) or missing("Chromium (the package chromium)")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
