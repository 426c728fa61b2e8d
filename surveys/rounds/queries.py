"""Reading rounds: assignments with the deadline in force, the windows that are open, whom to call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from surveys.registry.models import Contact
from surveys.rounds.models import Assignment, Extension, Round


def with_deadlines(assignments: QuerySet[Assignment], at: datetime | None = None) -> QuerySet[Assignment]:
    """Annotates `deadline_in_force`: the round's deadline or the latest extension, of those granted up to `at`."""
    granted = Extension.objects.filter(assignment=OuterRef("pk")).order_by()
    if at is not None:
        granted = granted.filter(granted_at__lte=at)
    latest = granted.values("assignment").annotate(d=Max("deadline"))
    extended = Subquery(latest.values("d")[:1], output_field=DateTimeField())
    return assignments.annotate(
        deadline_in_force=Greatest(F("round__deadline"), Coalesce(extended, F("round__deadline")))
    )


def rounds_taking_answers(at: datetime) -> QuerySet[Round]:
    """Those not closed, and the closed ones in which an extension still runs."""
    running = Extension.objects.filter(assignment__round=OuterRef("pk"), deadline__gte=at)
    return Round.objects.filter(Q(closed_at=None) | Exists(running), issued_at__lte=at)


def windows_opened(round: Round) -> dict[datetime, datetime]:
    """By deadline, since when it is known: the round's since its issue, an extension's since it was granted."""
    granted = Extension.objects.filter(assignment__round=round).order_by().values_list("deadline")
    opened = dict(granted.annotate(first=Min("granted_at")))
    return opened | ({round.deadline: round.issued_at} if round.deadline and round.issued_at else {})


def contacts_of(organisations: Iterable[object]) -> dict[UUID, list[Contact]]:
    """Organisation id → contacts, one query for all."""
    found: dict[UUID, list[Contact]] = {}
    for contact in Contact.objects.filter(organisation__in=list(organisations)).order_by("name"):
        found.setdefault(contact.organisation_id, []).append(contact)
    return found


@dataclass(frozen=True)
class Terms:
    """What decides at this moment whether an assignment may be answered, straight from the database."""

    issued_at: datetime | None
    closed_at: datetime | None
    deadline: datetime | None
    in_force: datetime
    ineligible_because: str
    version_id: UUID


def terms_of(assignment: Assignment) -> Terms:
    rows = with_deadlines(Assignment.objects.filter(pk=assignment.pk)).order_by()
    of_round = ("round__issued_at", "round__closed_at", "round__deadline")
    columns = (*of_round, "deadline_in_force", "ineligible_because", "round__version_id")
    return Terms(*rows.values_list(*columns).get())


def deadline_of(assignment: Assignment) -> datetime:
    """The deadline in force, from the annotation where there is one, else by a query."""
    known: datetime | None = getattr(assignment, "deadline_in_force", None)
    return known or terms_of(assignment).in_force
