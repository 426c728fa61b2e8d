"""A visitor without JavaScript: opens pages, follows links by their text, fills in forms and presses their buttons."""

from urllib.parse import urljoin, urlsplit

import lxml.html
from django.test import Client


class Visitor:
    def __init__(self, user):
        """user: None for somebody without an account."""
        self.client = Client()
        if user is not None:
            self.client.force_login(user)
        self.clicks = 0

    def open(self, url):
        return self._show(self.client.get(url, follow=True), url)

    def _show(self, response, url):
        self.response = response
        self.url = response.redirect_chain[-1][0] if getattr(response, "redirect_chain", None) else url
        self.page = lxml.html.document_fromstring(response.content.decode() or "<html></html>")
        self.form = next(iter(self.page.xpath("//main//form")), None)
        return self

    @property
    def text(self):
        return " ".join(self.page.text_content().split())

    @property
    def title(self):
        return " ".join(self.page.find(".//title").text.split())

    def follow(self, text):
        """The first link in the page's main part whose text has `text` in it."""
        links = [a for a in self.page.xpath("//main//a") if text in a.text_content()]
        assert links, f"no link {text!r} on {self.url}"
        self.clicks += 1
        return self.open(urljoin(self.url, links[0].get("href")))

    def values(self):
        return self.form.form_values()

    def fill(self, **fields):
        """By the names of questions; `in_form` for other names."""
        return self.in_form({f"a.{name}": value for name, value in fields.items()})

    def fill_row(self, table, number, **cells):
        """The row of a table by its number from 1 on, which is called something else on every page."""
        ids = [field.value for field in self.form.xpath(f".//tbody//input[@name='t.{table}']")]
        return self.in_form({f"a.{table}.{ids[number - 1]}.{column}": text for column, text in cells.items()})

    def in_form(self, fields):
        for name, value in fields.items():
            self.form.fields[name] = value
        return self

    def press(self, text):
        """Send the form by the button whose text has `text` in it."""
        buttons = [b for b in self.form.xpath(".//button") if text in b.text_content()]
        assert buttons, f"no button {text!r} on {self.url}"
        button = next((b for b in buttons if "visually-hidden" not in (b.get("class") or "")), buttons[0])
        extra = [(button.get("name"), button.get("value"))] if button.get("name") else []
        return self.send(self.values() + extra)

    def send(self, pairs):
        data = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        self.clicks += 1
        action = urljoin(self.url, self.form.get("action") or "")
        parts = urlsplit(action)
        url = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self._show(self.client.post(url, data, follow=True), url)

    def texts(self, kind):
        """What the elements of this class say."""
        found = self.page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {kind} ')]")
        return [" ".join(element.text_content().split()) for element in found]
