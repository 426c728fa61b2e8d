"""The private halves of the authority's keys: a file each that nobody else on the machine may read, or the environment.

They are never in the database: whoever has a copy of that can read receipts and make none.
"""

import base64
import binascii
import hashlib
import os
import stat
from functools import cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

KID_LENGTH = 16
OWNER_ONLY = 0o600


class KeyNotAtHand(Exception):
    """There is neither a file of it nor is it in the environment."""


class KeyUnreadable(Exception):
    """Something is there in its place, and it is not this key, or may not be read."""


def folder() -> Path:
    data: Path = settings.DATA_DIR
    return data / "receipt-keys"


def path_of(kid: str) -> Path:
    return folder() / f"{kid}.pem"


def raw_public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def kid_of(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:KID_LENGTH]


def keep(key: Ed25519PrivateKey) -> Path:
    """Never over a key that is there."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path_of(kid_of(raw_public(key)))
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path


def for_the_environment(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.private_bytes_raw()).decode()


def private_key(kid: str) -> Ed25519PrivateKey:
    """Raises KeyNotAtHand, KeyUnreadable."""
    if kid in (given := given_by_the_environment()):
        return given[kid]
    return _of_its_file(path_of(kid), kid)


def given_by_the_environment() -> dict[str, Ed25519PrivateKey]:
    """By kid. Raises KeyUnreadable."""
    return _of_the_environment(tuple(settings.RECEIPT_KEYS))


@cache
def _of_the_environment(texts: tuple[str, ...]) -> dict[str, Ed25519PrivateKey]:
    keys = [_decoded(text) for text in texts]
    return {kid_of(raw_public(key)): key for key in keys}


def _decoded(text: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as error:
        raise KeyUnreadable("RECEIPT_KEYS") from error


def _of_its_file(path: Path, kid: str) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise KeyNotAtHand(kid) from error
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnreadable(str(path)) from error
    if not isinstance(key, Ed25519PrivateKey) or kid_of(raw_public(key)) != kid:
        raise KeyUnreadable(str(path))
    return key


def is_open_to_others(kid: str) -> bool:
    """Whether its file may be read by somebody else on this machine."""
    path = path_of(kid)
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
