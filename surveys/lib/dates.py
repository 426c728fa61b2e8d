"""Reading the dates and months people type."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from surveys.lib.numbers import PLAIN_FORMS
from surveys.lib.unreadable import Unreadable

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d{2}))(\d{1,2})日?", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))", re.ASCII)


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


def read_date(typed: str) -> date | None:
    """2021-04-28, 2021/4/28, 2021.4.28, 2021年4月28日 or 20210428; None for nothing; raises Unreadable."""
    text = _without_spaces(typed)
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
    match = _MONTH.fullmatch(text)
    if match is None:
        raise Unreadable("month", typed=typed)
    try:
        return Month(int(match[1]), int(match[2] or match[3]))
    except ValueError:
        raise Unreadable("month", typed=typed) from None


def _without_spaces(typed: str) -> str:
    return re.sub(r"\s", "", typed.translate(PLAIN_FORMS))
