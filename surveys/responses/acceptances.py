"""Acceptances are told once a day: a person gets one letter, however many of the organisation's returns were accepted.

What is still to be told is a row, which whatever overtakes the acceptance takes away, and which goes with the letter in
one transaction. So a return is told once, whichever sweeps run, and never as accepted after it was sent back.
"""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from surveys.lib.clock import database_now
from surveys.responses import notices
from surveys.responses.models import Decision, Response, UntoldAcceptance

HOUR = time(18)
ORGANISATION = "decision__revision__response__assignment__organisation"
ROUND = "decision__revision__response__assignment__round"
AUTHORITY = f"{ROUND}__survey__authority"


def told_at(accepted_at: datetime, zone: str) -> datetime:
    """The next time that it is six in the evening there."""
    local = accepted_at.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < HOUR else local.date() + timedelta(days=1)
    return datetime.combine(day, HOUR, ZoneInfo(zone))


def tell_later(decision: Decision) -> None:
    zone = decision.revision.response.assignment.round.time_zone
    UntoldAcceptance.objects.create(decision=decision, due_at=told_at(decision.decided_at, zone))


def overtake(response: Response) -> None:
    """A later conclusion is the one to be told. Waits for a letter that is just being written."""
    UntoldAcceptance.objects.filter(decision__revision__response=response).delete()


def tell_acceptances(*, at: datetime | None = None) -> int:
    """Write the letters that are due; returns how many."""
    at = at or database_now()
    due = UntoldAcceptance.objects.filter(due_at__lte=at).order_by()
    whom = list(due.values_list(ORGANISATION, AUTHORITY).distinct())
    return sum(_tell(organisation, authority, at) for organisation, authority in whom)


@transaction.atomic
def _tell(organisation: UUID, authority: UUID, at: datetime) -> int:
    """What another sweep is telling, or what is being sent back right now, is left to them."""
    due = UntoldAcceptance.objects.filter(due_at__lte=at, **{ORGANISATION: organisation, AUTHORITY: authority})
    locked = due.select_for_update(of=("self",), skip_locked=True)
    related = (ORGANISATION, AUTHORITY, "decision__revision__response__assignment__facility")
    rows = list(locked.select_related(*related).order_by(f"{ROUND}__issued_at", "decision__decided_at", "pk"))
    UntoldAcceptance.objects.filter(pk__in=[row.pk for row in rows]).delete()
    counted = [row.decision for row in rows if _counts(row.decision)]
    return notices.announce_acceptances(counted, at) if counted else 0


def _counts(decision: Decision) -> bool:
    """Whether the unit is still asked: those who are no longer were told that."""
    assignment = decision.revision.response.assignment
    return not assignment.ineligible_because and assignment.round.withdrawn_at is None
