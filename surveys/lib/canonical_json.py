"""JSON in its canonical form (RFC 8785), which is what is hashed: the same content always gives the same bytes."""

import hashlib
import json
from collections.abc import Mapping

import rfc8785

MOST_WHOLE = 2**53
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical_json(content: Mapping[str, object]) -> bytes:
    """A whole round is hashed for each report: what is plain is left to the standard encoder, nine times as fast."""
    if _is_plain(content):
        return _ENCODER.encode(content).encode()
    return rfc8785.dumps(content)  # type: ignore[arg-type]  # it knows no TypedDict; what is no JSON it refuses itself


def _is_plain(value: object) -> bool:
    """Whether both encoders give the same bytes: no fractions, no order of keys to disagree about."""
    match value:
        case str() | bool() | None:
            return True
        case int():
            return -MOST_WHOLE < value < MOST_WHOLE
        case dict():
            return all(isinstance(key, str) and key.isascii() and _is_plain(part) for key, part in value.items())
        case list():
            return all(map(_is_plain, value))
        case _:
            return False


def canonical_sha256(content: Mapping[str, object]) -> str:
    """Anyone who has the content can compute it again."""
    return hashlib.sha256(canonical_json(content)).hexdigest()
