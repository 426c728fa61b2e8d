"""What an organisation asked of the bureau for a unit and may ask for now, and how many messages there are."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from surveys.accounts.access import has_part_only
from surveys.models import Assignment, Request, User
from surveys.responses.dialogue.queries import kind_to_ask_for, told, waiting
from surveys.responses.dialogue.threads import thread_of, unread_by


def dialogue_on(assignment: Assignment, user: User, at: datetime) -> dict[str, object]:
    """Of the organisation that answers for it now: its requests, how many messages there are and how many this person has
    not read."""
    thread = thread_of(assignment)
    unread = unread_by(user, thread, from_bureau=True)
    may_ask = {"may_ask": None} if has_part_only(user, assignment.organisation_id) else {}
    return _requests_on(assignment, at) | may_ask | {"messages_in_all": thread.count(), "unread_here": unread.count()}


def _requests_on(assignment: Assignment, at: datetime) -> dict[str, object]:
    found = told(Request.objects.filter(assignment=assignment, organisation=assignment.organisation_id))
    is_asked = any(one.is_waiting for one in found)
    return {"requests": found, "may_ask": None if is_asked else kind_to_ask_for(assignment.response, at)}


def asking(assignments: Iterable[Assignment]) -> dict[UUID, Request]:
    """Assignment id → the request that waits for an answer; one query for all."""
    open_ones = waiting(Request.objects.filter(assignment__in=[one.pk for one in assignments]))
    return {one.assignment_id: one for one in open_ones}
