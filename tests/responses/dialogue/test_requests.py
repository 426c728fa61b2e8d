"""Requests for more time and to be opened again: when they can be made, what moves, and what overtakes them."""

from datetime import timedelta

import pytest

from surveys.accounts.access import visible_to
from surveys.accounts.models import Membership
from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.notices.models import Notice
from surveys.responses import review
from surveys.responses.actions import RoundIsClosed
from surveys.responses.dialogue import requests
from surveys.responses.dialogue.models import Request
from surveys.responses.dialogue.queries import is_waiting, kind_to_ask_for, waiting
from surveys.responses.dialogue.requests import Ruling
from surveys.responses.going_over import go_over
from surveys.responses.issuing import add
from surveys.rounds import actions as rounds
from surveys.rounds import course
from surveys.rounds.actions import NotLater
from surveys.rounds.queries import deadline_of
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import fill_in, fresh, submit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEFORE, AFTER, WANTED = DEADLINE - HOUR, DEADLINE + HOUR, DEADLINE + DAY


def ask(response, by, at=BEFORE, wanted=WANTED, reason="停电两日"):
    return requests.ask(response=fresh(response), by=by, reason=reason, wanted=wanted, at=at)


def answer(request, by, at=AFTER, *, is_granted=True, deadline=None, word=""):
    ruling = Ruling(is_granted, deadline, word)
    return requests.answer(requests=[request], by=by, ruling=ruling, at=at)


def in_force(response):
    return deadline_of(fresh(response).assignment)


def close(world, round, at=AFTER, reason=""):
    rounds.close(by=world.officer, round=round, reason=reason, at=at)


def told(verb):
    return [sentence(event, {}) for event in Event.objects.filter(verb=verb)]


def letters(kind, user):
    return [notice.body for notice in Notice.objects.filter(kind=kind, to_email=user.email)]


@pytest.mark.parametrize("at", [BEFORE, AFTER], ids=["before the deadline", "after it"])
def test_asking_moves_nothing_by_itself(world, response, at):
    request = ask(response, world.alice, at=at)

    assert (in_force(response), request.kind, is_waiting(request)) == (DEADLINE, "extension", True)
    assert "停电两日" in told("asked_extension")[0]


def test_what_was_asked_for_is_granted(world, response):
    request = ask(response, world.alice)

    assert answer(request, world.officer) == [request]

    request.refresh_from_db()
    assert (in_force(response), request.outcome, request.deadline) == (WANTED, "granted", WANTED)
    assert is_waiting(request) is False
    [letter] = letters("request_answered", world.alice)
    assert "2021-04-29 12:00" in letter


def test_another_time_is_granted(world, response):
    request = ask(response, world.alice)
    answer(request, world.officer, deadline=DEADLINE + 5 * HOUR, word="只能到傍晚")

    assert in_force(response) == DEADLINE + 5 * HOUR
    assert "只能到傍晚" in letters("request_answered", world.alice)[0]


def test_it_is_refused_with_a_word(world, response):
    request = ask(response, world.alice)
    with pytest.raises(requests.WordIsMissing):
        answer(request, world.officer, is_granted=False, word=" ")

    answer(request, world.officer, is_granted=False, word="期限不变")

    request.refresh_from_db()
    assert (in_force(response), request.outcome, request.deadline) == (DEADLINE, "refused", None)
    assert "期限不变" in letters("request_answered", world.alice)[0]
    assert "期限不变" in told("refused_request")[0]


def test_after_a_refusal_one_may_ask_again(world, response):
    answer(ask(response, world.alice), world.officer, is_granted=False, word="期限不变")

    assert is_waiting(ask(response, world.alice, at=AFTER))


@pytest.mark.parametrize("wanted", [None, DEADLINE, BEFORE])
def test_more_time_is_time_beyond_the_deadline_in_force(world, response, wanted):
    with pytest.raises(NotLater):
        ask(response, world.alice, wanted=wanted)


def test_after_the_deadline_it_lies_in_the_future(world, response):
    with pytest.raises(NotLater):
        ask(response, world.alice, at=WANTED, wanted=WANTED)

    assert ask(response, world.alice, at=WANTED, wanted=WANTED + timedelta(seconds=1))


def test_a_reason_is_needed(world, response):
    with pytest.raises(requests.WordIsMissing):
        ask(response, world.alice, reason="  ")


def test_one_request_at_a_time_until_it_is_withdrawn(world, response):
    first = ask(response, world.alice)
    with pytest.raises(requests.AlreadyAsked):
        ask(response, world.alice, wanted=WANTED + DAY)

    requests.withdraw(request=first, by=world.alice, at=BEFORE)

    assert is_waiting(ask(response, world.alice, wanted=WANTED + DAY))
    with pytest.raises(requests.NoLongerWaiting):
        requests.withdraw(request=first, by=world.alice, at=BEFORE)


def test_the_second_of_two_officers_does_nothing(world, response):
    request = ask(response, world.alice)
    answer(request, world.officer, is_granted=False, word="期限不变")

    assert answer(request, world.officer) == []

    request.refresh_from_db()
    assert (in_force(response), request.outcome) == (DEADLINE, "refused")
    assert len(letters("request_answered", world.alice)) == 1


def test_what_was_withdrawn_is_not_answered(world, response):
    request = ask(response, world.alice)
    requests.withdraw(request=request, by=world.alice, at=BEFORE)

    assert answer(request, world.officer) == []


def test_what_was_asked_for_may_have_passed_when_it_is_answered(world, response):
    request = ask(response, world.alice)
    with pytest.raises(NotLater):
        answer(request, world.officer, at=WANTED)

    answer(request, world.officer, at=WANTED, deadline=WANTED + HOUR)

    assert in_force(response) == WANTED + HOUR


def test_asked_for_more_time_and_then_the_round_was_closed(world, response, round):
    """The request goes on waiting, and granting it opens the round for this unit alone."""
    request = ask(response, world.alice)
    close(world, round)
    assert is_waiting(request)

    answer(request, world.officer)

    fill_in(response, world.alice, at=WANTED)
    assert submit(response, world.alice, at=WANTED).number == 1


def test_a_round_closed_before_the_time_that_had_been_given_still_waits_for_an_answer(world, response, round):
    request = ask(response, world.alice)
    rounds.postpone(by=world.officer, round=round, deadline=WANTED + DAY, reason="停电", at=BEFORE)
    assert is_waiting(request) is False

    close(world, round, at=AFTER, reason="已全部回收")

    assert is_waiting(request)


@pytest.mark.parametrize("by_round", [True, False])
def test_time_given_otherwise_overtakes_the_request(world, response, round, by_round):
    request = ask(response, world.alice)
    more = {"by": world.officer, "deadline": WANTED, "reason": "停电", "at": AFTER}
    if by_round:
        rounds.postpone(round=round, **more)
    else:
        rounds.extend(assignments=[response.assignment], **more)

    assert is_waiting(request) is False
    assert answer(request, world.officer) == []
    assert is_waiting(ask(response, world.alice, at=AFTER, wanted=WANTED + DAY))
    request.refresh_from_db()
    assert request.outcome == "overtaken"


def test_less_time_than_was_asked_for_does_not_overtake_it(world, response):
    request = ask(response, world.alice)
    more = {"by": world.officer, "deadline": WANTED - HOUR, "reason": "停电", "at": BEFORE}
    rounds.extend(assignments=[response.assignment], **more)

    assert is_waiting(request)


def test_an_accepted_return_needs_no_more_time(world, response):
    request = ask(response, world.alice)
    fill_in(response, world.alice, at=BEFORE)
    review.accept(revision=submit(response, world.alice, at=BEFORE), by=world.officer, at=BEFORE)

    assert is_waiting(request) is False


def test_a_submitted_return_may_still_want_more_time(world, response, submitted):
    assert is_waiting(ask(response, world.alice))


@pytest.fixture
def accepted(world, submitted):
    review.accept(revision=submitted, by=world.officer, at=BEFORE)
    return submitted


def test_an_accepted_return_is_opened_again_at_the_operators_wish(world, response, accepted):
    request = ask(response, world.alice, wanted=None, reason="发现抄错")
    assert request.kind == "reopening"

    answer(request, world.officer, deadline=WANTED, word="请尽快")

    assert (fresh(response).state, in_force(response)) == ("returned", WANTED)
    decision = accepted.decision
    assert (decision.outcome, decision.note, decision.queries.count()) == ("returned", "请尽快", 0)
    assert letters("returned", world.alice) == []
    assert len(letters("request_answered", world.alice)) == 1
    fill_in(fresh(response), world.alice, at=WANTED, total_kwh={"typed": "2,900.5", "unit": "万千瓦时"})
    assert submit(fresh(response), world.alice, at=WANTED).is_late is False


def test_opening_again_can_be_taken_back(world, response, accepted):
    answer(ask(response, world.alice, wanted=None), world.officer, deadline=WANTED)

    review.recall(revision=accepted, by=world.officer, at=WANTED)

    assert fresh(response).state == "accepted"


def test_opening_again_shortens_nobodys_time(world, response, accepted):
    request = ask(response, world.alice, wanted=None)
    with pytest.raises(review.EarlierThanPromised):
        answer(request, world.officer, at=BEFORE, deadline=DEADLINE - HOUR / 2)


def test_asked_to_be_opened_again_and_then_sent_back(world, response, accepted):
    request = ask(response, world.alice, wanted=None)
    remarks = {"remarks": {"total_kwh": "请核对"}, "note": "", "new_deadline": WANTED}
    review.send_back(revision=accepted, by=world.officer, at=AFTER, **remarks)

    assert is_waiting(request) is False
    assert answer(request, world.officer, deadline=WANTED + DAY) == []


@pytest.mark.parametrize("has_submitted", [True, False])
def test_a_closed_round_is_opened_again_for_one(world, response, round, has_submitted):
    if has_submitted:
        fill_in(response, world.alice, at=BEFORE)
        submit(response, world.alice, at=BEFORE)
    close(world, round)
    request = ask(response, world.alice, at=AFTER, wanted=None)
    assert request.kind == "reopening"
    with pytest.raises(RoundIsClosed):
        fill_in(fresh(response), world.alice, at=AFTER)

    answer(request, world.officer, deadline=WANTED)

    change = {"total_kwh": {"typed": "2,900.5", "unit": "万千瓦时"}}
    fill_in(fresh(response), world.alice, at=WANTED, **change)
    assert submit(fresh(response), world.alice, at=WANTED).number == (2 if has_submitted else 1)


def test_a_time_given_to_one_in_a_closed_round_overtakes_its_request(world, response, round):
    close(world, round)
    request = ask(response, world.alice, at=AFTER, wanted=None)
    more = {"by": world.officer, "deadline": WANTED, "reason": "停电", "at": AFTER + HOUR}
    rounds.extend(assignments=[response.assignment], **more)

    assert is_waiting(request) is False


def test_accepted_while_it_was_asked_to_be_opened_again_it_still_waits(world, response, round, submitted):
    close(world, round)
    request = ask(response, world.alice, at=AFTER, wanted=None)
    review.accept(revision=submitted, by=world.officer, at=AFTER)

    answer(request, world.officer, deadline=WANTED)

    assert fresh(response).state == "returned"


def test_what_is_not_asked_any_more_is_not_asked_for(world, response, round):
    request = ask(response, world.alice)
    rounds.exclude(by=world.officer, assignment=response.assignment, because="重复登记", at=BEFORE)

    assert is_waiting(request) is False
    with pytest.raises(requests.NothingToAskFor):
        ask(response, world.alice)


def test_a_withdrawn_round_takes_no_requests(world, response, round):
    request = ask(response, world.alice)
    course.withdraw(by=world.officer, round=round, reason="误发", at=BEFORE)

    assert (is_waiting(request), kind_to_ask_for(fresh(response), AFTER)) == (False, None)
    with pytest.raises(requests.NothingToAskFor):
        ask(response, world.alice)


def test_the_request_of_an_operator_whose_site_went_over_is_not_the_new_ones(world, response, round):
    request = ask(response, world.alice)
    asked = fresh(response)

    go_over(by=world.officer, assignments=[response.assignment], to=world.charlie_org, at=BEFORE)

    assert is_waiting(request) is False
    assert list(visible_to(world.charlie, Request.objects.all())) == []
    assert list(visible_to(world.alice, Request.objects.all())) == [request]
    with pytest.raises(requests.NothingToAskFor):
        requests.ask(response=_as_read_before(asked, world), by=world.alice, reason="停电", wanted=WANTED, at=BEFORE)
    assert is_waiting(ask(response, world.charlie))


def _as_read_before(response, world):
    response.assignment.organisation = world.alice_org
    return response


def test_who_may_see_the_return_sees_its_request(world, response):
    request = ask(response, world.alice)

    seen = {
        name: list(visible_to(getattr(world, name), Request.objects.all())) == [request]
        for name in ("alice", "bob", "charlie", "nobody", "officer", "district_officer", "stranger_officer")
    }

    assert [name for name, sees in seen.items() if sees] == ["alice", "bob", "officer", "district_officer"]


def test_many_are_answered_at_once_and_told_in_one_letter(world, round):
    factories.make_facility(world.alice_org)
    new = world.alice_org.facilities.exclude(assignments__round=round)
    add(by=world.officer, round=round, facilities=new, at=BEFORE)
    asked = [ask(one.response, world.alice) for one in round.assignments.filter(organisation=world.alice_org)]

    assert requests.answer(requests=asked, by=world.officer, ruling=Ruling(True), at=AFTER) == sorted(
        asked, key=lambda one: one.pk
    )

    [letter] = letters("request_answered", world.alice)
    assert all(str(one) in letter for one in asked)
    assert waiting(Request.objects.all()).count() == 0


def test_the_bureau_is_told_once_a_day_and_without_the_words(world, response, round):
    requests.withdraw(request=ask(response, world.alice, reason="商业秘密"), by=world.alice, at=BEFORE)
    ask(response, world.alice)

    [letter] = letters("waits_for_answer", world.officer)
    assert "商业秘密" not in letter

    requests.withdraw(request=Request.objects.get(settled_at=None), by=world.alice, at=BEFORE + DAY)
    ask(response, world.alice, at=BEFORE + DAY, wanted=WANTED + DAY)
    assert len(letters("waits_for_answer", world.officer)) == 2


def test_where_the_issuer_has_left_his_colleagues_are_told(world, response, round):
    colleague = factories.make_officer(world.city, name="刘处长")
    Membership.objects.filter(user=world.officer).update(ended_at=BEFORE)

    ask(response, world.alice)

    assert (len(letters("waits_for_answer", colleague)), letters("waits_for_answer", world.officer)) == (1, [])
