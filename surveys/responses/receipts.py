"""Receipts: a number a person can read out over the telephone."""

import re
import secrets
import unicodedata

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which are misheard and misread
_PRINTED = re.compile(rf"(?<![A-Z0-9])[{LETTERS}]{{4}}-[{LETTERS}]{{4}}-[{LETTERS}]{{4}}(?![A-Z0-9])")


def new_receipt_number() -> str:
    """`7KQ4-M2XD-P9RT`: eleven random letters and one that checks them, never given twice (unique in the database)."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(11))
    return _in_groups(letters + check_letter(letters))


def _in_groups(letters: str) -> str:
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def check_letter(letters: str) -> str:
    """Catches one wrong letter and two neighbours swapped: a weighted sum modulo 31, a prime."""
    return LETTERS[sum((index + 1) * LETTERS.index(letter) for index, letter in enumerate(letters)) % len(LETTERS)]


def is_receipt_number(text: str) -> bool:
    return bool(read_receipt_number(text))


def read_receipt_number(text: str) -> str:
    """`7kq4 m2xd p9rt`, full-width or without dashes, or with the words it was copied with, as it is printed; "" where the
    letters or the check letter are wrong."""
    plain = unicodedata.normalize("NFKC", text).upper()
    parts = (re.sub(r"[\W_]", "", part) for part in (plain, *_PRINTED.findall(plain)))
    return next((_in_groups(letters) for letters in parts if _is_one(letters)), "")


def _is_one(letters: str) -> bool:
    return len(letters) == 12 and set(letters) <= set(LETTERS) and check_letter(letters[:11]) == letters[11]
