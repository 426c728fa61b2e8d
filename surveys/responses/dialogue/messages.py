"""Writing to the other side about a return, reading what it wrote, and saying that a message needs no answer."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.responses.dialogue import notices
from surveys.responses.dialogue.models import AnswerSpared, LastRead, Message
from surveys.responses.dialogue.threads import thread_of, waiting_for_bureau
from surveys.rounds.models import Assignment

LONGEST_MESSAGE = 5000


class NothingWritten(ValueError):
    """A message has words."""


class WrittenMeanwhile(Exception):
    """The thread has gone on since the writer read it."""


class OfAnotherOperator(Exception):
    """The unit has gone over to somebody else, with whom the conversation is another one."""


@transaction.atomic
def write(
    *,
    assignment: Assignment,
    by: User,
    text: str,
    from_bureau: bool,
    seen: int | None = None,
    at: datetime | None = None,
) -> Message:
    """Add a message to the thread. `seen`: the last one the writer read, 0 where there was none. Raises NothingWritten,
    WrittenMeanwhile, OfAnotherOperator."""
    if not text.strip():
        raise NothingWritten
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("round__survey__authority")
    now = locked.select_related("organisation", "facility").get(pk=assignment.pk)
    if now.organisation_id != assignment.organisation_id:
        raise OfAnotherOperator
    if seen is not None and thread_of(now).filter(pk__gt=seen).exists():
        raise WrittenMeanwhile
    at = at or database_now()
    message = Message.objects.create(
        assignment=now,
        organisation=now.organisation,
        text=text.strip(),
        from_bureau=from_bureau,
        written_at=at,
        written_by=by,
    )
    details = {"sha256": hashlib.sha256(message.text.encode()).hexdigest()}
    record("wrote_to_operator" if from_bureau else "wrote_to_bureau", by=by, about=now, at=at, details=details)
    notices.tell_of_message(message, at)
    read(by=by, messages=[message])
    return message


def read(*, by: User, messages: Iterable[Message]) -> None:
    """He has the last of these messages of one thread before his eyes."""
    last = max(messages, key=lambda one: one.pk, default=None)
    if last is None:
        return
    thread = {"user": by, "assignment_id": last.assignment_id, "organisation_id": last.organisation_id}
    place, is_new = LastRead.objects.get_or_create(**thread, defaults={"message_id": last.pk})
    if not is_new:
        LastRead.objects.filter(pk=place.pk, message_id__lt=last.pk).update(message_id=last.pk)


@transaction.atomic
def spare_answer(*, message: Message, by: User, at: datetime | None = None) -> bool:
    """It needs no answer; False where it was answered, or nothing waits, by now."""
    Assignment.objects.select_for_update(of=("self",)).get(pk=message.assignment_id)
    if not waiting_for_bureau(Message.objects.filter(pk=message.pk)).exists():
        return False
    at = at or database_now()
    AnswerSpared.objects.create(message=message, spared_at=at, spared_by=by)
    record("spared_answer", by=by, about=message.assignment, at=at)
    return True
