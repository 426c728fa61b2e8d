"""Work as rows: claimed by an UPDATE whose row count is looked at, and free again soon after the worker died."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import ClassVar, Self

from django.db import DatabaseError, connection, models
from django.db.models import Q

from surveys.lib.clock import database_now

LEASE = timedelta(seconds=20)
RENEWED_EVERY = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=6)

logger = logging.getLogger(__name__)


class Leased(models.Model):
    """A row that some worker must deal with once it is due."""

    MOST_ATTEMPTS: ClassVar[int] = 8

    class State(models.TextChoices):
        QUEUED = "queued"
        DONE = "done"
        FAILED = "failed"

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def waiting(cls, at: datetime) -> "models.QuerySet[Self]":
        free = Q(lease_until=None) | Q(lease_until__lt=at)
        return cls._default_manager.filter(free, state=cls.State.QUEUED, due_at__lte=at).order_by("due_at")

    def claim(self, at: datetime) -> bool:
        """Take the row for this worker. False when another one was faster, or the work is done or given up.

        The try is counted before the work begins, so that a row which kills every worker is left to a person at last.
        """
        token = uuid.uuid4()
        taken = (
            type(self)
            .waiting(at)
            .filter(pk=self.pk)
            .order_by()
            .update(lease_until=at + LEASE, lease_token=token, attempts=models.F("attempts") + 1)
        )
        if not taken:
            return False
        self.refresh_from_db(fields=["lease_until", "lease_token", "attempts"])
        if self.attempts > self.MOST_ATTEMPTS:
            self.fail(at, "Every worker that tried died at it.", for_good=True)
            return False
        return True

    @contextmanager
    def kept(self) -> Iterator[None]:
        """While the work is done, however long it takes: the lease is renewed until then, and by a dead worker no more."""
        done = Event()
        renewing = Thread(target=self._renew_until, args=[done], name=f"lease of {self.pk}", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()

    def _renew_until(self, done: Event) -> None:
        while not done.wait(RENEWED_EVERY.total_seconds()):
            try:
                self.renew(database_now())
            except DatabaseError as error:  # the next time may be in time
                logger.warning("a lease could not be renewed: %s", error)
            finally:
                connection.close()

    def renew(self, at: datetime) -> bool:
        """False when somebody else holds it, or nobody needs to any more."""
        return self._mine().update(lease_until=at + LEASE) == 1

    def finish(self, at: datetime) -> bool:
        """Mark as done. False when the lease ran out meanwhile and somebody else holds it."""
        return self._settle(state=self.State.DONE, done_at=at, last_error="")

    def fail(self, at: datetime, error: str, *, for_good: bool = False) -> bool:
        """Try again later, waiting twice as long each time; after the last try, or `for_good`, leave it to a person."""
        if for_good or self.attempts >= self.MOST_ATTEMPTS:
            return self._settle(state=self.State.FAILED, last_error=error[:2000])
        wait = min(timedelta(minutes=2 ** (self.attempts - 1)), LONGEST_WAIT)
        return self._settle(due_at=at + wait, last_error=error[:2000])

    def _settle(self, **changes: object) -> bool:
        return self._mine().update(lease_until=None, lease_token=None, **changes) == 1

    def _mine(self) -> "models.QuerySet[Self]":
        return type(self)._default_manager.filter(pk=self.pk, lease_token=self.lease_token)
