"""The outbox: a notice is a row, written in the transaction of the deed it tells of; the worker sends it afterwards."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NotRequired, Protocol, TypedDict, Unpack

from django.db import transaction

from surveys.accounts.models import Invitation, User
from surveys.lib.columns import longest
from surveys.lib.waking import wake_after_commit
from surveys.notices.models import Notice, Wording
from surveys.notices.wording import Content, Shared
from surveys.registry.models import Authority, Organisation

DELIVER = "surveys.tasks.deliver_notices"
ROWS_PER_QUERY = 500
MOST_OF_NAME = longest(Notice, "to_name")
MOST_OF_SUBJECT = longest(Notice, "subject")


class Recipient(Protocol):
    """A contact, a user or an invitation."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...


class NewNotice(TypedDict):
    """`key` says what the notice is about (`issued:<round>:<contact>`): one that exists already is not written again.
    `link_path`, the link of `invitation` or one that `opens` an account takes the place of `{link}` in the body when it
    is sent."""

    key: str
    to: Recipient
    content: Content
    at: datetime
    link_path: NotRequired[str]
    invitation: NotRequired[Invitation | None]
    opens: NotRequired[User | None]
    authority: NotRequired[Authority | None]
    organisation: NotRequired[Organisation | None]
    round: NotRequired[Any]


def write(**message: Unpack[NewNotice]) -> Notice | None:
    """The notice, or None when one with this key was written before."""
    written = write_many([message])
    return written[0] if written else None


def _keep(shared: Iterable[Shared]) -> None:
    """What letters have in common is stored once."""
    by_hash = {one.sha256: one for one in shared}
    rows = [Wording(sha256=sha256, words=one.words, facts=one.facts) for sha256, one in sorted(by_hash.items())]
    Wording.objects.bulk_create(rows, ignore_conflicts=True)


def write_many(messages: Iterable[NewNotice]) -> list[Notice]:
    """Write many with few queries; gives back those that are new."""
    listed = list(messages)
    _keep(shared for message in listed if (shared := message["content"].shared))
    notices = [_notice(message) for message in listed]
    Notice.objects.bulk_create(notices, batch_size=ROWS_PER_QUERY, ignore_conflicts=True)
    written = _written(notices)
    if written:
        wake_after_commit(DELIVER)
    return written


@transaction.atomic
def withdraw(ids: list[Any]) -> int:
    """Take notices back that nobody has begun to send; returns how many."""
    return sum(_withdraw(ids[start : start + ROWS_PER_QUERY]) for start in range(0, len(ids), ROWS_PER_QUERY))


def _withdraw(ids: list[Any]) -> int:
    """A notice that a worker is about to claim is left to it."""
    unsent = Notice.objects.filter(pk__in=ids, state=Notice.State.QUEUED, lease_until=None)
    ours = list(unsent.select_for_update(skip_locked=True).order_by().values_list("pk", flat=True))
    Notice.objects.filter(pk__in=ours).delete()
    return len(ours)


def _notice(message: NewNotice) -> Notice:
    to, content, at = message["to"], message["content"], message["at"]
    return Notice(
        key=message["key"],
        kind=content.kind,
        to_name=one_line(to.name, MOST_OF_NAME),
        to_email=to.email,
        language=to.language,
        subject=one_line(content.subject, MOST_OF_SUBJECT),
        wording_id=content.shared.sha256 if content.shared else None,
        own_facts=content.own,
        whole_text="" if content.shared else content.body,
        link_path=message.get("link_path", ""),
        invitation=message.get("invitation"),
        opens=message.get("opens"),
        authority=message.get("authority"),
        organisation=message.get("organisation"),
        round=message.get("round"),
        created_at=at,
        due_at=at,
    )


def one_line(text: str, most: int) -> str:
    """A line break in a mail's head would be refused as an attempt to smuggle in more of it."""
    return " ".join(text.split())[:most]


def _written(notices: list[Notice]) -> list[Notice]:
    """Those that did not meet an earlier one with the same key: the database has them under the id we gave them."""
    found: set[Any] = set()
    for start in range(0, len(notices), ROWS_PER_QUERY):
        ids = [notice.pk for notice in notices[start : start + ROWS_PER_QUERY]]
        found |= set(Notice.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [notice for notice in notices if notice.pk in found]
