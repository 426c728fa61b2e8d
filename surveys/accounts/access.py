"""The one place that answers "may this person do this to that", and that filters every query.

A model says by `REACH` (registry/reach.py) how its rows hang on an organisation, a region and an authority. An officer
sees what lies in the region of an authority he serves; an operator sees what belongs to an organisation she works for;
to everybody else it does not exist. Roles are data: accounts/roles.py.
"""

from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from surveys.accounts.models import Membership, User
from surveys.accounts.roles import PERMISSIONS, Permission, roles_with
from surveys.registry.models import Authority
from surveys.registry.reach import Reach, Reachable, join

M = TypeVar("M", bound=Reachable)


def memberships(user: User) -> list[Membership]:
    """The user's memberships in force."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [one for one in memberships_ever(user) if one.ended_at is None]


def memberships_ever(user: User) -> list[Membership]:
    """Those that have ended too, read once per user object."""
    known: list[Membership] | None = getattr(user, "_memberships_ever", None)
    if known is None:
        rows = Membership.objects.filter(user=user)
        known = list(rows.select_related("authority__region", "organisation"))
        user._memberships_ever = known  # type: ignore[attr-defined]  # a cache that dies with the request
    return known


def only_for(organisation: UUID, user: User) -> User:
    """The person as a key of this organisation lets a program act: whatever else he works for does not count."""
    here = [one for one in memberships_ever(user) if one.organisation_id == organisation]
    user._memberships_ever = here  # type: ignore[attr-defined]  # see memberships_ever
    return user


def is_officer(user: User) -> bool:
    return any(m.authority for m in memberships(user))


def is_operator(user: User) -> bool:
    return any(m.organisation for m in memberships(user))


def _with(user: User, permission: Permission | None) -> list[Membership]:
    return [m for m in memberships(user) if permission is None or permission in PERMISSIONS[m.role]]


def _officer_sees(reach: Reach, membership: Membership, *, owning: bool) -> Q:
    authority = membership.authority
    assert authority is not None
    rows = Q()
    if reach.region:
        rows &= Q(**{join(reach.region, "path__startswith"): authority.region.path})
    if reach.authority is not None:
        own_or_below = Q(**{join(reach.authority, "path__startswith"): authority.path})
        rows &= own_or_below if owning or reach.inner else own_or_below | _of_those_above(reach, authority)
    return rows


def _of_those_above(reach: Reach, authority: Authority) -> Q:
    rows = Q(**{join(reach.authority or "", "pk__in"): ids_above(authority.path)})
    return rows & Q(**{f"{reach.issued}__isnull": False}) if reach.issued else rows


def ids_above(path: str) -> list[str]:
    """The ids of the authorities above the one whose path this is."""
    return path.strip("/").split("/")[:-1]


def _operator_sees(reach: Reach, membership: Membership, *, in_part: bool) -> Q | None:
    """Who got only some data centers sees only those, and of the organisation itself nothing; who got only some sections
    sees nothing but where they alone are shown."""
    if reach.organisation is None or (membership.sections and not in_part):
        return None
    rows = Q(**{join(reach.organisation, "pk"): membership.organisation_id})
    if membership.facilities:
        if reach.facility is None:
            return None
        rows &= Q(**{join(reach.facility, "pk__in"): membership.facilities})
    if reach.issued:
        rows &= Q(**{f"{reach.issued}__isnull": False})
    return rows


# What only the officers of the owning authority, or of one above it, may do; those below it may look.
OWNERS_DEEDS = frozenset({Permission.MANAGE_ROUNDS, Permission.MANAGE_OFFICERS})


def visible_to(
    user: User, rows: QuerySet[M], permission: Permission | None = None, *, in_part: bool = False
) -> QuerySet[M]:
    """Those of `rows` that exist for this user; with a permission, those on which the user may use it. `in_part`: the caller
    shows of them only the sections that the user got, see `sections_of`."""
    reach = rows.model.REACH
    seen = seen_by(user, reach, permission, in_part=in_part)
    if seen is None:
        return rows.none()
    crosses_many = reach.organisation is not None and reach.organisation.startswith("assignments")
    return rows.filter(seen).distinct() if crosses_many and is_operator(user) else rows.filter(seen)


def seen_by(user: User, reach: Reach, permission: Permission | None = None, *, in_part: bool = False) -> Q | None:
    """The condition behind `visible_to`; None where the user sees nothing of the kind."""
    each = (_sees(reach, membership, permission, in_part=in_part) for membership in _with(user, permission))
    seen = [one for one in each if one is not None]
    return reduce(or_, seen) if seen else None


def _sees(reach: Reach, membership: Membership, permission: Permission | None, *, in_part: bool) -> Q | None:
    if membership.authority:
        return _officer_sees(reach, membership, owning=permission in OWNERS_DEEDS)
    return _operator_sees(reach, membership, in_part=in_part)


def has_part_only(user: User, organisation: Any) -> bool:
    """Whether somebody gave the user only a part of what is asked of the organisation."""
    return any(one.is_part and one.organisation_id == organisation for one in memberships(user))


def sections_of(user: User, organisation: Any, questionnaire: str) -> frozenset[str] | None:
    """The names of the sections of this questionnaire that the user got in the organisation; None: all there are."""
    for one in memberships(user):
        if one.organisation_id == organisation and one.sections:
            parts = (section.partition("/") for section in one.sections)
            return frozenset(name for code, _slash, name in parts if code == questionnaire)
    return None


def may(user: User, permission: Permission) -> bool:
    """Whether the user has this permission anywhere at all."""
    return bool(_with(user, permission))


def can(user: User, permission: Permission, row: Reachable) -> bool:
    """Whether the user may do this to that row."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    return visible_to(user, rows, permission).exists()


def require(user: User, permission: Permission, row: Reachable | None = None) -> None:
    """Raise PermissionDenied unless the user may; the row itself must already be visible (else it is a 404)."""
    allowed = may(user, permission) if row is None else can(user, permission, row)
    if not allowed:
        raise PermissionDenied


def get_visible_or_404(
    user: User,
    rows: "QuerySet[M] | type[M]",
    permission: Permission | None = None,
    *,
    to_see: Permission | None = None,
    **lookup: Any,
) -> M:
    """The one row that exists for this user, else Http404 whether it is absent or foreign.

    With a permission: 403 when the user sees the row but may not do this to it. `to_see`: what it takes to see it.
    """
    queryset = (rows if isinstance(rows, QuerySet) else rows._default_manager.all()).filter(**lookup)
    row = visible_to(user, queryset, permission or to_see).first()
    if row is not None:
        return row
    if permission is not None and visible_to(user, queryset, to_see).exists():
        raise PermissionDenied
    raise Http404


def user_of(request: HttpRequest) -> User:
    """The signed-in user of a request, typed."""
    assert isinstance(request.user, User)
    return request.user


def officers_with(permission: Permission, authority: Authority) -> QuerySet[User]:
    return User.objects.filter(
        is_active=True,
        memberships__authority=authority,
        memberships__ended_at=None,
        memberships__role__in=roles_with(permission),
    ).distinct()
