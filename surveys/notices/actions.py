"""What officers do about notices."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from surveys.accounts.invitations import invite, open_invitation_for
from surveys.accounts.models import Invitation, User
from surveys.accounts.people import withdraw, works_there
from surveys.accounts.roles import Role
from surveys.audit.actions import record
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.lib.waking import wake_after_commit
from surveys.notices.acknowledging import contact_of
from surveys.notices.kinds import extended, issued, reminder, unacknowledged, withdrawn
from surveys.notices.models import Notice
from surveys.notices.outbox import DELIVER, MOST_OF_NAME, one_line
from surveys.registry.models import Contact

ASKING = (issued.KIND.name, reminder.KIND.name, unacknowledged.KIND.name, extended.KIND.name)
"""Whoever gets such a letter is to answer, so there is a way in with it."""


class NothingToSend(Exception):
    """Only a notice that could not be delivered, and that somebody is still to get, is sent again."""


def overtaken(notices: Collection[Notice]) -> set[uuid.UUID]:
    """Those that nobody is to get any more: the contact was removed, or what they ask was withdrawn with its round."""
    contacts = {_named_last(notice) for notice in notices}
    gone = Event.objects.filter(verb="removed_contact", object_id__in=contacts).order_by()
    removed = set(gone.values_list("object_id", flat=True))
    return {one.pk for one in notices if _named_last(one) in removed or _asks_what_was_withdrawn(one)}


def _named_last(notice: Notice) -> str:
    """The contact, where the notice went to one."""
    return str(notice.key.rpartition(":")[2])


def _asks_what_was_withdrawn(notice: Notice) -> bool:
    is_withdrawn = notice.round is not None and notice.round.withdrawn_at is not None
    return is_withdrawn and notice.kind != withdrawn.KIND.name


@transaction.atomic
def send_again(*, by: User, notice: Notice, at: datetime | None = None) -> Notice:
    """Put a notice that failed back into the outbox, with all of its tries before it. Raises NothingToSend.

    It goes to the address that the contact has now, which may have been corrected since.
    """
    at = at or database_now()
    failed = Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED)
    if overtaken([notice]) or not failed.update(state=Notice.State.QUEUED, due_at=at, attempts=0):
        raise NothingToSend
    contact = contact_of(notice)
    if contact is not None and contact.email != notice.to_email:
        readdress(notice, contact, by, at)
    record("sent_again", by=by, about=notice, at=at)
    wake_after_commit(DELIVER)
    return notice


def readdress(notice: Notice, contact: Contact, by: User, at: datetime) -> None:
    notice.to_name, notice.to_email = one_line(contact.name, MOST_OF_NAME), contact.email
    before = notice.invitation
    if before is not None and before.email != contact.email.lower():
        withdraw(by=by, invitation=before, at=at)
        notice.invitation = _way_in(contact, before.role, by, at)
    elif before is None and notice.kind in ASKING:
        notice.invitation = _way_in(contact, Role.MANAGER, by, at)
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
