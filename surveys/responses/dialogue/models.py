"""What operator and bureau say to each other about a return. It belongs to the organisation that said it: with a data center
that goes to another operator it does not go over."""

import uuid
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.registry.reach import Reachable
from surveys.rounds.models import Assignment

OF_THE_ORGANISATION = replace(Assignment.REACH.through("assignment"), organisation="organisation")


class Request(Reachable):
    """An operator asks for more time, or to answer once more where nothing can be changed any more. It moves nothing by
    itself."""

    REACH = OF_THE_ORGANISATION

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("more time")
        REOPENING = "reopening", _("to be opened again")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        OVERTAKEN = "overtaken", _("no longer needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey("surveys.Assignment", on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    wanted = models.DateTimeField(null=True, help_text="Until when.")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True, help_text="The bureau's word.")
    deadline = models.DateTimeField(null=True, help_text="That was granted.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "organisation"], condition=Q(settled_at=None), name="one_request_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | Q(settled_at__isnull=False) & ~Q(outcome=""),
                name="a_settled_request_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="granted", deadline__isnull=False) | ~Q(outcome="granted") & Q(deadline=None),
                name="what_is_granted_has_a_deadline",
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)


class Message(Reachable):
    """What one side writes to the other about a return. Messages are only added; those of one organisation about one unit
    are a thread."""

    REACH = OF_THE_ORGANISATION

    id = models.BigAutoField(primary_key=True)  # in the order of writing
    assignment = models.ForeignKey("surveys.Assignment", on_delete=models.PROTECT, related_name="messages")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="messages")
    text = models.TextField()
    from_bureau = models.BooleanField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["assignment", "organisation", "id"], name="messages_of_threads")]

    def __str__(self) -> str:
        return str(self.assignment)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise MessageIsWritten
        super().save(*args, **kwargs)


class MessageIsWritten(Exception):
    """A message never changes; write another one."""


class AnswerSpared(models.Model):
    """A message that an officer says needs no answer, such as a thank-you."""

    message = models.OneToOneField("surveys.Message", primary_key=True, on_delete=models.PROTECT, related_name="spared")
    spared_at = models.DateTimeField()
    spared_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")


class LastRead(models.Model):
    """Up to which message somebody has read a thread."""

    user = models.ForeignKey("surveys.User", on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey("surveys.Assignment", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.CASCADE, related_name="+")
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "assignment", "organisation"], name="one_place_in_a_thread")
        ]
