"""Who reported mining last time and declares now that nothing concerns him is asked why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.responses.models import Response, Revision
from tests import factories
from tests.portal.declaring import declare
from tests.reports.stories import HALF_MINING
from tests.responses.stories import confirm, fill_in, make_issued_round, submit


@pytest.fixture
def mined(world, now):
    """Last week one of Alice's two data centers reported mining; nobody has reviewed it."""
    factories.make_facility(world.alice_org, name="矿场")
    factories.make_facility(world.alice_org, name="机房")
    earlier = make_issued_round(world, at=now - timedelta(days=7), deadline=now - timedelta(days=6))
    then = now - timedelta(days=6, hours=2)
    confirm(earlier, world.alice_org, world.alice, at=then)
    response = Response.objects.get(assignment__round=earlier, assignment__facility__name="矿场")
    fill_in(response, world.alice, at=then, **HALF_MINING)
    return submit(Response.objects.get(pk=response.pk), world.alice, at=then)


def test_a_nil_return_after_mining_asks_why(world, mined, round, alice):
    unit = round.assignments.get(facility__name="矿场")
    alice.open(f"/portal/assignments/{unit.pk}/nil/")
    assert "上次回报中“" in alice.text and "本次为“否" in alice.text

    declare(alice)
    assert not Revision.objects.filter(response__assignment=unit).exists()

    alice.in_form({"reason-E54:has_mining": "2021年5月已全部清退"})
    declare(alice)
    assert Revision.objects.get(response__assignment=unit).reasons == {"E54:has_mining": "2021年5月已全部清退"}


def test_a_nil_return_for_everything_leaves_out_what_it_would_contradict(world, mined, round, alice):
    alice.open(reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk]))

    declare(alice)

    (revision,) = Revision.objects.filter(response__assignment__round=round)
    assert (revision.is_nil, revision.response.assignment.facility.name) == (True, "机房")

    alice.open(reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])).follow("矿场")
    assert "上次回报中" in alice.text


def test_a_nil_return_for_everything_costs_the_same_for_many_units(
    world, mined, now, alice, django_assert_max_num_queries
):
    def ask(units):
        for _ in range(units):
            factories.make_facility(world.alice_org)
        round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
        return reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])

    few, many = ask(0), ask(6)
    with CaptureQueriesContext(connection) as captured:
        alice.open(few)
    with django_assert_max_num_queries(len(captured)):
        alice.open(many)


def test_the_task_page_names_the_last_return_and_how_it_stands(world, mined, round, alice):
    unit = round.assignments.get(facility__name="矿场")

    text = alice.open(f"/portal/assignments/{unit.pk}/").text

    assert f"{mined.receipt}" in text and "（尚未审核）" in text


def test_the_task_page_says_nothing_of_what_another_operator_reported(world, mined, round, alice):
    unit = round.assignments.get(facility__name="矿场")
    mined.response.assignment.round.assignments.update(organisation=world.charlie_org)

    alice.open(f"/portal/assignments/{unit.pk}/")
    assert mined.receipt not in alice.text
    assert "上次回报中" not in alice.open(f"/portal/assignments/{unit.pk}/nil/").text
