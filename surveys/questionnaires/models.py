"""What is asked: a questionnaire and its published versions, which never change."""

import uuid

from django.db import models
from django.utils.translation import get_language


class Questionnaire(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("surveys.Authority", on_delete=models.PROTECT)
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["authority", "code"], name="questionnaire_known_by_its_code")]

    def __str__(self) -> str:
        return self.title_zh if (get_language() or "zh").startswith("zh") else self.title_en


class Version(models.Model):
    """A published definition. `sha256` is over its canonical JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey("surveys.Questionnaire", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.questionnaire} v{self.number}"
