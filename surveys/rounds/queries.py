"""Reading rounds: assignments with the deadline in force, the windows that are open, whom to call."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest, Least

from surveys.registry.models import Contact
from surveys.rounds.models import NOTHING_MORE_ASKED, Assignment, Extension, Postponement, Round


def with_deadlines(assignments: QuerySet[Assignment], at: datetime | None = None) -> QuerySet[Assignment]:
    """Annotates `deadline_in_force`: the round's deadline or the latest extension, of those granted up to `at`.

    A round that was closed before its deadline was due for everybody then; an extension is later than that.
    """
    return assignments.annotate(deadline_in_force=_in_force(at) if at else _in_force_now())


@cache
def _in_force_now() -> Any:
    """The same expression for every query of every page."""
    return _in_force(None)


def _in_force(at: datetime | None) -> Any:
    granted = Extension.objects.filter(assignment=OuterRef("pk")).order_by()
    if at is not None:
        granted = granted.filter(granted_at__lte=at)
    latest = granted.values("assignment").annotate(d=Max("deadline"))
    extended = Subquery(latest.values("d")[:1], output_field=DateTimeField())
    own = _rounds_own(at)
    return Greatest(own, Coalesce(extended, own))


def _rounds_own(at: datetime | None) -> Any:
    due: Any = F("round__deadline")
    closed = Q(round__closed_at__isnull=False)
    if at is not None:
        later = Postponement.objects.filter(round=OuterRef("round"), granted_at__gt=at).order_by("granted_at")
        due = Coalesce(Subquery(later.values("before")[:1]), due)
        closed &= Q(round__closed_at__lte=at)
    return Case(When(closed, then=Least(due, F("round__closed_at"))), default=due, output_field=DateTimeField())


def rounds_taking_answers(at: datetime) -> QuerySet[Round]:
    """Those not closed, and the closed ones in which an extension still runs."""
    running = Extension.objects.filter(assignment__round=OuterRef("pk"), deadline__gte=at)
    return Round.objects.filter(Q(closed_at=None) | Exists(running), issued_at__lte=at, withdrawn_at=None)


@dataclass(frozen=True)
class Window:
    """The time a unit has: from the moment its deadline was given to the deadline."""

    opened_at: datetime
    deadline: datetime


def windows_of(round: Round, assignments: Iterable[Assignment]) -> dict[UUID, Window]:
    """Assignment id → its own window, of assignments with their deadlines in force; two queries for any number."""
    given = Extension.objects.filter(assignment__round=round).order_by("-granted_at")
    extended = {
        (assignment, deadline): at
        for assignment, deadline, at in given.values_list("assignment", "deadline", "granted_at")
    }
    whole = given_at(round)
    found = {}
    for assignment in assignments:
        deadline = deadline_of(assignment)
        own = [extended[assignment.pk, deadline]] if (assignment.pk, deadline) in extended else []
        of_round = [whole] if deadline == round.deadline else []
        opened = min([*own, *of_round], default=whole)
        found[assignment.pk] = Window(max(opened, assignment.created_at), deadline)
    return found


def given_at(round: Round) -> datetime:
    """Since when the round's own deadline is the one it has."""
    assert round.issued_at is not None
    last = round.postponements.order_by("-granted_at").first()
    return last.granted_at if last else round.issued_at


def steps_done(round: Round, windows: Iterable[Window]) -> dict[Window, dict[str, int]]:
    """By window: fraction → how many notices the step of the chase plan wrote for those with it; one query for all."""
    done: dict[tuple[datetime | None, datetime], dict[str, int]] = defaultdict(dict)
    for opened_at, deadline, fraction, notices in round.reminders.values_list(
        "opened_at", "deadline", "fraction", "notices"
    ):
        done[opened_at, deadline][fraction] = notices
    return {one: done[None, one.deadline] | done[one.opened_at, one.deadline] for one in windows}


def for_letters(assignments: QuerySet[Assignment]) -> list[Assignment]:
    """With their deadlines in force and all that a letter names; without those that were accepted, of which nothing more
    is asked."""
    asked = with_deadlines(assignments).exclude(response__state=NOTHING_MORE_ASKED)
    return list(asked.select_related("round__survey__authority", "organisation", "facility"))


def moved_by(round: Round, deadline: datetime) -> QuerySet[Assignment]:
    """Whose deadline a later deadline of the round moves: not of those who have a later one already."""
    return with_deadlines(round.assignments.filter(ineligible_because="")).filter(Q(deadline_in_force__lt=deadline))


def due_with_the_round(round: Round) -> QuerySet[Assignment]:
    """Those without a later deadline of their own."""
    due = Q(deadline_in_force=F("round__deadline"))
    return with_deadlines(round.assignments.filter(ineligible_because="")).filter(due)


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
    withdrawn_at: datetime | None
    deadline: datetime | None
    in_force: datetime
    ineligible_because: str
    version_id: UUID
    organisation_id: UUID


def terms_of(assignment: Assignment) -> Terms:
    return terms_of_each([assignment])[assignment.pk]


def terms_of_each(assignments: Iterable[Assignment]) -> dict[UUID, Terms]:
    rows = with_deadlines(Assignment.objects.filter(pk__in=[one.pk for one in assignments])).order_by()
    of_round = ("round__issued_at", "round__closed_at", "round__withdrawn_at", "round__deadline")
    columns = (*of_round, "deadline_in_force", "ineligible_because", "round__version_id", "organisation_id")
    return {pk: Terms(*row) for pk, *row in rows.values_list("pk", *columns)}


def deadline_of(assignment: Assignment) -> datetime:
    """The deadline in force, from the annotation where there is one, else by a query."""
    known: datetime | None = getattr(assignment, "deadline_in_force", None)
    return known or terms_of(assignment).in_force
