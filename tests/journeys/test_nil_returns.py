"""Who has nothing to report is done in a minute: on a phone, and by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.factories import PASSWORD
from tests.journeys.answering import declare, primary
from tests.journeys.people import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def two_sites(world):
    for code, name in (("A1", "甲云一号"), ("A2", "甲云二号")):
        factories.make_facility(world.alice_org, code=code, name=name)


@pytest.fixture
def alice(world, two_sites, round, sit_down):
    """On a phone, at the page to which the mail's link leads."""
    alice = sit_down(world.alice, viewport=PHONE)
    alice.open(f"/portal/rounds/{round.pk}/")
    alice.clicks = 0
    return alice


def test_one_data_center_takes_three_clicks_from_the_very_first_page(alice):
    alice.open("/")
    alice.follow("Start or continue answering")
    alice.click(alice.link(f"{alice.say('nil return')} – 甲云一号"))
    declare(alice)
    alice.click(primary(alice))

    assert alice.clicks == 3
    alice.sees_heading("Nil return submitted")


def test_one_data_center_takes_three_clicks_by_way_of_its_own_page(alice):
    alice.click(alice.link("甲云一号"))
    alice.follow("This data center is not concerned: nil return")
    declare(alice)
    alice.click(primary(alice))

    assert alice.clicks == 3
    alice.sees_heading("Nil return submitted")


def test_the_whole_organisation_takes_three_clicks_from_the_very_first_page(alice):
    alice.open("/")
    alice.follow("Start or continue answering")
    alice.click(alice.page.locator(".nil-offer a"))
    declare(alice)
    alice.click(primary(alice))

    assert alice.clicks == 3
    expect(alice.page.locator("h1")).to_contain_text("2")
    alice.click(alice.page.locator(".back-link"))
    expect(alice.page.locator(".nil-offer")).to_have_count(0)


def test_the_keyboard_alone_is_enough(world, two_sites, round, sit_down):
    alice = sit_down()
    alice.open("/")
    type_after(alice, "login", world.alice.email)
    type_after(alice, "password", PASSWORD)
    enter(alice)
    go_to(alice, "Start or continue answering")
    tab_to(alice, alice.link("甲云一号"))
    enter(alice)
    go_to(alice, "This data center is not concerned: nil return")
    type_after(alice, "position", "机房主管")
    tab_to(alice, alice.page.locator("[name=declared]"))
    alice.page.keyboard.press("Space")
    tab_to(alice, primary(alice))
    enter(alice)

    alice.sees_heading("Nil return submitted")


MOST_STEPS = 40


def tab_to(person, place):
    """Tab until it has the focus, and the focus can be seen."""
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        if place.evaluate("element => element === document.activeElement"):
            break
    expect(place).to_be_focused()
    outline = place.evaluate("element => getComputedStyle(element).outlineStyle + getComputedStyle(element).boxShadow")
    assert outline != "nonenone"


def type_after(person, field, text):
    tab_to(person, person.page.locator(f"[name='{field}']"))
    person.page.keyboard.insert_text(text)


def enter(person):
    person.arrive_by(lambda: person.page.keyboard.press("Enter"))


def go_to(person, link):
    tab_to(person, person.link(person.say(link)))
    enter(person)
