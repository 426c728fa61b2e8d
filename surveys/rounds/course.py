"""How else a round goes: a draft is deleted; after its issue units are added, or the whole of it is withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from surveys.accounts.models import User
from surveys.audit.actions import moment, record
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.models import Notice
from surveys.registry.models import Facility
from surveys.rounds import notices
from surveys.rounds.actions import AlreadyIssued, NotLater, NotOpen, assign, locked_round
from surveys.rounds.deadlines import RUNNING, Phase, phase
from surveys.rounds.models import Assignment, Extension, Round
from surveys.rounds.queries import deadline_of, for_letters


@transaction.atomic
def delete_draft(*, by: User, round: Round, at: datetime | None = None) -> None:
    """Nobody but the bureau has seen it. Raises AlreadyIssued."""
    locked = locked_round(round)
    if locked.issued_at is not None:
        raise AlreadyIssued
    record("deleted_round", by=by, about=locked, at=at or database_now(), details={"code": locked.code})
    locked.delete()


@transaction.atomic
def withdraw(*, by: User, round: Round, reason: str, at: datetime | None = None) -> Round:
    """It should not have gone out: nothing is asked any more, and everybody is told. Raises NotOpen."""
    locked = locked_round(round)
    at = at or database_now()
    if phase(locked, at) not in RUNNING:
        raise NotOpen
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawal_reason = at, by, reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    unsent = Notice.objects.filter(round=locked, state=Notice.State.QUEUED)
    stopped = outbox.withdraw(list(unsent.order_by().values_list("pk", flat=True)))
    asked = locked.assignments.filter(ineligible_because="").select_related("organisation", "facility")
    notices.announce_withdrawal(locked, list(asked), at)
    record("withdrew_round", by=by, about=locked, at=at, details={"reason": reason, "notices": stopped})
    return locked


@transaction.atomic
def add_assignments(
    *,
    by: User,
    round: Round,
    facilities: Iterable[Facility],
    deadline: datetime | None = None,
    at: datetime | None = None,
) -> list[Assignment]:
    """More units for a round that was issued, and their letters: all of it but the responses, which responses.issuing adds.
    Those that are in the round stay as they are. After its deadline they need one of their own. Raises NotOpen, NotLater.
    """
    locked = locked_round(round)
    at = at or database_now()
    now = phase(locked, at)
    if now in (Phase.DRAFT, Phase.WITHDRAWN) or locked.deadline is None:
        raise NotOpen
    least = locked.deadline if now is Phase.OPEN else None
    if (deadline or least) is None or (deadline is not None and deadline <= max(at, least or at)):
        raise NotLater
    made = assign(locked, facilities, at)
    if deadline is not None and (deadline > locked.deadline or now is Phase.CLOSED):
        _give_time(made, deadline, by, at)
    added = for_letters(Assignment.objects.filter(pk__in=[one.pk for one in made]))
    for assignment in added:
        details = {"deadline": moment(deadline_of(assignment), locked.time_zone)}
        record("added_assignment", by=by, about=assignment, at=at, details=details)
    notices.announce_addition(locked, added, by, at)
    return added


def _give_time(made: Iterable[Assignment], deadline: datetime, by: User, at: datetime) -> None:
    reason = _("Added to the round after its issue")
    rows = [Extension(assignment=one, deadline=deadline, reason=reason, granted_at=at, granted_by=by) for one in made]
    Extension.objects.bulk_create(rows, batch_size=500)
