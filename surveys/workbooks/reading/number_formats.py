"""Numbers that a spreadsheet shows as something else: 1 under the format 000 is 001, 12 under 0" MW" are 12 MW, 0.4
under 0% is 40%.

Formats that round or group are none of these: there the number itself is what was meant.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from surveys.lib.numbers import canonical
from surveys.lib.units import find

_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?:\$-[^\]]*|[A-Za-z]+\d*)\]|(?P<digit>[0#?])|(?P<bare>[-+() ]|[^\x00-\x7f])|(?P<other>.)',
    re.S,
)
_WITH_UNIT = re.compile(
    r'(?:\[[^\]]*\])*[0#?,]*[0#?](?:\.[0#?]+)?(?P<thousands>,*)(?P<unit>(?:"[^"]*"|\\.|_.| |[^\x00-\x7f])+)'
)
_SHOWN_WITH_UNIT = re.compile(r"(?P<number>\d[\d,]*(?:\.(?P<places>\d+))?)(?P<unit>\D+)", re.ASCII)
MOST_SECTIONS = 4
"""For numbers above, below and at zero, and for texts."""
LONGEST_FORMAT = 255
MOST_DIGITS = 15
_PERCENTAGE = re.compile(r"(?:\[[^\]]*\]|_.)*[0#?,]*[0#?](?:\.[0#?]+)?(?: |_.|\\.)*%(?: |_.)*")
_AS_KEPT = Context(prec=MOST_DIGITS, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Code:
    """A format of digits and fixed texts: what stands at each place, `0` and `#` for digits."""

    parts: tuple[tuple[bool, str], ...]

    def shown(self, number: int) -> str:
        digits = list(str(number))
        written: list[str] = []
        open_places = sum(is_digit for is_digit, _text in self.parts)
        for is_digit, text in reversed(self.parts):
            if not is_digit:
                written.append(text)
                continue
            open_places -= 1
            if not open_places:
                written.append("".join(digits) or ("0" if text == "0" else ""))
            elif digits:
                written.append(digits.pop())
            elif text == "0":
                written.append("0")
        return "".join(reversed(written))


@lru_cache(maxsize=1024)
def code_format(text: str) -> Code | None:
    """None for a format of any other kind."""
    sections = _sections(text)
    if not sections:
        return None
    parts = []
    for token in _TOKEN.finditer(sections[0]):
        if token["other"]:
            return None
        if token["digit"]:
            parts.append((True, token["digit"]))
        elif literal := token["quoted"] or token["escaped"] or token["bare"]:
            parts.append((False, literal))
    return Code(tuple(parts)) if _shows_a_code(parts) else None


def _sections(text: str) -> list[str]:
    sections = _SECTIONS.findall(text[: LONGEST_FORMAT + 1])
    return sections if len(text) <= LONGEST_FORMAT and len(sections) <= MOST_SECTIONS else []


@lru_cache(maxsize=1024)
def unit_format(text: str) -> tuple[int, str] | None:
    """A thousand for each comma that shortens the number, and the unit that is written behind it."""
    sections = _sections(text)
    match = _WITH_UNIT.fullmatch(sections[0]) if sections else None
    if match is None:
        return None
    unit = re.sub(r'_.|["\\]', "", match["unit"]).strip()
    return (1000 ** len(match["thousands"]), unit) if unit and find(unit) else None


@lru_cache(maxsize=1024)
def is_percentage(text: str) -> bool:
    """What is typed as 40% is kept as 0.4."""
    sections = _sections(text)
    return bool(sections and _PERCENTAGE.fullmatch(sections[0]))


def as_percentage(number: float) -> str:
    return f"{canonical(_AS_KEPT.create_decimal(Decimal(repr(number)) * 100))}%"


def is_shown_otherwise(format: str) -> bool:
    return bool(code_format(format) or unit_format(format))


def meant(format: str, number: float) -> str | None:
    """What was typed into a cell of this format, where that is something else than the number."""
    return as_percentage(number) if is_percentage(format) else shown_otherwise(format, number)


def shown_otherwise(format: str, number: float) -> str | None:
    """None where the number stands for itself."""
    if shown := shown_as_code(format, number):
        return shown
    if number < 0 or not (parts := unit_format(format)):
        return None
    shortened, unit = parts
    return f"{canonical(Decimal(repr(number)) / shortened)} {unit}"


def _shows_a_code(parts: list[tuple[bool, str]]) -> bool:
    """With leading zeros, or with letters in front."""
    digits = [text for is_digit, text in parts if is_digit]
    first = next((place for place, (is_digit, _text) in enumerate(parts) if is_digit), 0)
    in_front = "".join(text for _is_digit, text in parts[:first])
    return digits.count("0") > 1 or bool(digits and any(map(str.isalnum, in_front)))


def shown_as_code(format: str, number: float) -> str | None:
    """None where the number stands for itself, as zero does that has a section of its own."""
    if number < 0 or (number == 0 and len(_sections(format)) > 2) or number != int(number) or number >= 10**MOST_DIGITS:
        return None
    code = code_format(format)
    return code.shown(int(number)) if code else None


def is_code(shown: str, number: float) -> bool:
    """Whether what is shown is this number as a code: the same digits, with zeros or letters in front."""
    digits = re.sub(r"\D", "", shown, flags=re.ASCII)
    if not digits or re.search(r"[.,%]", shown) or int(digits) != number:
        return False
    in_front = re.split(r"\d", shown, maxsplit=1)[0]
    return (digits[0] == "0" and len(digits) > 1) or any(map(str.isalnum, in_front))


def with_its_unit(shown: str, number: float) -> str | None:
    """The whole number and the unit, where what is shown is the number, rounded or in thousands, with a unit behind it."""
    match = _SHOWN_WITH_UNIT.fullmatch(shown.strip())
    unit = match["unit"].strip() if match else ""
    if match is None or not find(unit):
        return None
    places, value = Decimal(1).scaleb(-len(match["places"] or "")), Decimal(repr(number))
    for shortened in (1, 1000, 1_000_000):
        if (value / shortened).quantize(places, ROUND_HALF_UP) == Decimal(match["number"].replace(",", "")):
            return f"{canonical(value / shortened)} {unit}"
    return None
