"""Receipts: a number a person can read out over the telephone."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which are misheard and misread


def new_receipt_number() -> str:
    """`7KQ4-M2XD-P9RT`: eleven random letters and one that checks them, never given twice (unique in the database)."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(11))
    number = letters + check_letter(letters)
    return "-".join((number[:4], number[4:8], number[8:]))


def check_letter(letters: str) -> str:
    """Catches one wrong letter and two neighbours swapped: a weighted sum modulo 31, a prime."""
    return LETTERS[sum((index + 1) * LETTERS.index(letter) for index, letter in enumerate(letters)) % len(LETTERS)]


def is_receipt_number(text: str) -> bool:
    letters = text.replace("-", "").upper()
    return len(letters) == 12 and set(letters) <= set(LETTERS) and check_letter(letters[:11]) == letters[11]
