"""Reading the numbers people type, rounding and showing them. Decimal throughout, never float."""

import re
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Context, Decimal

from surveys.lib.cleaning import without_invisible
from surveys.lib.unreadable import Unreadable

MOST_DIGITS = 40
# Longer than any number with its unit; keeps a pasted page away from the patterns below.
_MOST_CHARACTERS = 200
# Wide enough for every number that can be read, so that rounding never fails.
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)

# Full-width forms (！ to ～) lie at a fixed distance from ASCII. NFKC would do too much here: it turns "10²" into 102.
PLAIN_FORMS: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
PLAIN_FORMS |= {ord(space): " " for space in "\u3000\u00a0\u1680\u202f\u205f\t\r\n"}
PLAIN_FORMS |= dict.fromkeys(range(0x2000, 0x200B), " ")
PLAIN_FORMS |= {ord("−"): "-", ord("。"): ".", ord("｡"): "."}
# Programs that set text put these in the place of a hyphen.
_DASHES: dict[int, int | str] = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u02d7\u207b\u208b\u2043\u2796\ufe58\ufe63"), "-"
)

# By an apostrophe in front spreadsheets know a text, and some write it out with it.
_TEXT_MARK = re.compile(r"^\s*['’‘](?=\w|[+-])")
# No group of thousands begins with 0: whoever writes 0,500 means half of something.
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+"
_LEADING_ZERO = re.compile(r"[+-]?0\d*[, ]\d{1,3}(?:(?![,. ]\d)\D.*)?", re.ASCII)
_NUMBER = re.compile(rf"([+-]?) ?((?:{_GROUPED})?(?:\.\d*)?)(?![\d.])(.*)", re.ASCII)
_LOOSE_NUMBER = r"[+-]?[\d.,]*\d[\d.,]*"
_RANGE = re.compile(
    rf"{_LOOSE_NUMBER}[^\d+]{{0,8}}?\s*(?:-|~|～|—|–|…|\.\.|至|到|\bto\b)+\s*{_LOOSE_NUMBER}.*", re.ASCII
)
_ABOUT = re.compile(
    r"(?:约|大约|大概|近|超|不足|不到|低于|高于|少于|多于|about|approx|ca\.|circa|[~≈<>≤≥]).*|.*(?:左右|上下|以上|以下|余)$",
    re.I,
)
_SCIENTIFIC = re.compile(rf"{_LOOSE_NUMBER}\s*(?:e\s*[+-]?\s*\d+|[x×*]\s*10\s*\^?.*)", re.I | re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(?:s?nan|inf(?:inity)?|∞|无穷大?)", re.I)
_MAGNITUDE = re.compile(r"[百千万萬亿億][\d百千万萬亿億]*|k|w|m|b|mio|million|thousand", re.I | re.ASCII)
_DIGITS = "0123456789"


def in_plain_width(typed: str) -> str:
    """A code as it is meant: half-width, with ordinary hyphens, and nothing that cannot be seen."""
    return _TEXT_MARK.sub("", without_invisible(typed).translate(PLAIN_FORMS | _DASHES))


def in_plain_forms(typed: str) -> str:
    """Figures and dates as they are meant: half-width, ordinary blanks and hyphens, and nothing that cannot be seen."""
    return _TEXT_MARK.sub("", without_invisible(typed).translate(PLAIN_FORMS | _DASHES))


def read_number(typed: str, *, decimals: int | None = None) -> Decimal | None:
    """The number somebody typed, None when nothing was; raises Unreadable, also for a unit behind the number."""
    number, unit = read_quantity(typed, decimals=decimals)
    if unit:
        raise Unreadable("no_unit", unit=unit)
    return number


def read_quantity(
    typed: str, *, decimals: int | None = None, units: Collection[str] = ()
) -> tuple[Decimal | None, str]:
    """The number and the unit typed behind it: "1,200.5 万千瓦时" gives (1200.5, "万千瓦时").

    decimals is the most decimal places allowed, 0 asks for a whole number, None allows any. units are those asked for:
    where W is among them, "3250 W" is watts and no short form of 万. Raises Unreadable.
    """
    text = re.sub(" +", " ", in_plain_forms(typed)).strip()
    if not text:
        return None, ""
    if len(text) > _MOST_CHARACTERS:
        raise Unreadable("too_long", limit=MOST_DIGITS)
    _refuse_what_is_no_single_number(text, typed)
    number, tail = _split(text, typed)
    if _MAGNITUDE.fullmatch(tail) and tail not in units:
        raise Unreadable("magnitude", typed=typed, tail=tail, number=text.removesuffix(tail).strip())
    _refuse_too_many_places(number, decimals, typed)
    return number or Decimal(0), tail


def _refuse_what_is_no_single_number(text: str, typed: str) -> None:
    if _NOT_FINITE.fullmatch(text):
        raise Unreadable("not_finite", typed=typed)
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable("scientific", typed=typed)
    if _LEADING_ZERO.fullmatch(text):
        raise Unreadable("leading_zero", typed=typed, decimal=_with_a_point(text))
    if any(character.isdigit() for character in text):
        if _ABOUT.fullmatch(text):
            raise Unreadable("approximate", typed=typed)
        if _RANGE.fullmatch(text):
            raise Unreadable("range", typed=typed)


def _with_a_point(text: str) -> str:
    return re.sub("[, ]", ".", text, count=1)


def _split(text: str, typed: str) -> tuple[Decimal, str]:
    match = _NUMBER.fullmatch(text)
    if match is None or not any(character in _DIGITS for character in match[2]):
        looks_grouped = re.match(r"[+-]?[\d.,]*\d", text, re.ASCII)
        raise Unreadable("separators" if looks_grouped else "not_a_number", typed=typed)
    sign, digits, tail = match[1], re.sub("[, ]", "", match[2]), match[3].strip()
    if tail[:1] in {",", ".", "'", *_DIGITS}:
        raise Unreadable("separators", typed=typed)
    if tail and not tail[0].isalpha() and tail[0] not in "%°‰℃$¢":
        raise Unreadable("not_a_number", typed=typed)
    if sum(character in _DIGITS for character in digits) > MOST_DIGITS:
        raise Unreadable("too_long", limit=MOST_DIGITS)
    return Decimal(sign + digits), tail


def _refuse_too_many_places(number: Decimal, decimals: int | None, typed: str) -> None:
    """Zeros at the end do not count: 1.50 is as exact as 1.5."""
    if decimals is None or places_of(number) <= decimals:
        return
    if decimals == 0:
        raise Unreadable("whole_number", typed=typed)
    raise Unreadable("decimals", typed=typed, limit=decimals)


def places_of(number: Decimal) -> int:
    """How many decimal places a number needs: 1.50 needs 1, 1200 needs 0."""
    _, _, fraction = canonical(number).partition(".")
    return len(fraction)


def canonical(number: Decimal) -> str:
    """The one way a number is written for storing and hashing: no exponent, no superfluous zero, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Commercial rounding as a spreadsheet does it: halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def show_number(value: Decimal, places: int | None = None) -> str:
    """For people: thousands separated by commas; places None shows the number exactly, without superfluous zeros."""
    exact = canonical(value) if places is None else format(round_half_up(value, places), "f")
    return format(Decimal(exact), ",f")
