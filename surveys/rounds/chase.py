"""The chase plan: when those who have not answered are reminded, as fractions of their window. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True)
class Step:
    fraction: str
    due_at: datetime


class BadFraction(ValueError):
    """A reminder's place in the window is a number above 0 and below 1, such as 0.5."""


def steps(opened_at: datetime, deadline: datetime, fractions: Iterable[str]) -> list[Step]:
    """A 24-hour window with 0.5, 0.75 and 0.9 gets reminders after 12, 18 and 21.6 hours."""
    window = deadline - opened_at
    seconds = [(fraction, int(Decimal(window.total_seconds()) * as_fraction(fraction))) for fraction in fractions]
    return [Step(fraction, opened_at + type(window)(seconds=after)) for fraction, after in seconds]


def as_fraction(text: str) -> Decimal:
    try:
        fraction = Decimal(text)
    except InvalidOperation as error:
        raise BadFraction(text) from error
    if not (fraction.is_finite() and 0 < fraction < 1):
        raise BadFraction(text)
    return fraction


def due_now(plan: Iterable[Step], at: datetime, done: Iterable[str]) -> Step | None:
    """The latest step that is due and not done. Steps missed by an idle machine are not sent in a bunch."""
    finished = set(done)
    past = [step for step in plan if step.due_at <= at]
    latest = max(past, key=lambda step: step.due_at, default=None)
    return latest if latest and latest.fraction not in finished else None
