"""What an operator takes along from the page of a receipt."""

import json

import pytest

from surveys.lib.clock import database_now
from surveys.receipts.actions import rotate, signed
from surveys.receipts.queries import judged
from tests.responses.stories import fill_in, response_of, submit


@pytest.fixture
def key(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return rotate(at=database_now())


@pytest.fixture
def sent(world, ready, key):
    return submit(ready, world.alice, at=None)


def test_the_receipt_is_downloaded_as_it_was_signed(alice, sent):
    answer = alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json")
    content = answer.content

    assert judged(content).is_valid and content == signed(sent).content
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{sent.receipt}.json"'
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", ["receipt.json", "answers.json"])
def test_no_download_is_opened_as_a_page_or_kept_by_anybody(alice, sent, name):
    answer = alice.client.get(f"/portal/receipts/{sent.pk}/{name}")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_the_same_after_a_rotation_and_a_later_revision(world, alice, ready, sent):
    first = alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json").content
    rotate(at=database_now())
    fill_in(response_of(ready.assignment.round, world.alice_org), world.alice, at=None, remarks={"typed": "更正"})
    second = submit(ready, world.alice, at=None)

    assert alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json").content == first
    other = json.loads(alice.client.get(f"/portal/receipts/{second.pk}/receipt.json").content)
    assert (other["revision"], other["kid"] != json.loads(first)["kid"]) == ("2", True)


def test_the_page_tells_number_and_code(alice, sent):
    text = alice.open(f"/portal/receipts/{sent.pk}/").text

    assert sent.receipt in text and signed(sent).code_in_groups in text


def test_without_a_key_the_page_says_that_it_is_not_signed_yet(world, alice, ready, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    sent = submit(ready, world.alice, at=None)

    assert "尚未签名" in alice.open(f"/portal/receipts/{sent.pk}/").text
    assert alice.client.get(f"/portal/receipts/{sent.pk}/receipt.json").status_code == 404
    assert alice.client.get(f"/portal/receipts/{sent.pk}/answers.json").status_code == 200
