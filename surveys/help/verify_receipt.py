"""Is this receipt genuine? Needs Python 3.9 and the package cryptography, and nothing of the authority's program.

    python verify_receipt.py receipt.json [answers.json] [--keys receipt-keys.json]

Fetch receipt-keys.json yourself from the authority (/.well-known/receipt-keys.json) and compare the SHA-256 printed
with the one it tells elsewhere: a key that came along with a receipt proves nothing.
"""

import argparse
import base64
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


def canonical(value: Any) -> str:
    """RFC 8785 for what receipts and answers are made of: texts, truths, whole numbers."""
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(part)}" for name, part in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def verify(receipt: dict[str, Any], keys: dict[str, dict[str, Any]], answers: list[Any]) -> None:
    signature, key = receipt.pop("signature"), keys[receipt["kid"]]
    public, whose = base64.urlsafe_b64decode(key["x"] + "="), key.get("authority") or {}
    print(f"signed {receipt['signed_at']}, key of {whose.get('zh', 'the site')}, SHA-256 {sha256(public).hexdigest()}")
    if not re.fullmatch("[0-9a-f]{128}", signature) or whose.get("id") != receipt["authority"].get("id"):
        raise ValueError("this is no signature, or one with the key of another authority")
    Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), canonical(receipt).encode())
    if receipt["v"] > 2 or key["revoked_at"] or not key["valid_from"] <= receipt["signed_at"] < key["valid_until"]:
        raise ValueError("another version, a revoked key, or one that was not valid then")
    if any(sha256(canonical(one).encode()).hexdigest() != receipt["answers_sha256"] for one in answers):
        raise ValueError("the receipt is genuine, but these are not its answers")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="receipt.json [answers.json]")
    parser.add_argument("--keys", default="receipt-keys.json")
    try:
        given = parser.parse_args()
        texts = [Path(path).read_text(encoding="utf-8-sig") for path in [given.keys, *given.files]]
        keys, receipt, *answers = [json.loads(text, object_pairs_hook=once) for text in texts]
        verify(receipt, {key["kid"]: key for key in keys["keys"]}, answers)
    except Exception as error:
        raise SystemExit(f"NOT VALID: {type(error).__name__} {error}") from error
    print("valid")
