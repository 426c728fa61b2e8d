"""What a report was made from, and the files that were made."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.lib.leases import Leased
from surveys.registry.reach import Reach, Reachable


class Frame(models.Model):
    """Who was asked, and what the register said of them at a moment (reports/frames.py). Known by what is in it."""

    sha256 = models.CharField(primary_key=True, max_length=64, help_text="Of the content as canonical JSON.")
    content = models.JSONField()


class Snapshot(Reachable):
    """The answers of a round as of one moment: which revisions, hashed. Every report names the one it was made from."""

    REACH = Reach(authority="round__survey__authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    provisional = models.BooleanField(help_text="Whether revisions that nobody has reviewed yet are in it.")
    revision_ids = models.JSONField()
    factors = models.JSONField(
        default=list, help_text="Ids of those that were the round's at the moment, in their order."
    )
    sha256 = models.CharField(
        max_length=64, help_text="Over the hashes of the answers as read then, in the order of their receipts."
    )
    frame = models.ForeignKey(
        "surveys.Frame",
        null=True,
        on_delete=models.PROTECT,
        help_text="None before frames were kept; such a report takes the register as it stands.",
    )

    class Meta:
        ordering = ["-taken_at"]


class Export(Leased, Reachable):
    """A workbook that a worker writes, asked for by somebody whose right is looked at again when it is made."""

    REACH = Reach(region="region", authority="snapshot__round__survey__authority")

    class Contents(models.TextChoices):
        REPORT = "report", _("report")
        ANSWERS = "answers", _("answers")
        NAMES = "names", _("answers, by names")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    snapshot = models.ForeignKey("surveys.Snapshot", on_delete=models.PROTECT, related_name="exports")
    region = models.ForeignKey("surveys.Region", null=True, on_delete=models.PROTECT)
    contents = models.CharField(max_length=10, choices=Contents.choices, default=Contents.REPORT)
    language = models.CharField(max_length=8)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="exports_waiting")]

    @property
    def holds_answers(self) -> bool:
        return self.contents in (self.Contents.ANSWERS, self.Contents.NAMES)
