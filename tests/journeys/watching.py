"""What is looked at on every page that a journey opens. `Watch` listens to a browser; nothing it hears is forgotten."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

# Half a megabyte, which every document has at hand from the start: sent anew to each, it would cost as much as the search.
BARRIERS = f"""window.barriers = async () => {{
  {Axe().axe_script}
  const found = await axe.run({{resultTypes: ["violations"]}});
  return JSON.stringify(found.violations);
}};"""
_without_barriers = set()  # what the pages looked like in which this process found none
_KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LOOKS = """() => {
  const keysAndNumbers = /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+/g;
  const withoutNumbers = (text) => text.replace(keysAndNumbers, (found) => found.includes("-") ? found : "0");
  const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
  return JSON.stringify([
    innerWidth, innerHeight, scrollX, scrollY, [...document.querySelectorAll("*")].indexOf(document.activeElement),
    fields.map((field) => [withoutNumbers(field.value), field.checked]),
    document.documentElement.outerHTML.replace(/<input type="hidden"[^>]*>/g, "")
      .replace(/ (value|data-[a-z-]+)="[^"]*"|>[^<]*</g, withoutNumbers),
  ]);
}"""
FACTS = """() => ({
  title: document.title.trim(),
  language: document.documentElement.lang,
  headings: document.querySelectorAll("h1").length,
  zones: [...document.querySelectorAll("tbody :is(td, th), .events time")].map((cell) => cell.innerText.trim())
    .filter((words) => /^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d.*(Beijing time|北京时间)/.test(words)),
  overflow: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth - 1),
})"""


class Watch:
    """Collects faults: other hosts, console errors, answers of 500 and above, and what `examine` finds on a page.

    Every document that was loaded has to be examined; `unseen` are those that were not yet.
    """

    def __init__(self, context, home, language, has_scripts=True):
        self.home, self.language, self.has_scripts = home, language, has_scripts
        self.faults, self.unseen, self.pardons = [], [], []
        if has_scripts:
            context.add_init_script(BARRIERS)
        context.on("request", self._hear_request)
        context.on("response", self._hear_response)
        context.on("console", self._hear_console)
        context.on("weberror", lambda error: self._blame(f"script: {error.error}"))
        context.on("page", lambda page: page.on("domcontentloaded", lambda page: self.unseen.append(page.url)))

    def pardon(self, pattern):
        """For a story whose very point is something that a browser complains about, such as a page that is not there."""
        self.pardons.append(re.compile(pattern))

    def _blame(self, fault):
        if not any(pattern.search(fault) for pattern in self.pardons):
            self.faults.append(fault)

    def _hear_request(self, request):
        if not request.url.startswith((self.home + "/", "data:", "blob:")):
            self._blame(f"asked another host: {request.url}")

    def _hear_response(self, response):
        if response.status >= 500:
            self._blame(f"answered {response.status}: {response.url}")

    def _hear_console(self, message):
        if message.type in ("error", "warning") or "Content Security Policy" in message.text:
            self._blame(f"console on {message.page.url if message.page else '?'}: {message.text}")

    def examine(self, page):
        """The page as it is now; then raise whatever was found so far."""
        self.look_at_frame(page)
        if self.has_scripts:  # without them axe waits for ever for its own timers
            self._look_for_barriers(page)
        self.unseen = [url for url in self.unseen if url != page.url.split("#")[0] and url != page.url]
        self.raise_faults()

    def _look_for_barriers(self, page):
        """Once in each state: looking for them is half of what a journey takes."""
        looks = _looks_of(page)
        if looks not in _without_barriers and not self._barriers(page):
            _without_barriers.add(looks)

    def _barriers(self, page):
        violations = json.loads(page.evaluate("barriers()"))
        for violation in violations:
            places = [node["html"][:200] for node in violation["nodes"][:3]]
            self._blame(f"axe on {page.url}: {violation['id']}, {violation['help']}: {places}")
        return violations

    def look_at_frame(self, page):
        """A page has a title, says its language, has one h1, is never wider than the screen, and its tables say the zone of
        times in their headings."""
        facts = page.evaluate(FACTS)
        wanted = {"language": self.language, "headings": 1, "zones": [], "overflow": 0}
        if facts != {"title": facts["title"] or "…", **wanted}:
            self._blame(f"{page.url} at {page.viewport_size['width']} px, wanted in {self.language}: {facts}")

    def raise_faults(self):
        faults, self.faults = self.faults, []
        if faults:
            pytest.fail("\n".join(faults), pytrace=False)

    def finish(self, pages):
        for page in pages:
            self.examine(page)
        if self.unseen:
            pytest.fail(f"opened but never examined: {self.unseen}", pytrace=False)


def _looks_of(page):
    """All that a barrier can depend on, so not which number stands in a text or a field.

    Keys are told apart but not known, since every test makes its own.
    """
    keys = {}
    return _KEYS.sub(lambda found: f"key {keys.setdefault(found[0], len(keys))}", page.evaluate(LOOKS))
