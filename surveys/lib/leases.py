"""Work as rows: claimed by an UPDATE whose row count is looked at, and given back when the worker dies."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

LEASE = timedelta(minutes=11)  # longer than the hard time limit of a task, so that only a dead worker loses one
LONGEST_WAIT = timedelta(hours=6)


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
        mine = type(self)._default_manager.filter(pk=self.pk, lease_token=self.lease_token)
        return mine.update(lease_until=None, lease_token=None, **changes) == 1
