"""The outline of a questionnaire that is being written, with a mouse and without one."""

import pytest
from playwright.sync_api import expect

from tests.bureau.builder.proposals import make_proposal, now, to
from tests.journeys.people import PHONE
from tests.questionnaires.examples import names_in

pytestmark = pytest.mark.browser


@pytest.fixture
def proposal(world):
    return make_proposal(world)


@pytest.fixture
def author(world, proposal, sit_down):
    return at_the_outline(sit_down(world.officer), proposal)


def at_the_outline(author, proposal):
    author.open(to("proposal", proposal.pk))
    return author


def drag(author, name, target, share):
    """Onto a line of the outline, so far down in it."""
    line = author.page.locator(target)
    place = {"x": 200, "y": line.bounding_box()["height"] * share}
    author.arrive_by(lambda: author.page.locator(name).drag_to(line, target_position=place))


def test_questions_and_sections_are_dragged(author, proposal):
    drag(author, "#colour", "#mining", 0.25)
    assert names_in(now(proposal), "one") == ["total", "colour", "mining"]
    expect(author.page.locator("#colour a").first).to_be_focused()

    drag(author, "#total", "#kwh", 0.75)
    assert [one["name"] for one in now(proposal)["sections"][1]["questions"][1]["questions"]] == [
        "kwh",
        "total",
        "year",
    ]

    drag(author, ".outline-section:has(#two)", "section[aria-labelledby=one]", 0.1)
    assert [one["name"] for one in now(proposal)["sections"]] == ["two", "one"]


def test_the_keyboard_moves_as_well(author, proposal):
    up = author.page.locator("#mining button[value='up:mining']")
    up.focus()
    author.arrive_by(lambda: up.press("Enter"))

    assert names_in(now(proposal), "one") == ["mining", "total"]
    expect(author.page.locator("#mining a").first).to_be_focused()


def test_a_list_of_choices_is_written_on_a_phone_without_scrolling_sideways(world, proposal, sit_down):
    author = at_the_outline(sit_down(world.officer, viewport=PHONE), proposal)
    author.open(to("proposal_list", proposal.pk, "colours"))

    assert author.page.locator(".table-scroll").evaluate("box => box.scrollWidth - box.clientWidth") == 0
    author.page.locator("[name=en]").nth(1).fill("Blue")
    author.press("Save")
    assert [one["label"].get("en") for one in now(proposal)["choices"]["colours"]][1:] == ["Blue"]
