"""A snapshot proves its answers, and keeps what else its report needs."""

from datetime import timedelta

import pytest

from surveys.registry.models import Contact, Facility, Organisation
from surveys.reports import frames, snapshots
from surveys.reports.book import all_tables
from surveys.reports.models import Frame, Snapshot
from surveys.reports.queries import microdata
from surveys.reports.tables.method import cover
from surveys.reports.tables.proof import warnings
from surveys.responses.models import Revision
from surveys.rounds.actions import extend
from surveys.rounds.models import Round
from tests.reports.stories import EVENING, accept, answer, make_story, response

LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def round(world):
    """A1 is accepted with 30,005,000 kWh; A2 and C1 are silent."""
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice), world)
    return round


def take(round, **options):
    return snapshots.take(round=round, by=None, provisional=False, at=LATER, **options)


def falsify(receipt):
    """As somebody with the database's password can."""
    revision = Revision.objects.get(receipt=receipt)
    revision.answers["answers"]["total_kwh"]["value"] = "120005000"
    Revision.objects.filter(pk=revision.pk).update(answers=revision.answers)


def facts(made):
    return {code: value for code, _label, value in cover(made).rows}


def report_of(snapshot):
    """Read afresh, as the worker does."""
    made = microdata(Snapshot.objects.get(pk=snapshot.pk))
    return [table.to_json() for table in all_tables(made)]


def test_the_hash_of_a_new_snapshot_is_of_the_answers_as_they_are_read(round):
    before = take(round)
    falsify(Revision.objects.get().receipt)

    assert take(round).sha256 != before.sha256


def test_a_report_of_falsified_answers_says_so_and_carries_their_hash(round):
    receipt = Revision.objects.get().receipt
    snapshot = take(round)
    falsify(receipt)

    made = microdata(snapshot)
    told = facts(made)

    assert (told["total_kwh"], made.altered) == (120_005_000, (receipt,))
    assert told["snapshot_sha256"] == take(round).sha256 != snapshot.sha256
    assert receipt in told["integrity"] and snapshot.sha256 in told["integrity"]


def test_answers_falsified_with_their_hash_are_not_those_of_the_snapshot(round):
    snapshot = take(round)
    falsify(Revision.objects.get().receipt)
    Revision.objects.update(answers_sha256=snapshots.canonical_sha256(Revision.objects.get().answers))

    made = microdata(snapshot)

    assert (made.altered, len(warnings(made))) == ((), 1)


def test_nothing_is_said_where_nothing_was_changed(round):
    made = microdata(take(round))

    assert (warnings(made), facts(made)["integrity"]) == ([], "是")
    assert facts(made)["snapshot_sha256"] == made.snapshot.sha256


def rename(round, world):
    Organisation.objects.filter(pk=world.alice_org.pk).update(name="改名公司", kind="finance")


def resize(round, world):
    Facility.objects.update(it_kw=1)


def move(round, world):
    round.assignments.update(region=world.charlie_org.region)
    Facility.objects.update(region=world.charlie_org.region, name="新名")


def take_out(round, world):
    round.assignments.filter(facility__code="A2").update(ineligible_because="已关停")


def replace_contacts(round, world):
    Contact.objects.update(name="别人", phone="13900000000")


def sign_in(round, world):
    type(world.alice).objects.update(last_login=LATER + timedelta(days=1))


def retitle(round, world):
    Round.objects.update(title_zh="别的标题", title_en="Another title", period_start="2019-01-01")
    type(round.survey).objects.update(title_zh="别的调查", title_en="Another survey")


def choose_factors(round, world):
    Round.objects.update(factors=["CN-AVG-2022"])


def lengthen(round, world):
    assignment = round.assignments.get(facility__code="A2")
    extend(
        by=world.officer,
        assignments=[assignment],
        deadline=LATER + timedelta(days=9),
        reason="再延",
        at=LATER + timedelta(minutes=1),
    )


def submit_more(round, world):
    accept(
        answer(response(round, "A2"), world.alice, at=LATER + timedelta(minutes=1)),
        world,
        at=LATER + timedelta(minutes=2),
    )


@pytest.mark.parametrize(
    "change",
    [rename, resize, move, take_out, replace_contacts, sign_in, retitle, choose_factors, lengthen, submit_more],
    ids=lambda one: one.__name__,
)
def test_the_same_snapshot_gives_the_same_report_whatever_happens_later(round, world, change):
    snapshot = take(round)
    before = report_of(snapshot)

    change(round, world)

    assert report_of(snapshot) == before
    assert report_of(snapshots.take(round=round, by=None, provisional=False, at=LATER + timedelta(days=20))) != before


def test_the_part_of_a_district_is_cut_from_the_frame_that_was_kept(round, world):
    snapshot = take(round)
    there = world.charlie_org.region
    move(round, world)

    assert [row.facility.code for row in microdata(snapshot, there).rows] == ["C1"]


def test_two_snapshots_of_the_same_frame_keep_it_once(round):
    first, second = take(round), take(round)

    assert first.frame_id == second.frame_id
    assert Frame.objects.count() == 1


def test_a_snapshot_from_before_frames_were_kept_takes_the_register_as_it_stands(round):
    snapshot = take(round)
    Snapshot.objects.update(frame=None)
    Facility.objects.update(name="新名")

    made = microdata(Snapshot.objects.get(pk=snapshot.pk))

    assert {row.facility.name for row in made.rows} == {"新名"}


def test_a_round_that_asks_organisations_has_a_frame_without_data_centers(world):
    round = make_story(world)
    round.assignments.filter(facility__code="C1").update(facility=None)

    rows = frames.rows_of(frames.current(round, LATER))

    assert [row.facility for row in rows if row.organisation == world.charlie_org] == [None]
