"""Acceptances are told once a day, each once, and none that was overtaken."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from surveys.notices.models import Notice
from surveys.responses import actions, review
from surveys.responses.acceptances import tell_acceptances, told_at
from surveys.responses.models import UntoldAcceptance
from surveys.rounds import course
from tests import factories
from tests.factories import DEADLINE
from tests.reports.stories import accept, answer, make_story, response, send_back
from tests.responses import stories

NOON = DEADLINE
SIX = DEADLINE + timedelta(hours=6)
DAY = timedelta(days=1)
PEOPLE_OF_ALICE = ["Alice"]


@pytest.fixture
def round(world):
    return make_story(world)


@pytest.fixture
def first(world, round):
    return answer(response(round, "A1"), world.alice)


@pytest.fixture
def second(world, round):
    return answer(response(round, "A2"), world.alice)


def letters():
    return list(Notice.objects.filter(kind="accepted").order_by("created_at", "to_name"))


def told(receipt):
    return [letter.to_name for letter in letters() if receipt in letter.body]


@pytest.mark.parametrize(
    ("zone", "accepted_at", "when"),
    [
        ("Asia/Shanghai", datetime(2021, 4, 28, 9, 59, 59, tzinfo=UTC), datetime(2021, 4, 28, 10, tzinfo=UTC)),
        ("Asia/Shanghai", datetime(2021, 4, 28, 10, tzinfo=UTC), datetime(2021, 4, 29, 10, tzinfo=UTC)),
        ("Asia/Shanghai", datetime(2021, 4, 28, 16, 30, tzinfo=UTC), datetime(2021, 4, 29, 10, tzinfo=UTC)),
        ("America/Chicago", datetime(2021, 3, 13, 23, 59, tzinfo=UTC), datetime(2021, 3, 14, 0, tzinfo=UTC)),
        ("America/Chicago", datetime(2021, 3, 14, 0, tzinfo=UTC), datetime(2021, 3, 14, 23, tzinfo=UTC)),
    ],
)
def test_the_letter_goes_at_the_next_six_in_the_evening_of_the_round(zone, accepted_at, when):
    assert told_at(accepted_at, zone) == when


def test_one_letter_of_all_that_was_accepted_goes_in_the_evening(world, first, second):
    review.accept(revision=first, by=world.officer, note="甚好", at=NOON)
    accept(second, world, at=NOON + timedelta(hours=1))
    assert (tell_acceptances(at=SIX - timedelta(seconds=1)), letters()) == (0, [])

    assert tell_acceptances(at=SIX) == 1
    (letter,) = letters()

    assert (letter.to_name, letter.round, letter.created_at) == ("Alice", first.response.assignment.round, SIX)
    assert letter.link_path.endswith(f"/portal/rounds/{letter.round.pk}/")
    said = [letter.body.count(part) for part in (first.receipt, second.receipt, "甲云一号", "甲云二号", "甚好")]
    assert said == [1] * 5
    assert "2" in letter.subject


def test_a_single_acceptance_leads_to_its_return(world, first):
    accept(first, world, at=NOON)

    tell_acceptances(at=SIX)
    (letter,) = letters()

    assert "甲云一号" in letter.subject
    assert letter.link_path.endswith(f"/portal/assignments/{first.response.assignment_id}/")


def test_whatever_runs_again_tells_nobody_twice(world, first):
    accept(first, world, at=NOON)

    assert [tell_acceptances(at=at) for at in (SIX, SIX, SIX + DAY)] == [1, 0, 0]
    assert told(first.receipt) == PEOPLE_OF_ALICE


def test_a_letter_that_was_not_written_to_the_end_is_written_later(world, first):
    accept(first, world, at=NOON)
    with transaction.atomic():
        tell_acceptances(at=SIX)
        transaction.set_rollback(True)
    assert letters() == []

    tell_acceptances(at=SIX + 3 * DAY)

    assert told(first.receipt) == PEOPLE_OF_ALICE


def test_each_day_has_its_letter(world, first, second):
    accept(first, world, at=NOON)
    accept(second, world, at=SIX)

    assert [tell_acceptances(at=at) for at in (SIX, SIX + DAY)] == [1, 1]
    assert [first.receipt in letter.body for letter in letters()] == [True, False]


def test_what_was_sent_back_before_the_evening_is_not_told_as_accepted(world, first, second):
    accept(first, world, at=NOON)
    accept(second, world, at=NOON)
    send_back(first, world, at=NOON + timedelta(minutes=1))
    assert Notice.objects.filter(kind="returned").count() == 1

    tell_acceptances(at=SIX)

    assert (told(first.receipt), told(second.receipt)) == ([], PEOPLE_OF_ALICE)


def test_what_stands_again_as_accepted_is_told_by_the_letter_that_takes_the_sending_back_back(world, first):
    accept(first, world, at=NOON)
    send_back(first, world, at=NOON + timedelta(minutes=1))
    review.recall(revision=first, by=world.officer, at=NOON + timedelta(minutes=2))

    assert tell_acceptances(at=SIX) == 0
    assert Notice.objects.filter(kind="recalled").count() == 1


def test_of_two_accepted_revisions_the_later_one_is_told(world, first):
    accept(first, world, at=NOON)
    send_back(first, world, at=NOON)
    stories.fill_in(first.response, world.alice, at=NOON, remarks={"typed": "又及"})
    later = stories.submit(stories.fresh(first.response), world.alice, at=NOON)
    accept(later, world, at=NOON + timedelta(minutes=1))

    tell_acceptances(at=SIX)

    assert (told(first.receipt), told(later.receipt)) == ([], PEOPLE_OF_ALICE)


def test_nobody_is_told_of_a_round_that_was_withdrawn(world, round, first):
    accept(first, world, at=NOON)
    course.withdraw(by=world.officer, round=round, reason="误发", at=NOON)

    assert (tell_acceptances(at=SIX), UntoldAcceptance.objects.count()) == (0, 0)


def test_returns_of_two_rounds_come_in_one_letter_and_other_organisations_in_their_own(world, round, first):
    again = stories.make_issued_round(world, title_zh="复查", title_en="Follow-up")
    nil = actions.submit_nil(
        response=response(again, "A1"), by=world.alice, key=uuid4(), declared_by="Alice", at=stories.BEFORE
    )
    charlies = answer(response(round, "C1"), world.charlie)
    for revision in (first, nil, charlies):
        accept(revision, world, at=NOON)

    assert tell_acceptances(at=SIX) == 2
    alices, charlies_letter = letters()

    assert (alices.round, alices.link_path) == (None, "/portal/")
    assert [part in alices.body for part in (first.receipt, nil.receipt, "复查")] == [True] * 3
    assert charlies.receipt in charlies_letter.body and first.receipt not in charlies_letter.body


def test_who_has_left_by_the_evening_gets_no_letter(world, first):
    accept(first, world, at=NOON)
    factories.make_operator(world.alice_org, name="Dora")
    world.alice.memberships.update(ended_at=NOON)

    tell_acceptances(at=SIX)

    assert told(first.receipt) == ["Dora"]
