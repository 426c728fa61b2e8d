"""Which return is a unit's last one."""

from datetime import date, timedelta

import pytest

from surveys.responses import review
from surveys.responses.facts.waves import last_return
from surveys.rounds.models import Round
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses import stories

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
NO_PERIOD = {"period_start": None, "period_end": None}


@pytest.fixture
def world():
    world = factories.make_world()
    factories.make_facility(world.alice_org, code="A1")
    return world


def wave(world, number):
    """The rounds are issued in the order of their numbers."""
    round = stories.make_issued_round(world, at=ISSUED + number * WEEK, deadline=DEADLINE + number * WEEK)
    stories.confirm(round, world.alice_org, world.alice)
    return round


def about(round, year):
    """Told afterwards: the answers are all alike, and speak of the year that the rounds were made for."""
    period = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)} if year else NO_PERIOD
    Round.objects.filter(pk=round.pk).update(**period)


def asked(round, code="A1"):
    return round.assignments.select_related("round", "facility").get(facility__code=code)


def file(round, world, at=None):
    at = at or round.issued_at + timedelta(hours=1)
    response = asked(round).response
    stories.fill_in(response, world.alice, at=at)
    return stories.submit(type(response).objects.get(pk=response.pk), world.alice, at=at)


def accept(revision, world):
    return review.accept(revision=revision, by=world.officer, at=revision.submitted_at + timedelta(minutes=1))


def send_back(revision, world):
    at = revision.submitted_at + timedelta(minutes=1)
    review.send_back(
        revision=revision, by=world.officer, remarks={"total_kwh": "?"}, note="", new_deadline=at + WEEK, at=at
    )


def test_what_was_submitted_counts_before_anybody_has_reviewed_it(world):
    first, second = wave(world, 0), wave(world, 1)
    revision = file(first, world)

    found = last_return(asked(second))

    assert (found, found.verdict) == (revision, None)


def test_a_later_submission_counts_before_the_one_that_was_accepted(world):
    first, second = wave(world, 0), wave(world, 1)
    accepted = file(first, world)
    accept(accepted, world)
    assert last_return(asked(second)).verdict == "accepted"

    send_back(accepted, world)
    corrected = file(first, world, at=accepted.submitted_at + timedelta(hours=1))

    assert last_return(asked(second)) == corrected


def test_what_had_been_accepted_goes_on_counting_while_the_newer_one_is_sent_back(world):
    first, second = wave(world, 0), wave(world, 1)
    accepted = file(first, world)
    accept(accepted, world)
    type(accepted.response).objects.filter(pk=accepted.response_id).update(state="draft")
    newer = file(first, world, at=accepted.submitted_at + timedelta(hours=1))
    send_back(newer, world)

    assert last_return(asked(second)) == accepted


def test_what_was_sent_back_was_said_all_the_same(world):
    first, second = wave(world, 0), wave(world, 1)
    revision = file(first, world)
    send_back(revision, world)

    found = last_return(asked(second))

    assert (found, found.verdict) == (revision, "returned")


@pytest.mark.parametrize(("is_accepted", "verdict"), [(True, "accepted"), (False, None)])
def test_a_sending_back_that_was_taken_back_leaves_what_was_said_before(world, is_accepted, verdict):
    first, second = wave(world, 0), wave(world, 1)
    revision = file(first, world)
    if is_accepted:
        accept(revision, world)
    at = revision.submitted_at + timedelta(minutes=5)
    remarks = {"total_kwh": "?"}
    review.send_back(revision=revision, by=world.officer, remarks=remarks, note="", new_deadline=at + WEEK, at=at)
    review.recall(revision=revision, by=world.officer, at=at + timedelta(minutes=1))

    found = last_return(asked(second))

    assert (found, found.verdict) == (revision, verdict)


def test_the_last_one_is_about_the_latest_earlier_period_whenever_it_was_asked_for(world):
    years = (2020, 2018, 2021, 2019)
    of = dict(zip(years, (wave(world, n) for n in range(4)), strict=True))
    for year in (2020, 2018, 2021):
        file(of[year], world)
    for year in years:
        about(of[year], year)

    assert last_return(asked(of[2019])).response.assignment.round == of[2018]
    assert last_return(asked(of[2021])).response.assignment.round == of[2020]
    assert last_return(asked(of[2018])) is None


def test_a_period_that_begins_earlier_and_ends_on_the_same_day_is_earlier(world):
    shorter, longer = wave(world, 0), wave(world, 1)
    revision = file(longer, world)
    about(shorter, 2020)
    Round.objects.filter(pk=longer.pk).update(period_start=date(2019, 12, 31), period_end=date(2020, 12, 31))

    assert last_return(asked(shorter)) == revision


def test_of_rounds_about_the_same_period_the_one_issued_before_is_the_last(world):
    first, second = wave(world, 0), wave(world, 1)
    revisions = [file(round, world) for round in (first, second)]
    for round in (first, second):
        about(round, 2020)

    assert last_return(asked(second)) == revisions[0]
    assert last_return(asked(first)) is None


def test_rounds_about_no_period_go_by_their_issue(world):
    waves = [wave(world, number) for number in range(3)]
    revisions = [file(round, world) for round in waves[:2]]
    for round in waves:
        about(round, None)

    assert last_return(asked(waves[2])) == revisions[1]
    assert last_return(asked(waves[0])) is None


def test_a_round_about_no_period_that_was_issued_before_stands_behind_those_about_one(world):
    without, of_2020, of_2021 = (wave(world, number) for number in range(3))
    revisions = [file(round, world) for round in (without, of_2020)]
    for round, year in ((without, None), (of_2020, 2022), (of_2021, 2021)):
        about(round, year)
    assert last_return(asked(of_2021)) == revisions[0]

    about(of_2020, 2020)

    assert last_return(asked(of_2021)) == revisions[1]


def test_a_unit_that_was_taken_out_of_the_earlier_round_has_not_reported_in_it(world):
    first, second = wave(world, 0), wave(world, 1)
    file(first, world)
    first.assignments.update(ineligible_because="重复登记")

    assert last_return(asked(second)) is None


def test_another_unit_has_no_part_in_it(world):
    factories.make_facility(world.alice_org, code="A2")
    first, second = wave(world, 0), wave(world, 1)
    file(first, world)

    assert last_return(asked(second, "A2")) is None


def test_another_survey_has_no_part_in_it(world):
    first, second = wave(world, 0), wave(world, 1)
    file(first, world)
    survey = first.survey
    survey.pk, survey.code, survey._state.adding = None, "OTHER", True
    survey.save()
    Round.objects.filter(pk=first.pk).update(survey=survey)

    assert last_return(asked(second)) is None
