"""A proposal of two pages that officers work on, and how tests look at it."""

import uuid

from django.urls import reverse

from surveys.questionnaires import actions
from surveys.questionnaires.editing import operations
from tests.questionnaires.examples import check, question, section, stored, words

COLOURS = {"colours": [{"name": "red", "label": words("Red"), "attributes": {"hue": "0"}}]}


def make_proposal(world):
    pages = [
        section(
            question("total", "decimal", unit="kWh"), question("mining", "decimal", relevant="${total} > 5"), name="one"
        ),
        section(
            question("colour", "choice", choices="colours"),
            question("open", "yes_no"),
            question("sites", "table", questions=[question("kwh", "decimal"), question("year", "integer")]),
            name="two",
        ),
    ]
    definition = stored(sections=pages, choices=COLOURS, checks=[check("C01", ["mining"], "${mining} <= ${total}")])
    return actions.start_proposal(by=world.officer, authority=world.city, definition=definition)


def now(proposal):
    proposal.refresh_from_db()
    return proposal.definition


def asked(proposal, name):
    return operations.find(now(proposal), name)


def to(name, *args):
    return reverse(f"bureau:{name}", args=args)


def send(officer, page, args, fields):
    """What a form sends, without the form."""
    fields = {name: text for name, text in dict(fields).items() if text is not None}
    url = to(page, *args)
    return officer._show(officer.client.post(url, fields | {"once_key": str(uuid.uuid4())}, follow=True), url)
