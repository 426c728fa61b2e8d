"""The period a return is about, beside that of its round. Pure.

A year is 360 to 366 days, as edit check E16 has it; any other period is of exactly as many days as the round's. A return
of another length, or with less than half of its days in the round's period, is about another period. What becomes of it
is said by its questionnaire, see OTHER_PERIODS.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from surveys.lib.numbers import round_half_up

YEAR = range(360, 367)
SCALED_PLACES = 4


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def days_within(self, other: "Period") -> int:
        return max((min(self.last, other.last) - max(self.first, other.first)).days + 1, 0)

    def is_about(self, usual: "Period") -> bool:
        is_as_long = self.days == usual.days or {self.days, usual.days} <= set(YEAR)
        return is_as_long and 2 * self.days_within(usual) >= self.days

    def scaled_to(self, usual: "Period", kwh: Decimal) -> Decimal:
        """What it would be at the usual length if every day were alike."""
        return round_half_up(kwh * usual.days / self.days, SCALED_PLACES)

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


def period(first: object, last: object) -> Period | None:
    """None where it is not stated whole, or ends before it begins."""
    if not (isinstance(first, date) and isinstance(last, date)) or last < first:
        return None
    return Period(first, last)


@dataclass(frozen=True)
class OtherPeriod:
    """That a return is about another period than its round, and what its questionnaire wants done."""

    own: Period
    usual: Period
    treatment: str

    @property
    def is_apart(self) -> bool:
        return self.treatment == "apart"

    @property
    def is_annualised(self) -> bool:
        return self.treatment == "annualise"

    def scaled(self, kwh: Decimal | None) -> Decimal | None:
        return None if kwh is None else self.own.scaled_to(self.usual, kwh)


def other_period(own: Period | None, usual: Period | None, treatment: str) -> OtherPeriod | None:
    if own is None or usual is None or own.is_about(usual):
        return None
    return OtherPeriod(own, usual, treatment)
