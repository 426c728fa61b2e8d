"""Whom to call at those who are silent, and what was tried."""

import uuid
from datetime import datetime

from django.db.models import Count, Max, Q

from surveys.accounts.models import User
from surveys.notices.kinds.reminder import KIND as REMINDER
from surveys.notices.models import Notice
from surveys.reports.microdata import Chased
from surveys.rounds.models import Round
from surveys.rounds.queries import contacts_of


def chased(round: Round, organisations: set[uuid.UUID], at: datetime) -> dict[uuid.UUID, Chased]:
    """Organisation → its people, the reminders it got and when one of them last signed in."""
    contacts, reminders, logins = contacts_of(organisations), _reminders(round, at), _logins(at)
    return {
        pk: Chased(
            contacts="；".join(contact.name for contact in contacts.get(pk, [])),
            phones="；".join(contact.phone for contact in contacts.get(pk, []) if contact.phone),
            emails="；".join(contact.email for contact in contacts.get(pk, [])),
            reminders=reminders.get(pk, 0),
            last_login=logins.get(pk),
        )
        for pk in organisations
    }


def _reminders(round: Round, at: datetime) -> dict[uuid.UUID | None, int]:
    """How often an organisation was reminded: the notices of one moment to its contacts are one, and only those sent count."""
    sent = Notice.objects.filter(round=round, kind=REMINDER.name, state=Notice.State.DONE, done_at__lte=at)
    return dict(sent.order_by().values_list("organisation").annotate(Count("created_at", distinct=True)))


def _logins(at: datetime) -> dict[uuid.UUID | None, datetime]:
    users = User.objects.filter(
        Q(memberships__ended_at=None), memberships__organisation__isnull=False, last_login__lte=at
    )
    return dict(users.order_by().values_list("memberships__organisation").annotate(Max("last_login")))
