"""An invitation and the notice that carries its link."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from surveys.accounts.invitations import invite
from surveys.accounts.models import Invitation, User
from surveys.accounts.people import withdraw, withdraw_earlier
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now, show
from surveys.notices import outbox
from surveys.notices.kinds import invitation as words
from surveys.notices.models import Notice
from surveys.notices.wording import Addressee
from surveys.registry.models import Authority, Organisation


@transaction.atomic
def invite_by_mail(
    *,
    by: User,
    email: str,
    name: str,
    body: Authority | Organisation,
    role: str,
    phone: str = "",
    language: str = "zh-hans",
    at: datetime | None = None,
) -> Invitation:
    """Earlier links for the same address and body stop working, so that there is one to look for."""
    at = at or database_now()
    withdraw_earlier(by=by, email=email, body=body, at=at)
    invitation = invite(by=by, email=email, name=name, body=body, role=role, phone=phone, language=language, at=at)
    with translation.override(language):
        content = words.content(
            Addressee(name, body.name, language),
            invited_by=by.name,
            role=str(Role(role).label),
            expires=show(invitation.expires_at, settings.DEFAULT_ROUND_ZONE),
        )
    outbox.write(
        key=f"invitation:{invitation.pk}",
        to=invitation,
        content=content,
        at=at,
        invitation=invitation,
        authority=invitation.authority,
        organisation=invitation.organisation,
    )
    return invitation


@transaction.atomic
def withdraw_with_letter(*, by: User | None, invitation: Invitation, at: datetime | None = None) -> None:
    """Its link stops working, and a letter that only carries it is not sent any more."""
    withdraw(by=by, invitation=invitation, at=at)
    letters = Notice.objects.filter(invitation=invitation, kind=words.KIND.name)
    outbox.withdraw(list(letters.values_list("pk", flat=True)))
