"""The issue of a round: everybody of its audience gets an assignment, and with it a response that waits to be filled in. So does who is added later."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.registry.models import Facility
from surveys.responses.models import Response
from surveys.rounds.actions import issue_assignments
from surveys.rounds.course import add_assignments
from surveys.rounds.models import Assignment, Round


@transaction.atomic
def issue(*, by: User, round: Round, at: datetime | None = None) -> Round:
    """Raises AlreadyIssued, NotReady."""
    issued = issue_assignments(by=by, round=round, at=at)
    _await_answers(issued.assignments.order_by())
    return issued


@transaction.atomic
def add(
    *,
    by: User,
    round: Round,
    facilities: Iterable[Facility],
    deadline: datetime | None = None,
    at: datetime | None = None,
) -> list[Assignment]:
    """More units for a round that was issued. Raises NotOpen, NotLater."""
    added = add_assignments(by=by, round=round, facilities=facilities, deadline=deadline, at=at)
    _await_answers(added)
    return added


def _await_answers(assignments: Iterable[Assignment]) -> None:
    Response.objects.bulk_create([Response(assignment_id=one.pk) for one in assignments], batch_size=500)
