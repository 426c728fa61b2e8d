"""What goes with letters: looked at in the mails that went out."""

from datetime import timedelta
from email import message_from_bytes, policy

import pypdfium2
import pytest
from django.core import mail
from icalendar import Calendar

from surveys import tasks
from surveys.notices.delivery import message_id_of
from surveys.notices.models import Notice
from surveys.receipts.actions import signed
from surveys.receipts.queries import judged
from surveys.rounds.actions import extend, postpone
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, make_issued_round

HOUR = timedelta(hours=1)


@pytest.fixture
def letters(world, submitted):
    """Those of one kind, sent by now, as whoever gets them reads them."""
    factories.make_contact(world.alice_org)

    def sent(kind):
        tasks.deliver_notices()
        ids = {message_id_of(notice) for notice in Notice.objects.filter(kind=kind)}
        mails = [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]
        return [one for one in mails if one["Message-ID"] in ids]

    return sent


def files_of(letter):
    return {part.get_filename(): part.get_payload(decode=True) for part in letter.iter_attachments()}


def test_the_receipt_goes_with_its_letter(letters, submitted, key):
    (letter,) = letters("receipt")
    name = f"receipt-{submitted.receipt}"
    files = files_of(letter)

    assert files.keys() == {f"{name}.json", f"{name}.pdf"}
    assert files[f"{name}.json"] == signed(submitted).content and judged(files[f"{name}.json"]).is_valid
    assert submitted.receipt in pypdfium2.PdfDocument(files[f"{name}.pdf"])[0].get_textpage().get_text_bounded()
    assert submitted.receipt in letter.get_body(("plain",)).get_content()


def test_without_a_key_the_letter_goes_alone(letters, submitted, lost_key):
    (letter,) = letters("receipt")

    assert files_of(letter) == {}
    assert Notice.objects.get(kind="receipt").state == Notice.State.DONE


def test_a_letter_whose_enclosures_fail_goes_alone(letters, submitted, key, log):
    Notice.objects.filter(kind="receipt").update(key="receipt:00000000-0000-0000-0000-000000000000")
    (letter,) = letters("receipt")

    assert files_of(letter) == {}
    assert "a letter goes out without its enclosures" in [line["event"] for line in log()]


def events_in(letter):
    return Calendar.from_ical(files_of(letter)["deadline.ics"]).walk("VEVENT")


def test_the_deadline_goes_with_extension_and_postponement(world, letters, round):
    one = Assignment.objects.get(organisation=world.alice_org)
    extend(by=world.officer, assignments=[one], deadline=DEADLINE + HOUR, reason="r", at=BEFORE)
    (extended,) = letters("extended")
    postpone(by=world.officer, round=round, deadline=DEADLINE + 3 * HOUR, reason="r", at=BEFORE)
    *_earlier, postponed = letters("extended")

    (first,), (second,) = events_in(extended), events_in(postponed)
    assert first["UID"] == second["UID"] == str(one.pk)
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (1, 2)
    assert second.decoded("DTSTART") == DEADLINE + 3 * HOUR


def test_the_deadline_goes_with_the_letter_of_issue_and_speaks_its_language(world, db):
    for language in ("zh-hans", "en"):
        factories.make_contact(world.alice_org, language=language)
    round = make_issued_round(world)
    tasks.deliver_notices()

    letters = [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]
    summaries = {str(event["SUMMARY"]) for letter in letters for event in events_in(letter)}
    assert {words.split(" –")[0] for words in summaries} == {f"Due: {round.title_en}", f"报送截止：{round.title_zh}"}
