"""What officers do about notices."""

import uuid
from datetime import datetime

from django.db import transaction

from surveys.accounts.invitations import invite, open_invitation_for
from surveys.accounts.models import Invitation, User
from surveys.accounts.people import withdraw, works_there
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.lib.waking import wake_after_commit
from surveys.notices.models import Notice
from surveys.notices.outbox import DELIVER, MOST_OF_NAME, one_line
from surveys.registry.models import Contact


class NothingToSend(Exception):
    """Only a notice that could not be delivered is sent again."""


@transaction.atomic
def send_again(*, by: User, notice: Notice, at: datetime | None = None) -> Notice:
    """Put a notice that failed back into the outbox, with all of its tries before it. Raises NothingToSend.

    It goes to the address that the contact has now, which may have been corrected since.
    """
    at = at or database_now()
    failed = Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED)
    if not failed.update(state=Notice.State.QUEUED, due_at=at, attempts=0):
        raise NothingToSend
    contact = _contact_of(notice)
    if contact is not None and contact.email != notice.to_email:
        readdress(notice, contact, by, at)
    record("sent_again", by=by, about=notice, at=at)
    wake_after_commit(DELIVER)
    return notice


def _contact_of(notice: Notice) -> Contact | None:
    """The last part of the key, where the notice went to a contact."""
    try:
        last = uuid.UUID(notice.key.rpartition(":")[2])
    except ValueError:
        return None
    return Contact.objects.filter(pk=last, organisation=notice.organisation_id).first()


def readdress(notice: Notice, contact: Contact, by: User, at: datetime) -> None:
    notice.to_name, notice.to_email = one_line(contact.name, MOST_OF_NAME), contact.email
    if notice.invitation is not None:
        withdraw(by=by, invitation=notice.invitation, at=at)
        notice.invitation = _way_in(contact, notice.invitation.role, by, at)
    notice.save(update_fields=["to_name", "to_email", "invitation"])


def _way_in(contact: Contact, role: str, by: User, at: datetime) -> Invitation | None:
    """None for whoever is in already."""
    email, organisation = contact.email, contact.organisation
    if works_there(email, organisation):
        return None
    return open_invitation_for(email, organisation, at) or invite(
        by=by,
        email=email,
        name=contact.name,
        body=organisation,
        role=role,
        phone=contact.phone,
        language=contact.language,
        at=at,
    )
