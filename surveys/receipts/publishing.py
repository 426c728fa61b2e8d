"""The public keys as everybody may fetch them: a JSON Web Key Set (RFC 7517, RFC 8037) with the dates of each key and whose it is."""

import base64
from collections.abc import Iterable

from surveys.lib.clock import in_utc
from surveys.receipts.checking import ALGORITHM
from surveys.receipts.models import ReceiptKey
from surveys.registry.models import Authority


def key_set(keys: Iterable[ReceiptKey]) -> dict[str, object]:
    """With those that are past, for receipts were signed with them."""
    return {"keys": [_key(key) for key in keys]}


def _whose(authority: Authority) -> dict[str, str]:
    return {"id": str(authority.pk), "zh": authority.name_zh, "en": authority.name_en}


def _key(key: ReceiptKey) -> dict[str, object]:
    return {
        "kty": "OKP",
        "crv": ALGORITHM,
        "alg": ALGORITHM,
        "use": "sig",
        "kid": key.kid,
        "authority": _whose(key.authority) if key.authority else None,
        "x": base64.urlsafe_b64encode(key.raw).rstrip(b"=").decode(),
        "fingerprint": key.fingerprint,
        "valid_from": in_utc(key.valid_from),
        "valid_until": in_utc(key.valid_until),
        "revoked_at": in_utc(key.revoked_at) if key.revoked_at else None,
    }
