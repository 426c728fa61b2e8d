"""From the link in the mail to the receipt of the whole organisation: three clicks at most, whoever opens it and however.

Clicks and seconds are printed: pytest -s tests/journeys/test_nil_from_the_mail.py
"""

import time

import pytest

from tests import factories
from tests.factories import PASSWORD
from tests.journeys.answering import declare, primary
from tests.journeys.mails import acknowledging_link_to, link_to
from tests.journeys.people import PHONE

pytestmark = pytest.mark.browser
NEWCOMER = "wang@example.org"
MOST_CLICKS = 3


@pytest.fixture
def contacts(world, language):
    """Of Charlie's organisation: himself, who has an account, and Wang, who has none. It has three data centers."""
    for name in ("丙算一号", "丙算二号", "丙算三号"):
        factories.make_facility(world.charlie_org, name=name)
    factories.make_contact(world.charlie_org, name="王五", email=NEWCOMER, language=language)
    factories.make_contact(world.charlie_org, name="Charlie", email=world.charlie.email, language=language)


@pytest.fixture
def measured(capsys, request):
    """What a person does from opening the link on, told in clicks and seconds."""

    def measure(person, link, deeds):
        person.clicks, begun = 0, time.monotonic()
        person.open(link)
        deeds()
        with capsys.disabled():
            print(f"\n{request.node.name}: {person.clicks} clicks, {time.monotonic() - begun:.1f} s")
        return person.clicks

    return measure


def declare_for_all(person):
    person.click(person.page.locator(".nil-offer a"))
    declare(person)
    person.click(primary(person))
    person.page.locator("h1").filter(has_text="3").wait_for()


def test_by_who_comes_in_for_the_first_time(contacts, round, site, sit_down, measured):
    wang = sit_down(viewport=PHONE)

    def deeds():
        wang.fill("password", PASSWORD)
        wang.fill("repeated", PASSWORD)
        wang.press("Open my account")
        declare_for_all(wang)

    assert measured(wang, link_to(NEWCOMER, site), deeds) <= MOST_CLICKS


def test_by_who_has_an_account_and_logs_in(world, contacts, round, site, sit_down, measured):
    charlie = sit_down(viewport=PHONE)

    def deeds():
        charlie.fill("login", world.charlie.email)
        charlie.fill("password", PASSWORD)
        charlie.press("Log in")
        declare_for_all(charlie)

    assert measured(charlie, link_to(world.charlie.email, site), deeds) <= MOST_CLICKS


def test_by_who_is_logged_in(world, contacts, round, site, sit_down, measured):
    charlie = sit_down(world.charlie, viewport=PHONE)

    clicks = measured(charlie, link_to(world.charlie.email, site), lambda: declare_for_all(charlie))

    assert clicks <= MOST_CLICKS


def test_by_who_acknowledges_the_letter_first(world, contacts, round, site, sit_down, measured):
    charlie = sit_down(world.charlie, viewport=PHONE)

    def deeds():
        charlie.press("I am the right person")
        declare_for_all(charlie)

    assert measured(charlie, acknowledging_link_to(world.charlie.email, site), deeds) <= MOST_CLICKS
