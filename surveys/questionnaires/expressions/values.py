"""What an expression can be worth, and how one sort of value becomes another.

None is a blank answer. UNKNOWN is the result of arithmetic on a blank, of ordering against one, of dividing by zero or
of anything that has no finite answer: neither true nor false.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import Enum

from surveys.lib.dates import Month
from surveys.lib.numbers import canonical
from surveys.lib.times import END_OF_DAY

# Nothing is trapped, so nothing raises: overflow and nonsense come back as Infinity and NaN, which are UNKNOWN here.
ARITHMETIC = Context(prec=50, rounding=ROUND_HALF_UP, Emax=99, Emin=-99, traps=[])
LONGEST_TEXT = 10_000
_EPOCH = date(1970, 1, 1)
_FIRST_MOMENT = datetime.combine(_EPOCH, time())
_MICROSECONDS_A_DAY = Decimal(86_400_000_000)
_TIME = r"\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?"
_CLOCK = re.compile(_TIME, re.ASCII)
_MOMENT = re.compile(rf"\d{{4}}-\d\d-\d\d(?:T{_TIME})?", re.ASCII)


class Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class Column(tuple["Value", ...]):
    """The cells of a column seen from outside its table; XPath's node-set."""


# A table is a tuple of rows, the answer to "choices" a tuple of names.
Simple = Decimal | str | bool | date | datetime | Month | None
Row = Mapping[str, "Value"]
Value = Simple | Unknown | tuple[Simple, ...] | tuple[Row, ...] | Column


def known(number: Decimal) -> Decimal | Unknown:
    return number if number.is_finite() else UNKNOWN


def to_number(value: Value) -> Decimal | Unknown:
    """Days since 1970 for dates, also for written ones; 1 and 0 for true and false; UNKNOWN for whatever is no number."""
    match value:
        case bool():
            return Decimal(int(value))
        case Decimal():
            return value
        case str():
            return _number_in(value)
        case datetime():
            return _in_days(value.replace(tzinfo=None) - _FIRST_MOMENT - (value.utcoffset() or timedelta()))
        case date():
            return Decimal((value - _EPOCH).days)
        case _:
            return UNKNOWN


def _number_in(text: str) -> Decimal | Unknown:
    """Only what XPath calls a number, no exponent, no separators, no NaN; and dates, which ODK takes for their days."""
    text = text.strip()
    if _MOMENT.fullmatch(text):
        return to_number(written_day_or_moment(text))
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        return UNKNOWN
    return known(ARITHMETIC.create_decimal(text))


def _in_days(span: timedelta) -> Decimal:
    return ARITHMETIC.divide(Decimal(span // timedelta(microseconds=1)), _MICROSECONDS_A_DAY)


def days_between(later: date, earlier: date) -> Decimal:
    """Whole days where one of them is a date; parts of days between two moments, the unzoned one being in the other's zone."""
    if isinstance(later, datetime) and isinstance(earlier, datetime):
        one, other = in_one_zone(later, earlier)
        return _in_days(one - other)
    return Decimal((_day(later) - _day(earlier)).days)


def in_one_zone(one: datetime, other: datetime) -> tuple[datetime, datetime]:
    return (
        one if one.tzinfo else one.replace(tzinfo=other.tzinfo),
        other if other.tzinfo else other.replace(tzinfo=one.tzinfo),
    )


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
            found = written_day_or_moment(value)
            return found if isinstance(found, Unknown) else _day(found)
        case Decimal():
            return days_after(_EPOCH, value)
        case _:
            return UNKNOWN


def to_moment(value: Value) -> datetime | Unknown:
    """A date is the midnight it begins with; the number 0.5 is noon on the first of January 1970."""
    match value:
        case datetime():
            return value
        case date():
            return datetime.combine(value, time())
        case Month():
            return to_moment(date(value.year, value.month, 1))
        case str():
            return to_moment(written_day_or_moment(value))
        case Decimal():
            return moment_after(_FIRST_MOMENT, value)
        case _:
            return UNKNOWN


def written_day_or_moment(text: str) -> date | Unknown:
    """What ODK writes, 2021-04-28 or 2021-04-28T12:00:00.000+08:00; seconds and offset may be missing."""
    if not _MOMENT.fullmatch(text):
        return UNKNOWN
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return UNKNOWN


def dated(value: Value) -> Value:
    """A text that is a date, as one."""
    found = written_day_or_moment(value) if isinstance(value, str) else UNKNOWN
    return value if isinstance(found, Unknown) else found


def to_clock(value: Value) -> time | Unknown:
    """The time of a day, as it is written; the end of the day is later than any other."""
    if value == END_OF_DAY:
        return time.max
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        return UNKNOWN
    try:
        return time.fromisoformat(value)
    except ValueError:
        return UNKNOWN


def days_after(day: date, days: Decimal) -> date | Unknown:
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return UNKNOWN


def moment_after(moment: datetime, days: Decimal) -> datetime | Unknown:
    microseconds = ARITHMETIC.multiply(days, _MICROSECONDS_A_DAY)
    try:
        return moment + timedelta(microseconds=int(microseconds.to_integral_value(ROUND_HALF_EVEN)))
    except OverflowError:
        return UNKNOWN


def to_items(value: Value) -> tuple[Value, ...]:
    """The values a list function works on; blanks are skipped."""
    items: list[Value] = [*value] if isinstance(value, tuple) else [value]
    return tuple(item for item in items if item not in (None, "", UNKNOWN))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
