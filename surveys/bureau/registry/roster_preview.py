"""What the preview of a roster shows: counts, the first rows of each list, and every fault with its cell."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from surveys.lib.numbers import show_number
from surveys.registry.roster import Change, Item, Plan
from surveys.registry.roster_fields import SHEETS, Kind, field_of

MOST_SHOWN = 200
"""Of each list. The counts are of all; nobody reads three thousand lines, and the faults can be mended in steps."""


@dataclass(frozen=True)
class Line:
    location: str
    title: str
    details: list[tuple[str, str, str]]
    """For a changed row: field, old, new."""


def preview_of(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan,
        "counts": [_counts(plan, kind) for kind in Kind],
        "new": [Line(item.location, item.title, []) for item in plan.new[:MOST_SHOWN]],
        "changed": [_changed(item) for item in plan.changed[:MOST_SHOWN]],
        "hints": plan.hints[:MOST_SHOWN],
        "problems": plan.problems[:MOST_SHOWN],
        "most_shown": MOST_SHOWN,
        "fingerprint": plan.fingerprint(),
    }


def _counts(plan: Plan, kind: Kind) -> dict[str, object]:
    wrong = sum(row.kind == kind for row in plan.refused)
    lists = {"new": plan.new, "changed": plan.changed, "unchanged": plan.unchanged}
    of_kind = {name: sum(item.kind == kind for item in items) for name, items in lists.items()}
    return {"sheet": " ".join(SHEETS[kind]), "wrong": wrong} | of_kind


def _changed(item: Item) -> Line:
    return Line(item.location, item.title, [_told(item.kind, change) for change in item.changes])


def _told(kind: Kind, change: Change) -> tuple[str, str, str]:
    label = field_of(kind, change.name).label
    return label, _shown(kind, change.name, change.old), _shown(kind, change.name, change.new)


def _shown(kind: Kind, name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, Decimal):
        return show_number(value)
    choices: type[models.TextChoices] | None = field_of(kind, name).choices
    return str(choices(value).label) if choices else str(value)
