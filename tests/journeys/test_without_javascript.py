"""Where no script runs, everything but convenience still works: answer, add rows, save, check, submit, come back."""

import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from tests.journeys import answering
from tests.journeys.answering import FACILITY, declare, open_section, primary
from tests.responses import stories

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(world, round, sit_down):
    stories.confirm(round, world.alice_org, world.alice, at=database_now(), org_address={"typed": "示范路1号"})
    alice = sit_down(java_script_enabled=False)
    alice.sign_in(world.alice)
    alice.open(f"/portal/assignments/{round.assignments.get(organisation=world.alice_org).pk}/")
    return alice


def test_rows_come_and_go_by_the_server(alice):
    open_section(alice, FACILITY)
    answering.say_business(alice, 0, "01", "60")
    alice.press("Add a row")
    answering.say_business(alice, 1, "09", "40")
    alice.click(answering.row(alice, 0).get_by_role("button").last)

    expect(answering.row(alice, 0).locator("input[type=text]")).to_have_value("40")
    expect(answering.row(alice, 1)).to_have_count(0)


def test_a_return_is_answered_checked_and_submitted(alice):
    open_section(alice, FACILITY)
    answering.say_business(alice, 0, "01", "100")
    alice.press("Save and continue")
    answering.say_electricity(alice, "3,000.5", "万千瓦时")
    alice.choose("total_method", "bill")
    alice.press("Save and continue")
    alice.choose("has_mining", "yes")
    alice.press("Save and continue")
    expect(alice.page.locator(".error-summary a").first).to_be_visible()  # the questions that came in with the yes
    alice.choose("has_mining", "no")
    alice.press("Save and continue")
    alice.press("Save and continue")
    declare(alice)
    alice.click(primary(alice))

    alice.sees_heading("Submitted")
    expect(alice.page.locator(".digest")).not_to_be_empty()
