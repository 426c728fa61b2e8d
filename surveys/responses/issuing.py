"""The issue of a round: everybody of its audience gets an assignment, and with it a response that waits to be filled in."""

from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.responses.models import Response
from surveys.rounds.actions import issue_assignments
from surveys.rounds.models import Round


@transaction.atomic
def issue(*, by: User, round: Round, at: datetime | None = None) -> Round:
    """Raises AlreadyIssued, NotReady."""
    issued = issue_assignments(by=by, round=round, at=at)
    assignments = issued.assignments.order_by().values_list("pk", flat=True)
    Response.objects.bulk_create([Response(assignment_id=pk) for pk in assignments], batch_size=500)
    return issued
