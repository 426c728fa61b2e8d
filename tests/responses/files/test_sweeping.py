import os
import uuid
from datetime import timedelta

from surveys.audit.models import Event
from surveys.responses import actions
from surveys.responses.files.sweeping import KEPT_UNNAMED, sweep_attachments
from surveys.responses.models import Attachment
from tests.lib.files.contents import PDF
from tests.responses.evidence import OTHER_PDF, answer_with, attach_to, kept_files
from tests.responses.stories import BEFORE

MONTH_LATER = BEFORE + KEPT_UNNAMED


def test_a_file_no_answer_names_goes_after_a_month(world, response, django_capture_on_commit_callbacks):
    kept, lost = attach_to(response, world.alice), attach_to(response, world.alice, content=OTHER_PDF)
    answer_with(response, world.alice, kept)

    assert sweep_attachments(MONTH_LATER - timedelta(seconds=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_attachments(MONTH_LATER) == 1
    assert list(Attachment.objects.all()) == [kept]
    assert kept_files() == [kept.pk.hex]
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
    assert kept_files() == [attachment.pk.hex]
