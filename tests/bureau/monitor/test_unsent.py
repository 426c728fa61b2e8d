"""What an operator changed and did not submit again, as officers see it."""

import pytest

from surveys.rounds import actions as rounds
from tests.responses.stories import fill_in, response_of


@pytest.fixture
def changed(world, round, submitted):
    fill_in(response_of(round, world.alice_org), world.bob, at=None, total_kwh={"typed": "2,000"})
    return submitted


def test_the_round_counts_it_and_leads_to_it(officer, round, changed):
    officer.at("round", round.pk, query="?state=unsent")

    assert "1 changed, not submitted again" in officer.texts("states")[0]
    assert officer.cells(2) == ["甲云数据"]
    assert "changed, not submitted again" in officer.texts("tag")


def test_nothing_is_said_of_it_while_the_form_says_what_was_submitted(officer, round, submitted):
    officer.at("round", round.pk)

    assert "changed, not submitted again" not in officer.texts("states")[0]
    assert "changed, not submitted again" not in officer.texts("tag")


def test_the_first_page_and_the_queue_and_the_return_say_so(officer, round, changed):
    officer.at("home")
    assert "return changed, not submitted again" in officer.text
    officer.at("review_queue", round.pk)
    assert "changed, not submitted again" in officer.texts("tag")
    officer.at("review", changed.response_id)
    assert "has not submitted them again" in officer.text


def test_once_the_round_is_closed_the_first_page_still_says_so(world, officer, round, changed):
    rounds.close(by=world.officer, round=round, reason="已全部回收")

    officer.at("home").follow("return changed, not submitted again")

    assert officer.cells(2) == ["甲云数据"]


def test_what_somebody_corrects_is_not_offered_as_without_doubts(world, officer, round, submitted):
    officer.at("review_accept_plain", round.pk)
    offered = submitted.response.assignment.facility.name in officer.text
    fill_in(response_of(round, world.alice_org), world.bob, at=None, total_kwh={"typed": "2,000"})

    officer.at("review_accept_plain", round.pk)

    assert (offered, submitted.response.assignment.facility.name in officer.text) == (True, False)
