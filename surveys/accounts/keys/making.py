"""API keys: making and revoking them, and whose a key is."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from surveys.accounts.access import only_for
from surveys.accounts.models import Act, ApiKey, Membership, User
from surveys.accounts.roles import Permission, roles_with
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.registry.models import Facility, Organisation

BEGINNING = "dcs_"
"""By which programs that look for keys in published code know ours."""


class MadeBefore(Exception):
    """The same form was sent before, and its key was shown then."""


@transaction.atomic
def make_key(
    *,
    by: User,
    organisation: Organisation,
    name: str,
    act: Act,
    facilities: Collection[Facility] | None,
    key: uuid.UUID,
    at: datetime | None = None,
) -> str:
    """What the program has to send, which nobody can be shown again. `facilities`: None for all of them, and for the
    organisation itself. `key` is that of the form; raises MadeBefore."""
    at = at or database_now()
    secret = BEGINNING + secrets.token_urlsafe(32)
    made, is_new = ApiKey.objects.get_or_create(
        pk=key,
        defaults={
            "organisation": organisation,
            "name": name,
            "act": act,
            "for_all_facilities": facilities is None,
            "digest": digest_of(secret),
            "ending": secret[-4:],
            "made_by": by,
            "made_at": at,
        },
    )
    if not is_new:
        raise MadeBefore
    made.facilities.set(facilities or ())
    names = "*" if facilities is None else ", ".join(facility.code for facility in facilities)
    record("made_api_key", by=by, about=made, at=at, details={"act": act.value, "facilities": names})
    return secret


def digest_of(secret: str) -> str:
    """Plain, since nobody guesses 256 random bits, and an index finds it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def revoke_key(*, by: User, key: ApiKey, at: datetime | None = None) -> None:
    """From the next request on it opens nothing; revoking it again changes nothing."""
    at = at or database_now()
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at):
        record("revoked_api_key", by=by, about=key, at=at)


def _maker_manages() -> Exists:
    """Without whom a key opens nothing."""
    managers = Membership.objects.filter(
        user=OuterRef("made_by"),
        user__is_active=True,
        organisation=OuterRef("organisation"),
        role__in=roles_with(Permission.MANAGE_API_KEYS),
        ended_at=None,
    )
    return Exists(managers)


def with_standing(keys: QuerySet[ApiKey]) -> QuerySet[ApiKey]:
    """For a list: `maker_manages` says whether who made it still manages the organisation."""
    return keys.annotate(maker_manages=_maker_manages()).select_related("organisation", "made_by")


def key_of(secret: str) -> ApiKey | None:
    """With the person in whose name it acts; None where it opens nothing."""
    working = ApiKey.objects.filter(_maker_manages(), digest=digest_of(secret), revoked_at=None)
    key = working.select_related("organisation", "made_by").first()
    if key is not None:
        only_for(key.organisation_id, key.made_by).acts_through = key.name
    return key
