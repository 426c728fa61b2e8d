"""What checks are told of the last wave, of the peers' changes and of the district."""

from datetime import timedelta
from decimal import Decimal

import pytest

from surveys.lib.hidiroglou_berthelot import FEWEST_PAIRS
from surveys.questionnaires.expressions import FACTS
from surveys.responses import review
from surveys.responses.facts import assignment as facts
from surveys.responses.facts.bounding_boxes import box_of
from surveys.responses.facts.last_wave import about_last_wave
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.questionnaires.examples import question, words
from tests.responses.amendment.versions import amend_by, next_version
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

WEEK = timedelta(days=7)
PREVIOUS = (
    "previous.total_kwh",
    "previous.has_mining",
    "previous.business_type",
    "previous.business",
    "previous.remarks",
)


def round_in(world, weeks):
    return make_issued_round(world, at=ISSUED + weeks * WEEK, deadline=DEADLINE + weeks * WEEK)


def report(round, organisation, by, officer, *totals, accept=True):
    """A return of each of its data centers, its total in 万千瓦时."""
    at = round.deadline - timedelta(hours=1)
    confirm(round, organisation, by, at=at)
    theirs = Response.objects.filter(assignment__round=round, assignment__organisation=organisation)
    for response, total in zip(theirs.order_by("assignment__facility__code"), totals, strict=True):
        fill_in(response, by, at=at, total_kwh={"typed": total, "unit": "万千瓦时"})
        revision = submit(response, by, at=at)
        if accept:
            review.accept(revision=revision, by=officer, at=at)


def assignment_of(round, organisation):
    response = response_of(round, organisation)
    return (
        Response.objects.select_related("assignment__round__version", "assignment__facility")
        .get(pk=response.pk)
        .assignment
    )


def known(round, organisation, *wanted):
    found = facts.of_assignment(assignment_of(round, organisation), wanted)
    return {name: found[name] for name in wanted if name in found}


@pytest.fixture
def waves(world):
    """Two rounds of one survey, a week apart."""
    return round_in(world, 0), round_in(world, 1)


def test_every_fact_that_the_manual_promises_is_looked_up_and_no_other(world):
    round = round_in(world, 0)
    factories.make_contact(world.alice_org)
    assignment = assignment_of(round, world.alice_org)
    known = facts.of_assignment(assignment, FACTS) | facts.of_organisation(round, world.alice_org)

    assert set(FACTS) - known.keys() == set(), "surveys/responses/facts/assignment.py never looks these up"
    assert known.keys() - set(FACTS) == set(), "surveys/questionnaires/expressions/facts.py does not know these"


def test_the_last_wave_is_what_was_accepted_in_an_earlier_round(world, waves):
    first, second = waves
    report(first, world.alice_org, world.alice, world.officer, "3000.5")

    assert known(second, world.alice_org, *PREVIOUS) == {
        "previous.total_kwh": "30005000",
        "previous.has_mining": "no",
        "previous.business_type": ["01"],
        "previous.business": [{"business_type": "01", "business_share": "100"}],
        "previous.remarks": None,
    }


def test_what_nobody_has_reviewed_counts_and_what_others_said_does_not(world, waves):
    first, second = waves
    report(first, world.alice_org, world.alice, world.officer, "3000.5", accept=False)
    wanted = ("previous.total_kwh", "previous.business_type")

    assert known(second, world.alice_org, *wanted) == dict(zip(wanted, ("30005000", ["01"]), strict=True))
    assert known(second, world.charlie_org, *wanted) == dict(zip(wanted, (None, []), strict=True))


def test_the_newest_of_the_earlier_waves_counts_and_no_later_one(world, waves):
    third = round_in(world, 2)
    for round, total in zip((*waves, third), ("1000.5", "2000.5", "3000.5"), strict=True):
        report(round, world.alice_org, world.alice, world.officer, total)

    assert known(third, world.alice_org, "previous.total_kwh") == {"previous.total_kwh": "20005000"}
    assert known(waves[0], world.alice_org, "previous.total_kwh") == {"previous.total_kwh": None}


def test_a_part_a_question_plays_stands_for_the_question(world, waves):
    first, second = waves
    report(first, world.alice_org, world.alice, world.officer, "3000.5")

    assert known(second, world.alice_org, "previous.method", "previous.nothing") == {
        "previous.method": None,
        "previous.nothing": None,
    }
    assert known(second, world.alice_org, "previous.total_method") == {"previous.total_method": "bill"}


def test_the_last_wave_costs_two_queries_and_none_when_nobody_asks(world, waves, django_assert_num_queries):
    assignment = assignment_of(waves[1], world.alice_org)
    facts.of_assignment(assignment, PREVIOUS)

    with django_assert_num_queries(2):
        facts.of_assignment(assignment, PREVIOUS)
    with django_assert_num_queries(0):
        facts.of_assignment(assignment, ())


def test_in_a_first_round_nothing_is_looked_for_but_earlier_ones(world, waves, django_assert_num_queries):
    assignment = assignment_of(waves[0], world.alice_org)
    facts.of_assignment(assignment, PREVIOUS)

    with django_assert_num_queries(1):
        facts.of_assignment(assignment, PREVIOUS)


def test_to_open_a_form_nobody_is_asked_but_those_who_answer_beforehand(world, waves, django_assert_num_queries):
    assignment = assignment_of(waves[0], world.alice_org)
    facts.prefilled(assignment, ISSUED)

    with django_assert_num_queries(0):
        facts.prefilled(assignment, ISSUED)


RATIOS = ("peers.ratio_low.total_kwh", "peers.ratio_high.total_kwh")


@pytest.fixture
def peers(world):
    """Eight data centers of one operator that all used a tenth more, and mine."""
    for _ in range(FEWEST_PAIRS):
        factories.make_facility(world.charlie_org)
    first, second = round_in(world, 0), round_in(world, 1)
    report(first, world.alice_org, world.alice, world.officer, "1000.5")
    before = [Decimal("2000.5") + number for number in range(FEWEST_PAIRS)]
    report(first, world.charlie_org, world.charlie, world.officer, *map(str, before))
    after = [str(figure * Decimal("1.1")) for figure in before]
    report(second, world.charlie_org, world.charlie, world.officer, *after, accept=False)
    return second


def test_the_peers_say_what_change_is_usual(world, peers):
    ratios = known(peers, world.alice_org, *RATIOS)

    assert [round(ratios[name], 6) for name in RATIOS] == [Decimal("1.1"), Decimal("1.1")]


def test_peers_are_data_centers_of_the_same_kind(world, peers):
    assignment = assignment_of(peers, world.alice_org)
    assignment.facility.kind = "cloud"

    assert [name for name in facts.of_assignment(assignment, RATIOS) if name in RATIOS] == []


def test_without_a_last_figure_of_ones_own_there_is_no_ratio(world, peers):
    assert known(peers, world.alice_org, "peers.ratio_low.mining_kwh") == {}
    assert known(peers, world.alice_org, "peers.ratio_low.business") == {}


def test_seven_peers_say_nothing(world, peers):
    left_out = peers.assignments.filter(organisation=world.charlie_org).first().response
    left_out.revisions.all()._raw_delete("default")

    assert known(peers, world.alice_org, *RATIOS) == {}


def test_the_spread_is_found_once_for_many_saves(world, peers, django_assert_num_queries):
    assignment = assignment_of(peers, world.alice_org)
    facts.of_assignment(assignment, RATIOS)

    with django_assert_num_queries(2):  # for the unit's own last return
        facts.of_assignment(assignment, RATIOS)


@pytest.mark.parametrize(
    ("region", "south"), [("110105", "39.4"), ("110000", None), ("1101", "39.4"), ("120101", None), ("", None)]
)
def test_the_box_of_a_district(region, south):
    assert box_of(region).get("south") == south


def test_a_data_center_is_told_its_box(world, waves):
    found = facts.of_assignment(assignment_of(waves[0], world.alice_org), ())

    assert {name: found[name] for name in found if name.startswith("district.")} == {
        "district.south": "39.4",
        "district.north": "41.1",
        "district.west": "115.4",
        "district.east": "117.6",
    }


def test_an_organisations_own_return_is_not_compared_with_those_of_its_data_centers(world, waves):
    first, second = waves
    report(first, world.alice_org, world.alice, world.officer, "3000.5")
    whole = Assignment(round=second, organisation=world.alice_org, region=world.alice_org.region)

    assert about_last_wave(whole, ["previous.total_kwh", *RATIOS]) == {"previous.total_kwh": None}


def test_organisations_are_compared_with_organisations(world, peers):
    whole = Assignment(round=peers, organisation=world.alice_org, region=world.alice_org.region)
    Assignment.objects.filter(organisation=world.alice_org, round__issued_at=ISSUED).update(facility=None)

    assert about_last_wave(whole, ["previous.total_kwh", *RATIOS]) == {"previous.total_kwh": "10005000"}


def test_a_sibling_that_was_taken_out_says_nothing(world):
    factories.make_facility(world.alice_org)
    factories.make_facility(world.alice_org)
    round = round_in(world, 0)
    report(round, world.alice_org, world.alice, world.officer, "3000.5", "4000.5")
    mine, twin = Assignment.objects.filter(round=round, organisation=world.alice_org).order_by("facility__code")
    assert facts.of_assignment(mine, ["siblings.total_kwh"])["siblings.total_kwh"] == (Decimal("40005000"),)

    rounds.exclude(by=world.officer, assignment=twin, because="stands twice")

    assert facts.of_assignment(mine, ["siblings.total_kwh"])["siblings.total_kwh"] == ()


def plain_figures(form):
    form.add("statement", question("staff", "decimal"))
    form.add("statement", question("shifts", "table", questions=[question("hours", "decimal"), question("lead")]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda form: form.set("staff", hint=words("x")), ["3", ["8"], ["Li"]]),
        (lambda form: form.set("staff", unit="kWh"), [None, ["8"], ["Li"]]),
        (lambda form: form.set("hours", unit="kWh"), ["3", [None], ["Li"]]),
    ],
)
def test_a_figure_of_the_last_wave_is_not_taken_for_one_in_a_unit_it_never_had(world, waves, change, said):
    first, second = waves
    at = first.deadline - timedelta(hours=2)
    amend_by(world, first, plain_figures, at)
    confirm(first, world.alice_org, world.alice, at=at)
    shift = [{"row": "r1", "cells": {"hours": {"typed": "8"}, "lead": {"typed": "Li"}}}]
    fill_in(response_of(first, world.alice_org), world.alice, at=at, staff={"typed": "3"}, shifts=shift)
    revision = submit(response_of(first, world.alice_org), world.alice, at=at)
    review.accept(revision=revision, by=world.officer, at=at)
    second.version = next_version(world, first.version, change, at)
    second.save()

    names = ("previous.staff", "previous.hours", "previous.lead")
    assert [known(second, world.alice_org, *names)[name] for name in names] == said
