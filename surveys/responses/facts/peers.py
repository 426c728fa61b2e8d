"""What comparable data centers report: the yardstick by which a wrong unit shows (check E51)."""

from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.core.cache import caches

from surveys.questionnaires.expressions import Unknown, to_date, to_number
from surveys.questionnaires.queries import definition_of
from surveys.responses.facts.document_values import value_of
from surveys.responses.models import Revision
from surveys.rounds.models import Assignment

FEWEST = 8
MOST = 500
KEPT_SECONDS = 300
ROLES = ("total_kwh", "it_kw", "period_from", "period_to")


def median_load(assignment: Assignment) -> Decimal | None:
    """The median of T/(IT power × hours) over the round's other data centers of the same kind; None below eight of them.

    The newest 500 submissions are enough, and once found their loads are kept for five minutes: a median moves slowly,
    and every save of every draft asks for it.
    """
    assert assignment.facility is not None
    roles = definition_of(assignment.round.version).roles
    if not roles.keys() >= set(ROLES):
        return None
    key = f"load:{assignment.round_id}:{assignment.facility.kind}"
    others = _of_others(assignment, caches["memory"].get(key, {}))
    if len(others) < FEWEST:
        loads = _loads_by_assignment(assignment.round_id, assignment.facility.kind, roles)
        caches["memory"].set(key, loads, KEPT_SECONDS)
        others = _of_others(assignment, loads)
    return median(others) if len(others) >= FEWEST else None


def _of_others(assignment: Assignment, loads: Mapping[UUID, Decimal]) -> list[Decimal]:
    return [load for key, load in loads.items() if key != assignment.pk]


def _loads_by_assignment(round: UUID, kind: str, roles: Mapping[str, str]) -> dict[UUID, Decimal]:
    """By assignment, each by its newest revision."""
    asked = Assignment.objects.filter(round_id=round, facility__kind=kind, ineligible_because="")
    figures = {f"reported_{role}": value_of(roles[role]) for role in ROLES}
    revisions = Revision.objects.filter(response__assignment__in=asked).annotate(**figures).order_by("-submitted_at")
    newest: dict[UUID, list[str | None]] = {}
    for key, *reported in revisions.values_list("response__assignment_id", *figures)[:MOST]:
        newest.setdefault(key, reported)
    return {key: load for key, reported in newest.items() if (load := _load(*reported))}


def _load(total: str | None, power: str | None, start: str | None, end: str | None) -> Decimal | None:
    """None where a figure is missing or nothing can be said of it, such as a site without electricity."""
    energy, kilowatts, first, last = to_number(total), to_number(power), to_date(start), to_date(end)
    if not (isinstance(energy, Decimal) and isinstance(kilowatts, Decimal) and kilowatts > 0):
        return None
    if isinstance(first, Unknown) or isinstance(last, Unknown) or last < first:
        return None
    return energy / (kilowatts * ((last - first).days + 1) * 24)
