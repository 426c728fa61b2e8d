"""Numbers by which organisations and machines are known: the unified social credit code (GB 32100-2015), IP addresses."""

import re
from ipaddress import ip_address

from stdnum.cn import uscc

from surveys.lib.numbers import PLAIN_FORMS, in_plain_width

# The office that registers is a digit or, for the army, for rural collectives and for the rest, one of three letters;
# the library takes digits only.
_USCC = re.compile(r"[0-9ANY]\d{7}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_BETWEEN_ADDRESSES = re.compile(r"[\s,;，；、]+")


def clean_uscc(typed: str) -> str:
    """As it is printed: upper case, ASCII, without spaces and hyphens. Says nothing of whether it is right."""
    return str(uscc.compact(in_plain_width(typed)))


def is_uscc(typed: str) -> bool:
    """Eighteen characters, an office and a region in front, and the check character right."""
    number = clean_uscc(typed)
    return bool(_USCC.fullmatch(number)) and number[-1] == uscc.calc_check_digit(number)


def are_addresses(typed: str) -> bool:
    """One IPv4 or IPv6 address, or several with spaces or commas between them."""
    addresses = [part for part in _BETWEEN_ADDRESSES.split(typed.translate(PLAIN_FORMS)) if part]
    return bool(addresses) and all(map(_is_address, addresses))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text
