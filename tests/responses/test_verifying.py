"""What is written into the database past the program disagrees with the history."""

from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.responses import actions, review
from surveys.responses.models import Decision, Query, Revision
from surveys.responses.verifying import flaws_of_conclusions, flaws_of_revisions
from tests.reports.stories import EVENING, accept, answer, make_story, response, send_back
from tests.responses import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(world):
    """Accepted after it was sent back and corrected; beside it a nil return that nobody has reviewed."""
    round = make_story(world)
    one = response(round, "A1")
    send_back(answer(one, world.alice), world, at=stories.BEFORE)
    corrected = answer(one, world.alice, at=EVENING)
    accept(corrected, world)
    other = response(round, "A2")
    actions.submit_nil(response=other, by=world.alice, key=other.pk, declared_by="王芳", at=stories.BEFORE)
    return corrected


def test_what_the_program_wrote_has_no_flaw(revision):
    assert ([*flaws_of_revisions()], [*flaws_of_conclusions()]) == ([], [])


def raise_a_figure(revision):
    revision.answers["answers"]["total_kwh"]["value"] = "120005000"
    Revision.objects.filter(pk=revision.pk).update(answers=revision.answers)


def raise_a_figure_and_its_hash(revision):
    raise_a_figure(revision)
    Revision.objects.filter(pk=revision.pk).update(answers_sha256="0" * 64)


def erase_the_event(revision):
    Event.objects.get(verb="submitted", details__receipt=revision.receipt).delete()


def erase_the_revision(revision):
    Decision.objects.filter(revision=revision).delete()
    revision.delete()


def change(**fields):
    return lambda revision: Revision.objects.filter(pk=revision.pk).update(**fields)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (raise_a_figure, "its answers are not those that were submitted"),
        (raise_a_figure_and_its_hash, "its event says another sha256"),
        (erase_the_event, "the event of its submission is gone"),
        (erase_the_revision, "the revision is gone"),
        (change(is_late=True), "its event says another late"),
        (change(is_nil=True), "its event says another nil"),
        (change(submitted_at=stories.BEFORE), "its event says another moment"),
        (change(number=7), "its event says another revision"),
    ],
)
def test_each_way_to_change_what_was_submitted_is_named_by_its_receipt(revision, deed, reason):
    receipt = revision.receipt
    deed(revision)

    assert (receipt, reason) in [(flaw.row, flaw.reason) for flaw in flaws_of_revisions()]


def test_a_figure_moved_to_another_unit_is_named(revision, world):
    other = revision.response.assignment.round.assignments.get(facility__code="C1").response
    Revision.objects.filter(pk=revision.pk).update(response=other)

    assert [flaw.reason for flaw in flaws_of_revisions()] == ["its event says another unit"]


def test_an_acceptance_that_nobody_is_on_record_for(revision):
    Decision.objects.filter(outcome="accepted").update(decided_at=stories.BEFORE)

    assert {(flaw.row, flaw.reason) for flaw in flaws_of_conclusions()} == {
        (revision.receipt, "no event says that it was accepted"),
        ("甲云一号", "it was accepted, and the row that said so is gone"),
    }


def test_a_return_that_was_erased(revision):
    Query.objects.all().delete()
    Decision.objects.filter(outcome="returned").delete()

    assert [flaw.reason for flaw in flaws_of_conclusions()] == ["it was sent back, and the row that said so is gone"]


def test_a_conclusion_whose_event_was_erased(revision):
    Event.objects.filter(verb="accepted").delete()

    assert [(flaw.row, flaw.reason) for flaw in flaws_of_conclusions()] == [
        (revision.receipt, "no event says that it was accepted")
    ]


def test_a_sending_back_that_was_taken_back_is_on_record_as_well(revision, world):
    send_back(revision, world, at=EVENING + timedelta(hours=1))
    review.recall(revision=revision, by=world.officer, at=EVENING + timedelta(hours=2))
    assert [*flaws_of_conclusions()] == []

    Event.objects.filter(verb="recalled").delete()
    assert [flaw.reason for flaw in flaws_of_conclusions()] == ["no event says that it was recalled"]
