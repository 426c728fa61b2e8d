"""Who works where: the members of an authority or organisation, and how somebody leaves."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q, QuerySet

from surveys.accounts.access import memberships, memberships_ever
from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.roles import PERMISSIONS, Permission, Role
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.registry.models import Organisation

KEYHOLDERS = (Role.ADMINISTRATOR, Role.MANAGER)


class NotToBeShared(Exception):
    """Only a contributor's part can be narrowed."""


class LastKeyholder(Exception):
    """An authority needs an administrator and an organisation a manager; invite another one first."""


def region_paths(user: User, permission: Permission) -> list[str]:
    """The regions in which an officer has this permission."""
    mine = [m for m in memberships(user) if permission in PERMISSIONS[m.role]]
    return [m.authority.region.path for m in mine if m.authority]


def ended(user: User) -> list[Membership]:
    """The last role in each authority or organisation in which the person has none any more."""
    here = {(one.authority_id, one.organisation_id) for one in memberships(user)}
    over = [(one.ended_at, one) for one in memberships_ever(user) if one.ended_at]
    by_end = sorted(over, key=lambda pair: pair[0])
    last = {(one.authority_id, one.organisation_id): one for _, one in by_end}
    return [one for body, one in last.items() if body not in here]


def in_force(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.filter(ended_at=None).select_related("user", "authority", "organisation").order_by("user__name", "pk")


def waiting(rows: QuerySet[Invitation], at: datetime) -> QuerySet[Invitation]:
    """Invitations whose link still works."""
    still_open = rows.filter(used_at=None, revoked_at=None, expires_at__gt=at)
    return still_open.select_related("authority", "organisation").order_by("name", "pk")


def works_there(email: str, body: models.Model) -> bool:
    return _of_body(Membership.objects.filter(ended_at=None, user__email=email.strip().lower()), body).exists()


def _of_body(rows: QuerySet[Membership], body: models.Model) -> QuerySet[Membership]:
    return rows.filter(Q(authority=body.pk) | Q(organisation=body.pk))


def is_last_keyholder(membership: Membership) -> bool:
    """Whether nobody could invite or end anybody there any more without this one."""
    if membership.role not in KEYHOLDERS or membership.ended_at:
        return False
    others = _of_body(Membership.objects.exclude(pk=membership.pk), membership.body)
    return not others.filter(role=membership.role, ended_at=None, user__is_active=True).exists()


@transaction.atomic
def end_membership(*, by: User, membership: Membership, at: datetime | None = None) -> None:
    """From the next request on it no longer counts, and no other link leads back in.

    Raises LastKeyholder; ending it again changes nothing.
    """
    at = at or database_now()
    _lock(membership.body)
    if is_last_keyholder(membership):
        raise LastKeyholder
    if Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=at):
        record("ended_membership", by=by, about=membership, at=at)
        withdraw_earlier(by=by, email=membership.user.email, body=membership.body, at=at)


@transaction.atomic
def take_over(*, by: User, people: Iterable[Membership], organisation: Organisation, at: datetime) -> None:
    """Each gets the same role in this organisation; who has one there keeps that."""
    _lock(organisation)
    there = set(Membership.objects.filter(organisation=organisation, ended_at=None).values_list("user", flat=True))
    for one in people:
        if one.user_id not in there:
            share = {"facilities": one.facilities, "sections": one.sections}
            made = Membership.objects.create(user=one.user, organisation=organisation, role=one.role, **share)
            record("took_over_person", by=by, about=made, at=at, details={"old": str(one.body)})


@transaction.atomic
def share(
    *,
    by: User,
    person: Membership | Invitation,
    facilities: Sequence[str],
    sections: Sequence[str],
    at: datetime | None = None,
) -> bool:
    """Give a contributor this part of the work and nothing else, from the next request on. False when it is his already.

    Raises NotToBeShared for a manager, who sees all of it."""
    at = at or database_now()
    locked = type(person)._default_manager.select_for_update().get(pk=person.pk)
    if locked.role != Role.CONTRIBUTOR:
        raise NotToBeShared
    if (locked.facilities, locked.sections) == (list(facilities), list(sections)):
        return False
    locked.facilities, locked.sections = list(facilities), list(sections)
    locked.save(update_fields=["facilities", "sections"])
    record("shared", by=by, about=locked, at=at, details={"facilities": len(facilities), "sections": len(sections)})
    return True


def _lock(body: models.Model) -> None:
    """Two keyholders who end each other at the same time must not both succeed."""
    type(body)._default_manager.select_for_update().get(pk=body.pk)


@transaction.atomic
def withdraw(*, by: User | None, invitation: Invitation, at: datetime | None = None) -> None:
    """The link stops working. An invitation that was used, or withdrawn before, stays as it is."""
    at = at or database_now()
    still_open = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if still_open.update(revoked_at=at):
        record("withdrew_invitation", by=by, about=invitation, at=at)


@transaction.atomic
def withdraw_earlier(*, by: User, email: str, body: models.Model, at: datetime) -> None:
    """So that only the newest link to one body works for one address."""
    of_body = Q(authority=body.pk) | Q(organisation=body.pk)
    for invitation in waiting(Invitation.objects.filter(of_body, email=email.strip().lower()), at):
        withdraw(by=by, invitation=invitation, at=at)
