"""Numbers by which organisations are known: the unified social credit code (GB 32100-2015)."""

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from surveys.lib.numbers import PLAIN_FORMS


def clean_uscc(typed: str) -> str:
    """As it is printed: upper case, ASCII, without spaces and hyphens. Says nothing of whether it is right."""
    return str(uscc.compact(typed.translate(PLAIN_FORMS)))


def is_uscc(typed: str) -> bool:
    """Eighteen characters, a region in front, and the check character right."""
    try:
        uscc.validate(clean_uscc(typed))
    except (ValidationError, ValueError):
        return False
    return True
