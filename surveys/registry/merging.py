"""An organisation is taken in by another: its data centers move, all at once, and it takes part no longer."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.registry.actions import change
from surveys.registry.models import Merger, Organisation
from surveys.registry.moving import MovedMeanwhile, NotOnThatDay, move_facility, today


def last_merger(organisation: Organisation) -> Merger | None:
    """By which it left; None while it takes part."""
    return None if organisation.is_active else organisation.mergers.select_related("into").last()


@transaction.atomic
def merge_organisations(
    *,
    by: models.Model | None,
    organisation: Organisation,
    into: Organisation,
    since: date,
    reason: str,
    codes: Mapping[UUID, str],
    at: datetime | None = None,
) -> Merger:
    """`codes` holds new ones, by facility, for those whose code the other has given already. Raises as move_facility does."""
    at = at or database_now()
    both = Organisation.objects.select_for_update(no_key=True).filter(pk__in=[organisation.pk, into.pk])
    found = {one.pk: one for one in both.order_by("number")}
    old, new = found[organisation.pk], found[into.pk]
    if old == new or not new.is_active or last_merger(old):
        raise MovedMeanwhile
    if since > today(at):
        raise NotOnThatDay
    merger = Merger.objects.create(
        organisation=old, into=new, since=since, reason=reason, merged_at=at,
        merged_by=by,  # type: ignore[misc]  # a user, whose room stands below this one
    )  # fmt: skip
    told = {"old": str(old), "new": str(new), "date": str(since), "reason": reason}
    record("merged", by=by, about=old, at=at, details=told)
    record("took_in", by=by, about=new, at=at, details=told)
    for site in old.facilities.order_by("code"):
        code = codes.get(site.pk, "")
        move_facility(by=by, facility=site, to=new, since=since, reason=reason, code=code, merger=merger, at=at)
    change(by=by, row=old, changes={"is_active": False}, at=at)
    return merger
