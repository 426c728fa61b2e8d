"""Invitations: a single-use link for one e-mail address. Looking at the link never uses it up; setting a password does."""

import hashlib
import hmac
import uuid
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.roles import OFFICER_ROLES, OPERATOR_ROLES
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.registry.models import Authority, Organisation


class InvitationSpent(Exception):
    """This invitation was used, revoked or has run out; ask for a new one."""


class WrongRole(ValueError):
    """Officers' roles are for authorities, operators' roles for organisations."""


@transaction.atomic
def invite(
    *,
    by: User | None,
    email: str,
    name: str,
    body: Authority | Organisation,
    role: str,
    language: str = "zh-hans",
    phone: str = "",
    at: datetime | None = None,
) -> Invitation:
    at = at or database_now()
    authority, organisation = (body, None) if isinstance(body, Authority) else (None, body)
    if role not in (OFFICER_ROLES if authority else OPERATOR_ROLES):
        raise WrongRole(role)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        name=name,
        phone=phone,
        language=language,
        authority=authority,
        organisation=organisation,
        role=role,
        invited_by=by,
        created_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )
    record("invited", by=by, about=invitation, at=at)
    return invitation


def token_of(invitation: Invitation) -> str:
    """What stands in the link: the id and a MAC over it. Whoever reads the database alone cannot make one."""
    return f"{invitation.pk.hex}{_mac(invitation)}"


def path_of(invitation: Invitation, leads_to: str = "") -> str:
    """`leads_to`: the page to which whoever has come in goes on at once."""
    query = f"?{urlencode({'next': leads_to})}" if leads_to else ""
    return reverse("invitation", args=[token_of(invitation)]) + query


def _mac(invitation: Invitation) -> str:
    text = f"{invitation.pk.hex}:{invitation.nonce}:{invitation.email}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"invitation:" + text, hashlib.sha256).hexdigest()


def find(token: str) -> Invitation | None:
    """The invitation a token belongs to, whatever its condition; None for a forged or broken token."""
    try:
        invitation = Invitation.objects.select_related("authority", "organisation").get(pk=uuid.UUID(token[:32]))
    except (ValueError, ObjectDoesNotExist):
        return None
    return invitation if hmac.compare_digest(_mac(invitation).encode(), token[32:].encode()) else None


def is_open(invitation: Invitation, at: datetime) -> bool:
    return invitation.used_at is None and invitation.revoked_at is None and at < invitation.expires_at


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str | None, at: datetime | None = None) -> User:
    """Use the invitation up: make the user, or take the one who has this address already, and the membership.

    An existing account keeps its password. What else invites this person to the same body is used up with it, so that
    an older notice takes no role away later. Raises InvitationSpent, also to the slower of two at the same time.
    """
    at = at or database_now()
    links = _open_links_like(invitation, at)
    if links.filter(pk=invitation.pk).update(used_at=at) != 1:
        raise InvitationSpent
    links.update(used_at=at)
    user = User.objects.filter(email=invitation.email).first() or _newcomer(invitation, name, password)
    _join(user, invitation, at)
    record("joined", by=user, about=invitation, at=at)
    return user


def _open_links_like(invitation: Invitation, at: datetime) -> QuerySet[Invitation]:
    """Of the same person to the same body; locked in one order, so that two of them used at once do not block each other."""
    body = {"authority": invitation.authority_id, "organisation": invitation.organisation_id}
    links = Invitation.objects.filter(email=invitation.email, used_at=None, revoked_at=None, expires_at__gt=at, **body)
    list(links.select_for_update().order_by("pk").values_list("pk"))
    return links


def _newcomer(invitation: Invitation, name: str, password: str | None) -> User:
    """The one who came in by another invitation at the same moment is the same person."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, name, password, invitation.language)
    except IntegrityError:
        return User.objects.get(email=invitation.email)
    User.objects.filter(pk=user.pk).update(phone=invitation.phone)
    return user


def _join(user: User, invitation: Invitation, at: datetime) -> None:
    """One role at a time in one body: an earlier membership ends as the new one begins."""
    body = {"authority_id": invitation.authority_id, "organisation_id": invitation.organisation_id}
    Membership.objects.filter(user=user, ended_at=None, **body).update(ended_at=at)
    share = {"facilities": invitation.facilities, "sections": invitation.sections}
    Membership.objects.create(user=user, role=invitation.role, **share, **body)


def open_invitation_for(email: str, organisation: models.Model, at: datetime) -> Invitation | None:
    waiting = Q(used_at=None, revoked_at=None, expires_at__gt=at)
    return Invitation.objects.filter(waiting, email=email.lower(), organisation_id=organisation.pk).first()
