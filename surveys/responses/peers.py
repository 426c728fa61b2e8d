"""What comparable data centers report: the yardstick by which a wrong unit shows (check E51)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.core.cache import caches

from surveys.questionnaires.queries import definition_of
from surveys.responses.figures import value_of
from surveys.responses.models import Revision
from surveys.rounds.models import Assignment

FEWEST = 8
MOST = 500
KEPT_SECONDS = 300
ROLES = ("total_kwh", "it_kw", "period_from", "period_to")


def median_load(assignment: Assignment) -> Decimal | None:
    """The median of T/(IT power × hours) over the round's data centers of the same kind; None below eight of them.

    The newest 500 submissions are enough, and once found the figure is kept for five minutes: a median moves slowly,
    and every save of every draft asks for it.
    """
    assert assignment.facility is not None
    roles = definition_of(assignment.round.version).roles
    if not roles.keys() >= set(ROLES):
        return None
    key = f"load:{assignment.round_id}:{assignment.facility.kind}"
    kept: Decimal | None = caches["memory"].get(key)
    return kept or _found(assignment, roles, key)


def _found(assignment: Assignment, roles: Mapping[str, str], key: str) -> Decimal | None:
    loads = _loads_of_peers(assignment, roles)
    if len(loads) < FEWEST:
        return None
    found = median(loads)
    caches["memory"].set(key, found, KEPT_SECONDS)
    return found


def _loads_of_peers(assignment: Assignment, roles: Mapping[str, str]) -> list[Decimal]:
    assert assignment.facility is not None
    peers = Revision.objects.filter(
        response__assignment__round=assignment.round_id,
        response__assignment__facility__kind=assignment.facility.kind,
        is_nil=False,
    ).exclude(response__assignment=assignment)
    figures = {f"reported_{role}": value_of(roles[role]) for role in ROLES}
    newest = peers.annotate(**figures).order_by("-submitted_at").values_list("response_id", *figures)[:MOST]
    latest: dict[UUID, list[str | None]] = {}
    for response, *reported in newest:
        latest.setdefault(response, reported)
    return [load for reported in latest.values() if (load := _load(*reported))]


def _load(total: str | None, power: str | None, start: str | None, end: str | None) -> Decimal | None:
    """None where a figure is missing or nothing can be said of it, such as a site without electricity."""
    if not (total and power and start and end) or not Decimal(power):
        return None
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return Decimal(total) / (Decimal(power) * days * 24) if days > 0 else None
