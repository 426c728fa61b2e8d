"""Two organisations are merged while they are asked: whose the open tasks are, and which people come along."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from surveys.accounts.models import Membership, User
from surveys.accounts.people import take_over
from surveys.lib.clock import database_now
from surveys.registry.merging import merge_organisations
from surveys.registry.models import Merger, Organisation
from surveys.responses.going_over import go_over, may_go_over
from surveys.rounds.models import Assignment


def may_go_along(asked: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Not those of data centers that an earlier move has brought to somebody else."""
    return may_go_over(asked).filter(facility__organisation=F("organisation"))


@transaction.atomic
def merge(
    *,
    by: User,
    organisation: Organisation,
    into: Organisation,
    since: date,
    reason: str,
    codes: Mapping[UUID, str],
    going_over: Collection[Assignment] = (),
    people: Collection[Membership] = (),
    at: datetime | None = None,
) -> Merger:
    """Its people keep their access to what it was asked; those of `people` get their role at the other as well. Raises as
    merge_organisations does, and BegunMeanwhile."""
    at = at or database_now()
    merger = merge_organisations(
        by=by, organisation=organisation, into=into, since=since, reason=reason, codes=codes, at=at
    )
    go_over(by=by, assignments=going_over, to=into, at=at)
    take_over(by=by, people=people, organisation=into, at=at)
    return merger
