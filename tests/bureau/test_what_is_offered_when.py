"""The pages offer what the manual's tables say, in every state of a return and at every stage of its round, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from surveys.responses import review
from surveys.responses.states import State
from surveys.rounds import actions as rounds
from surveys.rounds import course
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, fill_in, fresh, make_issued_round, submit
from tests.responses.test_what_is_possible_when import ACTS, by_state, told

HOUR = timedelta(hours=1)


def open_to_come(world, round, now):
    return True


def open_passed(world, round, now):
    return True


def closed_to_come(world, round, now):
    theirs = round.assignments.filter(organisation=world.alice_org)
    rounds.extend(by=world.officer, assignments=theirs, deadline=now + HOUR, reason="停电", at=now - 9 * HOUR)
    rounds.close(by=world.officer, round=round, at=now - 8 * HOUR)
    return True


def closed_passed(world, round, now):
    rounds.close(by=world.officer, round=round, at=now - 8 * HOUR)
    return False


def closed_early(world, round, now):
    rounds.close(by=world.officer, round=round, reason="已全部回收", at=now - HOUR)
    return False


def withdrawn(world, round, now):
    course.withdraw(by=world.officer, round=round, reason="误发", at=now - HOUR)
    return None


TO_COME = {open_to_come, closed_early, withdrawn}


@pytest.fixture
def returns(world):
    """Makes a round with the deadline, and in it one return of each state."""

    def make(now, deadline):
        for state in State:
            factories.make_facility(world.alice_org, code=state)
        round, at = make_issued_round(world, at=now - 20 * HOUR, deadline=deadline), now - 15 * HOUR
        confirm(round, world.alice_org, world.alice, at=at)
        found = {one.facility.code: one.response for one in round.assignments.filter(organisation=world.alice_org)}
        for state in State:
            bring(found[state], state, world, at, deadline)
        return round, {state: fresh(found[state]) for state in State}

    return make


def bring(response, state, world, at, deadline):
    if state != State.NOT_STARTED:
        figure = {"typed": f"{2000 + list(State).index(state)}.5", "unit": "万千瓦时"}
        fill_in(response, world.alice, at=at, total_kwh=figure)
    if state in (State.NOT_STARTED, State.DRAFT):
        return
    revision = submit(fresh(response), world.alice, at=at)
    if state == State.RETURNED:
        told = {"remarks": {"total_kwh": "请核对"}, "note": "", "new_deadline": deadline, "at": at}
        review.send_back(revision=revision, by=world.officer, **told)
    if state == State.ACCEPTED:
        review.accept(revision=revision, by=world.officer, at=at)


def offered(response, officer, operator):
    actions = officer.at("review", response.pk).page.xpath("//main//form[@method='post']/@action")
    chosen = f"?assignment={response.assignment_id}"
    page = operator.open(reverse("portal:assignment", args=[response.assignment_id])).text
    return {
        "answer": "核对并报送" in page,
        "ask_time": "申请延期" in page,
        "ask_opening": "申请重新开放" in page,
        "accept": any("/accept/" in one for one in actions),
        "send_back": any("/send-back/" in one for one in actions),
        "recall": any("/take-back/" in one for one in actions),
        "extend": has_button(officer.at("round_extend", response.assignment.round_id, query=chosen), "Extend"),
        "exclude": has_button(officer.at("round_take_out", response.assignment.round_id, query=chosen), "Take out"),
    }


def has_button(officer, text):
    return any(text in one for one in officer.texts_at("//main//form[@method='post']//button"))


def promised(state, takes_answers):
    """takes_answers: None where the round is withdrawn, and nothing is possible."""
    cells = {act: by_state("en")[state, act] for act in ACTS}
    return {act: takes_answers is not None and told(cell, takes_answers=takes_answers) for act, cell in cells.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "situation",
    [open_to_come, open_passed, closed_to_come, closed_passed, closed_early, withdrawn],
    ids=lambda situation: situation.__name__,
)
def test_what_is_offered_is_what_the_manual_says(world, now, officer, returns, situation):
    round, found = returns(now, now + 10 * HOUR if situation in TO_COME else now - 10 * HOUR)
    takes_answers = situation(world, round, now)

    for state, response in found.items():
        assert offered(response, officer, Visitor(world.alice)) == promised(state, takes_answers), state
