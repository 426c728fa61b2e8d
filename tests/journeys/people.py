"""Somebody at a browser: what he can do, said in the words he sees. Every page he comes to is examined."""

import re

from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from tests.factories import PASSWORD
from tests.journeys.watching import Watch

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
PATIENCE = 20_000  # milliseconds
expect.set_options(timeout=PATIENCE)


class Person:
    """`clicks` counts the links and buttons he clicked since he sat down; ticks and typing are not counted."""

    def __init__(self, browser, home, language="zh-hans", viewport=DESK, **options):
        self.language, self.clicks = language, 0
        self.context = browser.new_context(
            base_url=home, locale=LOCALES[language], viewport=viewport, reduced_motion="reduce",
            timezone_id="Asia/Shanghai", **options,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.watch = Watch(self.context, home, language, options.get("java_script_enabled", True))
        self.page = self.context.new_page()

    def say(self, text, **facts):
        """Our English text in the words of this person's pages."""
        with translation.override(self.language):
            said = gettext(text)
        return said % facts if facts else said

    # --- going somewhere --------------------------------------------------------------------------------------------

    def open(self, path):
        self.page.goto(path)
        self.watch.examine(self.page)

    def arrive_by(self, deed):
        with self.page.expect_navigation():
            deed()
        self.watch.examine(self.page)

    def click(self, place):
        """A click that leads to another page."""
        self.clicks += 1
        self.arrive_by(place.click)

    def double_click(self, place, address):
        """Two clicks, of which the second breaks off the first one's way to the page with this address."""
        self.clicks += 1
        place.dblclick()
        expect(self.page).to_have_url(re.compile(address))
        self.page.wait_for_load_state()
        self.watch.examine(self.page)

    def link(self, name):
        return self.page.get_by_role("link", name=name, exact=True)

    def follow(self, text, **facts):
        self.click(self.link(self.say(text, **facts)))

    def press(self, text, **facts):
        self.click(self.button(text, **facts))

    def button(self, text, **facts):
        return self.page.get_by_role("button", name=self.say(text, **facts), exact=True)

    def reload(self):
        self.arrive_by(self.page.reload)

    def go_back(self):
        self.arrive_by(self.page.go_back)

    # --- doing something on the page --------------------------------------------------------------------------------

    def touch(self, place):
        """A click that stays on the page: a tick, a choice, a fold."""
        place.click()

    def fill(self, field, text):
        """A field by the name it is sent under."""
        self.page.locator(f"[name='{field}']").fill(text)

    def answer(self, question, text):
        self.page.locator(f"#f-{question}").fill(text)

    def choose(self, question, value):
        """A radio button or a tick of a question."""
        self.touch(self.page.locator(f"#q-{question} input[value='{value}']"))

    def stay_signed_in(self, user):
        """From an earlier visit, as a cookie tells: the way in costs two pages, and is no part of most journeys."""
        earlier = Client()
        earlier.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": earlier.cookies[name].value, "url": self.watch.home}])

    def sign_in(self, user):
        self.open("/accounts/login/")
        self.fill("login", user.email)
        self.fill("password", PASSWORD)
        self.press("Log in")

    def close_tab_offline(self):
        """The browser is offline page by page: what a closing page sends would get through."""
        self.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')) }")
        self.page.close()

    # --- seeing -----------------------------------------------------------------------------------------------------

    def sees(self, text, **facts):
        expect(self.page.locator("body")).to_contain_text(self.say(text, **facts))

    def sees_that_it_is_saved(self):
        words = self.say("Saved {time}").partition("{")[0].strip()
        expect(self.page.locator(".save-state")).to_contain_text(words)

    def sees_heading(self, text, **facts):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(text, **facts))

    # --------------------------------------------------------------------------------------------------------------

    def leave(self):
        try:
            self.watch.finish(self.context.pages)
        finally:
            self.context.close()
