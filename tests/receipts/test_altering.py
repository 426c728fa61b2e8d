"""A receipt altered by one byte is refused, whichever byte and however: every bit, and thousands of bytes at random."""

import json
import random
from contextlib import suppress

import pytest

from surveys.help import verify_receipt
from surveys.receipts.checking import Reason, UnusableFile, answers_fit, check
from tests.receipts.test_golden import JWKS, KEYS, RECEIPTS, RECEIPTS_2

SEED = 20210427


def is_taken(content):
    with suppress(UnusableFile):
        return check(content, KEYS).is_valid
    return False


def is_taken_by_the_other_program(content):
    try:
        receipt = json.loads(content.decode("utf-8-sig"), object_pairs_hook=verify_receipt.once)
        verify_receipt.verify(receipt, JWKS, [])
    except Exception:
        return False
    return True


def altered(content, place, byte):
    return content[:place] + bytes([byte]) + content[place + 1 :]


@pytest.mark.parametrize("receipts", [RECEIPTS, RECEIPTS_2], ids=["version 1", "version 2"])
def test_every_single_bit(receipts):
    content = receipts[1]["receipt"].encode()
    flips = [altered(content, place, content[place] ^ 1 << bit) for place in range(len(content)) for bit in range(8)]

    assert len(flips) > 10_000
    assert [flip for flip in flips if is_taken(flip)] == []


def test_thousands_of_single_bytes_at_random():
    rng, taken = random.Random(SEED), []
    for _ in range(5000):
        content = rng.choice(RECEIPTS + RECEIPTS_2)["receipt"].encode()
        place, byte = rng.randrange(len(content)), rng.randrange(256)
        if content[place] != byte and is_taken(altered(content, place, byte)):
            taken.append((place, byte))

    assert taken == []


def test_the_other_program_finds_them_as_well(capsys):
    rng, content = random.Random(SEED), RECEIPTS[4]["receipt"].encode()
    flips = [altered(content, place, content[place] ^ rng.randrange(1, 256)) for place in range(len(content))]

    assert [flip for flip in flips if is_taken_by_the_other_program(flip)] == []
    assert is_taken_by_the_other_program(content)


def test_every_byte_of_the_answers():
    one, rng = RECEIPTS[2], random.Random(SEED)
    receipt, content = json.loads(one["receipt"]), one["answers"].encode()
    fitting = []
    for place in range(len(content)):
        with suppress(UnusableFile):
            if answers_fit(receipt, altered(content, place, content[place] ^ rng.randrange(1, 256))):
                fitting.append(place)

    assert fitting == []
    assert answers_fit(receipt, content)


@pytest.mark.parametrize("text", [json.dumps, lambda receipt: json.dumps(receipt, indent=2, ensure_ascii=False)])
def test_another_layout_of_the_same_content_is_the_same_receipt(text):
    """Editors and browsers lay JSON out anew; that is what there is a canonical form for."""
    receipt = json.loads(RECEIPTS[1]["receipt"])
    turned = dict(reversed(receipt.items()))

    assert is_taken(b"\xef\xbb\xbf" + text(turned).encode())


def changed(**what):
    return json.dumps(json.loads(RECEIPTS[1]["receipt"]) | what).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{}", Reason.NO_RECEIPT),
        (changed(signature=None), Reason.NO_RECEIPT),
        (changed(kid=1), Reason.NO_RECEIPT),
        (changed(kid="0" * 16), Reason.UNKNOWN_KEY),
        (changed(late="no"), Reason.ALTERED),
        (changed(key="mine"), Reason.ALTERED),
        (changed(signature=json.loads(RECEIPTS[1]["receipt"])["signature"].upper()), Reason.ALTERED),
        (changed(v=2), Reason.ALTERED),
    ],
)
def test_it_is_told_why(content, reason):
    assert check(content, KEYS).reason is reason


def test_a_key_that_comes_with_the_receipt_is_not_looked_at():
    receipt = json.loads(RECEIPTS[1]["receipt"])
    mine = {**receipt, "kid": "f" * 16, "jwk": JWKS[receipt["kid"]], "x": JWKS[receipt["kid"]]["x"]}

    assert check(json.dumps(mine).encode(), KEYS).reason is Reason.UNKNOWN_KEY


@pytest.mark.parametrize("depth", [2, 100, 190, 250, 330, 400, 990, 5000])
def test_no_depth_is_too_much_for_it(depth):
    """Told as unusable or as altered, whichever; Python's own limit is met nowhere."""
    nested = "[" * depth + "]" * depth
    content = RECEIPTS[1]["receipt"].replace('"attachments":[]', f'"attachments":{nested}').encode()

    assert not is_taken(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"nonsense", b"\xff\xfe", b'{"v":1,"v":1}', b'{"v":1.5}', b'{"v":NaN}', b'{"v":12345678901234567890}',
        b'{"a":"\\ud800"}', b'{"\\ud800":1}', b"[" * 100_000, b'{"v":1}{}', b"12",
    ],
)  # fmt: skip
def test_what_has_no_one_meaning_cannot_be_used(content):
    with pytest.raises(UnusableFile):
        check(content, KEYS)
