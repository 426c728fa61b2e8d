"""A message to a person, and each try to deliver it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.lib.leases import Leased
from surveys.notices import kinds
from surveys.notices.wording import written
from surveys.registry.reach import Reach, Reachable


class Wording(models.Model):
    """What many notices have in common, known by what is in it: the template, and what it says of the round."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    words = models.TextField()
    facts = models.JSONField()


class Notice(Leased, Reachable):
    """One message to one person. `key` names what it is about, so that the same message is never written twice."""

    REACH = Reach(authority="authority", inner=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=16, choices=kinds.choices)
    to_name = models.CharField(max_length=100)
    to_email = models.EmailField()
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=300)
    wording = models.ForeignKey("surveys.Wording", null=True, on_delete=models.PROTECT, related_name="+")
    own_facts = models.JSONField(default=dict, help_text="What the wording is filled in with for this person alone.")
    whole_text = models.TextField(
        db_column="body", default="", blank=True, help_text="Of a notice without a wording; {link} stands for the link."
    )
    link_path = models.CharField(max_length=300, blank=True)
    invitation = models.ForeignKey("surveys.Invitation", null=True, on_delete=models.SET_NULL)
    opens = models.ForeignKey(
        "surveys.User", null=True, on_delete=models.CASCADE, help_text="Whose new password the link sets."
    )
    authority = models.ForeignKey("surveys.Authority", null=True, on_delete=models.SET_NULL)
    organisation = models.ForeignKey("surveys.Organisation", null=True, on_delete=models.SET_NULL)
    round = models.ForeignKey("surveys.Round", null=True, on_delete=models.SET_NULL, related_name="notices")
    created_at = models.DateTimeField()
    passed_on_at = models.DateTimeField(
        null=True, help_text="When it was looked who could get it in place of one it did not reach."
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="notices_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"

    @property
    def body(self) -> str:
        """The text as it was written; {link} stands where the link goes."""
        if self.wording is None:
            text: str = self.whole_text
            return text
        _subject, body = written(self.wording.words, {**self.wording.facts, **self.own_facts})
        return body

    @body.setter
    def body(self, text: str) -> None:
        self.whole_text = text


class Delivery(models.Model):
    """One try to hand a notice to the mail server."""

    notice = models.ForeignKey("surveys.Notice", on_delete=models.CASCADE, related_name="deliveries")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        verbose_name_plural = "deliveries"


class ReturnedMail(Reachable):
    """A mail that came back to our return address, or was handed in: a report of a letter that did not arrive, or what
    nobody could read as one. `settled_at`: it needs nobody any more."""

    REACH = Reach(authority="authority", inner=True)

    class Verdict(models.TextChoices):
        PERMANENT = "permanent", _("cannot be delivered")
        TEMPORARY = "temporary", _("could not be delivered so far")
        DELIVERED = "delivered", _("delivered")
        AUTOMATIC = "automatic", _("automatic reply")
        UNKNOWN = "unknown", _("not understood")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, help_text="Of all of it: the same report is taken once.")
    notice = models.ForeignKey("surveys.Notice", null=True, on_delete=models.CASCADE, related_name="returned")
    authority = models.ForeignKey("surveys.Authority", null=True, on_delete=models.CASCADE)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    recipient = models.CharField(max_length=320, blank=True)
    status = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField()
    handed_in_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
