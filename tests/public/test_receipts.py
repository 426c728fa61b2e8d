"""The page where anybody checks a receipt, without an account."""

import json

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys.accounts.failed_logins import RECEIPTS_FROM_A_PLACE
from surveys.help import verify_receipt
from surveys.lib.canonical_json import canonical_json
from surveys.lib.clock import database_now
from surveys.receipts.actions import revoke, rotate, signed
from surveys.receipts.models import SignedReceipt
from surveys.responses.receipts import new_receipt_number
from tests.receipts.conftest import data_folder, key
from tests.responses.conftest import response, round, submitted

PAGE = "/receipts/"
GENUINE, NO_SUCH = "回执真实", "没有与该编号"
__all__ = ["data_folder", "key", "response", "round", "submitted"]


@pytest.fixture
def receipt(submitted, key):
    return signed(submitted)


@pytest.fixture
def anybody():
    return Client()


def text_of(answer):
    return answer.content.decode()


def said(answer):
    """What came of looking."""
    found = lxml.html.document_fromstring(answer.content.decode()).get_element_by_id("result", None)
    return " ".join(found.text_content().split()) if found is not None else ""


def ask(client, number, code):
    return client.post(PAGE, {"number": number, "code": code})


def paste(client, text, **files):
    return client.post(PAGE, {"document": text, **files})


def test_by_number_and_code(anybody, submitted, receipt):
    answer = ask(anybody, submitted.receipt.replace("-", " ").lower(), receipt.code_in_groups)

    assert answer.status_code == 200 and GENUINE in said(answer)
    assert submitted.answers_sha256 in text_of(answer)
    assert str(submitted.response.assignment) in text_of(answer)


def without_token(answer):
    return "".join(line for line in text_of(answer).splitlines() if "csrf" not in line)


def test_a_wrong_code_and_a_number_that_nobody_has_look_the_same(anybody, world, submitted, receipt):
    number = new_receipt_number()
    wrong = ask(anybody, submitted.receipt, "0000-0000-0000-0000")
    unknown = ask(anybody, number, "0000-0000-0000-0000")

    pages = [without_token(one).replace(number, "") for one, number in
             ((wrong, submitted.receipt), (unknown, number))]  # fmt: skip
    assert pages[0] == pages[1]
    assert NO_SUCH in pages[0] and world.alice_org.name not in pages[0]


def test_by_the_text_and_by_the_file(anybody, receipt):
    file = SimpleUploadedFile("r.json", receipt.content)

    assert GENUINE in said(paste(anybody, receipt.document))
    assert GENUINE in said(anybody.post(PAGE, {"receipt": file}))
    assert GENUINE in said(paste(anybody, "\r\n" + json.dumps(json.loads(receipt.document), indent=2)))


def test_with_its_answers_or_others(anybody, submitted, receipt):
    own = SimpleUploadedFile("a.json", canonical_json(submitted.answers))
    other = SimpleUploadedFile("a.json", b'{"v":1}')

    assert "即为该回执所对应的报送内容" in said(paste(anybody, receipt.document, answers=own))
    refused = paste(anybody, receipt.document, answers=other)
    assert "不是该回执所对应的内容" in said(refused) and "message message-error" in text_of(refused)


def test_what_was_altered_is_refused_and_the_truth_not_told(anybody, world, submitted, receipt):
    altered = receipt.document.replace(world.alice_org.name, "另一家公司")
    answer = said(paste(anybody, altered))

    assert "内容被改动" in answer and world.alice_org.name not in answer


def test_one_of_another_authority_is_told_as_such(anybody, receipt):
    assert "不是本机关的密钥" in text_of(
        paste(anybody, receipt.document.replace(json.loads(receipt.document)["kid"], "f" * 16))
    )


@pytest.mark.parametrize("text", ["nonsense", "[]", "x" * 300_000, '{"v":1,"v":1}', '{"a":"\\ud800"}'])
def test_what_cannot_be_read_is_told_as_such(anybody, key, text):
    answer = anybody.post(PAGE, {"receipt": SimpleUploadedFile("r.json", text.encode())})

    assert answer.status_code == 200 and "无法读取" in said(answer)


@pytest.mark.parametrize(
    "sent", [{}, {"number": "7KQ4"}, {"code": "x"}, {"document": ""}, {"number": "a" * 99, "code": "b"}]
)
def test_what_is_missing_is_named(anybody, db, sent):
    assert anybody.post(PAGE, sent).status_code == 400


def test_a_receipt_that_was_changed_in_the_database_is_not_called_genuine(anybody, submitted, receipt):
    SignedReceipt.objects.update(document=receipt.document.replace('"late":false', '"late":true'))
    changed = SignedReceipt.objects.get()

    assert GENUINE not in said(ask(anybody, submitted.receipt, changed.code))


def test_after_a_revocation_what_is_on_record_stays_genuine(anybody, key, submitted, receipt):
    revoke(key.kid, at=database_now())

    assert GENUINE in said(ask(anybody, submitted.receipt, receipt.code))
    SignedReceipt.objects.all().delete()
    assert "已被撤销" in said(paste(anybody, receipt.document))


def test_whoever_looks_in_vain_too_often_waits_and_others_do_not(anybody, submitted, receipt):
    for _ in range(RECEIPTS_FROM_A_PLACE.tries):
        assert ask(anybody, submitted.receipt, "0").status_code == 200

    closed = ask(anybody, submitted.receipt, receipt.code)
    assert closed.status_code == 429
    assert 0 < int(closed["Retry-After"]) <= RECEIPTS_FROM_A_PLACE.span.total_seconds()
    assert GENUINE not in said(closed)
    elsewhere = anybody.post(PAGE, {"number": submitted.receipt, "code": receipt.code}, REMOTE_ADDR="10.9.8.7")
    assert GENUINE in said(elsewhere)


def test_those_who_find_theirs_never_wait(anybody, submitted, receipt):
    answers = {
        ask(anybody, submitted.receipt, receipt.code).status_code for _ in range(RECEIPTS_FROM_A_PLACE.tries + 5)
    }

    assert answers == {200}


def test_looking_for_receipts_in_vain_closes_no_login(anybody, world):
    for _ in range(RECEIPTS_FROM_A_PLACE.tries + 1):
        ask(anybody, "7KQ4-M2XD-P9RT", "0")

    answer = anybody.post("/accounts/login/", {"login": world.alice.email, "password": "wrong"})
    assert answer.status_code == 200 and "次数" not in text_of(answer)


def test_a_foreign_page_cannot_send_the_form(db):
    assert Client(enforce_csrf_checks=True).post(PAGE, {"number": "x", "code": "y"}).status_code == 403


def test_the_keys_are_published_for_everybody(world, anybody, key):
    new = rotate(world.city, at=database_now())
    answer = anybody.get("/.well-known/receipt-keys.json")

    assert [one["kid"] for one in answer.json()["keys"]] == [key.kid, new.kid]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"].startswith("public")
    assert "private" not in text_of(answer)
    assert new.fingerprint in text_of(anybody.get(PAGE))


def test_the_program_that_is_handed_out_takes_what_is_published(anybody, receipt, submitted, tmp_path, capsys):
    keys = {one["kid"]: one for one in anybody.get("/.well-known/receipt-keys.json").json()["keys"]}
    verify_receipt.verify(json.loads(receipt.document), keys, [submitted.answers])
    source = anybody.get("/receipts/verify_receipt.py").content

    assert b"def canonical" in source and len(source.splitlines()) <= 60
