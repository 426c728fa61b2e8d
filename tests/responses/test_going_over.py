"""A data center moves while it is being asked: its old operator goes on, or the new one starts from an empty form."""

from datetime import date, timedelta

import pytest

from surveys.accounts.access import visible_to
from surveys.accounts.roles import Permission
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.reports import snapshots
from surveys.reports.models import Snapshot
from surveys.reports.queries import rows_of
from surveys.responses import actions, issuing
from surveys.responses.facts.assignment import of_assignment
from surveys.responses.facts.last_wave import denied_by_nil
from surveys.responses.facts.waves import last_return, last_return_of_anyone
from surveys.responses.going_over import BegunMeanwhile, may_go_over, move
from surveys.responses.issuing import issue
from surveys.responses.models import Attachment, Draft, Response, Revision
from surveys.rounds import actions as rounds
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import ISSUED
from tests.reports.stories import HALF_MINING
from tests.responses.stories import BEFORE, confirm, fill_in, fresh, make_issued_round, submit

LATER = BEFORE + timedelta(minutes=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def site(world):
    return factories.make_facility(world.alice_org, code="DC01", name="矿场")


@pytest.fixture
def round(world, site):
    factories.make_contact(world.charlie_org, email="new@example.org")
    return make_issued_round(world)


@pytest.fixture
def task(round, site):
    return Assignment.objects.select_related("organisation", "round", "facility").get(round=round, facility=site)


def moved(world, site, to=None, since=date(2021, 4, 1), at=LATER, **more):
    site.refresh_from_db()
    to = to or world.charlie_org
    return move(by=world.officer, facility=site, to=to, since=since, reason="转让", at=at, **more)


def answered_by(task, user):
    return Response.objects.filter(pk__in=visible_to(user, Response.objects.filter(assignment=task), Permission.ANSWER))


def test_what_stays_is_answered_by_the_old_operator(world, site, task):
    moved(world, site)

    assert answered_by(task, world.alice).exists() and not answered_by(task, world.charlie).exists()
    confirm(task.round, world.alice_org, world.alice)
    fill_in(task.response, world.alice)
    revision = submit(fresh(task.response), world.alice)
    assert revision.response.assignment.organisation == world.alice_org


def test_what_goes_over_is_answered_by_the_new_operator_who_is_told(world, site, task):
    Notice.objects.all().delete()
    actions.open_for_answering(response=task.response, by=world.alice, at=BEFORE)

    moved(world, site, going_over=[task])

    task.refresh_from_db()
    assert task.organisation == world.charlie_org
    assert answered_by(task, world.charlie).exists() and not answered_by(task, world.alice).exists()
    letter = Notice.objects.get()
    assert (letter.kind, letter.to_email, "矿场" in letter.body) == ("issued", "new@example.org", True)
    event = Event.objects.get(verb="went_over")
    assert (event.organisation_id, event.round_id) == (world.charlie_org.pk, task.round_id)
    assert event.details == {"old": "甲云数据", "new": "丙算科技"}


def test_the_new_operator_starts_from_a_form_of_its_own(world, site, task):
    """A form filled in beforehand says what is known of whoever opened it."""
    actions.open_for_answering(response=task.response, by=world.alice, at=BEFORE)

    moved(world, site, going_over=[task])

    assert not Draft.objects.filter(response=task.response).exists()
    assert fresh(task.response).opened_at is None


def test_what_was_begun_does_not_go_over(world, site, task):
    fill_in(task.response, world.alice)

    with pytest.raises(BegunMeanwhile):
        moved(world, site, going_over=[task])
    site.refresh_from_db()
    assert site.organisation == world.alice_org


def test_what_has_a_file_does_not_go_over(world, site, task):
    factories.make_attachment(task.response, world.alice)

    assert Attachment.objects.get().response.state == "not_started"
    assert not may_go_over(Assignment.objects.filter(pk=task.pk)).exists()


def test_a_page_of_the_old_operator_cannot_write_into_what_went_over(world, site, task):
    stale = fresh(task.response)
    assert stale.assignment.organisation == world.alice_org
    moved(world, site, going_over=[task])

    with pytest.raises(actions.RoundIsClosed):
        actions.open_for_answering(response=stale, by=world.alice, at=LATER)
    with pytest.raises(actions.RoundIsClosed):
        actions.save_draft(response=stale, by=world.alice, base=0, changes={"remarks": {"typed": "x"}}, at=LATER)
    with pytest.raises(actions.RoundIsClosed):
        submit(stale, world.alice, at=LATER)
    assert not Draft.objects.exists() and not Revision.objects.exists()


def test_an_organisations_own_return_stays_its_own(world, site):
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283", at=ISSUED)
    draft = rounds.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="010-1")
    ledger = issue(by=world.officer, round=draft, at=ISSUED)

    assert ledger.assignments.exists() and not may_go_over(ledger.assignments.all()).exists()


# --- what the old operator reported is not told to the new one ------------------------------------------------------


@pytest.fixture
def mined(world, site, round, task):
    """Alice reported mining of the site before it moved."""
    confirm(round, world.alice_org, world.alice)
    fill_in(task.response, world.alice, **HALF_MINING, address={"typed": "示范路1号"})
    return submit(fresh(task.response), world.alice)


def next_wave(world, site, number=1):
    later = make_issued_round(
        world, at=ISSUED + number * WEEK, deadline=factories.DEADLINE + number * WEEK, title_zh=f"第{number}期"
    )
    return later.assignments.select_related("round__version", "facility", "organisation").get(facility=site)


def test_reviewers_see_the_last_return_and_the_new_operator_does_not(world, site, mined):
    moved(world, site)
    now = next_wave(world, site)

    assert now.organisation == world.charlie_org
    assert (last_return(now), last_return_of_anyone(now)) == (None, mined)


def test_the_new_operators_form_says_nothing_of_it(world, site, mined):
    wanted = {"previous.has_mining", "previous.total_kwh"}
    before = next_wave(world, site)
    its_own = of_assignment(before, wanted)
    moved(world, site, at=LATER + WEEK)
    others = of_assignment(next_wave(world, site, 2), wanted)

    assert its_own["previous.has_mining"] == "yes" and its_own["previous.total_kwh"]
    assert not others["previous.has_mining"] and not others["previous.total_kwh"]


def test_a_nil_return_of_the_new_operator_contradicts_nothing_it_said(world, site, mined):
    staying = next_wave(world, site)
    assert denied_by_nil(staying.round, [staying]) == {staying.pk}

    moved(world, site, at=LATER + WEEK)
    now = next_wave(world, site, 2)

    assert denied_by_nil(now.round, [now]) == set()


def test_an_operator_to_whom_it_comes_back_goes_on_from_its_own_return(world, site, mined):
    moved(world, site)
    moved(world, site, world.alice_org, since=date(2021, 4, 2), at=LATER)
    now = next_wave(world, site)

    assert last_return(now) == mined
    assert denied_by_nil(now.round, [now]) == {now.pk}


def test_its_own_building_next_door_is_no_strangers_while_it_answers_for_what_moved(world, site, task):
    factories.make_facility(world.alice_org, address=site.address)
    moved(world, site)
    task.facility.refresh_from_db()

    assert of_assignment(task, {"facility.address_taken"})["facility.address_taken"] is False
    factories.make_facility(world.charlie_org, site.region, address=site.address)
    assert of_assignment(task, {"facility.address_taken"})["facility.address_taken"] is True


# --- what was asked and answered stays where it was ------------------------------------------------------------------


def test_the_old_operators_return_stays_its_own(world, site, task, mined):
    moved(world, site)

    assert answered_by(task, world.alice).exists() and not answered_by(task, world.charlie).exists()
    assert not visible_to(world.charlie, Revision.objects.all(), Permission.ANSWER).exists()


def test_a_snapshot_gives_the_same_report_and_a_later_one_counts_it_as_then(world, site, round, mined):
    snapshot = snapshots.take(round=round, by=world.officer, provisional=True, at=LATER)
    before = rows_of(snapshot)

    moved(world, site, code="DC77")

    assert rows_of(Snapshot.objects.get(pk=snapshot.pk)) == before
    again = snapshots.take(round=round, by=world.officer, provisional=True, at=LATER + WEEK)
    assert operator_of(again, "矿场") == operator_of(snapshot, "矿场") == "甲云数据"


def test_what_went_over_counts_with_the_new_operator_from_then_on(world, site, round, task):
    snapshot = snapshots.take(round=round, by=world.officer, provisional=True, at=BEFORE)

    moved(world, site, going_over=[task])

    again = snapshots.take(round=round, by=world.officer, provisional=True, at=LATER)
    assert (operator_of(snapshot, "矿场"), operator_of(again, "矿场")) == ("甲云数据", "丙算科技")


def operator_of(snapshot, site):
    return next(row.organisation.name for row in rows_of(snapshot) if row.facility.name == site)


def test_a_site_that_moved_is_asked_once(world, site, round):
    moved(world, site)

    assert issuing.add(by=world.officer, round=round, facilities=[site], at=LATER) == []
    assert next_wave(world, site).organisation == world.charlie_org
