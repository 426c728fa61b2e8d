"""Asking tenants: what can be asked, by when, how often, and what becomes of the link."""

from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.notices.delivery import deliver_due, text_of
from surveys.notices.models import Notice
from surveys.responses.actions import RoundIsClosed, open_for_answering
from surveys.responses.review import accept
from surveys.responses.states import NotAllowedNow
from surveys.responses.tenants import asking
from surveys.responses.tenants.asking import (
    NoLongerOpen,
    NothingAsked,
    TooManyAsked,
    UntilIsWrong,
    send_anew,
    withdraw_from_tenant,
)
from surveys.responses.tenants.queries import Standing, find, standing_of
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, fill_in, submit
from tests.responses.tenants.stories import ask_of, declare, kwh


@pytest.fixture
def opened(world, response):
    open_for_answering(response=response, by=world.alice, at=BEFORE)
    return response


def letters(kind="asks_tenant"):
    return Notice.objects.filter(kind=kind)


def test_the_tenant_gets_a_letter_that_says_who_asks_what_and_leads_to_the_page(world, opened):
    request = ask_of(opened, world.alice, word="B 区机柜")

    letter = letters().get()
    text = text_of(letter, BEFORE)
    assert (letter.to_email, letter.organisation) == ("a@tenant.example", world.alice_org)
    assert f"/tenants/{request.token}/" in text and "{link}" not in text
    for told in (world.alice_org.name, "B 区机柜", request.response.assignment.round.survey.legal_basis_zh):
        assert told in text
    assert Event.objects.filter(verb="asked_tenant").get().details["tenant"] == "甲租户"


def test_no_link_stands_in_the_database(world, opened):
    request = ask_of(opened, world.alice)

    letter = letters().get()
    assert request.token[32:] not in f"{letter.body}{letter.link_path}{letter.key}{request.nonce}"


def test_the_letter_is_in_the_language_of_the_tenant(world, opened):
    ask_of(opened, world.alice, language="en")

    assert letters().get().subject.startswith("Please answer by")


def test_officers_do_not_read_letters_to_tenants(world, opened):
    ask_of(opened, world.alice)

    assert (letters().get().authority, letters().get().round) == (None, None)


@pytest.mark.parametrize("names", [["declaration"], ["facility_name"], ["uscc"], ["mining_share"], ["nonsense"], []])
def test_what_is_not_the_units_own_cannot_be_asked(world, opened, names):
    with pytest.raises(NothingAsked):
        ask_of(opened, world.alice, questions=names)


@pytest.mark.parametrize(
    ("until", "is_allowed"),
    [
        (BEFORE, False),
        (BEFORE + timedelta(seconds=1), True),
        (DEADLINE, True),
        (DEADLINE + timedelta(seconds=1), False),
    ],
)
def test_the_tenant_answers_before_the_return_is_due(world, opened, until, is_allowed):
    if is_allowed:
        assert ask_of(opened, world.alice, until=until).until == until
    else:
        with pytest.raises(UntilIsWrong):
            ask_of(opened, world.alice, until=until)


def test_who_is_late_already_may_still_ask_for_sixty_days(world, opened):
    late = DEADLINE + timedelta(minutes=1)

    assert ask_of(opened, world.alice, at=late, until=late + timedelta(days=60))
    with pytest.raises(UntilIsWrong):
        ask_of(opened, world.alice, at=late, until=late + timedelta(days=60, seconds=1))


def test_of_a_return_only_so_many_tenants_are_asked(world, opened, monkeypatch):
    monkeypatch.setattr(asking, "MOST_OF_A_RETURN", 2)
    ask_of(opened, world.alice)
    ask_of(opened, world.alice)

    with pytest.raises(TooManyAsked):
        ask_of(opened, world.alice)


def test_an_organisation_sends_only_so_many_letters_within_a_day(world, opened, monkeypatch):
    monkeypatch.setattr(asking, "MOST_LETTERS_A_DAY", 2)
    request = ask_of(opened, world.alice)
    deliver_due(at=BEFORE)
    send_anew(request=request, by=world.alice, until=DEADLINE, at=BEFORE)
    request.refresh_from_db()

    with pytest.raises(TooManyAsked):
        ask_of(opened, world.alice)
    with pytest.raises(TooManyAsked):
        send_anew(request=request, by=world.alice, until=DEADLINE, at=BEFORE)
    Notice.objects.update(created_at=BEFORE - timedelta(days=1))
    assert ask_of(opened, world.alice)


def test_nothing_is_asked_of_tenants_for_what_was_accepted(world, submitted):
    accept(revision=submitted, by=world.officer, at=BEFORE)

    with pytest.raises(NotAllowedNow):
        ask_of(submitted.response, world.alice)


def test_nothing_is_asked_of_tenants_once_the_round_is_closed(world, opened):
    round = opened.assignment.round
    round.closed_at = BEFORE
    round.save()

    with pytest.raises(RoundIsClosed):
        ask_of(opened, world.alice)


def test_a_new_link_ends_the_old_one_and_takes_its_letter_back(world, opened):
    request = ask_of(opened, world.alice)
    old = request.token

    renewed = send_anew(request=request, by=world.alice, until=DEADLINE, at=BEFORE)

    assert find(old) is None
    assert find(renewed.token) == request
    assert (letters().count(), renewed.until) == (1, DEADLINE)


def test_a_letter_that_was_sent_stays_on_record(world, opened):
    request = ask_of(opened, world.alice)
    deliver_due(at=BEFORE)

    send_anew(request=request, by=world.alice, until=DEADLINE, at=BEFORE)

    assert letters().count() == 2


def test_what_is_withdrawn_opens_nothing_and_is_not_sent(world, opened):
    request = ask_of(opened, world.alice)

    withdraw_from_tenant(request=request, by=world.alice, at=BEFORE)

    assert standing_of(find(request.token), BEFORE) is Standing.WITHDRAWN
    assert not letters().exists()
    for again in (withdraw_from_tenant, lambda **facts: send_anew(until=DEADLINE, **facts)):
        with pytest.raises(NoLongerOpen):
            again(request=request, by=world.alice, at=BEFORE)


def test_what_was_answered_can_neither_be_withdrawn_nor_sent_anew(world, opened):
    request = declare(ask_of(opened, world.alice), total_kwh=kwh("1"))

    with pytest.raises(NoLongerOpen):
        withdraw_from_tenant(request=request, by=world.alice, at=BEFORE)
    with pytest.raises(NoLongerOpen):
        send_anew(request=request, by=world.alice, until=DEADLINE, at=BEFORE)


@pytest.mark.parametrize("token", ["", "x", "0" * 96, "é" * 96])
def test_a_made_up_token_opens_nothing(db, token):
    assert find(token) is None


def test_a_token_of_one_request_does_not_open_another(world, opened):
    first, second = ask_of(opened, world.alice), ask_of(opened, world.alice)

    assert find(second.token[:32] + first.token[32:]) is None


def test_a_submitted_return_can_still_be_completed_by_tenants(world, response):
    fill_in(response, world.alice)
    submit(response, world.alice)

    request = ask_of(response, world.alice)

    assert standing_of(find(request.token), BEFORE) is Standing.OPEN
