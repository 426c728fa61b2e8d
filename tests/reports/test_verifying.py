from datetime import timedelta

import pytest
from django.utils import translation

from surveys.reports import snapshots
from surveys.reports.models import Frame, Snapshot
from surveys.reports.verifying import flaws_of_snapshots
from surveys.responses.models import Decision, Revision
from tests.reports.stories import EVENING, accept, answer, make_story, response

LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def snapshot(world):
    round = make_story(world)
    for code in ("A1", "A2"):
        accept(answer(response(round, code), world.alice), world)
    return snapshots.take(round=round, by=None, provisional=False, at=LATER)


def reasons():
    return [flaw.reason for flaw in flaws_of_snapshots()]


def test_a_snapshot_holds_whatever_is_submitted_later(snapshot, world):
    answer(response(snapshot.round, "C1"), world.charlie, at=LATER)

    assert reasons() == []


def test_answers_that_were_changed_are_no_longer_those_of_the_snapshot(snapshot):
    revision = Revision.objects.first()
    revision.answers["answers"]["total_kwh"]["value"] = "1"
    Revision.objects.filter(pk=revision.pk).update(answers=revision.answers)

    assert reasons() == ["its answers are not those it was taken of"]


def test_a_revision_that_is_gone_is_missed(snapshot):
    Decision.objects.all().delete()
    Revision.objects.first().delete()

    assert reasons() == ["1 of its revisions is gone"]


def test_a_list_of_revisions_that_was_cut_is_not_what_was_hashed(snapshot):
    Snapshot.objects.update(revision_ids=snapshot.revision_ids[:1])

    assert reasons() == ["its answers are not those it was taken of"]


def test_a_frame_that_was_changed_is_found(snapshot):
    frame = snapshot.frame
    frame.content["units"][0]["facility"]["it_kw"] = "1"
    Frame.objects.update(content=frame.content)

    assert reasons() == ["it is not the one that was kept"]
