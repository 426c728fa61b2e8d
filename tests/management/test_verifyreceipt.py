import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from surveys.lib.canonical_json import canonical_json
from surveys.lib.clock import database_now
from surveys.receipts.actions import rotate, signed
from tests.receipts.conftest import data_folder, key
from tests.responses.conftest import response, round, submitted

__all__ = ["data_folder", "key", "response", "round", "submitted"]


@pytest.fixture
def files(submitted, key, tmp_path):
    """The receipt and its answers as they were downloaded."""
    receipt, answers = tmp_path / "receipt.json", tmp_path / "answers.json"
    receipt.write_bytes(signed(submitted).content)
    answers.write_bytes(canonical_json(submitted.answers))
    return receipt, answers


def run(*words):
    """Exit status and what was printed."""
    out = StringIO()
    try:
        call_command("verifyreceipt", *map(str, words), stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_a_genuine_one_with_and_without_its_answers(files, submitted):
    receipt, answers = files

    assert run(receipt)[0] == run(receipt, answers)[0] == 0
    told = json.loads(run(receipt, answers, "--json")[1])
    assert (told["valid"], told["reason"], told["answers"]) == (True, "valid", True)
    assert (told["receipt_no"], told["answers_sha256"]) == (submitted.receipt, submitted.answers_sha256)
    assert json.loads(run(receipt, "--json")[1])["answers"] is None


def test_it_stays_genuine_after_a_rotation(world, files):
    rotate(world.city, at=database_now())

    assert run(*files)[0] == 0


def test_an_altered_one(files):
    receipt, _answers = files
    receipt.write_bytes(receipt.read_bytes().replace(b'"late":false', b'"late":true'))

    assert run(receipt)[0] == 1
    told = json.loads(run(receipt, "--json")[1])
    assert (told["valid"], told["reason"], told["receipt_no"]) == (False, "altered", None)


def test_other_answers(files):
    receipt, answers = files
    answers.write_bytes(answers.read_bytes().replace(b"as billed", b"as wanted"))

    assert run(receipt, answers)[0] == 1
    told = json.loads(run(receipt, answers, "--json")[1])
    assert (told["valid"], told["reason"], told["answers"]) == (False, "other_answers", False)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[]", b"\xff", b'{"v":1,"v":1}'])
def test_files_that_cannot_be_used(files, content):
    receipt, answers = files
    answers.write_bytes(content)
    assert run(receipt, answers)[0] == 2
    receipt.write_bytes(content)

    status, said = run(receipt)
    assert status == 2 and str(receipt) in said


def test_files_that_are_not_there(files, tmp_path):
    assert run(tmp_path / "gone.json")[0] == 2
    assert run(files[0], tmp_path / "gone.json")[0] == 2


def test_it_says_why_in_both_languages(files):
    receipt, _answers = files
    receipt.write_text(json.dumps(json.loads(receipt.read_text()) | {"kid": "0" * 16}))

    assert "不是本机关的密钥" in run(receipt)[1]
    assert "none of ours" in run(receipt, "--language", "en")[1]


def test_what_is_no_receipt(files):
    _receipt, answers = files

    assert run(answers)[0] == 1
