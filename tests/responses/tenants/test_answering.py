"""A tenant answers: by his link, once, as long as it can still go into the return."""

from datetime import timedelta

import pytest

from surveys.accounts.models import Membership
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.responses.actions import open_for_answering
from surveys.responses.review import accept
from surveys.responses.tenants.answering import Declarant, LinkWasReplaced, NotOpen, NotReady, answer
from surveys.responses.tenants.asking import send_anew, withdraw_from_tenant
from surveys.responses.tenants.models import TenantRequest
from surveys.responses.tenants.queries import Standing, standing_of
from surveys.rounds.actions import extend
from surveys.rounds.models import Assignment
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, fill_in, submit
from tests.responses.tenants.stories import UNTIL, ask_of, declare, kwh


@pytest.fixture
def opened(world, response):
    open_for_answering(response=response, by=world.alice, at=BEFORE)
    return response


@pytest.fixture
def request_(world, opened):
    return ask_of(opened, world.alice, questions=["total_kwh", "has_mining", "remarks"])


def messages_of(refusal):
    return [one.message["en"] for one in refusal.value.findings]


def test_the_answer_is_kept_as_typed_with_who_declared_it(world, request_):
    made = declare(request_, total_kwh=kwh("1,234.5", "MWh"), has_mining={"typed": "no"})

    assert made.answers == {"total_kwh": kwh("1,234.5", "MWh"), "has_mining": {"typed": "no"}}
    assert (made.declared_by, made.position, made.answered_at) == ("张三", "经理", BEFORE)
    assert made.version == made.response.assignment.round.version
    assert Event.objects.filter(verb="tenant_answered").get().details == {"tenant": "甲租户", "name": "张三（经理）"}


def test_who_asked_is_told_without_what_was_answered(world, request_):
    declare(request_, total_kwh=kwh("987654"), has_mining={"typed": "no"})

    letter = Notice.objects.get(kind="tenant_answered")
    assert letter.to_email == world.alice.email
    assert "987" not in letter.body


def test_where_who_asked_has_left_those_who_submit_are_told(world, opened):
    asked = ask_of(opened, world.bob)
    Membership.objects.filter(user=world.bob).update(ended_at=BEFORE)

    declare(asked, total_kwh=kwh("1"))

    assert [one.to_email for one in Notice.objects.filter(kind="tenant_answered")] == [world.alice.email]


def test_the_operators_answers_play_no_part(world, response):
    """Of a form in which the operator said that there is no mining, the tenant is asked about it all the same."""
    fill_in(response, world.alice, has_mining={"typed": "no"})

    made = declare(ask_of(response, world.alice, questions=["mining_kwh"]), mining_kwh=kwh("5"))

    assert made.answers == {"mining_kwh": kwh("5")}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({}, "Answer"),
        ({"typed": "  "}, "Answer"),
        ({"typed": "about ten"}, "number"),
        ({"typed": "12", "unit": "furlong", "method": "measured"}, "unit"),
        ({"typed": "12", "unit": "kWh"}, "Say how"),
        ({"typed": "12", "unit": "kWh", "method": "guessed"}, "guessed"),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_told(world, opened, entry, told):
    with pytest.raises(NotReady) as refusal:
        declare(ask_of(opened, world.alice), total_kwh=entry)

    assert told in messages_of(refusal)[0]


@pytest.mark.parametrize("entry", [kwh("0"), {"unavailable": "电表未分户"}], ids=["zero", "unavailable"])
def test_zero_and_not_available_are_answers(world, opened, entry):
    assert declare(ask_of(opened, world.alice), total_kwh=entry).answers == {"total_kwh": entry}


def test_where_all_may_be_left_out_something_is_said(world, opened):
    with pytest.raises(NotReady):
        declare(ask_of(opened, world.alice, questions=["remarks"]))


def test_what_was_not_asked_is_not_kept(world, opened):
    made = declare(ask_of(opened, world.alice), total_kwh=kwh("1"), mining_kwh=kwh("2"))

    assert set(made.answers) == {"total_kwh"}


def test_the_link_takes_one_answer(world, request_):
    declare(request_, total_kwh=kwh("1"), has_mining={"typed": "no"})

    with pytest.raises(NotOpen) as refusal:
        declare(request_, total_kwh=kwh("2"), has_mining={"typed": "no"})
    assert refusal.value.standing is Standing.ANSWERED
    assert TenantRequest.objects.get().answers["total_kwh"] == kwh("1")


def test_what_was_withdrawn_while_the_page_was_open_is_not_taken(world, opened):
    asked = ask_of(opened, world.alice)
    withdraw_from_tenant(request=asked, by=world.alice, at=BEFORE)

    with pytest.raises(NotOpen) as refusal:
        declare(asked, total_kwh=kwh("1"))
    assert refusal.value.standing is Standing.WITHDRAWN


def test_a_page_of_the_old_link_is_not_taken(world, opened):
    asked = ask_of(opened, world.alice)
    as_opened = TenantRequest.objects.get(pk=asked.pk)
    send_anew(request=asked, by=world.alice, until=DEADLINE, at=BEFORE)

    with pytest.raises(LinkWasReplaced):
        declare(as_opened, total_kwh=kwh("1"))


@pytest.mark.parametrize(("late", "is_taken"), [(timedelta(), True), (timedelta(seconds=1), False)])
def test_the_time_is_inclusive_to_the_second(world, opened, late, is_taken):
    asked = ask_of(opened, world.alice)

    if is_taken:
        assert declare(asked, at=UNTIL + late, total_kwh=kwh("1")).answered_at == UNTIL
    else:
        with pytest.raises(NotOpen) as refusal:
            declare(asked, at=UNTIL + late, total_kwh=kwh("1"))
        assert refusal.value.standing is Standing.PAST


def test_an_extension_of_the_return_does_not_move_the_tenants_time(world, opened):
    asked = ask_of(opened, world.alice)
    later = DEADLINE + timedelta(days=3)
    extend(by=world.officer, assignments=[opened.assignment], deadline=later, reason="停电", at=BEFORE)

    assert standing_of(asked, UNTIL + timedelta(seconds=1)) is Standing.PAST
    renewed = send_anew(request=asked, by=world.alice, until=later, at=DEADLINE + timedelta(days=1))
    assert standing_of(renewed, later) is Standing.OPEN


def test_nothing_is_taken_for_a_return_that_was_accepted(world, response):
    fill_in(response, world.alice)
    revision = submit(response, world.alice)
    asked = ask_of(response, world.alice)
    accept(revision=revision, by=world.officer, at=BEFORE)

    assert standing_of(asked, BEFORE) is Standing.OVER


def test_nothing_is_taken_once_the_round_is_closed(world, opened):
    asked = ask_of(opened, world.alice)
    round = asked.response.assignment.round
    round.closed_at = BEFORE
    round.save()

    with pytest.raises(NotOpen) as refusal:
        declare(asked, total_kwh=kwh("1"))
    assert refusal.value.standing is Standing.OVER


def test_what_went_over_to_another_operator_is_not_asked_for_this_one(world, opened):
    asked = ask_of(opened, world.alice)
    Assignment.objects.filter(pk=opened.assignment_id).update(organisation=world.charlie_org)

    assert standing_of(TenantRequest.objects.get(pk=asked.pk), BEFORE) is Standing.OVER


def test_a_declarant_may_have_no_position(world, opened):
    asked = ask_of(opened, world.alice)

    made = answer(request=asked, answers={"total_kwh": kwh("1")}, declarant=Declarant("李四"), at=BEFORE)

    assert made.declarant == "李四"
