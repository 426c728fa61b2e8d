"""A data center or an organisation is switched off in the register while it is being asked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.registry.models import Facility
from surveys.responses.models import Response
from surveys.responses.queries import still_to_submit
from surveys.rounds import actions as rounds
from surveys.rounds.course import withdraw
from surveys.rounds.models import Assignment
from surveys.rounds.switching_off import switch_off
from tests import factories
from tests.browsing import Visitor
from tests.responses.stories import make_issued_round


@pytest.fixture
def site(world):
    return Facility.objects.filter(organisation=world.alice_org).first() or factories.make_facility(world.alice_org)


@pytest.fixture
def round(world, site):
    now = database_now()
    return make_issued_round(world, at=now, deadline=now + timedelta(days=1))


def page_of(row):
    return reverse(f"bureau:change_{row._meta.model_name}", args=[row.pk])


def switched_off(visitor, row, **more):
    """The form as it stands, without the tick."""
    form = visitor.get(page_of(row)).context["form"]
    values = {name: form[name].value() for name in form.fields if name != "is_active"}
    before = {f"initial-{name}": value for name, value in values.items()} | {"initial-is_active": "True"}
    filled = {name: "" if value is None else value for name, value in (values | before | more).items()}
    return visitor.send(page_of(row), filled)


def fate(assignment):
    return f"fate-{assignment.pk}"


def of(site):
    return Assignment.objects.get(facility=site)


def test_a_site_that_is_asked_nowhere_is_switched_off_at_once(world, site):
    assert switched_off(Visitor(world.officer), site).status_code == 302

    site.refresh_from_db()
    assert site.is_active is False


def test_it_is_said_where_it_is_asked_before_anything_is_changed(world, site, round):
    page = switched_off(Visitor(world.officer), site)

    assert "It is being asked now. What becomes of that?" in page.text
    assert round.title_en in page.text and "not started" in page.text
    site.refresh_from_db()
    assert site.is_active is True


def test_a_change_that_was_not_submitted_is_said_beside_it(world, site, round):
    Response.objects.filter(assignment=of(site)).update(state="submitted", unsent_since=round.issued_at)

    assert "changed, not submitted again" in switched_off(Visitor(world.officer), site).text


def test_an_answer_is_demanded_for_each_and_a_reason_for_its_end(world, site, round):
    officer = Visitor(world.officer)

    nothing = switched_off(officer, site, fates="asked")
    no_reason = switched_off(officer, site, fates="asked", **{fate(of(site)): "taken_out"})

    assert f"Choose what becomes of {site}." in nothing.text
    assert "Say why it is taken out of the round." in no_reason.text
    site.refresh_from_db()
    assert (site.is_active, of(site).ineligible_because) == (True, "")


def test_what_goes_on_is_still_asked_and_reminded(world, site, round):
    answer = switched_off(Visitor(world.officer), site, fates="asked", **{fate(of(site)): "kept"})

    site.refresh_from_db()
    assert (answer.status_code, site.is_active) == (302, False)
    assert of(site) in still_to_submit(round)


def test_what_ends_leaves_the_round_with_its_reason(world, site, round):
    choice = {fate(of(site)): "taken_out", "because": "3 月 1 日停运"}

    switched_off(Visitor(world.officer), site, fates="asked", **choice)

    site.refresh_from_db()
    assert (site.is_active, of(site).ineligible_because) == (False, "3 月 1 日停运")
    assert of(site) not in still_to_submit(round)
    assert list(Event.objects.order_by("-id").values_list("verb", flat=True)[:2]) == ["excluded", "changed_entry"]


def test_a_round_that_is_withdrawn_in_this_very_moment_hinders_nothing(world, site, round):
    task = of(site)
    withdraw(by=world.officer, round=round, reason="误发")

    assert switch_off(by=world.officer, row=site, changes={"is_active": False}, taken_out=[task], because="停运")
    assert of(site).ineligible_because == ""


def test_an_organisation_is_asked_about_all_of_its_sites(world, site, round):
    page = switched_off(Visitor(world.officer), world.alice_org)

    theirs = Assignment.objects.filter(organisation=world.alice_org)
    assert [fate(one) in page.text for one in theirs] == [True] * theirs.count()
    assert fate(Assignment.objects.filter(organisation=world.charlie_org).first()) not in page.text


def test_a_closed_round_asks_nobody(world, site, round):
    later = round.deadline + timedelta(hours=1)
    rounds.close(by=world.officer, round=round, at=later)
    Assignment.objects.filter(round=round).update(ineligible_because="")

    assert switched_off(Visitor(world.officer), site).status_code == 302


def test_a_round_that_was_closed_meanwhile_keeps_the_unit_and_that_is_said(world, site, round):
    rounds.close(by=world.officer, round=round, reason="已全部回收", at=round.issued_at + timedelta(hours=1))
    choice = {fate(of(site)): "taken_out", "because": "3 月 1 日停运"}

    officer = Visitor(world.officer)
    page = officer.get(switched_off(officer, site, fates="asked", **choice).url).text

    assert of(site).ineligible_because == ""
    assert "Not all was taken out" in page and "3 月 1 日停运" in page


def test_a_district_takes_nothing_out_of_the_citys_round_but_is_told(world, site, round):
    district = Visitor(factories.make_officer(world.district, Role.SURVEY_MANAGER))

    page = switched_off(district, site)
    forced = switched_off(district, site, fates="asked", because="x", **{fate(of(site)): "taken_out"})

    assert "These belong to rounds of another authority" in page.text
    assert fate(of(site)) not in page.text
    site.refresh_from_db()
    assert (forced.status_code, site.is_active, of(site).ineligible_because) == (302, False, "")


def test_other_changes_ask_nothing(world, site, round):
    visitor = Visitor(world.officer)
    form = visitor.get(page_of(site)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    before = {f"initial-{name}": value for name, value in values.items()}
    changed = values | before | {"name": "改名", "is_active": "on", "initial-is_active": "True"}

    answer = visitor.send(page_of(site), {name: "" if value is None else value for name, value in changed.items()})

    site.refresh_from_db()
    assert (answer.status_code, site.name) == (302, "改名")
