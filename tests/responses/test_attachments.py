import hashlib
import os
import sys
import uuid
from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.files.kinds import FileRefused
from surveys.responses import actions, attachments, room_for_files
from surveys.responses.attachments import KEPT_UNNAMED, NoSuchAttachment, folder, is_submitted, sweep_attachments
from surveys.responses.models import Attachment, Draft, Revision
from surveys.responses.review import accept, send_back
from surveys.responses.states import NotAllowedNow
from surveys.rounds import actions as rounds
from tests.factories import DEADLINE
from tests.lib.files import contents
from tests.lib.files.contents import MP3, PDF, pdf_of, png, recording
from tests.responses.evidence import attach_to, make_round_with_files
from tests.responses.stories import BEFORE, confirm, fill_in, response_of, submit

MONTH_LATER = BEFORE + KEPT_UNNAMED
OTHER_PDF = PDF + b"second"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def round(world):
    return make_round_with_files(world)


@pytest.fixture
def response(world, round):
    confirm(round, world.alice_org, world.alice)
    fill_in(response_of(round, world.alice_org), world.alice, address={"typed": "示范路1号"})
    return response_of(round, world.alice_org)


def answer_with(response, by, attachment, question="bill", at=BEFORE):
    base = Draft.objects.get(response=response).version
    entry = {"typed": str(attachment.pk)} if attachment else None
    return actions.save_draft(response=response, by=by, base=base, changes={question: entry}, at=at)


def draft_entry(response, question="bill"):
    return Draft.objects.get(response=response).answers.get(question)


def submitted(response, by, attachment):
    answer_with(response, by, attachment)
    return submit(response, by)


def files():
    return sorted(path.name for path in folder().glob("*/*"))


# --- taking a file in ----------------------------------------------------------------------------------------------


def test_a_file_is_kept_under_a_name_of_ours_with_what_was_found_out_about_it(world, response):
    attachment = attach_to(response, world.alice, "../电费单.pdf")

    assert attachment.path.read_bytes() == PDF
    assert files() == [attachment.pk.hex]
    assert (attachment.name, attachment.content_type, attachment.size) == ("电费单.pdf", "application/pdf", len(PDF))
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (attachment.uploaded_by, attachment.uploaded_at) == (world.alice, BEFORE)


def test_uploading_is_part_of_the_history(world, response):
    attachment = attach_to(response, world.alice)

    event = Event.objects.get(verb="attached")
    assert (event.actor_name, event.object_id) == ("Alice", str(response.assignment_id))
    assert event.details == {"name": "bill.pdf", "question": "bill", "sha256": attachment.sha256}


def test_the_same_file_again_is_the_same_attachment(world, response):
    first = attach_to(response, world.alice)

    assert attach_to(response, world.bob) == first
    assert attach_to(response, world.alice, name="other.pdf") != first
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("most", [1, 20])
def test_a_file_may_have_as_much_as_the_setting_says_and_not_a_byte_more(world, response, settings, most):
    settings.ATTACHMENT_MOST_BYTES = most * 1024 * 1024

    assert attach_to(response, world.alice, content=pdf_of(most * 1024 * 1024)).size == most * 1024 * 1024
    with pytest.raises(FileRefused, match=f"larger than {most}.0.MB"):
        attach_to(response, world.alice, content=pdf_of(most * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bill.pdf", b""),
        ("bill.pdf", contents.EXE),
        ("bill.pdf.exe", PDF),
        ("book.xlsm", contents.office(types=contents.MACROS)),
        ("book.xlsx", contents.office(also="xl/vbaProject.bin")),
        ("papers.zip", contents.package({"bill.pdf": PDF})),
    ],
)
def test_what_is_refused_leaves_nothing_behind(world, response, name, content):
    with pytest.raises(FileRefused):
        attach_to(response, world.alice, name, content)

    assert (Attachment.objects.count(), files()) == (0, [])


def test_a_question_for_a_picture_takes_no_paper(world, response):
    with pytest.raises(FileRefused):
        attach_to(response, world.alice, question="photo")

    assert attach_to(response, world.alice, "a.png", png(), "photo").content_type == "image/png"


@pytest.mark.parametrize(
    ("accept", "name", "content", "other"),
    [("audio", "a.m4a", recording(b"mp42", b"soun"), PDF), ("video", "a.mov", recording(b"qt  ", b"vide"), MP3)],
)
def test_a_question_for_a_recording_takes_one_and_nothing_else(world, accept, name, content, other):
    response = response_of(make_round_with_files(world, accept=accept), world.alice_org)
    with pytest.raises(FileRefused, match="not taken here"):
        attach_to(response, world.alice, content=other)

    assert attach_to(response, world.alice, name, content).content_type.split("/")[0] == accept


LIMITS = {"MOST_OF_A_QUESTION": "2 files .* this question", "MOST_OF_A_RESPONSE": "2 files .* this questionnaire"}


@pytest.mark.parametrize("limit", LIMITS)
def test_there_is_a_limit_to_the_files_of_a_question_and_of_a_return(world, response, monkeypatch, limit):
    monkeypatch.setattr(room_for_files, limit, 2)
    for number in range(2):
        attach_to(response, world.alice, content=PDF + bytes(number))

    with pytest.raises(FileRefused, match=LIMITS[limit]):
        attach_to(response, world.alice, content=PDF + b"one too many")
    assert Attachment.objects.count() == 2


def test_another_question_has_room_where_one_is_full(world, response, monkeypatch):
    monkeypatch.setattr(room_for_files, "MOST_OF_A_QUESTION", 1)
    attach_to(response, world.alice)

    assert attach_to(response, world.alice, "photo.png", png(), question="photo")


def test_the_same_file_again_needs_no_room(world, response, monkeypatch):
    monkeypatch.setattr(room_for_files, "MOST_OF_A_QUESTION", 1)

    assert attach_to(response, world.alice) == attach_to(response, world.alice)


@pytest.mark.parametrize(("beyond", "is_taken"), [(0, True), (1, False)])
def test_the_files_of_an_organisation_may_take_up_so_much_and_not_a_byte_more(
    world, response, settings, beyond, is_taken
):
    attach_to(response, world.alice)
    settings.ATTACHMENT_ORGANISATION_BYTES = 2 * len(PDF) + 100 - beyond
    one_more = PDF + bytes(100)

    if is_taken:
        assert attach_to(response, world.alice, content=one_more)
    else:
        with pytest.raises(FileRefused, match="your organisation"):
            attach_to(response, world.alice, content=one_more)


def test_the_files_of_others_take_up_no_room_of_theirs(world, round, response, settings):
    theirs = response_of(round, world.charlie_org)
    confirm(round, world.charlie_org, world.charlie, org_district={"typed": "110108"})
    attach_to(theirs, world.charlie)
    settings.ATTACHMENT_ORGANISATION_BYTES = len(PDF)

    assert attach_to(response, world.alice)


@pytest.mark.parametrize(("late_by", "is_taken"), [(timedelta(0), True), (timedelta(seconds=-1), False)])
def test_what_was_replaced_an_hour_ago_makes_room(world, response, monkeypatch, late_by, is_taken):
    monkeypatch.setattr(room_for_files, "MOST_OF_A_QUESTION", 2)
    replaced = attach_to(response, world.alice)
    named = attach_to(response, world.alice, content=OTHER_PDF)
    answer_with(response, world.alice, named)
    at = BEFORE + attachments.KEPT_REPLACED + late_by

    if is_taken:
        attach_to(response, world.alice, content=PDF + b"third", at=at)
        assert not Attachment.objects.filter(pk=replaced.pk).exists()
    else:
        with pytest.raises(FileRefused):
            attach_to(response, world.alice, content=PDF + b"third", at=at)
    assert Attachment.objects.filter(pk=named.pk).exists()


def test_a_disk_that_takes_no_file_is_told_and_leaves_no_row(world, response, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "a-file"
    settings.DATA_DIR.write_text("in the way")

    with pytest.raises(FileRefused, match="could not be stored"):
        attach_to(response, world.alice)
    assert Attachment.objects.count() == 0


def test_a_closed_round_takes_no_file(world, round, response):
    rounds.close(by=world.officer, round=round, at=DEADLINE + timedelta(hours=1))

    with pytest.raises(actions.RoundIsClosed):
        attach_to(response, world.alice, at=DEADLINE + timedelta(hours=2))
    assert files() == []


def test_after_acceptance_no_file_is_taken(world, response):
    accept(revision=submit(response, world.alice), by=world.officer, at=BEFORE)

    with pytest.raises(NotAllowedNow):
        attach_to(response, world.alice)


# --- the virus scanner ---------------------------------------------------------------------------------------------

SCANNER = "import sys; content = open(sys.argv[1], 'rb').read(); sys.exit({answer})"


def scanner(answer):
    return [sys.executable, "-c", SCANNER.format(answer=answer)]


def test_a_scanner_that_finds_nothing_lets_the_file_in(world, response, settings):
    settings.ATTACHMENT_SCANNER = scanner("0 if content.startswith(b'%PDF') else 1")

    assert attach_to(response, world.alice).size == len(PDF)
    assert [path.name for path in settings.DATA_DIR.iterdir()] == ["attachments"]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (scanner("1"), "found something"),
        (scanner("2"), "could not be checked"),
        (scanner("[][0]"), "found something"),
        (["/no/such/scanner"], "could not be checked"),
    ],
)
def test_in_doubt_the_scanner_lets_nothing_in(world, response, settings, command, says):
    settings.ATTACHMENT_SCANNER = command

    with pytest.raises(FileRefused, match=says):
        attach_to(response, world.alice)


def test_a_scanner_that_does_not_end_is_not_waited_for(world, response, settings, monkeypatch):
    monkeypatch.setattr("surveys.lib.files.scanning.SECONDS", 0.2)
    settings.ATTACHMENT_SCANNER = [sys.executable, "-c", "import time; time.sleep(60)"]

    with pytest.raises(FileRefused, match="could not be checked"):
        attach_to(response, world.alice)


# --- a file as an answer -------------------------------------------------------------------------------------------


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


# --- the sweep -----------------------------------------------------------------------------------------------------


def test_a_file_no_answer_names_goes_after_a_month(world, response, django_capture_on_commit_callbacks):
    kept, lost = attach_to(response, world.alice), attach_to(response, world.alice, content=OTHER_PDF)
    answer_with(response, world.alice, kept)

    assert sweep_attachments(MONTH_LATER - timedelta(seconds=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_attachments(MONTH_LATER) == 1
    assert list(Attachment.objects.all()) == [kept]
    assert files() == [kept.pk.hex]
    assert not lost.path.exists()
    assert Event.objects.get(verb="swept_files").details == {"names": "bill.pdf"}


def test_what_was_kept_is_looked_at_again_a_month_later(world, response):
    answer_with(response, world.alice, attach_to(response, world.alice))
    sweep_attachments(MONTH_LATER)
    answer_with(response, world.alice, None)

    assert sweep_attachments(MONTH_LATER + KEPT_UNNAMED - timedelta(seconds=1)) == 0
    assert sweep_attachments(MONTH_LATER + KEPT_UNNAMED) == 1


def test_what_was_set_aside_stays(world, response):
    mine, theirs = attach_to(response, world.alice), attach_to(response, world.bob, content=OTHER_PDF)
    for by, one in ((world.bob, theirs), (world.alice, mine)):
        actions.save_draft(response=response, by=by, base=1, changes={"bill": {"typed": str(one.pk)}}, at=BEFORE)

    assert sweep_attachments(MONTH_LATER) == 0


def test_a_file_without_a_row_goes_after_an_hour(world, response):
    attachment = attach_to(response, world.alice)
    stray = attachment.path.with_name(uuid.uuid4().hex)
    for path in (stray, attachment.path):
        path.write_bytes(PDF)
        os.utime(path, (BEFORE.timestamp(), BEFORE.timestamp()))

    sweep_attachments(BEFORE + timedelta(minutes=59))
    assert stray.exists()
    sweep_attachments(BEFORE + timedelta(minutes=61))
    assert files() == [attachment.pk.hex]
