"""A page of a round's units, ready to be shown: found by their keys first, so that only one page of rows is ever loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.bureau.monitor.assignment_filter import STATE_WORDS
from surveys.lib.paging import page_of
from surveys.models import Assignment, Revision
from surveys.responses.queries import for_reading
from surveys.responses.states import NOT_SUBMITTED, State
from surveys.rounds.deadlines import is_late
from surveys.rounds.queries import deadline_of

TONES = {State.SUBMITTED: "accent", State.RETURNED: "attention", State.ACCEPTED: "good"}


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment with the deadline in force and its latest revision."""

    assignment: Assignment
    deadline: datetime
    revision: Revision | None
    is_overdue: bool
    judged: Revision | None
    """The first revision, by which the return is on time or late."""

    @property
    def state_word(self) -> str:
        if self.assignment.ineligible_because:
            return _("taken out of the round")
        return _("overdue") if self.is_overdue else str(STATE_WORDS[self.assignment.response.state])

    @property
    def tone(self) -> str:
        if self.assignment.ineligible_because:
            return "neutral"
        return "attention" if self.is_overdue else TONES.get(State(self.assignment.response.state), "neutral")


def page_of_assignments(
    assignments: QuerySet[Assignment], params: QueryDict, at: datetime
) -> "tuple[Page[Any], list[AssignmentRow]]":
    page = page_of(assignments.values_list("pk", flat=True), params)
    return page, rows_of(page, at)


def rows_of(pks: Iterable[UUID], at: datetime) -> list[AssignmentRow]:
    """In the order of the keys; two queries for any number."""
    wanted = list(pks)
    found = {assignment.pk: assignment for assignment in for_reading(Assignment.objects.filter(pk__in=wanted))}
    revisions = revisions_of(found)
    return [_row(found[pk], revisions.get(pk, []), at) for pk in wanted if pk in found]


def revisions_of(assignments: Iterable[object]) -> dict[UUID, list[Revision]]:
    """Assignment id → its revisions in their order, without the answers."""
    revisions = Revision.objects.filter(response__assignment__in=list(assignments)).order_by("number")
    found: dict[UUID, list[Revision]] = {}
    for revision in revisions.select_related("response").defer("answers", "reasons"):
        found.setdefault(revision.response.assignment_id, []).append(revision)
    return found


def _row(assignment: Assignment, revisions: list[Revision], at: datetime) -> AssignmentRow:
    deadline = deadline_of(assignment)
    is_waiting = not assignment.ineligible_because and assignment.response.state in NOT_SUBMITTED
    first, last = (revisions[0], revisions[-1]) if revisions else (None, None)
    return AssignmentRow(assignment, deadline, last, is_waiting and is_late(at, deadline), first)
