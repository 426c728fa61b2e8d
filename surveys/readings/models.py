import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.urls import reverse

from surveys.lib.files.types import LONGEST_FILE_NAME
from surveys.lib.leases import Leased

if TYPE_CHECKING:
    from surveys.accounts.models import User


class Reading(Leased):
    """An uploaded file that is read for whoever uploaded it, and for nobody else; its key is that of the form it came with.

    What it gives lies in a file beside it. A file that cannot be used is `DONE` too, with a `refusal` in every language.
    """

    MOST_ATTEMPTS: ClassVar[int] = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("surveys.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, help_text="Which of the readers it is for.")
    about = models.JSONField(default=dict, help_text="What the reader must know besides the file.")
    name = models.CharField(max_length=LONGEST_FILE_NAME, help_text="The file's, as text.")
    sha256 = models.CharField(max_length=64)
    leads_to = models.CharField(max_length=300, help_text="The address to go on to when it has been read.")
    leads_back = models.CharField(max_length=300, help_text="The address of the form it came with.")
    asked_at = models.DateTimeField(db_index=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_in_all = models.PositiveIntegerField(default=0, help_text="0 until somebody has counted.")
    refusal = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="readings_waiting")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def last_unread(cls, owner: "User", leads_to: str) -> "Self | None":
        """The last file that was to lead there, where it has not: it is being read, or was refused."""
        last = cls.objects.filter(owner=owner, leads_to=leads_to).order_by("-asked_at").first()
        return None if last is None or last.is_read else last

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.QUEUED

    @property
    def is_read(self) -> bool:
        """And can be gone on with."""
        return self.state == self.State.DONE and self.refusal is None

    @property
    def page(self) -> str:
        """The address where it goes on, else that where it is waited for."""
        return self.leads_to if self.is_read else reverse("reading", args=[self.pk])

    def progress(self, done: int, in_all: int) -> None:
        """For whoever watches; no more than that."""
        self.steps_done, self.steps_in_all = done, in_all
        self._mine().update(steps_done=done, steps_in_all=in_all)
