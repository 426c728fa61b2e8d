"""Where who prepares is not who submits: what was marked as ready to sign, by whom, and what became of it."""

from django.db import models

from surveys.registry.reach import Reachable
from surveys.responses.models import Response


class Preparation(Reachable):
    """Answers, or a nil return, marked as ready to sign. Rows are only added; the last of a response holds, until the draft
    changes or a signer sends it back with a word. `version` is that of the draft."""

    REACH = Response.REACH.through("response")

    response = models.ForeignKey("surveys.Response", on_delete=models.PROTECT, related_name="preparations")
    key = models.UUIDField(null=True, help_text="The idempotency key of a program that marked it.")
    version = models.PositiveIntegerField()
    is_nil = models.BooleanField(default=False)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    word = models.CharField(max_length=500, blank=True, help_text="Why a signer sent it back.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["response", "key"], name="a_key_marks_a_response_once")]

    def __str__(self) -> str:
        return f"{self.response} v{self.version}"
