"""What an operator takes along from the page of a receipt."""

import json
import uuid
from datetime import timedelta
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from surveys.lib.clock import database_now
from surveys.receipts.actions import rotate, signed
from surveys.receipts.queries import judged
from surveys.responses.models import Revision
from surveys.responses.together.nil_returns import submit_nil_for_all
from tests import factories
from tests.receipts.conftest import data_folder, key, lost_key
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

__all__ = ["data_folder", "key", "lost_key"]


@pytest.fixture
def sent(world, ready, key):
    return submit(ready, world.alice, at=None)


def test_the_receipt_is_downloaded_as_it_was_signed(alice, sent):
    answer = alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json")
    content = answer.content

    assert judged(content).is_valid and content == signed(sent).content
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{sent.receipt}.json"'
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", ["receipt.json", "receipt.pdf", "answers.json", "answers.xlsx"])
def test_no_download_is_opened_as_a_page_or_kept_by_anybody(alice, sent, name):
    answer = alice.client.get(f"/portal/receipts/{sent.pk}/{name}")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_the_same_after_a_rotation_and_a_later_revision(world, alice, ready, sent):
    first = alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json").content
    rotate(world.city, at=database_now())
    fill_in(response_of(ready.assignment.round, world.alice_org), world.alice, at=None, remarks={"typed": "更正"})
    second = submit(ready, world.alice, at=None)

    assert alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json").content == first
    other = json.loads(alice.client.get(f"/portal/receipts/{second.pk}/receipt.json").content)
    assert (other["revision"], other["kid"] != json.loads(first)["kid"]) == ("2", True)


def test_the_page_tells_number_and_code(alice, sent):
    text = alice.open(f"/portal/receipts/{sent.pk}/").text

    assert sent.receipt in text and signed(sent).code_in_groups in text


def test_without_a_key_the_page_says_that_it_is_not_signed_yet(world, alice, ready, lost_key):
    sent = submit(ready, world.alice, at=None)

    assert "尚未签名" in alice.open(f"/portal/receipts/{sent.pk}/").text
    assert alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json").status_code == 404
    assert alice.client.get(f"/portal/receipts/{sent.pk}/answers.json").status_code == 200


# --- on paper ------------------------------------------------------------------------------------------------------


def words_of(answer):
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content)]
    return ["".join(page.split()) for page in pages]


def test_the_receipt_as_pdf(alice, sent):
    answer = alice.client.get(f"/portal/receipts/{sent.pk}/receipt.pdf")
    (page,) = words_of(answer)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{sent.receipt}.pdf"'
    assert sent.receipt in page and signed(sent).code_in_groups in page
    assert "数据报送回执" in page and "".join(str(sent.response.assignment).split()) in page


@pytest.fixture
def several(world, now, key):
    """Nil returns of three data centers of Alice's and one of Charlie's, in one round."""
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    for organisation, by in ((world.alice_org, world.alice), (world.charlie_org, world.charlie)):
        confirm(round, organisation, by, at=now)
        submit_nil_for_all(round=round, organisation=organisation, by=by, key=uuid.uuid4(), declared_by=by.name)
    return round


def test_one_pdf_for_all_data_centers_of_a_round(world, alice, several):
    answer = alice.client.get(f"/portal/rounds/{several.pk}/receipts.pdf")
    listed, *own = words_of(answer)
    theirs = Revision.objects.filter(response__assignment__organisation=world.alice_org)
    foreign = Revision.objects.exclude(response__assignment__organisation=world.alice_org).get()

    assert answer["Content-Disposition"] == f'attachment; filename="receipts-{several.code}.pdf"'
    assert len(own) == theirs.count() == 3
    assert all(one.receipt in listed and any(one.receipt in page for page in own) for one in theirs)
    assert foreign.receipt not in "".join([listed, *own])


def test_the_page_of_the_round_leads_to_them_once_there_are_any(alice, several, round):
    assert "全部回执" in alice.open(f"/portal/rounds/{several.pk}/").text
    assert "全部回执" not in alice.open(f"/portal/rounds/{round.pk}/").text
    assert alice.client.get(f"/portal/rounds/{round.pk}/receipts.pdf").status_code == 404


def test_many_receipts_take_few_queries(alice, several, django_assert_max_num_queries):
    alice.client.get(f"/portal/rounds/{several.pk}/")
    with django_assert_max_num_queries(16):
        assert alice.client.get(f"/portal/rounds/{several.pk}/receipts.pdf").status_code == 200


# --- as a workbook -------------------------------------------------------------------------------------------------


def test_what_was_submitted_as_a_workbook(world, alice, ready, sent):
    fill_in(response_of(ready.assignment.round, world.alice_org), world.alice, at=None, total_kwh={"typed": "7"})
    answer = alice.client.get(f"/portal/receipts/{sent.pk}/answers.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]

    assert answer["Content-Disposition"] == f'attachment; filename="{sent.receipt}.xlsx"'
    assert sent.receipt in cells and sent.answers_sha256 in cells
    assert "3,000.5 万千瓦时" in cells and 30005000 in cells


def test_it_is_to_be_had_without_a_key(world, alice, ready, lost_key):
    sent = submit(ready, world.alice, at=None)

    assert alice.client.get(f"/portal/receipts/{sent.pk}/answers.xlsx").status_code == 200
