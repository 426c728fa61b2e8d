"""Early in the window, well before the first reminder: a letter to those of whom nobody knows whether theirs arrived."""

from datetime import datetime

from django.db import transaction

from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.rounds import notices
from surveys.rounds.deadlines import Phase, phase
from surveys.rounds.letters.queries import is_acknowledged
from surveys.rounds.models import Assignment, Reminder, Round
from surveys.rounds.queries import due_with_the_round, rounds_taking_answers

STEP = "received"
"""What stands in the place of the fraction in the row of this step."""
PART = 24
"""Of the window: one hour of a day."""


def due_at(round: Round) -> datetime:
    assert round.issued_at is not None and round.deadline is not None
    return round.issued_at + (round.deadline - round.issued_at) / PART


def ask_to_acknowledge(*, at: datetime | None = None) -> int:
    """Once in each round, unless a reminder went before, which asks for more; returns how many letters were written."""
    at = at or database_now()
    running = rounds_taking_answers(at).filter(reminders=None)
    return sum(_ask(one, at) for one in running.select_related("survey__authority") if _is_due(one, at))


def _is_due(round: Round, at: datetime) -> bool:
    return phase(round, at) is Phase.OPEN and at >= due_at(round)


@transaction.atomic
def _ask(round: Round, at: datetime) -> int:
    assert round.deadline is not None  # an issued round has one
    step, is_ours = Reminder.objects.get_or_create(
        round=round,
        deadline=round.deadline,
        opened_at=round.issued_at,
        fraction=STEP,
        defaults={"sent_at": at, "notices": 0},
    )
    if not is_ours:
        return 0
    step.notices = notices.announce_unacknowledged(round, _silent(round), at)
    step.save(update_fields=["notices"])
    if step.notices:
        record("asked_to_acknowledge", by=None, about=round, at=at, details={"notices": step.notices})
    return step.notices


def _silent(round: Round) -> list[Assignment]:
    """Of those that have the deadline of the round."""
    waiting = due_with_the_round(round).exclude(is_acknowledged())
    return list(waiting.select_related("organisation", "facility"))
