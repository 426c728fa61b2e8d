"""What an organisation asked of the bureau for a unit, and what it may ask for now."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from surveys.models import Assignment, Request
from surveys.responses.dialogue.queries import kind_to_ask_for, told, waiting


def requests_on(assignment: Assignment, at: datetime) -> dict[str, object]:
    """Those of the organisation that answers for it now."""
    found = told(Request.objects.filter(assignment=assignment, organisation=assignment.organisation_id))
    is_asked = any(one.is_waiting for one in found)
    return {"requests": found, "may_ask": None if is_asked else kind_to_ask_for(assignment.response, at)}


def asking(assignments: Iterable[Assignment]) -> dict[UUID, Request]:
    """Assignment id → the request that waits for an answer; one query for all."""
    open_ones = waiting(Request.objects.filter(assignment__in=[one.pk for one in assignments]))
    return {one.assignment_id: one for one in open_ones}
