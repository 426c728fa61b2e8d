"""Reminders that could not be sent in time, because the mail server was out of reach: those that are no longer true go out no more."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.models import Notice
from surveys.rounds.announcing import parts_of_reminder_key, stamp_of
from surveys.rounds.deadlines import accepts_answers, is_late
from surveys.rounds.models import Round
from surveys.rounds.queries import deadline_of, still_to_submit

REMINDERS = Notice.objects.filter(kind=Notice.Kind.REMINDER)


def withdraw_overtaken_reminders(*, at: datetime | None = None) -> int:
    """Take back what waits for those who have submitted, whose deadline has moved or passed, or whom a later step reminds.

    Called right before letters are sent; returns how many were taken back.
    """
    at = at or database_now()
    unsent = REMINDERS.filter(state=Notice.State.QUEUED).order_by().values("round")
    return sum(_withdraw(round, at) for round in Round.objects.filter(pk__in=unsent))


@transaction.atomic
def _withdraw(round: Round, at: datetime) -> int:
    withdrawn = outbox.withdraw(list(_overtaken(round, at)))
    if withdrawn:
        record("withdrew_reminders", by=None, about=round, at=at, round_id=round.pk, details={"notices": withdrawn})
    return withdrawn


def _overtaken(round: Round, at: datetime) -> Iterator[Any]:
    waiting = _waiting(round, at)
    reminded = set()
    newest_first = REMINDERS.filter(round=round).order_by("-created_at")
    for pk, key, organisation, state in newest_first.values_list("pk", "key", "organisation", "state"):
        deadline, contact = parts_of_reminder_key(key)
        is_over = (organisation, deadline) not in waiting or (deadline, contact) in reminded
        if is_over and state == Notice.State.QUEUED:
            yield pk
        reminded.add((deadline, contact))


def _waiting(round: Round, at: datetime) -> set[tuple[Any, str]]:
    """Organisation and deadline of those who may still answer in time."""
    units = [(unit.organisation_id, deadline_of(unit)) for unit in still_to_submit(round)]
    in_time = [(o, due) for o, due in units if accepts_answers(round, due, at) and not is_late(at, due)]
    return {(organisation, stamp_of(due)) for organisation, due in in_time}
