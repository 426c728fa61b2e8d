"""Two people of one organisation in one draft, at the same time, in two browsers: nobody's text is lost."""

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import FACILITY

pytestmark = pytest.mark.browser


@pytest.fixture
def section(world, round):
    return f"/portal/assignments/{round.assignments.get(organisation=world.alice_org).pk}/sections/{FACILITY}/"


@pytest.fixture
def alice_and_bob(world, section, sit_down):
    alice, bob = sit_down(world.alice), sit_down(world.bob)
    for person in (alice, bob):
        person.open(section)
    return alice, bob


def write(person, question, text):
    """Type, leave the field, and wait until the page says that it is saved."""
    with person.page.expect_response(lambda response: "/autosave/" in response.url):
        person.answer(question, text)
        person.page.locator(f"#f-{question}").blur()
    person.sees_that_it_is_saved()


def test_different_fields_are_both_kept(alice_and_bob):
    alice, bob = alice_and_bob
    write(alice, "address", "示范路一号")
    write(bob, "it_kw", "2,345.6")

    for person in (alice, bob):
        person.reload()
        expect(person.page.locator("#f-address")).to_have_value("示范路一号")
        expect(person.page.locator("#f-it_kw")).to_have_value("2,345.6")


def test_the_same_field_shows_both_texts_and_loses_neither(alice_and_bob):
    alice, bob = alice_and_bob
    write(alice, "address", "示范路一号")
    write(bob, "address", "示范路二号")
    conflict = bob.page.locator("#q-address .conflict")
    expect(conflict).to_contain_text("示范路一号")
    expect(conflict).to_contain_text("示范路二号")
    bob.watch.examine(bob.page)
    alice.reload()
    expect(alice.page.locator("#f-address")).to_have_value("示范路一号")
    expect(alice.page.locator("#q-address .aside-text")).to_have_text("示范路二号")

    conflict.locator("[data-keep=mine]").click()

    expect(bob.page.locator(".conflict")).to_have_count(0)
    bob.sees_that_it_is_saved()
    alice.reload()
    expect(alice.page.locator("#f-address")).to_have_value("示范路二号")
    expect(alice.page.locator(".aside")).to_have_count(0)
