"""An officer without JavaScript: the visitor of the portal's tests, in English, on pages that hold more than one form."""

import uuid

from django.urls import reverse

from tests.portal.visitor import Visitor


class Officer(Visitor):
    def __init__(self, user, language="en"):
        super().__init__(user)
        self.client.cookies["language"] = language

    def at(self, name, *args, query=""):
        return self.open(reverse(f"bureau:{name}", args=args) + query)

    @property
    def status(self):
        return self.response.status_code

    @property
    def h1(self):
        return " ".join(self.page.find(".//h1").text_content().split())

    def texts_at(self, path):
        return [" ".join(element.text_content().split()) for element in self.page.xpath(path)]

    def the_form(self, action=""):
        """The first form that posts, or the one whose action ends like this."""
        forms = self.page.xpath("//main//form[@method='post']")
        self.form = next(form for form in forms if not action or (form.get("action") or "").endswith(action))
        return self

    def errors(self):
        """What the error summary says, by the place it leads to."""
        return {
            (item.find("a").get("href") if item.find("a") is not None else ""): item.text_content().strip()
            for item in self.page.xpath("//*[@class='error-summary']//li")
        }

    def cells(self, column=0):
        """The first cells (or others) of the rows of the last table."""
        rows = self.page.xpath("//main//table")[-1].xpath(".//tbody/tr")
        return [" ".join(row.xpath("./th|./td")[column].text_content().split()) for row in rows]

    def post(self, name, *args, query="", **data):
        """Without a page before it, as a program would; with a key of its own."""
        url = reverse(f"bureau:{name}", args=args) + query
        return self._show(self.client.post(url, {"once_key": str(uuid.uuid4()), **data}, follow=True), url)
