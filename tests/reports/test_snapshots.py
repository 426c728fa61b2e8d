import hashlib
from datetime import timedelta

import pytest

from surveys.reports import snapshots
from surveys.reports.models import Snapshot
from surveys.reports.queries import microdata
from surveys.responses.models import Revision
from surveys.responses.review import recall
from surveys.rounds import course
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response, send_back

LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def counted(round, *, provisional=False, at=LATER):
    return set(snapshots.look(round=round, by=None, provisional=provisional, at=at).revision_ids)


def test_only_accepted_revisions_count(world):
    round = make_story(world)
    accepted = answer(response(round, "A1"), world.alice)
    answer(response(round, "A2"), world.alice)
    accept(accepted, world)

    assert counted(round) == {str(accepted.pk)}


def test_provisionally_what_nobody_reviewed_counts_too(world):
    round = make_story(world)
    first, second = (answer(response(round, code), world.alice) for code in ("A1", "A2"))
    accept(first, world)

    assert counted(round, provisional=True) == {str(first.pk), str(second.pk)}


def test_what_was_sent_back_counts_in_neither(world):
    round = make_story(world)
    send_back(answer(response(round, "A1"), world.alice), world)

    assert counted(round) == counted(round, provisional=True) == set()


def test_the_correction_counts_instead_of_what_was_sent_back(world):
    round = make_story(world)
    send_back(answer(response(round, "A1"), world.alice), world)
    corrected = answer(response(round, "A1"), world.alice, at=LATER, **HALF_MINING)

    assert counted(round) == set()
    assert counted(round, provisional=True) == {str(corrected.pk)}


def test_what_was_accepted_and_sent_back_goes_on_counting(world):
    round = make_story(world)
    revision = answer(response(round, "A1"), world.alice)
    accept(revision, world)
    send_back(revision, world, at=LATER)

    assert counted(round) == counted(round, provisional=True) == {str(revision.pk)}


def test_it_counts_until_another_is_accepted_in_its_place_provisionally_until_another_waits(world):
    round = make_story(world)
    first = answer(response(round, "A1"), world.alice)
    accept(first, world)
    send_back(first, world, at=LATER)
    second = answer(response(round, "A1"), world.alice, at=LATER, **HALF_MINING)

    assert counted(round) == {str(first.pk)}
    assert counted(round, provisional=True) == {str(second.pk)}

    send_back(second, world, at=LATER)
    assert counted(round) == counted(round, provisional=True) == {str(first.pk)}


def test_a_sending_back_that_was_taken_back_leaves_no_trace_in_what_counts(world):
    round = make_story(world)
    revision = answer(response(round, "A1"), world.alice)
    send_back(revision, world)
    recall(revision=revision, by=world.officer, at=LATER)

    assert counted(round) == set()
    assert counted(round, provisional=True) == {str(revision.pk)}


def test_ineligible_units_do_not_count(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice), world)
    round.assignments.filter(facility__code="A1").update(ineligible_because="已关停")

    assert counted(round) == set()


def test_another_round_does_not_count(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice), world)
    other = type(round).objects.create(
        survey=round.survey,
        version=round.version,
        code="OTHER",
        title_zh="另一批次",
        time_zone="UTC",
        created_at=EVENING,
    )

    assert counted(other) == set()


def test_the_hash_is_over_the_answers_in_the_order_of_the_receipts(world):
    round = make_story(world)
    for code in ("A1", "A2"):
        answer(response(round, code), world.alice)
    by_receipt = sorted(Revision.objects.all(), key=lambda revision: revision.receipt)

    snapshot = snapshots.take(round=round, by=None, provisional=True, at=LATER)

    lines = "".join(f"{revision.answers_sha256}\n" for revision in by_receipt)
    assert snapshot.revision_ids == [str(revision.pk) for revision in by_receipt]
    assert snapshot.sha256 == hashlib.sha256(lines.encode()).hexdigest()


def test_a_page_names_the_hash_of_what_it_reads_as_a_snapshot_of_the_moment_would(world):
    round = make_story(world)
    answer(response(round, "A1"), world.alice)
    moment = {"round": round, "by": None, "provisional": True, "at": LATER}

    shown = microdata(snapshots.look(**moment))

    assert shown.sha256 == snapshots.take(**moment).sha256
    assert shown.is_of_its_snapshot


def test_looking_keeps_nothing_and_taking_keeps_who_and_when(world):
    round = make_story(world)
    snapshots.look(round=round, by=world.officer, provisional=False, at=LATER)
    assert not Snapshot.objects.exists()

    snapshots.take(round=round, by=world.officer, provisional=True, at=LATER)
    kept = Snapshot.objects.get()
    assert (kept.taken_by, kept.taken_at, kept.provisional) == (world.officer, LATER, True)


def test_nothing_of_a_round_counts_from_its_withdrawal_on(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice), world)
    before = snapshots.take(round=round, by=world.officer, provisional=False, at=LATER)

    course.withdraw(by=world.officer, round=round, reason="误发", at=LATER + timedelta(minutes=1))

    assert counted(round, at=LATER + timedelta(hours=1)) == set()
    assert counted(round) == set(before.revision_ids) != set()
