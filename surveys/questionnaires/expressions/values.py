"""What an expression can be worth, and how one sort of value becomes another.

None is a blank answer. UNKNOWN is the result of arithmetic on a blank, of ordering against one, of dividing by zero or
of anything that has no finite answer: neither true nor false.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum

from surveys.lib.dates import Month
from surveys.lib.numbers import canonical

# Nothing is trapped, so nothing raises: overflow and nonsense come back as Infinity and NaN, which are UNKNOWN here.
ARITHMETIC = Context(prec=50, rounding=ROUND_HALF_UP, Emax=99, Emin=-99, traps=[])
LONGEST_TEXT = 10_000
_EPOCH = date(1970, 1, 1)


class Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN

# A table is a tuple of rows, a column seen from outside its table and the answer to "choices" are tuples of values.
Simple = Decimal | str | bool | date | datetime | Month | None
Row = Mapping[str, "Value"]
Value = Simple | Unknown | tuple[Simple, ...] | tuple[Row, ...]


def known(number: Decimal) -> Decimal | Unknown:
    return number if number.is_finite() else UNKNOWN


def to_number(value: Value) -> Decimal | Unknown:
    """Days since 1970 for dates, 1 and 0 for true and false, UNKNOWN for whatever is no number."""
    match value:
        case bool():
            return Decimal(int(value))
        case Decimal():
            return value
        case str():
            return _number_in(value)
        case date():
            return Decimal((_day(value) - _EPOCH).days)
        case _:
            return UNKNOWN


def _number_in(text: str) -> Decimal | Unknown:
    """Only what XPath calls a number: no exponent, no separators, no NaN."""
    digits = text.strip().removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return UNKNOWN
    return known(ARITHMETIC.create_decimal(text.strip()))


def to_text(value: Value) -> str | Unknown:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return canonical(value)
        case datetime():
            return value.isoformat()
        case date() | Month():
            return str(value)
        case tuple():
            return " ".join(str(to_text(item)) for item in value if not isinstance(item, Mapping))
        case _:
            return value


def to_truth(value: Value) -> bool | Unknown:
    """A blank is no truth at all; otherwise as in XPath: zero and empty text are false."""
    match value:
        case None | Unknown():
            return UNKNOWN
        case bool():
            return value
        case Decimal():
            return value != 0
        case _:
            return bool(value)


def to_date(value: Value) -> date | Unknown:
    match value:
        case date():
            return _day(value)
        case Month():
            return date(value.year, value.month, 1)
        case str():
            return _date_in(value)
        case Decimal():
            return days_after(_EPOCH, value)
        case _:
            return UNKNOWN


def _date_in(text: str) -> date | Unknown:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return UNKNOWN


def days_after(day: date, days: Decimal) -> date | Unknown:
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return UNKNOWN


def to_items(value: Value) -> tuple[Simple | Row, ...]:
    """The values a list function works on; blanks are skipped."""
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if item is not None and not isinstance(item, Unknown))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
