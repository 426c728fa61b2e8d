"""What comes after the receipt: a correction with its reason, a question to the bureau, more time, and being opened again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from surveys.responses import review
from surveys.responses.models import Response, Revision
from tests.journeys.answering import ELECTRICITY, declare, open_section, primary
from tests.responses import stories

pytestmark = pytest.mark.browser


@pytest.fixture
def submitted(world, round):
    """Alice's return, by the way of the same actions."""
    at = round.issued_at + timedelta(hours=1)
    stories.confirm(round, world.alice_org, world.alice, at=at)
    stories.fill_in(stories.response_of(round, world.alice_org), world.alice, at=at, address={"typed": "示范路1号"})
    return stories.submit(stories.response_of(round, world.alice_org), world.alice, at=at)


@pytest.fixture
def home(submitted):
    return f"/portal/assignments/{submitted.response.assignment_id}/"


def test_a_figure_is_corrected_with_its_reason(world, sit_down, submitted, home):
    alice, officer = sit_down(world.alice), sit_down(world.officer)
    alice.open(home)
    change_total(alice, "2,900.5")
    alice.follow("Check the answers and submit")
    alice.fill("because", "三月电费单抄错一位")
    declare(alice)
    alice.click(primary(alice))
    expect(alice.page.locator("ins")).to_have_text({"en": "29,005,000 kWh"}.get(alice.language, "2,900.5 万千瓦时"))
    alice.sees("Why it was changed:")

    officer.open(f"/bureau/responses/{submitted.response_id}/")
    expect(officer.page.locator(".review-answers")).to_contain_text("三月电费单抄错一位")


def test_what_was_accepted_is_opened_again_and_corrected(world, sit_down, submitted, home, round):
    review.accept(revision=submitted, by=world.officer)
    alice, officer = sit_down(world.alice), sit_down(world.officer)
    alice.open(home)
    alice.follow("Ask to be opened again")
    alice.fill("reason", "三月电费单抄错一位")
    alice.press("Send the request")
    alice.sees("waits for an answer")

    answer_it(officer, "until")

    alice.reload()
    alice.sees("Opened again")
    change_total(alice, "2,900.5")
    alice.follow("Check the answers and submit")
    declare(alice)
    alice.click(primary(alice))
    assert Revision.objects.filter(response=submitted.response).count() == 2


def test_more_time_is_asked_for_and_granted(world, sit_down, round):
    alice, officer = sit_down(world.alice), sit_down(world.officer)
    later = (round.deadline + timedelta(days=1)).astimezone(ZoneInfo(round.time_zone))
    alice.open(f"/portal/assignments/{stories.response_of(round, world.alice_org).assignment_id}/")
    alice.follow("Ask for more time")
    alice.fill("deadline_date", f"{later:%Y-%m-%d}")
    alice.fill("deadline_time", f"{later:%H:%M}")
    alice.fill("reason", "机房停电检修两日")
    alice.press("Send the request")

    answer_it(officer, "as_asked")

    alice.reload()
    expect(alice.page.locator(".round-deadline")).to_contain_text(f"{later:%Y-%m-%d %H:%M}")


def test_a_question_is_asked_and_answered(world, sit_down, submitted, home):
    alice, officer = sit_down(world.alice), sit_down(world.officer)
    alice.open(home)
    alice.follow("Write to the authority")
    say(alice, "总用电量是否含制冷？")

    officer.open("/bureau/")
    officer.click(officer.page.locator(".matters a[href$='/messages/']"))
    officer.click(officer.page.locator("tbody a"))
    say(officer, "含制冷和配电损耗。")

    alice.open("/")
    alice.sees("New messages from the authority")
    alice.click(alice.page.locator(".notice-box a"))
    expect(alice.page.locator(".from-bureau")).to_contain_text("含制冷和配电损耗。")
    assert Response.objects.get(pk=submitted.response_id).state == "submitted"


def change_total(person, figure):
    open_section(person, ELECTRICITY)
    person.answer("total_kwh", figure)
    person.press("Save and return to the list")


def answer_it(officer, ruling):
    officer.open("/bureau/")
    officer.click(officer.page.locator(".matters a[href$='/requests/']"))
    officer.touch(officer.page.locator("tbody input[name='request']"))
    officer.press("Answer those ticked…")
    officer.touch(officer.page.locator(f"input[name='ruling'][value='{ruling}']"))
    officer.press("Answer")


def say(person, text):
    person.fill("text", text)
    person.press("Send the message")
