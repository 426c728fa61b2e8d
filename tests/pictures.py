"""The pictures in README, made from the demo, so that they show what there is. Wants Debian's chromium and a Chinese font.

python -m tests.pictures              into surveys/help/pictures/
python -m tests.pictures --into DIR   elsewhere, to look at them first
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import expect, sync_playwright

from tests import chromium
from tests.servers import free_port, root, wait_for

FOLDER = root() / "surveys" / "help" / "pictures"
NAMES = ("report", "operator", "progress")
MOST_BYTES = 150_000
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
NARROW_DESK = {"width": 1120, "height": 900}
LONGEST_DEMO, LONGEST_START = 1200, 120  # seconds
PATIENCE = 60_000  # milliseconds


@dataclass(frozen=True)
class Demo:
    """A demo that is being served, and whom one can sign in as; all of them have the same password."""

    address: str
    emails: dict[str, str]
    password: str


@contextmanager
def demo(folder):
    """Played in a folder of its own, served until the block ends."""
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    ours = {"DEMO": "1", "DATA_DIR": folder, "SITE_URL": address, "LOG_LEVEL": "ERROR"}
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ours
    play = [sys.executable, "manage.py", "demo", "--no-serve", "--json", "--out", folder]
    told = subprocess.run(
        play, cwd=root(), env=surroundings, check=True, stdout=subprocess.PIPE, text=True, timeout=LONGEST_DEMO
    )
    logins = json.loads(told.stdout)["logins"]
    serve = [sys.executable, "manage.py", "serve", "--no-worker", "--no-beat", "--port", port]
    server = subprocess.Popen(serve, cwd=root(), env=surroundings, stderr=subprocess.DEVNULL)
    try:
        assert wait_for(lambda: answers(f"{address}/healthz"), LONGEST_START), "The demo was not served in time."
        yield Demo(address, {one["who"]: one["email"] for one in logins}, logins[0]["password"])
    finally:
        server.terminate()
        server.wait(LONGEST_START)


def answers(address):
    try:
        with urlopen(address, timeout=5):
            return True
    except OSError:
        return False


def sit_down(browser, demo, who, viewport, language, **options):
    """The first page of somebody who has signed in."""
    context = browser.new_context(base_url=demo.address, viewport=viewport, reduced_motion="reduce", **options)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "language", "value": language, "url": demo.address}])
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", demo.emails[who])
    page.fill("[name=password]", demo.password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    return page


def follow(page, link):
    with page.expect_navigation():
        link.click()


def take(page, path, *, top, bottom):
    """From one element to another, in the whole width."""
    page.evaluate("scrollTo(0, 0)")
    begin, end = page.locator(top).first.bounding_box(), page.locator(bottom).first.bounding_box()
    y, below = begin["y"] - 12, end["y"] + end["height"] + 8
    clip = {"x": 0, "y": y, "width": page.viewport_size["width"], "height": below - y}
    page.screenshot(path=path, clip=clip, full_page=True)
    size = path.stat().st_size
    assert size <= MOST_BYTES, f"{path} has {size} bytes, more than {MOST_BYTES}."


def of_the_report(browser, demo, path):
    """Of the round that is closed: the headline figures and the first chart."""
    page = sit_down(browser, demo, "manager", NARROW_DESK, "en")
    follow(page, page.locator("main table a[href*='/rounds/']").last)
    follow(page, page.get_by_role("link", name="Report", exact=True))
    take(page, path, top="h1", bottom="table.bars tr:nth-child(5)")


def of_the_operator(browser, demo, path):
    """On a phone: a figure as people type it, and how it is understood."""
    page = sit_down(browser, demo, "operator", PHONE, "zh-hans", device_scale_factor=2)
    follow(page, page.locator("a[href*='/portal/rounds/']").first)
    follow(page, page.locator("a[href*='/portal/assignments/']").first)
    follow(page, page.locator("a[href*='/sections/electricity/']:visible"))
    page.fill("#f-total_kwh", "１,２３４.5 万度")
    page.locator("#f-total_kwh").blur()
    expect(page.locator("#f-total_kwh-tells .understood")).to_be_visible(timeout=PATIENCE)
    take(page, path, top="h1", bottom="#q-total_kwh")


def of_the_progress(browser, demo, path):
    """Of the round that is open: how much has come in, and from where."""
    page = sit_down(browser, demo, "manager", DESK, "en")
    follow(page, page.locator("main table a[href*='/rounds/']").first)
    take(page, path, top="h1", bottom="main table tbody tr:nth-child(10)")


def main(into):
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(folder) as served, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name, make in zip(NAMES, (of_the_report, of_the_operator, of_the_progress), strict=True):
            make(browser, served, into / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=FOLDER)
    main(parser.parse_args().into)
