"""Which deeds are possible on a return: by its state, by whether its round is open, and by its deadline. The table is that of
the manual, in both languages, and every cell of it is tried."""

import itertools
import re
from datetime import timedelta

import pytest

from surveys.reports.snapshots import counted_revisions
from surveys.responses import actions, review
from surveys.responses.dialogue import requests
from surveys.responses.dialogue.models import Request
from surveys.responses.dialogue.requests import NothingToAskFor, Ruling
from surveys.responses.models import Response
from surveys.responses.states import NotAllowedNow, State
from surveys.rounds import actions as rounds
from surveys.rounds import course
from tests.factories import DEADLINE
from tests.help.manual import section
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

HOUR = timedelta(hours=1)
LATER, LAST = DEADLINE + 24 * HOUR, DEADLINE + 48 * HOUR
REFUSALS = (NotAllowedNow, actions.RoundIsClosed, review.TakenOut, rounds.NotOpen, NothingToAskFor)
WORDS = {
    "en": {"yes": True, "no": False, "with sending back": False, "while answers are taken": "taken"}
    | {"while none are taken": "not taken"},
    "zh": {"可以": True, "不可以": False, "随退回给出": False, "受理期间可以": "taken", "不受理时可以": "not taken"},
}
ACTS = ["answer", "ask_time", "ask_opening", "accept", "send_back", "recall", "extend", "exclude"]


def tables(language):
    """The rows of both tables below the heading, without their first columns: by state, and by round and deadline."""
    found = re.findall(r"(?:^\|.*\n)+", section("bureau", language, "What can be done when"), re.MULTILINE)
    return [[[cell.strip() for cell in line.strip("| ").split("|")] for line in one.splitlines()[2:]] for one in found]


def by_state(language):
    rows = tables(language)[0]
    return {
        (state, act): WORDS[language][cell]
        for state, row in zip(State, rows, strict=True)
        for act, cell in zip(ACTS, row[1:], strict=True)
    }


def open_to_come(response, by):
    return DEADLINE - HOUR / 2


def open_passed(response, by):
    return DEADLINE + HOUR


def closed_to_come(response, by):
    rounds.extend(by=by, assignments=[response.assignment], deadline=LATER, reason="停电", at=DEADLINE)
    rounds.close(by=by, round=response.assignment.round, at=DEADLINE + HOUR)
    return DEADLINE + 2 * HOUR


def closed_passed(response, by):
    rounds.close(by=by, round=response.assignment.round, at=DEADLINE + HOUR)
    return DEADLINE + 2 * HOUR


def closed_early(response, by):
    rounds.close(by=by, round=response.assignment.round, reason="已全部回收", at=DEADLINE - HOUR)
    return DEADLINE - HOUR / 2


def withdrawn(response, by):
    course.withdraw(by=by, round=response.assignment.round, reason="误发", at=DEADLINE - HOUR)
    return DEADLINE - HOUR / 2


SITUATIONS = {
    open_to_come: True,
    open_passed: True,
    closed_to_come: True,
    closed_passed: False,
    closed_early: False,
    withdrawn: False,
}


@pytest.fixture
def bring_to(world):
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    at = DEADLINE - 5 * HOUR

    def bring(state):
        if state != State.NOT_STARTED:
            fill_in(response, world.alice, at=at)
        if state not in (State.NOT_STARTED, State.DRAFT):
            revision = submit(response, world.alice, at=at)
        if state == State.RETURNED:
            send_back(response, world, at=at, until=DEADLINE)
        if state == State.ACCEPTED:
            review.accept(revision=revision, by=world.officer, at=at)
        return Response.objects.get(pk=response.pk)

    return bring


def answer(response, world, at):
    fill_in(response, world.alice, at=at)
    submit(response, world.alice, at=at)


def nil(response, world, at):
    actions.submit_nil(response=response, by=world.alice, key=response.pk, declared_by="Alice", at=at)


def accept(response, world, at):
    review.accept(revision=latest(response), by=world.officer, at=at)


def send_back(response, world, at, until=LAST):
    told = {"remarks": {"total_kwh": "请核对"}, "note": "", "new_deadline": until, "at": at}
    review.send_back(revision=latest(response), by=world.officer, **told)


def recall(response, world, at):
    review.recall(revision=latest(response), by=world.officer, at=at)


def extend(response, world, at):
    if not rounds.extend(by=world.officer, assignments=[response.assignment], deadline=LAST, reason="停电", at=at):
        raise NotAllowedNow("extend", response.state)


def ask_time(response, world, at):
    ask(response, world, at, Request.Kind.EXTENSION)


def ask_opening(response, world, at):
    ask(response, world, at, Request.Kind.REOPENING)


def ask(response, world, at, kind):
    if requests.ask(response=response, by=world.alice, reason="停电", wanted=LAST, at=at).kind != kind:
        raise NotAllowedNow(kind, response.state)


def exclude(response, world, at):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="重复登记", at=at)


def latest(response):
    if response.latest is None:
        raise NotAllowedNow("review", response.state)
    return response.latest


DO = {
    "answer": answer,
    "ask_time": ask_time,
    "ask_opening": ask_opening,
    "accept": accept,
    "send_back": send_back,
    "recall": recall,
    "extend": extend,
    "exclude": exclude,
}


def is_possible(state, act, situation):
    cell = by_state("en")[state, act]
    if situation is withdrawn:
        return False
    return told(cell, takes_answers=SITUATIONS[situation])


def told(cell, *, takes_answers):
    return {"taken": takes_answers, "not taken": not takes_answers}.get(cell, cell)


@pytest.mark.django_db
@pytest.mark.parametrize("situation", [*SITUATIONS], ids=lambda situation: situation.__name__)
@pytest.mark.parametrize(("state", "act"), [*itertools.product(State, ACTS)])
def test_every_cell(world, bring_to, state, act, situation):
    response = bring_to(state)
    at = situation(response, world.officer)

    if is_possible(state, act, situation):
        DO[act](response, world, at)
    else:
        with pytest.raises(REFUSALS):
            DO[act](response, world, at)


def test_the_manual_says_the_same_in_both_languages():
    assert by_state("zh") == by_state("en")


@pytest.mark.parametrize(("language", "yes", "no"), [("en", "yes", "no"), ("zh", "受理", "不受理")])
def test_the_manual_says_when_answers_are_taken(language, yes, no):
    told = [row[2] for row in tables(language)[1]]

    assert [cell.startswith(no) for cell in told] == [not taken for taken in SITUATIONS.values()]
    assert all(cell.startswith((yes, no)) for cell in told)


WAYS = {
    State.NOT_STARTED: [extend, answer, accept],
    State.DRAFT: [extend, answer, accept],
    State.SUBMITTED: [accept],
    State.RETURNED: [recall, accept],
    State.ACCEPTED: [],
}


@pytest.mark.django_db
@pytest.mark.parametrize("situation", [closed_passed, closed_early])
@pytest.mark.parametrize("state", [*State])
def test_no_state_of_a_closed_round_is_a_dead_end(world, bring_to, state, situation):
    response = bring_to(state)
    at = situation(response, world.officer)

    for minutes, do in enumerate(WAYS[state], start=1):
        do(response, world, at + timedelta(minutes=minutes))

    assert [one.response for one in counted(response, LAST)] == [response]


@pytest.mark.django_db
@pytest.mark.parametrize("situation", [open_to_come, open_passed, closed_to_come, closed_passed, closed_early])
@pytest.mark.parametrize("state", [*State])
def test_a_request_that_is_granted_brings_the_operator_back(world, bring_to, state, situation):
    response = bring_to(state)
    at = situation(response, world.officer)
    asked = requests.ask(response=response, by=world.alice, reason="更正", wanted=LAST, at=at)

    requests.answer(requests=[asked], by=world.officer, ruling=Ruling(True), at=at + timedelta(minutes=1))

    fresh, last = Response.objects.get(pk=response.pk), LAST - timedelta(minutes=1)
    fill_in(fresh, world.alice, at=last, total_kwh={"typed": "2,900.5", "unit": "万千瓦时"})
    assert submit(fresh, world.alice, at=last).is_late is False


@pytest.mark.django_db
def test_a_correction_that_came_to_nothing_still_comes_in_after_the_closing(world, bring_to):
    """Accept, close, send back, let the new deadline pass: the accepted one counts, and a later deadline lets it be replaced."""
    response = bring_to(State.ACCEPTED)
    at = closed_passed(response, world.officer)
    send_back(response, world, at, until=LATER)
    [kept] = counted(response, LATER + HOUR)
    with pytest.raises(actions.RoundIsClosed):
        answer(response, world, LATER + HOUR)

    extend(response, world, LATER + HOUR)
    answer(response, world, LATER + 2 * HOUR)
    assert counted(response, LATER + 2 * HOUR) == [kept]
    accept(response, world, LATER + 3 * HOUR)

    assert [one.number for one in counted(response, LAST)] == [2]


@pytest.mark.django_db
def test_a_nil_return_is_taken_as_any_other(world, bring_to):
    response = bring_to(State.NOT_STARTED)
    at = closed_to_come(response, world.officer)

    nil(response, world, at)

    assert latest(response).is_nil


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), [(State.ACCEPTED, "accepted"), (State.SUBMITTED, "submitted")])
def test_taking_the_sending_back_back_puts_the_return_where_it_was(world, bring_to, before, after):
    response = bring_to(before)
    send_back(response, world, DEADLINE)

    recall(response, world, DEADLINE + HOUR)

    assert Response.objects.get(pk=response.pk).state == after


def counted(response, at):
    return list(counted_revisions(response.assignment.round, provisional=False, at=at))
