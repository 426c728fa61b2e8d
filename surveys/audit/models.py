"""What was done, by whom, when: rows that are only ever added, and the keys of requests already dealt with."""

from django.db import models


class Event(models.Model):
    """One act. It points at things by name and id, never by foreign key, so that it outlives them.

    The sealer numbers events and chains their hashes (audit/chain.py); until then `seq` and `hash` are empty.
    """

    id = models.BigAutoField(primary_key=True)  # in the order of writing, also within one moment
    at = models.DateTimeField(db_index=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, db_index=True)
    object_name = models.CharField(max_length=300, blank=True)
    round_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True, db_index=True)
    details = models.JSONField(default=dict)
    seq = models.PositiveBigIntegerField(null=True, unique=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["round_id", "id"], name="events_of_rounds")]


class ChainHead(models.Model):
    """Where the chain of events ends, in a row of its own: events taken away from the end are missed by it."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class HandledRequest(models.Model):
    """A state-changing request that was carried out, so that the same key gives the same answer and no second deed."""

    key = models.UUIDField(primary_key=True)
    actor_id = models.UUIDField(null=True)
    path = models.CharField(max_length=500)
    body_sha256 = models.CharField(max_length=64)
    location = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(db_index=True)
