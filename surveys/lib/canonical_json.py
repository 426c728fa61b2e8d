"""JSON in its canonical form (RFC 8785), which is what is hashed: the same content always gives the same bytes."""

import hashlib
from collections.abc import Mapping

import rfc8785


def canonical_json(content: Mapping[str, object]) -> bytes:
    return rfc8785.dumps(content)  # type: ignore[arg-type]  # it knows no TypedDict; what is no JSON it refuses itself


def canonical_sha256(content: Mapping[str, object]) -> str:
    """Anyone who has the content can compute it again."""
    return hashlib.sha256(canonical_json(content)).hexdigest()
