"""Whether a receipt is one of ours, unaltered: its signature by the keys that we have published, and by no other.

Pure: no database, no clock. What it does is described in the manual, so that anybody can write it again; the program of
help/verify_receipt.py did.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NoReturn, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from surveys.lib.canonical_json import canonical_json
from surveys.receipts.facts import ReceiptFacts

VERSIONS = (1, 2)
"""Of 1 are those signed with a key that is nobody's in particular; of 2 those signed with the authority's own."""
ALGORITHM = "Ed25519"
DEEPEST = 200
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
"""One spelling only: base64 and capital letters would let a byte be altered without altering the signature."""

Json = Mapping[str, object]


class UnusableFile(ValueError):
    """It is no JSON object that has one meaning."""


class Reason(StrEnum):
    VALID = auto()
    NO_RECEIPT = auto()
    UNKNOWN_KEY = auto()
    ALTERED = auto()
    LATER_VERSION = auto()
    OTHER_AUTHORITY = auto()
    NOT_VALID_THEN = auto()
    REVOKED = auto()
    OTHER_ANSWERS = auto()


@dataclass(frozen=True)
class PublicKey:
    """Moments as they stand in receipts, so that texts are compared. `valid_until` is the first moment it is not valid.
    `authority`: the id of the one it belongs to; None for the installation's of old."""

    raw: bytes
    valid_from: str
    valid_until: str
    revoked_at: str | None = None
    authority: str | None = None


@dataclass(frozen=True)
class Verdict:
    """`facts`: what the receipt says, only where it is ours."""

    reason: Reason
    facts: ReceiptFacts | None = None

    @property
    def is_valid(self) -> bool:
        return self.reason is Reason.VALID


def read(content: bytes) -> dict[str, object]:
    """Raises UnusableFile."""
    if _depth(content) > DEEPEST:
        raise UnusableFile("nested too deeply")
    try:
        found = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_each_once, parse_float=_refuse, parse_constant=_refuse
        )
        canonical_json(found)
    except (ValueError, AttributeError, RecursionError) as error:
        raise UnusableFile(str(error)) from error
    if not isinstance(found, dict):
        raise UnusableFile("no object")
    return found


def _depth(content: bytes) -> int:
    """At most so deep: brackets in texts count as well. Python's own limit depends on who calls."""
    depth = deepest = 0
    for byte in re.findall(rb"[][{}]", content):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of two values for one name some programs show the first and others check the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _refuse(_number: str) -> NoReturn:
    raise ValueError("figures are texts")


def signed_part(receipt: Json) -> bytes:
    """What the signature is over: all of it but the signature."""
    return canonical_json({name: value for name, value in receipt.items() if name != "signature"})


def check(content: bytes, keys: Mapping[str, PublicKey]) -> Verdict:
    """`keys`: ours, by their kid. Raises UnusableFile."""
    receipt = read(content)
    kid, signature, signed_at = (receipt.get(name) for name in ("kid", "signature", "signed_at"))
    if not (isinstance(kid, str) and isinstance(signature, str) and isinstance(signed_at, str)):
        return Verdict(Reason.NO_RECEIPT)
    if (key := keys.get(kid)) is None:
        return Verdict(Reason.UNKNOWN_KEY)
    if not _is_signed_by(key, signature, signed_part(receipt)):
        return Verdict(Reason.ALTERED)
    if receipt.get("v") not in VERSIONS or receipt.get("alg") != ALGORITHM:
        return Verdict(Reason.LATER_VERSION)
    if _authority_in(receipt) != key.authority:
        return Verdict(Reason.OTHER_AUTHORITY)
    return Verdict(_reason_by_dates(key, signed_at), cast(ReceiptFacts, receipt))


def _is_signed_by(key: PublicKey, signature: str, content: bytes) -> bool:
    if not _SIGNATURE.fullmatch(signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(bytes.fromhex(signature), content)
    except InvalidSignature:
        return False
    return True


def _authority_in(receipt: Json) -> object:
    """The id of the one that it says issued it; None in version 1, which has but names."""
    authority = receipt.get("authority")
    return authority.get("id") if isinstance(authority, dict) else None


def _reason_by_dates(key: PublicKey, signed_at: str) -> Reason:
    if not key.valid_from <= signed_at < key.valid_until:
        return Reason.NOT_VALID_THEN
    return Reason.REVOKED if key.revoked_at else Reason.VALID


def answers_fit(receipt: Json, answers: bytes) -> bool:
    """Whether these are the answers that the receipt is for. Raises UnusableFile."""
    return hashlib.sha256(canonical_json(read(answers))).hexdigest() == receipt.get("answers_sha256")
