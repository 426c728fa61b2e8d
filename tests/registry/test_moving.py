"""A data center goes to another operator on a day, and it can be said who operated it on any day."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from surveys.audit.models import Event
from surveys.registry.models import FacilityMove
from surveys.registry.moving import MovedMeanwhile, NotOnThatDay, free_code, move_facility, operator_on, tenures, today
from tests import factories

AT = datetime(2021, 4, 28, 15, 59, 59, tzinfo=UTC)
"""One second before midnight in Beijing."""
TODAY = date(2021, 4, 28)
SPRING = date(2021, 3, 1)


@pytest.fixture
def site(world):
    return factories.make_facility(world.alice_org, code="DC01", name="一号楼")


def moved(world, site, to=None, since=SPRING, at=AT, **more):
    site.refresh_from_db()
    more = {"reason": "转让", **more}
    return move_facility(by=world.officer, facility=site, to=to or world.charlie_org, since=since, at=at, **more)


def test_it_belongs_to_the_new_operator_and_keeps_its_code(world, site):
    row = moved(world, site)

    site.refresh_from_db()
    assert (site.organisation, site.code) == (world.charlie_org, "DC01")
    told = (row.old_operator, row.new_operator, row.old_code, row.since, row.reason, row.moved_by, row.moved_at)
    assert told == (world.alice_org, world.charlie_org, "DC01", SPRING, "转让", world.officer, AT)


def test_who_operated_it_on_a_day(world, site):
    third = factories.make_organisation("丁")
    moved(world, site)
    moved(world, site, third, TODAY)

    days = [date(2021, 2, 28), SPRING, date(2021, 4, 27), TODAY]
    operators = [world.alice_org, world.charlie_org, world.charlie_org, third]
    assert [operator_on(site, day) for day in days] == operators


def test_a_site_that_never_moved_was_always_its_operators(world, site):
    assert operator_on(site, date(1999, 1, 1)) == world.alice_org
    assert [(one.since, one.until, one.move) for one in tenures(site, [])] == [(None, None, None)]


def test_of_two_moves_of_one_day_the_last_holds(world, site):
    """So is a wrong choice put right."""
    moved(world, site)
    moved(world, site, world.alice_org)

    assert operator_on(site, SPRING) == world.alice_org
    assert operator_on(site, date(2021, 2, 28)) == world.alice_org
    first, second = FacilityMove.objects.all()
    assert first.moved_at < second.moved_at  # though they were entered in the same moment


def test_today_is_the_day_in_the_zone_of_the_installation(world, site):
    assert (today(AT), today(AT.replace(hour=16))) == (TODAY, date(2021, 4, 29))

    moved(world, site, since=TODAY)
    with pytest.raises(NotOnThatDay):
        moved(world, site, world.alice_org, since=date(2021, 4, 29))


def test_it_does_not_move_before_the_day_on_which_it_came(world, site):
    moved(world, site)

    with pytest.raises(NotOnThatDay):
        moved(world, site, world.alice_org, since=date(2021, 2, 28))


def test_it_does_not_move_to_where_it_is(world, site):
    with pytest.raises(MovedMeanwhile):
        moved(world, site, world.alice_org)


def test_it_does_not_move_to_who_takes_no_part(world, site):
    world.charlie_org.is_active = False
    world.charlie_org.save()

    with pytest.raises(MovedMeanwhile):
        moved(world, site)


def test_it_is_not_taken_from_where_it_is_no_longer(world, site):
    move_facility(by=world.officer, facility=site, to=world.charlie_org, since=SPRING, reason="转让", at=AT)
    site.organisation = world.alice_org  # as a page still has it
    third = factories.make_organisation("丁")

    with pytest.raises(MovedMeanwhile):
        move_facility(by=world.officer, facility=site, to=third, since=TODAY, reason="转让", at=AT)


def test_a_code_that_is_taken_there_needs_another(world, site):
    factories.make_facility(world.charlie_org, code="DC01")
    with pytest.raises(IntegrityError):
        moved(world, site)

    moved(world, site, code="DC02")

    site.refresh_from_db()
    assert (site.organisation, site.code) == (world.charlie_org, "DC02")
    assert FacilityMove.objects.get().old_code == "DC01"


def test_the_history_speaks_of_both_organisations(world, site):
    moved(world, site, code="DC02")

    verbs = Event.objects.order_by("id").values_list("verb", "organisation_id", "object_name")
    assert list(verbs) == [
        ("moved", world.charlie_org.pk, "一号楼"),
        ("handed_over", world.alice_org.pk, "甲云数据"),
        ("changed_entry", world.charlie_org.pk, "一号楼"),
    ]
    told = {"old": "甲云数据", "new": "丙算科技", "site": "一号楼", "date": "2021-03-01", "reason": "转让"}
    assert [event.details for event in Event.objects.order_by("id")[:2]] == [told, told]


@pytest.mark.parametrize(
    ("code", "taken", "free"),
    [("DC01", {"DC01"}, "DC01-2"), ("DC01", {"DC01", "DC01-2"}, "DC01-3"), ("X" * 40, {"X" * 40}, "X" * 38 + "-2")],
)
def test_a_free_code_is_proposed_that_fits_into_its_column(code, taken, free):
    assert free_code(code, taken) == free
