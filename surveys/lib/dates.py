"""Reading the dates, months, years and periods people type."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from surveys.lib.numbers import in_plain_forms
from surveys.lib.unreadable import Unreadable

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d{2}))(\d{1,2})[日号]?", re.ASCII)
_MIDNIGHT = re.compile(r"(?:T|\s+)0?0:00(?::00(?:\.0+)?)?\s*$", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:月份?)?|(\d{2}))", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_ONE_MONTH = r"\d{4}(?:[-/.年]\d{1,2}(?:月份?)?|\d{2})"
# 2020-04/2021-03, 2020年4月至2021年3月, and of one year 2020年4月至12月.
_FROM_TO = re.compile(rf"({_ONE_MONTH})(?:至|到|to|[-–—~～/]+)({_ONE_MONTH}|\d{{1,2}}月份?)", re.ASCII | re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, order=True, slots=True)
class Month:
    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)


@dataclass(frozen=True, slots=True)
class MonthRange:
    """Both months belong to it."""

    SEPARATOR: ClassVar[str] = "/"

    first: Month
    last: Month

    def __str__(self) -> str:
        return f"{self.first}{self.SEPARATOR}{self.last}"


def read_date(typed: str) -> date | None:
    """2021-04-28, 2021/4/28, 2021.4.28, 2021年4月28日 or 20210428; None for nothing; raises Unreadable.

    A spreadsheet writes a day as its midnight, 2021-04-28 00:00:00; a day with any other time is none.
    """
    text = _without_spaces(_MIDNIGHT.sub("", in_plain_forms(typed)))
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is None or (match[6] and len(match[7]) != 2):
        raise Unreadable("date", typed=typed)
    month = next(found for found in match.groups()[1:6] if found)
    try:
        return date(int(match[1]), int(month), int(match[7]))
    except ValueError:
        raise Unreadable("no_such_date", typed=typed) from None


def read_month(typed: str) -> Month | None:
    """2021-04, 2021/4, 2021.4, 2021年4月 or 202104; None for nothing; raises Unreadable."""
    text = _without_spaces(typed)
    if not text:
        return None
    try:
        return _month(text)
    except ValueError:
        raise Unreadable("month", typed=typed) from None


def may_be_year(number: Decimal) -> bool:
    """A bare whole number such as 2015, which nobody writes 2,015."""
    return number == number.to_integral_value() and FIRST_YEAR <= number <= LAST_YEAR


def read_year(typed: str) -> int | None:
    """2021 or 2021年; None for nothing; raises Unreadable."""
    text = _without_spaces(typed)
    if not text:
        return None
    match = _YEAR.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise Unreadable("year", typed=typed)
    return int(match[1])


def read_month_range(typed: str) -> MonthRange | None:
    """2020-04/2021-03, 2020年4月至2021年3月, 2020-04 – 2021-03, 2020年4月至12月; None for nothing; raises Unreadable."""
    text = _without_spaces(typed)
    if not text:
        return None
    match = _FROM_TO.fullmatch(text)
    if match is None:
        raise Unreadable("month_range", typed=typed)
    try:
        first = _month(match[1])
        last = _month(match[2] if match[2][:4].isdigit() else f"{first.year}年{match[2]}")
    except ValueError:
        raise Unreadable("month_range", typed=typed) from None
    if last < first:
        raise Unreadable("month_range_backwards", typed=typed)
    return MonthRange(first, last)


def _month(text: str) -> Month:
    match = _MONTH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Month(int(match[1]), int(match[2] or match[3]))


def _without_spaces(typed: str) -> str:
    return re.sub(r"\s", "", in_plain_forms(typed))
