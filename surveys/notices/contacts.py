"""A contact that is removed or corrected: the ways in and the letters that were meant for the old address stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from surveys.accounts.models import Invitation, User
from surveys.accounts.people import waiting
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.actions import readdress
from surveys.notices.inviting import withdraw_with_letter
from surveys.notices.models import Notice
from surveys.registry import actions as registry
from surveys.registry.models import Contact


@dataclass(frozen=True)
class Stopped:
    invitations: int
    letters: int


@transaction.atomic
def remove_contact(*, by: User, contact: Contact, at: datetime | None = None) -> Stopped:
    at = at or database_now()
    letters = outbox.withdraw(list(_unsent_to(contact).values_list("pk", flat=True)))
    stopped = Stopped(_withdraw_invitations(by, contact, contact.email, at), letters)
    registry.remove_contact(by=by, contact=contact, at=at)
    return stopped


@transaction.atomic
def change_contact(*, by: User, row: Contact, changes: Mapping[str, object], at: datetime | None = None) -> bool:
    """False when nothing was different. Letters that wait go to the corrected address, with a way in for it."""
    at = at or database_now()
    before = Contact.objects.select_for_update().get(pk=row.pk)
    if not registry.change(by=by, row=row, changes=changes, at=at):
        return False
    now = Contact.objects.select_related("organisation").get(pk=row.pk)
    if now.email != before.email:
        for notice in _unsent_to(now).select_related("invitation").select_for_update(of=("self",), skip_locked=True):
            readdress(notice, now, by, at)
    if now.email.lower() != before.email.lower():
        _withdraw_invitations(by, now, before.email, at)
    return True


def _unsent_to(contact: Contact) -> "QuerySet[Notice]":
    """Those that no worker has begun to send. Letters to the account of the same person are not the contact's."""
    unsent = Notice.objects.filter(organisation=contact.organisation_id, state=Notice.State.QUEUED, lease_until=None)
    return unsent.filter(key__endswith=f":{contact.pk}").order_by("pk")


def _withdraw_invitations(by: User, contact: Contact, email: str, at: datetime) -> int:
    theirs = Invitation.objects.filter(organisation=contact.organisation_id, email=email.strip().lower())
    invitations = list(waiting(theirs, at))
    for invitation in invitations:
        withdraw_with_letter(by=by, invitation=invitation, at=at)
    return len(invitations)
