"""When a response is on time, late or refused: pure functions of the moment, no database, no clock.

The deadline is inclusive to the second: with 12:00:00, a submission at 12:00:00.9 is on time and one at 12:00:01 late.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from typing import Protocol
from zoneinfo import ZoneInfo


class Phase(StrEnum):
    DRAFT = auto()
    OPEN = auto()
    OVERDUE = auto()
    CLOSED = auto()
    WITHDRAWN = auto()


RUNNING = (Phase.OPEN, Phase.OVERDUE)


class HasDates(Protocol):
    @property
    def issued_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def deadline(self) -> datetime | None: ...


def in_force(deadline: datetime, extensions: Iterable[datetime] = ()) -> datetime:
    """The latest of the round's deadline and the extensions granted; an extension never shortens the time."""
    return max(deadline, *extensions, deadline)


def is_late(at: datetime, deadline: datetime) -> bool:
    return at.replace(microsecond=0) > deadline


def time_left(at: datetime, deadline: datetime) -> timedelta:
    """Negative once the deadline has passed."""
    return deadline - at


def phase(round: HasDates, at: datetime) -> Phase:
    if round.issued_at is None or round.deadline is None:
        return Phase.DRAFT
    if round.withdrawn_at is not None and at >= round.withdrawn_at:
        return Phase.WITHDRAWN
    if round.closed_at is not None and at >= round.closed_at:
        return Phase.CLOSED
    return Phase.OVERDUE if is_late(at, round.deadline) else Phase.OPEN


def accepts_answers(round: HasDates, deadline: datetime, at: datetime) -> bool:
    """Whether an assignment due at `deadline` may still submit: late is marked, never refused, while the round is open;
    and a valid extension outlives the closing, also one that was granted after it."""
    match phase(round, at):
        case Phase.DRAFT | Phase.WITHDRAWN:
            return False
        case Phase.CLOSED:
            return deadline > _end_of(round) and not is_late(at, deadline)
        case _:
            return True


def _end_of(round: HasDates) -> datetime:
    """Until when a closed round took answers from everybody in time: it may have been closed before its deadline."""
    assert round.deadline is not None and round.closed_at is not None
    return min(round.deadline, round.closed_at)


class ImpossibleLocalTime(ValueError):
    """On this day the clock in this zone jumps over that time, or shows it twice; choose another time."""


def from_local(day: date, clock: time, zone: str) -> datetime:
    """The moment a wall clock in `zone` shows this; raises ImpossibleLocalTime where it does not, or does so twice."""
    tz = ZoneInfo(zone)
    local = datetime.combine(day, clock, tzinfo=tz)
    first, second = local.replace(fold=0), local.replace(fold=1)
    if first.utcoffset() != second.utcoffset():
        raise ImpossibleLocalTime(f"{day} {clock} {zone}")
    return first.astimezone(ZoneInfo("UTC"))
