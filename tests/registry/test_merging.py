"""An organisation is taken in by another, with all of its data centers."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from surveys.audit.models import Event
from surveys.registry.merging import last_merger, merge_organisations
from surveys.registry.models import FacilityMove, Merger
from surveys.registry.moving import MovedMeanwhile, NotOnThatDay, move_facility, operator_on
from tests import factories

AT = datetime(2021, 4, 28, 4, tzinfo=UTC)
SPRING = date(2021, 3, 1)


@pytest.fixture
def sites(world):
    return [factories.make_facility(world.alice_org, code=code, name=code) for code in ("A1", "A2")]


def merged(world, since=SPRING, codes=None, **more):
    parts = {"organisation": world.alice_org, "into": world.charlie_org, **more}
    return merge_organisations(by=world.officer, since=since, reason="吸收合并", codes=codes or {}, at=AT, **parts)


def test_all_its_sites_move_and_it_takes_part_no_longer(world, sites):
    sites.append(factories.make_facility(world.alice_org, code="A3", is_active=False))
    merger = merged(world)

    world.alice_org.refresh_from_db()
    assert (world.alice_org.is_active, last_merger(world.alice_org)) == (False, merger)
    assert {operator_on(site, SPRING) for site in sites} == {world.charlie_org}
    assert {operator_on(site, date(2021, 2, 28)) for site in sites} == {world.alice_org}
    assert list(FacilityMove.objects.values_list("merger", "since", "reason").distinct()) == [
        (merger.pk, SPRING, "吸收合并")
    ]


def test_an_organisation_without_sites_is_merged_too(world):
    assert merged(world).moves.count() == 0


def test_codes_that_are_taken_there_need_others(world, sites):
    factories.make_facility(world.charlie_org, code="A1")
    with pytest.raises(IntegrityError):
        merged(world)
    assert not Merger.objects.exists() and not FacilityMove.objects.exists()

    merged(world, codes={sites[0].pk: "A9"})

    assert sorted(world.charlie_org.facilities.values_list("code", flat=True)) == ["A1", "A2", "A9"]


def test_it_is_merged_once(world, sites):
    merged(world)

    with pytest.raises(MovedMeanwhile):
        merged(world, into=factories.make_organisation("丁"))


def test_after_it_was_switched_on_again_it_may_be_merged_again(world, sites):
    """A wrong merger is put right by switching it on and moving its sites back."""
    merged(world)
    world.alice_org.refresh_from_db()
    world.alice_org.is_active = True
    world.alice_org.save()

    assert last_merger(world.alice_org) is None
    assert merged(world, into=factories.make_organisation("丁")).moves.count() == 0


@pytest.mark.parametrize("into", ["itself", "switched off"])
def test_it_is_not_merged_into_itself_nor_into_who_takes_no_part(into, world, sites):
    off = factories.make_organisation("停业的", is_active=False)

    with pytest.raises(MovedMeanwhile):
        merged(world, into=world.alice_org if into == "itself" else off)


def test_the_day_is_not_to_come_nor_before_a_site_came(world, sites):
    with pytest.raises(NotOnThatDay):
        merged(world, since=date(2021, 4, 29))

    move_facility(by=None, facility=factories.make_facility(), to=world.alice_org, since=SPRING, reason="转让", at=AT)
    with pytest.raises(NotOnThatDay):
        merged(world, since=date(2021, 2, 28))
    assert not Merger.objects.exists()


def test_the_history_speaks_of_both_organisations(world, sites):
    merged(world)

    verbs = list(Event.objects.order_by("id").values_list("verb", "organisation_id"))
    alice, charlie = world.alice_org.pk, world.charlie_org.pk
    assert verbs[:2] == [("merged", alice), ("took_in", charlie)]
    assert verbs[2:] == [("moved", charlie), ("handed_over", alice)] * 2 + [("changed_entry", alice)]
    told = {"old": "甲云数据", "new": "丙算科技", "date": "2021-03-01", "reason": "吸收合并"}
    assert [event.details for event in Event.objects.order_by("id")[:2]] == [told, told]
