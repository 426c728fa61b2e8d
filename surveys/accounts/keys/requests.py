"""How many requests a key may still make in this minute.

They are handed out in lots, so that not each of them writes: a process draws a lot from the key's row and counts it down
in memory. The row is what all processes share; an emptied cache gives nobody a request more.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.db.models import F

from surveys.accounts.models import ApiKey
from surveys.audit.actions import record

LARGEST_LOT = 20


@dataclass
class _Lots:
    """What this process has drawn and not yet handed out, by key."""

    minute: datetime | None = None
    left: dict[uuid.UUID, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, key: uuid.UUID, minute: datetime) -> bool:
        with self.lock:
            if self.minute != minute:
                self.minute, self.left = minute, {}
            if not self.left.get(key):
                return False
            self.left[key] -= 1
            return True

    def add(self, key: uuid.UUID, minute: datetime, drawn: int) -> None:
        with self.lock:
            if self.minute == minute:
                self.left[key] = self.left.get(key, 0) + drawn


_lots = _Lots()


def forget_lots() -> None:
    """As a process that has just begun knows them."""
    _lots.minute = None


def seconds_to_wait(key: ApiKey, at: datetime) -> int:
    """0 where this request may be answered, which is then counted."""
    minute = at.replace(second=0, microsecond=0)
    if _lots.take(key.pk, minute):
        return 0
    lot = min(LARGEST_LOT, settings.API_REQUESTS_PER_MINUTE)
    if not _draw(key, minute, lot, at):
        return 60 - at.second
    _lots.add(key.pk, minute, lot - 1)
    return 0


def _draw(key: ApiKey, minute: datetime, lot: int, at: datetime) -> bool:
    """A minute never goes back: a machine whose clock is slow draws from the newer one."""
    if key.first_used_at is None:
        _note_first_use(key, at)
    rows = ApiKey.objects.filter(pk=key.pk)
    most = settings.API_REQUESTS_PER_MINUTE - lot
    fits = rows.filter(minute__gte=minute, drawn__lte=most)
    return bool(
        fits.update(drawn=F("drawn") + lot, last_used_at=at)
        or rows.exclude(minute__gte=minute).update(minute=minute, drawn=lot, last_used_at=at)
    )


@transaction.atomic
def _note_first_use(key: ApiKey, at: datetime) -> None:
    if ApiKey.objects.filter(pk=key.pk, first_used_at=None).update(first_used_at=at):
        record("first_used_api_key", by=key.made_by, about=key, at=at)
