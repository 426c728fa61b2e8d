"""What is asked: a questionnaire, its published versions, which never change, and the proposals for the next one."""

import uuid

from django.db import models
from django.db.models import Q

from surveys.lib.language import current_language, in_current_language
from surveys.lib.text import in_language
from surveys.questionnaires.form import StoredDefinition, StoredFlaw
from surveys.registry.reach import Reach, Reachable


class Questionnaire(Reachable):
    REACH = Reach(authority="authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("surveys.Authority", on_delete=models.PROTECT)
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["authority", "code"], name="questionnaire_known_by_its_code")]

    def __str__(self) -> str:
        return in_current_language(self.title_zh, self.title_en)


class Version(Reachable):
    """A published definition. `sha256` is over its canonical JSON."""

    REACH = Reach(authority="questionnaire__authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey("surveys.Questionnaire", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition: "models.JSONField[StoredDefinition, StoredDefinition]" = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.questionnaire} v{self.number}"


class Proposal(Reachable):
    """What is being written. It is open until it was published or discarded.

    `edition` counts the changes: whoever changes it says which edition he saw. `asked_edition` is the edition for which a
    second person's look was asked.
    """

    REACH = Reach(authority="authority", inner=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("surveys.Authority", on_delete=models.PROTECT)
    questionnaire = models.ForeignKey(
        "surveys.Questionnaire", null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    based_on = models.ForeignKey("surveys.Version", null=True, on_delete=models.PROTECT, related_name="+")
    definition: "models.JSONField[StoredDefinition, StoredDefinition]" = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey("surveys.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_edition = models.PositiveIntegerField(null=True, blank=True)
    published_as = models.ForeignKey(
        "surveys.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("surveys.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_as=None) | Q(closed_at__isnull=False), name="what_is_published_is_closed"
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_edition=None) | Q(asked_at__isnull=False, asked_edition__isnull=False),
                name="a_second_look_is_asked_for_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return title_of(self.definition)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_asked_for(self) -> bool:
        """Whether a second person's look is asked for as it stands now."""
        return self.is_open and self.asked_edition == self.edition


class Import(Reachable):
    """A file that was read for a proposal: what it would put there, and what was said against it.

    Once it was taken over, `replaced` is what stood there before, None where the proposal began with the file; once that
    was taken back, `definition` is what the proposal had come to by then, so that neither is lost.
    """

    REACH = Reach(authority="proposal__authority", inner=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey("surveys.Proposal", on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    definition: "models.JSONField[StoredDefinition, StoredDefinition]" = models.JSONField()
    replaced: "models.JSONField[StoredDefinition | None, StoredDefinition | None]" = models.JSONField(
        null=True, blank=True
    )
    flaws: "models.JSONField[list[StoredFlaw], list[StoredFlaw]]" = models.JSONField(default=list)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def stands(self) -> bool:
        """Whether it is what the proposal was made of last."""
        return self.taken_at is not None and self.taken_back_at is None


def title_of(definition: StoredDefinition) -> str:
    """What a definition is called in the language of the page; its code where nobody named it yet."""
    return in_language(definition.get("title") or {}, current_language()) or str(definition.get("code") or "—")
