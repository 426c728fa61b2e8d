"""A data center or an organisation leaves the register's surveys while it is being asked: what becomes of that is decided."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from surveys.accounts.models import User
from surveys.lib.clock import database_now
from surveys.registry import actions as registry
from surveys.registry.models import Facility, Organisation
from surveys.rounds.actions import NotOpen, exclude
from surveys.rounds.models import Assignment
from surveys.rounds.queries import rounds_taking_answers, with_deadlines


def being_asked(unit: Facility | Organisation, at: datetime) -> "QuerySet[Assignment]":
    """Its assignments in rounds that still take answers, with their deadlines; an organisation's are those of its sites."""
    asked = Assignment.objects.filter(round__in=rounds_taking_answers(at), ineligible_because="")
    theirs = asked.filter(facility=unit) if isinstance(unit, Facility) else asked.filter(organisation=unit)
    rows = with_deadlines(theirs).select_related("round__survey__authority", "organisation", "facility", "response")
    return rows.order_by("round__deadline", "round__code", "facility__code", "pk")


@transaction.atomic
def switch_off(
    *,
    by: User,
    row: Facility | Organisation,
    changes: Mapping[str, object],
    taken_out: Iterable[Assignment],
    because: str,
    at: datetime | None = None,
) -> bool:
    """False when the register said so already. What is not taken out goes on being asked, and counts as before."""
    at = at or database_now()
    changed = registry.change(by=by, row=row, changes=changes, at=at)
    for assignment in taken_out:
        with suppress(NotOpen):  # its round was withdrawn in this very moment, and asks nothing any more
            exclude(by=by, assignment=assignment, because=because, at=at)
    return changed
