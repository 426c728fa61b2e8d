"""Twenty receipts as they were signed when version 1 was laid down, and twenty of version 2. They must verify for ever, to
the byte: if one of these tests fails, it is the program that has to change back. Their names are of the kind that programs
stumble over."""

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from surveys.help import verify_receipt
from surveys.lib.canonical_json import canonical_json
from surveys.receipts import custody
from surveys.receipts.actions import sealed
from surveys.receipts.checking import PublicKey, Reason, answers_fit, check, read

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text())
RECEIPTS = GOLDEN["receipts"]
GOLDEN_2 = json.loads(Path(__file__).with_name("golden_2.json").read_text())
RECEIPTS_2 = GOLDEN_2["receipts"]
JWKS = {key["kid"]: key for golden in (GOLDEN, GOLDEN_2) for key in golden["keys"]["keys"]}
DIGESTS = [
    (RECEIPTS, "5d0ce08d477c245a0be168de87aba9b55eb253ffd427a8c7d8a0776a5c30aedd"),
    (RECEIPTS_2, "8f8b06be0536639fe9ff6027f3d533781a2e03cf46dc5d21113190a47f9f2975"),
]


def name_of(one):
    receipt = json.loads(one["receipt"])
    return f"{receipt['v']}-{receipt['receipt_no']}"


EACH = pytest.mark.parametrize("one", RECEIPTS + RECEIPTS_2, ids=name_of)
PRIVATE = [
    Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"golden {number}".encode()).digest())
    for number in (1, 2, 3, 4)
]


def public(key):
    raw = base64.urlsafe_b64decode(key["x"] + "=")
    whose = (key.get("authority") or {}).get("id")
    return PublicKey(raw, key["valid_from"], key["valid_until"], key["revoked_at"], whose)


KEYS = {kid: public(key) for kid, key in JWKS.items()}


@pytest.mark.parametrize(("receipts", "digest"), DIGESTS)
def test_they_are_the_twenty_that_were_laid_down(receipts, digest):
    digests = "".join(one["sha256"] for one in receipts)

    assert len(receipts) == 20
    assert hashlib.sha256(digests.encode()).hexdigest() == digest


@EACH
def test_it_is_valid_and_its_answers_fit(one):
    verdict = check(one["receipt"].encode(), KEYS)

    assert verdict.reason is Reason.VALID
    assert hashlib.sha256(one["receipt"].encode()).hexdigest() == one["sha256"]
    assert answers_fit(verdict.facts, one["answers"].encode())


@EACH
def test_signing_the_same_facts_gives_the_same_bytes(one):
    facts = read(one["receipt"].encode())
    signature = facts.pop("signature")
    private = {custody.kid_of(custody.raw_public(key)): key for key in PRIVATE}[facts["kid"]]

    assert sealed(facts, private) == one["receipt"]
    assert len(signature) == 128


@EACH
def test_the_program_that_knows_nothing_of_ours_writes_the_same_canonical_form(one):
    for text in (one["receipt"], one["answers"]):
        assert verify_receipt.canonical(json.loads(text)) == text == canonical_json(json.loads(text)).decode()


@EACH
def test_the_program_that_knows_nothing_of_ours_agrees(one, capsys):
    verify_receipt.verify(json.loads(one["receipt"]), JWKS, [json.loads(one["answers"])])

    kid = json.loads(one["receipt"])["kid"]
    assert JWKS[kid]["fingerprint"] in capsys.readouterr().out


@pytest.fixture
def kept(tmp_path):
    """A receipt with the keys and its answers in a folder."""
    (tmp_path / "receipt-keys.json").write_text(json.dumps(GOLDEN["keys"]))
    (tmp_path / "receipt.json").write_text(RECEIPTS[1]["receipt"], encoding="utf-8")
    (tmp_path / "answers.json").write_text(RECEIPTS[1]["answers"], encoding="utf-8")
    return tmp_path


def run(folder, *words):
    """From another folder, so that nothing of ours can be found."""
    program = Path(verify_receipt.__file__).resolve()
    command = [sys.executable, "-I", program, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_it_runs_by_itself(kept):
    assert run(kept, "receipt.json")[0] == 0
    status, said = run(kept, "receipt.json", "answers.json", "--keys", "receipt-keys.json")
    assert status == 0 and said.endswith("valid\n")


def test_by_itself_it_refuses_what_was_altered_and_what_it_cannot_read(kept):
    (kept / "altered.json").write_text(RECEIPTS[1]["receipt"].replace('"nil":false', '"nil":true'), encoding="utf-8")
    (kept / "other.json").write_text(RECEIPTS[2]["answers"], encoding="utf-8")
    (kept / "twice.json").write_text('{"v":1,' + RECEIPTS[1]["receipt"][1:], encoding="utf-8")
    (kept / "revoked.json").write_text(json.dumps(GOLDEN["keys"]).replace('"revoked_at": null', '"revoked_at": "x"'))

    for words in (
        ["altered.json"],
        ["receipt.json", "other.json"],
        ["twice.json"],
        ["missing.json"],
        ["answers.json"],
        ["receipt.json", "--keys", "revoked.json"],
    ):
        status, said = run(kept, *words)
        assert (status, "NOT VALID" in said) == (1, True), words


def test_it_is_short_and_imports_nothing_of_ours():
    text = Path(verify_receipt.__file__).read_text()

    assert len(text.splitlines()) <= 60
    assert "surveys" not in text and "rfc8785" not in text
