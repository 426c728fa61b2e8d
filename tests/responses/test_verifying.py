"""What is written into the database past the program disagrees with the history."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation

from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.questionnaires.models import Version
from surveys.responses import actions, review
from surveys.responses.models import Decision, Query, Revision
from surveys.responses.verifying import flaws_of_conclusions, flaws_of_revisions, flaws_of_units, flaws_of_versions
from surveys.rounds import actions as rounds
from surveys.rounds.models import Assignment
from tests.reports.stories import EVENING, accept, answer, make_story, response, send_back
from tests.responses import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


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


def test_findings_and_their_reasons_are_read_as_they_were_written(revision, world):
    """Both come back from the database, where JSON knows fewer types than we do."""
    one = response(revision.response.assignment.round, "C1")
    base = actions.open_for_answering(response=one, by=world.charlie, at=stories.BEFORE).version
    changes = stories.CLEAN | {"total_kwh": {"typed": "501.2345", "unit": "万千瓦时"}}
    reasons = {"E19:total_kwh": "年中投产"}
    actions.save_draft(response=one, by=world.charlie, base=base, changes=changes, reasons=reasons, at=stories.BEFORE)
    found = stories.submit(stories.fresh(one), world.charlie)

    assert found.findings and found.reasons
    assert [*flaws_of_revisions()] == []


def test_what_the_program_wrote_has_no_flaw(revision):
    every = (flaws_of_revisions, flaws_of_conclusions, flaws_of_versions, flaws_of_units)
    assert [flaw for flaws in every for flaw in flaws()] == []


def test_a_correction_after_the_deadline_is_told_as_the_first_revision_was(world):
    one = response(make_story(world), "A1")
    answer(one, world.alice)
    corrected = answer(one, world.alice, at=EVENING, remarks={"typed": "x"})
    assert (corrected.is_late, corrected.judged.is_late) == (True, False)
    assert [*flaws_of_revisions()] == []

    told = Event.objects.get(details__receipt=corrected.receipt)
    told.details["late"] = True  # as it was told before
    Event.objects.filter(pk=told.pk).update(details=told.details)
    assert [*flaws_of_revisions()] == []


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


REST = "its event says other findings, reasons, version, declaration or deadline"


def change(**fields):
    return lambda revision: Revision.objects.filter(pk=revision.pk).update(**fields)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (raise_a_figure, "its answers are not those that were submitted"),
        (raise_a_figure_and_its_hash, "its event says another hash of the answers"),
        (erase_the_event, "the event of its submission is gone"),
        (erase_the_revision, "the revision is gone"),
        (change(is_late=True), "its event says another lateness"),
        (change(is_nil=True), "its event says another nil return or none"),
        (change(submitted_at=stories.BEFORE), "its event says another moment"),
        (change(reasons={"E16": [{"reason": "x"}]}), REST),
        (change(findings=[{"check": "E16"}]), REST),
        (change(declared_by="别人"), REST),
        (change(is_partial=True), REST),
        (change(deadline=EVENING), REST),
        (change(number=7), "its event says another number of the revision"),
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


def test_the_words_of_a_conclusion_are_on_record(revision, world):
    send_back(revision, world, at=EVENING + timedelta(hours=1))
    for changed in (
        lambda: Query.objects.update(text="别的质询"),
        lambda: Decision.objects.filter(outcome="returned").update(new_deadline=EVENING + timedelta(days=9)),
        lambda: Decision.objects.filter(outcome="accepted").update(note="同意"),
    ):
        with transaction.atomic():
            changed()
            assert {flaw.reason for flaw in flaws_of_conclusions()} == {
                "its event says other remarks, another note or deadline"
            }
            transaction.set_rollback(True)
    assert [*flaws_of_conclusions()] == []


def test_a_questionnaire_that_was_changed_is_named(revision):
    version = revision.version
    version.definition["title"]["en"] = "Another"
    Version.objects.filter(pk=version.pk).update(definition=version.definition)
    assert [(flaw.row, flaw.reason) for flaw in flaws_of_versions()] == [
        (str(version), "it is not the questionnaire that was published")
    ]

    Version.objects.filter(pk=version.pk).update(sha256=canonical_sha256(version.definition))
    assert [flaw.reason for flaw in flaws_of_versions()] == ["its event says another hash"]


def test_a_unit_taken_out_past_the_program_is_named(revision, world):
    assignment = revision.response.assignment
    rounds.exclude(by=world.officer, assignment=assignment, because="已关停")
    assert [*flaws_of_units()] == []

    Assignment.objects.filter(pk=assignment.pk).update(ineligible_because="")
    assert [flaw.row for flaw in flaws_of_units()] == ["甲云一号"]
    rounds.exclude(by=world.officer, assignment=assignment, because="")
    assert [*flaws_of_units()] == []


def test_every_flaw_is_told_in_chinese_too(revision):
    raise_a_figure_and_its_hash(revision)
    change(declared_by="别人")(revision)
    Event.objects.filter(verb="accepted").delete()

    with translation.override("zh-hans"):
        told = [flaw.reason for flaws in (flaws_of_revisions, flaws_of_conclusions) for flaw in flaws()]

    assert len(told) == 3 and not [reason for reason in told if re.search("[a-z]", reason)]
