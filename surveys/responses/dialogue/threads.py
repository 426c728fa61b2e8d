"""Reading threads of messages: what stands in one, what is unread, which wait for the bureau's answer."""

from django.db.models import Exists, F, OuterRef, QuerySet

from surveys.accounts.models import User
from surveys.responses.dialogue.models import LastRead, Message
from surveys.rounds.models import Assignment


def thread_of(assignment: Assignment) -> QuerySet[Message]:
    """With the organisation that answers for it now."""
    return Message.objects.filter(assignment=assignment, organisation=assignment.organisation_id).order_by("id")


def unread_by(user: User, messages: QuerySet[Message], *, from_bureau: bool) -> QuerySet[Message]:
    """Of those the other side has written."""
    read = LastRead.objects.filter(
        user=user,
        assignment=OuterRef("assignment"),
        organisation=OuterRef("organisation"),
        message_id__gte=OuterRef("id"),
    )
    return messages.filter(~Exists(read), from_bureau=from_bureau)


def waiting_for_bureau(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The last ones of their threads, where the operator wrote them and nobody said that they need no answer. A data center
    that went over has taken its operator out of the conversation."""
    later = Message.objects.filter(
        assignment=OuterRef("assignment"), organisation=OuterRef("organisation"), id__gt=OuterRef("id")
    )
    last = messages.filter(~Exists(later), from_bureau=False, organisation=F("assignment__organisation"))
    return last.filter(spared=None)
