"""A wrong unit shows against what comparable data centers of the round reported."""

from datetime import timedelta
from decimal import Decimal

import pytest

from surveys.responses.evaluation import evaluation_of
from surveys.responses.facts.peers import FEWEST, median_load
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.questionnaires.examples import question
from tests.responses.amendment.versions import amend_by
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit

HOURS = 8760


def report(round, organisation, by, totals):
    """One return for each of the organisation's data centers, its total in 万千瓦时."""
    confirm(round, organisation, by)
    responses = Response.objects.filter(assignment__round=round, assignment__organisation=organisation)
    for response, total in zip(responses.order_by("assignment__facility__code"), totals, strict=True):
        fill_in(response, by, total_kwh={"typed": total, "unit": "万千瓦时"}, it_kw={"typed": "5000"})
        submit(response, by)


@pytest.fixture
def round(world):
    for _ in range(FEWEST):
        factories.make_facility(world.charlie_org)
    return make_issued_round(world)


@pytest.fixture
def mine(world, round):
    confirm(round, world.alice_org, world.alice)
    return response_of(round, world.alice_org)


def keys(world, response, total):
    answers = {"total_kwh": {"typed": total, "unit": "万千瓦时"}, "it_kw": {"typed": "5000"}}
    fill_in(fresh(response), world.alice, **answers)
    return [finding.key for finding in evaluation_of(fresh(response), at=BEFORE).findings]


def fresh(response):
    return Response.objects.select_related("assignment__round__version", "assignment__facility").get(pk=response.pk)


def load_of(total_kwh):
    return round_off(Decimal(total_kwh) / (5000 * HOURS))


def round_off(load):
    return load.quantize(Decimal("1E-12"))


def totals(count):
    return [f"{2001 + number}.5" for number in range(count)]


def test_seven_peers_are_too_few_to_compare_with(world, round, mine):
    left_out = round.assignments.filter(organisation=world.charlie_org).first()
    left_out.response.delete()
    left_out.delete()
    report(round, world.charlie_org, world.charlie, totals(FEWEST - 1))

    assert median_load(mine.assignment) is None
    assert "E51:total_kwh" not in keys(world, mine, "0.2005")


def test_a_total_ten_thousand_times_too_small_is_doubted_once_eight_peers_have_reported(world, round, mine):
    report(round, world.charlie_org, world.charlie, totals(FEWEST))

    assert "E51:total_kwh" in keys(world, mine, "0.2005")
    assert "E51:total_kwh" not in keys(world, mine, "2005")


def test_the_median_is_of_total_by_power_and_hours(world, round, mine):
    report(round, world.charlie_org, world.charlie, totals(FEWEST))

    # Of 2001.5 … 2008.5 万千瓦时 the middle is 2005.
    assert round_off(median_load(mine.assignment)) == load_of(20_050_000)


def test_only_data_centers_of_the_same_kind_are_peers(world, round, mine):
    report(round, world.charlie_org, world.charlie, totals(FEWEST))
    mine.assignment.facility.kind = "cloud"

    assert median_load(mine.assignment) is None


def test_a_correction_takes_the_place_of_what_it_corrects(world, round, mine):
    report(round, world.charlie_org, world.charlie, totals(FEWEST))
    corrected = Response.objects.filter(assignment__organisation=world.charlie_org).order_by(
        "assignment__facility__code"
    )
    for number, response in enumerate(corrected):
        later = BEFORE + timedelta(minutes=1)
        fill_in(response, world.charlie, at=later, total_kwh={"typed": f"{1001 + number}.5", "unit": "万千瓦时"})
        submit(response, world.charlie, at=later)

    assert round_off(median_load(mine.assignment)) == load_of(10_050_000)


def test_one_median_serves_many_saves(world, round, mine, django_assert_num_queries):
    report(round, world.charlie_org, world.charlie, totals(FEWEST))
    assignment = fresh(mine).assignment

    with django_assert_num_queries(1):
        assert median_load(assignment) == median_load(assignment)


def test_ones_own_figure_is_not_among_its_peers(world, round, mine):
    fill_in(fresh(mine), world.alice, total_kwh={"typed": "1001.5", "unit": "万千瓦时"}, it_kw={"typed": "5000"})
    submit(fresh(mine), world.alice)
    report(round, world.charlie_org, world.charlie, totals(FEWEST))
    of_another = Response.objects.filter(assignment__organisation=world.charlie_org).first()

    assert median_load(fresh(of_another).assignment) is not None
    assert round_off(median_load(fresh(mine).assignment)) == load_of(20_050_000)


def test_who_was_taken_out_is_nobodys_peer(world, round, mine):
    report(round, world.charlie_org, world.charlie, totals(FEWEST))
    one = round.assignments.filter(organisation=world.charlie_org).first()
    rounds.exclude(by=world.officer, assignment=one, because="stands twice")

    assert median_load(mine.assignment) is None


@pytest.mark.parametrize("type", ["month", "text"])
def test_a_period_that_is_told_otherwise_than_in_days_gives_no_load(world, round, mine, type):
    amend_by(world, round, lambda form: told_otherwise(form, type), BEFORE)
    report(round, world.charlie_org, world.charlie, totals(FEWEST))

    assert median_load(fresh(mine).assignment) is None


def told_otherwise(form, type):
    form.add("statement", question("first_month", type, default="2020-04"))
    form.definition["roles"]["period_from"] = "first_month"
