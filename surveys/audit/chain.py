"""The seal on the history: events are numbered and each one's hash goes over the one before it.

The sweep seals what is new, in batches, so that no deed ever waits for a lock on the end of the chain. Whoever later
changes, removes or slips in an event breaks the chain at that place, and whoever cuts off its end is betrayed by the head,
which is noted apart and from which the sealer goes on. Against who rewrites all of it, keep a copy of the newest hash
somewhere else (`manage.py doctor` prints it).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from surveys.audit.models import ChainHead, Event
from surveys.lib.canonical_json import canonical_json

GENESIS = "0" * 64
LOCK = 27_04_2021
THE_HEAD = 1
MISSING, CHANGED = gettext_noop("missing"), gettext_noop("changed")
BY_A_STRANGER, NOT_NOTED = gettext_noop("sealed by a stranger"), gettext_noop("the end is not noted")
FIELDS_WITHOUT_SEAL = [field.attname for field in Event._meta.concrete_fields if field.attname not in ("seq", "hash")]


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold. `event` is the id of the row, empty when the row itself is gone."""

    seq: int
    event: str
    reason: str


def content_of(event: Event) -> bytes:
    """The row as canonical JSON (RFC 8785), its number included."""
    row = {name: _plain(getattr(event, name)) for name in FIELDS_WITHOUT_SEAL}
    return canonical_json(row | {"v": 1, "seq": event.seq})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, str | dict) or value is None else str(value)


def hash_of(previous: str, event: Event) -> str:
    return hashlib.sha256(previous.encode() + content_of(event)).hexdigest()


@transaction.atomic
def seal(*, limit: int = 1000) -> int:
    """Number and chain the events written first among those not yet sealed; gives back how many. One sealer at a time."""
    if not _is_the_only_sealer():
        return 0
    seq, previous = head()
    events = list(unsealed().order_by("id")[:limit])
    for event in events:
        seq += 1
        event.seq = seq
        event.hash = previous = hash_of(previous, event)
    if events:
        Event.objects.bulk_update(events, ["seq", "hash"], batch_size=200)
        ChainHead.objects.update_or_create(pk=THE_HEAD, defaults={"seq": seq, "hash": previous})
    return len(events)


def _is_the_only_sealer() -> bool:
    """Until the transaction ends. On SQLite every transaction that may write is alone anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (alone,) = cursor.fetchone()
    return bool(alone)


def head() -> tuple[int, str]:
    """Number and hash of the event that was sealed last, whether or not it is still there."""
    noted = ChainHead.objects.filter(pk=THE_HEAD).first()
    return (noted.seq, noted.hash) if noted else _end_of_the_events()


def _end_of_the_events() -> tuple[int, str]:
    newest = Event.objects.filter(seq__isnull=False).order_by("-seq").first()
    return (newest.seq or 0, newest.hash) if newest else (0, GENESIS)


def unsealed() -> QuerySet[Event]:
    return Event.objects.filter(seq=None)


def verify(*, last: int | None = None) -> list[Break]:
    """Every place where the chain does not hold, among all sealed events or the `last` so many."""
    return list(_breaks(_number_before_the(last) if last else 0))


def _number_before_the(last: int) -> int:
    """The number of the sealed event before the last so many, 0 when there are no more."""
    newest_first = Event.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", flat=True)
    return newest_first[last : last + 1].first() or 0


def _breaks(after: int) -> Iterator[Break]:
    sealed = Event.objects.filter(seq__isnull=False)
    seq, previous = after, GENESIS
    if after:
        previous = sealed.values_list("hash", flat=True).get(seq=after)
    for event in sealed.filter(seq__gt=after).order_by("seq").iterator(chunk_size=500):
        assert event.seq is not None
        if event.seq != seq + 1:
            yield Break(seq + 1, "", MISSING)
        elif event.hash != hash_of(previous, event):
            yield Break(event.seq, str(event.pk), CHANGED)
        seq, previous = event.seq, event.hash
    yield from _break_at_the_end(seq, previous)


def _break_at_the_end(seq: int, newest: str) -> Iterator[Break]:
    """The head knows how far the chain went, by number and by hash."""
    noted = ChainHead.objects.filter(pk=THE_HEAD).first()
    if noted is None:
        if seq:
            yield Break(seq, "", NOT_NOTED)
    elif noted.seq != seq:
        yield Break(min(seq, noted.seq) + 1, "", MISSING if noted.seq > seq else BY_A_STRANGER)
    elif noted.hash != newest:
        yield Break(seq, "", CHANGED)
