"""Keeping the register: one row at a time from the screens, or a whole roster at once. Every change is in the history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, models, transaction

from surveys.audit.actions import record, record_many
from surveys.lib.clock import database_now
from surveys.registry import roster
from surveys.registry.models import Contact, Facility, Organisation, Region
from surveys.registry.queries import known_for
from surveys.registry.regions import BEIJING, DISTRICTS
from surveys.registry.roster_fields import Kind

Registered = Organisation | Facility | Contact
ROWS_PER_QUERY = 500


class PlanChanged(Exception):
    """The register changed since the preview was made, or is being changed; look at a new preview first."""


@transaction.atomic
def seed_regions() -> Region:
    """Beijing and its districts. Doing it again changes nothing but names that were altered."""
    root = _region(BEIJING.code, BEIJING.name_zh, BEIJING.name_en, None)
    for district in DISTRICTS:
        _region(district.code, district.name_zh, district.name_en, root)
    return root


def _region(code: str, name_zh: str, name_en: str, parent: Region | None) -> Region:
    path = f"{parent.path if parent else ''}{code}/"
    facts = {"name_zh": name_zh, "name_en": name_en, "parent": parent, "path": path}
    region, _created = Region.objects.update_or_create(code=code, defaults=facts)
    return region


@transaction.atomic
def add(*, by: models.Model | None, row: Registered, at: datetime | None = None) -> None:
    """Put a new organisation, facility or contact into the register."""
    row.save(force_insert=True)
    record("registered", by=by, about=row, at=at or database_now())


@transaction.atomic
def change(
    *, by: models.Model | None, row: Registered, changes: Mapping[str, object], at: datetime | None = None
) -> bool:
    """Set these fields. False, and no event, when the row says so already."""
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    different = [roster.Change(name, getattr(stored, name), new) for name, new in changes.items()]
    different = [change for change in different if change.old != change.new]
    if not different:
        return False
    for change in different:
        setattr(stored, change.name, change.new)
    stored.save(update_fields=[change.name for change in different])
    record("changed_entry", by=by, about=stored, at=at or database_now(), details=_in_words(different))
    return True


@transaction.atomic
def remove_contact(*, by: models.Model | None, contact: Contact, at: datetime | None = None) -> None:
    record("removed_contact", by=by, about=contact, at=at or database_now())
    contact.delete()


def _in_words(changes: Iterable[roster.Change]) -> dict[str, object]:
    changes = list(changes)
    names = [change.name for change in changes]
    return {"fields": names, "changes": {change.name: [_plain(change.old), _plain(change.new)] for change in changes}}


def _plain(value: object) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return value.code if isinstance(value, Region) else str(value)


@transaction.atomic
def import_roster(
    *, by: models.Model | None, upload: roster.Upload, within: Sequence[str], expected: str, at: datetime | None = None
) -> roster.Plan:
    """Take over the valid rows of a file, if that still means what the officer saw: `expected` is the preview's fingerprint.

    `within` holds the paths of the regions the officer may write to. Raises PlanChanged.
    """
    try:
        known = known_for(upload, locked=True)
    except OperationalError as error:  # somebody holds these rows for longer than the database waits
        raise PlanChanged from error
    plan = roster.plan(upload, known, within)
    if plan.fingerprint() != expected:
        raise PlanChanged
    try:
        apply_plan(by=by, plan=plan, at=at)
    except IntegrityError as error:
        raise PlanChanged from error
    return plan


@transaction.atomic
def apply_plan(*, by: models.Model | None, plan: roster.Plan, at: datetime | None = None) -> None:
    at = at or database_now()
    for kind in Kind:
        _add_all(kind, [item for item in plan.new if item.kind == kind], by, at)
        _change_all(kind, [item for item in plan.changed if item.kind == kind], by, at)


def _add_all(kind: Kind, items: list[roster.Item], by: models.Model | None, at: datetime) -> None:
    organisations = {} if kind == Kind.ORGANISATION else _ids_by_number({item.key[0] for item in items})
    rows = [_new_row(item, organisations) for item in items]
    roster.ROWS_OF[kind]._default_manager.bulk_create(rows, batch_size=ROWS_PER_QUERY)
    record_many("registered", by=by, about=[(row, {}) for row in rows], at=at)


def _new_row(item: roster.Item, organisations: Mapping[str, UUID]) -> Any:
    values = dict(item.values)
    if item.kind != Kind.ORGANISATION:
        values["organisation_id"] = organisations[values.pop("organisation")]
    return roster.ROWS_OF[item.kind](**values)


def _ids_by_number(numbers: Iterable[str]) -> dict[str, UUID]:
    ordered = sorted(numbers)
    found: dict[str, UUID] = {}
    for start in range(0, len(ordered), ROWS_PER_QUERY):
        chunk = ordered[start : start + ROWS_PER_QUERY]
        found |= dict(Organisation.objects.filter(number__in=chunk).values_list("number", "pk"))
    return found


def _change_all(kind: Kind, items: list[roster.Item], by: models.Model | None, at: datetime) -> None:
    model: Any = roster.ROWS_OF[kind]
    stored: dict[Any, Any] = model._default_manager.in_bulk([item.pk for item in items])
    rows, names = [], set()
    for item in items:
        row = stored[item.pk]
        for change in item.changes:
            setattr(row, change.name, change.new)
            names.add(change.name)
        rows.append((row, _in_words(item.changes)))
    if rows:
        model._default_manager.bulk_update([row for row, _words in rows], sorted(names), batch_size=ROWS_PER_QUERY)
    record_many("changed_entry", by=by, about=rows, at=at)
