"""What officers do about letters."""

from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.lib.waking import wake_after_commit
from surveys.notices.models import Notice
from surveys.notices.outbox import DELIVER


class NothingToSend(Exception):
    """Only a letter that could not be delivered is sent again."""


@transaction.atomic
def send_again(*, by: User, notice: Notice, at: datetime | None = None) -> Notice:
    """Put a letter that failed back into the outbox, with all of its tries before it. Raises NothingToSend."""
    at = at or database_now()
    failed = Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED)
    if not failed.update(state=Notice.State.QUEUED, due_at=at, attempts=0):
        raise NothingToSend
    record(
        "sent_again",
        by=by,
        about=notice,
        at=at,
        round_id=notice.round_id,
        organisation_id=notice.organisation_id,
    )
    wake_after_commit(DELIVER)
    return notice
