import hashlib
from datetime import timedelta

import pytest

from surveys.lib.canonical_json import canonical_sha256
from surveys.responses import actions
from surveys.responses.files.entries import NoSuchAttachment, is_submitted
from surveys.responses.files.sweeping import KEPT_UNNAMED, sweep_attachments
from surveys.responses.models import Draft, Revision
from surveys.responses.review import send_back
from tests.factories import DEADLINE
from tests.lib.files.contents import PDF, png
from tests.responses.evidence import OTHER_PDF, answer_with, attach_to, make_round_with_files, submitted
from tests.responses.stories import BEFORE, confirm, fill_in, response_of, submit

MONTH_LATER = BEFORE + KEPT_UNNAMED


def draft_entry(response, question="bill"):
    return Draft.objects.get(response=response).answers.get(question)


def test_the_answer_holds_what_the_row_says_whatever_is_sent(world, response):
    attachment = attach_to(response, world.alice)
    forged = {"typed": str(attachment.pk), "name": "other.pdf", "size": "1", "sha256": "0" * 64}
    actions.save_draft(response=response, by=world.alice, base=1, changes={"bill": forged}, at=BEFORE)

    assert draft_entry(response) == {
        "typed": str(attachment.pk),
        "name": "bill.pdf",
        "size": str(len(PDF)),
        "sha256": attachment.sha256,
    }


@pytest.mark.parametrize("typed", ["bill.pdf", "4c5a1f0e-9d7b-4a53-8a2f-0d1e2c3b4a59", "\x00", ["a"], 5])
def test_what_is_no_attachment_is_refused(world, response, typed):
    with pytest.raises(NoSuchAttachment):
        actions.save_draft(response=response, by=world.alice, base=1, changes={"bill": {"typed": typed}}, at=BEFORE)


def test_a_file_of_somebody_else_or_of_another_question_is_refused(world, round, response):
    theirs = attach_to(response_of(round, world.charlie_org), world.charlie)
    picture = attach_to(response, world.alice, "a.png", png(), "photo")

    for foreign in (theirs, picture):
        with pytest.raises(NoSuchAttachment):
            answer_with(response, world.alice, foreign)


def test_taking_the_file_away_leaves_the_question_blank(world, response):
    answer_with(response, world.alice, attach_to(response, world.alice))
    answer_with(response, world.alice, None)

    assert draft_entry(response) is None


def test_a_colleagues_file_stays_and_mine_is_set_aside(world, response):
    mine, theirs = attach_to(response, world.alice), attach_to(response, world.bob, content=OTHER_PDF)
    base = Draft.objects.get(response=response).version
    for by, one in ((world.bob, theirs), (world.alice, mine)):
        actions.save_draft(response=response, by=by, base=base, changes={"bill": {"typed": str(one.pk)}}, at=BEFORE)

    draft = Draft.objects.get(response=response)
    assert draft.answers["bill"]["typed"] == str(theirs.pk)
    assert [lost["entry"]["sha256"] for lost in draft.set_aside] == [mine.sha256]


def test_a_revision_proves_name_size_and_content_of_the_file(world, response):
    attachment = attach_to(response, world.alice)
    revision = submitted(response, world.alice, attachment)

    assert revision.answers["answers"]["bill"] == {
        "value": str(attachment.pk),
        "name": "bill.pdf",
        "size": str(len(PDF)),
        "sha256": attachment.sha256,
    }
    assert revision.answers_sha256 == canonical_sha256(revision.answers)
    assert (is_submitted(attachment), is_submitted(attach_to(response, world.alice, "new.pdf"))) == (True, False)


def test_a_required_file_must_be_there(world):
    round = make_round_with_files(world, required=True)
    response = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice)
    fill_in(response, world.alice, address={"typed": "示范路1号"})
    response = response_of(round, world.alice_org)

    with pytest.raises(actions.NotReadyToSubmit) as refused:
        submit(response, world.alice)
    assert [(finding.check, finding.question) for finding in refused.value.findings] == [("required", "bill")]
    assert submitted(response, world.alice, attach_to(response, world.alice)).number == 1


def test_a_file_that_a_forms_author_put_down_is_no_answer(world):
    round = make_round_with_files(world, default="logo.png")
    response = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice)
    fill_in(response, world.alice, address={"typed": "示范路1号"})

    assert "bill" not in submit(response_of(round, world.alice_org), world.alice).answers["answers"]


def test_a_replaced_file_stays_with_the_revision_that_named_it(world, response):
    first = attach_to(response, world.alice)
    revision = submitted(response, world.alice, first)
    send_back(
        revision=revision,
        by=world.officer,
        remarks={"bill": "?"},
        note="",
        new_deadline=DEADLINE + timedelta(days=60),
        at=BEFORE,
    )
    answer_with(response, world.alice, attach_to(response, world.alice, content=OTHER_PDF))
    submit(response, world.alice)

    assert sweep_attachments(MONTH_LATER) == 0
    assert first.path.read_bytes() == PDF
    stored = [one.answers["answers"]["bill"]["sha256"] for one in Revision.objects.filter(response=response)]
    assert stored == [hashlib.sha256(content).hexdigest() for content in (PDF, OTHER_PDF)]
