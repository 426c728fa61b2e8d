import hashlib
from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.lib.files.kinds import FileRefused
from surveys.responses import actions
from surveys.responses.models import Attachment
from surveys.responses.review import accept
from surveys.responses.states import NotAllowedNow
from surveys.rounds import actions as rounds
from tests.factories import DEADLINE
from tests.lib.files import contents
from tests.lib.files.contents import MP3, PDF, pdf_of, png, recording
from tests.responses.evidence import attach_to, kept_files, make_round_with_files
from tests.responses.stories import BEFORE, response_of, submit


def test_a_file_is_kept_under_a_name_of_ours_with_what_was_found_out_about_it(world, response):
    attachment = attach_to(response, world.alice, "../电费单.pdf")

    assert attachment.path.read_bytes() == PDF
    assert kept_files() == [attachment.pk.hex]
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

    assert (Attachment.objects.count(), kept_files()) == (0, [])


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
    assert kept_files() == []


def test_after_acceptance_no_file_is_taken(world, response):
    accept(revision=submit(response, world.alice), by=world.officer, at=BEFORE)

    with pytest.raises(NotAllowedNow):
        attach_to(response, world.alice)
