"""What was answered: the draft that is being written and the revisions that were submitted, which never change."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from surveys.accounts.models import User
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.files.types import LONGEST_FILE_NAME
from surveys.questionnaires.expressions import LONGEST_NAME
from surveys.questionnaires.form import StoredDocument, StoredFinding
from surveys.registry.models import Organisation
from surveys.registry.reach import Reach, Reachable
from surveys.responses.copying.copies import Copied
from surveys.responses.drafting import SetAside, asides, replaced, set_aside_reason
from surveys.responses.reasons import Explained
from surveys.responses.states import UNSENT_WORDS, State
from surveys.responses.tenants.declared import Declared
from surveys.rounds.models import Assignment, Round

LONGEST_REASON = 2000
"""Why a soft finding is all right, of each finding and of each who says so; what colleagues say of one stands together."""


class Response(Reachable):
    """The answers of an assignment. It exists from the moment the round is issued."""

    REACH = Assignment.REACH.through("assignment")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.OneToOneField("surveys.Assignment", on_delete=models.PROTECT, related_name="response")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STARTED, db_index=True)
    opened_at = models.DateTimeField(null=True, help_text="When somebody of the organisation first looked at it.")
    unsent_since = models.DateTimeField(
        null=True, help_text="Since when the form says something else than what was submitted last."
    )

    def __str__(self) -> str:
        return str(self.assignment)

    @property
    def latest(self) -> "Revision | None":
        return self.revisions.order_by("-number").first()

    @property
    def stamp(self) -> str:
        """Tells what has been asked, submitted and concluded from what will be: a page drawn before acts on nothing newer."""
        counts = (Count("revisions", distinct=True), Count("revisions__decisions", distinct=True))
        made = Response.objects.filter(pk=self.pk).values_list("assignment__round__version__number", *counts)
        return ".".join(map(str, made.get()))

    def was_seen_as(self, stamp: str | None) -> bool:
        """None: nobody says how he saw it."""
        return stamp is None or stamp == self.stamp

    @property
    def unsent_word(self) -> str:
        """Nothing where the form says what was submitted."""
        return str(UNSENT_WORDS[State(self.state)]) if self.unsent_since else ""


class Author(TypedDict):
    """Who changed an answer: the key of the user, his name as it was then, and the moment."""

    id: str
    name: str
    at: str


class Draft(models.Model):
    """What is being written, as typed. `version` goes up with every save; `touched` says at which version each entry
    last changed; `set_aside` keeps what lost against a colleague's entry, or what a later version of the questionnaire
    does not take (with the id of the `version` it was typed under), so that nobody's text is gone."""

    response = models.OneToOneField("surveys.Response", on_delete=models.CASCADE, related_name="draft")
    answers: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    reasons: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, help_text="Why a soft finding is all right, by its key; what is replied to a remark, by its key."
    )
    version = models.PositiveIntegerField(default=0)
    touched = models.JSONField(default=dict)
    set_aside: "models.JSONField[list[SetAside], list[SetAside]]" = models.JSONField(default=list)
    copied: "models.JSONField[dict[str, Copied], dict[str, Copied]]" = models.JSONField(
        default=dict, help_text="What was copied from another return and not confirmed since, by question."
    )
    declared: "models.JSONField[dict[str, list[Declared]], dict[str, list[Declared]]]" = models.JSONField(
        default=dict, help_text="What was taken over from tenants, by question, until somebody says it no longer holds."
    )
    authors: "models.JSONField[dict[str, Author], dict[str, Author]]" = models.JSONField(
        default=dict, help_text="By question, who changed it last, and when."
    )
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def note_authors(self, changed: Iterable[str], by: User | None, at: datetime) -> None:
        author: Author = {"id": str(by.pk if by else ""), "name": str(by or ""), "at": at.isoformat()}
        self.authors |= dict.fromkeys(changed, author)

    def settle(self, place: int | None) -> str:
        """Note that somebody has decided over the text set aside at this place, and say at which question it was."""
        if place is None or not 0 <= place < len(self.set_aside):
            return ""
        self.set_aside[place] |= {"settled": True}
        return self.set_aside[place]["question"]

    def reasons_apart(self, said: Explained, by: User | None, at: datetime) -> list[SetAside]:
        """Of reasons in which two people's texts stand together: the later one, and all of it when somebody rewrites it."""
        told = {one["reason"]: one for one in self.set_aside if "reason" in one and not one.get("settled")}
        apart = [set_aside_reason(key, text, str(by or ""), at) for key, text in said.joined.items()]
        for key, text in said.replaced.items():
            if key in told:
                told[key]["settled"] = True
                apart.append(set_aside_reason(key, text, "", at) | {"settled": True})
        return apart

    def overwritten(self, question: str, at: datetime) -> list[SetAside]:
        """What stands there until somebody chooses another text, unless it is kept already."""
        entry = self.answers.get(question)
        if any(one["question"] == question and one["entry"] == entry for one in self.set_aside):
            return []
        told: SetAside = {"question": question, "entry": entry, "by": str(self.saved_by or ""), "at": at.isoformat()}
        return [{**told, "settled": True}]


class Confirmation(Reachable):
    """The organisation's own data, as typed, confirmed once per round for all of its facilities."""

    REACH = Reach("organisation", "organisation__region", "round__survey__authority", "round__issued_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="confirmations")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="confirmations")
    answers: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    set_aside: "models.JSONField[list[SetAside], list[SetAside]]" = models.JSONField(
        default=list, help_text="What a later version of the questionnaire does not take."
    )
    reasons: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, help_text="Why a soft finding is all right, by the finding's key."
    )
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="confirmed_once_per_round")]

    def set_aside_when_replaced(
        self, by: User | None, answers: Mapping[str, object], reasons: Mapping[str, str]
    ) -> list[SetAside]:
        """With what a colleague had confirmed and somebody else now confirms otherwise: it can still be read."""
        if self.confirmed_by is None or self.confirmed_by == by:
            return self.set_aside
        told: SetAside = {"by": str(self.confirmed_by), "at": self.stamp, "version": str(self.round.version_id)}
        lost = replaced(self.answers, self.reasons, answers, reasons)
        return asides(self.set_aside, [{**told, "question": name, "entry": entry} for name, entry in lost])

    @property
    def stamp(self) -> str:
        """Tells one state of it from the next."""
        return self.confirmed_at.isoformat()


def stamp_of(round: Round, organisation: Organisation) -> str:
    """One at a time: the organisation is locked, for at first there is no confirmation that could be."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    known = Confirmation.objects.filter(round=round, organisation=organisation).first()
    return known.stamp if known else ""


class Revision(Reachable):
    """What was submitted. Never changed: the next submission is the next number."""

    REACH = Response.REACH.through("response")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey("surveys.Response", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT)
    answers: "models.JSONField[StoredDocument, StoredDocument]" = models.JSONField(
        help_text="The canonical document of questionnaires.evaluating, numbers as strings."
    )
    answers_sha256 = models.CharField(max_length=64)
    findings: "models.JSONField[list[StoredFinding], list[StoredFinding]]" = models.JSONField(default=list)
    reasons: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, help_text="By the finding's key, and by that of a remark what was replied to it."
    )
    changed_because = models.TextField(
        default="", blank=True, help_text="Why it says something else than the revision before it."
    )
    left_blank: "models.JSONField[list[str] | None, list[str] | None]" = models.JSONField(
        null=True, help_text="What was asked and not answered; what is in neither was not asked. None: nobody noted it."
    )
    declared: "models.JSONField[dict[str, list[Declared]], dict[str, list[Declared]]]" = models.JSONField(
        default=dict, blank=True, help_text="What of the answers was declared by tenants, by question."
    )
    is_nil = models.BooleanField(default=False)
    is_partial = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    declared_by = models.CharField(max_length=200, help_text="Who declared the answers to be true, as shown then.")
    deadline = models.DateTimeField(help_text="The deadline in force at that moment.")
    is_late = models.BooleanField()
    receipt = models.CharField(max_length=24, unique=True)
    key = models.UUIDField(help_text="The idempotency key: the same key never makes a second revision.")

    class Meta:
        ordering = ["response", "number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["response", "key"], name="one_revision_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.response} r{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RevisionIsFrozen
        super().save(*args, **kwargs)

    @property
    def rest_sha256(self) -> str:
        """Of what stands beside the answers: by which version they are read, what was found, how it was explained, who
        declared it, for which deadline, why it was changed, what was left blank, and what tenants declared. The oldest
        events know nothing of the last three."""
        return canonical_sha256(
            {
                "version": str(self.version_id),
                "findings": self.findings,
                "reasons": self.reasons,
                "partial": self.is_partial,
                "declared_by": self.declared_by,
                "deadline": self.deadline.astimezone(UTC).isoformat(),
                **({"changed_because": self.changed_because} if self.changed_because else {}),
                **({"left_blank": self.left_blank} if self.left_blank is not None else {}),
                **({"declared": self.declared} if self.declared else {}),
            }
        )

    @property
    def decision(self) -> "Decision | None":
        """The conclusion that holds."""
        return self.decisions.order_by("-decided_at").first()

    @property
    def judged(self) -> "Revision":
        """The one by which the return is on time or late: its first, against the deadline in force then."""
        return self if self.number == 1 else self.response.revisions.defer("answers").get(number=1)

    @property
    def was_accepted(self) -> bool:
        """At some time; it counts from then on until a later one is accepted."""
        return self.decisions.filter(outcome=Decision.Outcome.ACCEPTED).exists()


class RevisionIsFrozen(Exception):
    """A revision never changes; submit again to make the next one."""


class Decision(models.Model):
    """A reviewer's conclusion on one revision. Rows are only added; the latest one holds."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("sent back")
        RECALLED = "recalled", _("sending back taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey("surveys.Revision", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    note = models.TextField(blank=True)
    new_deadline = models.DateTimeField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=("accepted", "recalled"), new_deadline=None)
                | Q(outcome="returned", new_deadline__isnull=False),
                name="only_sending_back_sets_a_deadline",
            )
        ]


class UntoldAcceptance(models.Model):
    """An acceptance that no letter has told yet, and when one will. Gone once it is told, or overtaken."""

    decision = models.OneToOneField(
        "surveys.Decision", primary_key=True, on_delete=models.CASCADE, related_name="untold"
    )
    due_at = models.DateTimeField(db_index=True)


class Query(models.Model):
    """A reviewer's question on one answer, sent with the decision to send back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey("surveys.Decision", on_delete=models.PROTECT, related_name="queries")
    question = models.CharField(max_length=LONGEST_NAME)
    text = models.TextField()

    class Meta:
        ordering = ["decision", "question"]
        verbose_name_plural = "queries"


class Upload(Reachable):
    """A filled-in workbook that somebody of an organisation sent in: the last one stays until the round ends.

    decided: what he has said on the page of it; saved: what its saving put into the drafts, by assignment, against which
    the cells of the same workbook are read when it comes again."""

    REACH = Reach("organisation", "organisation__region", "round__survey__authority", "round__issued_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="uploads")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey("surveys.User", on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    decided = models.JSONField(default=dict)
    saved = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation", "uploaded_by"], name="the_last_upload_of_each")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        folder: Path = settings.DATA_DIR
        return folder / "workbooks" / self.id.hex[:2] / self.id.hex

    @property
    def path_as_read(self) -> Path:
        """What was read of it, for a large one takes long."""
        return self.path.with_suffix(".json")


class Attachment(Reachable):
    """A file uploaded as the answer to a question. Rows are only added; one that no answer names is thrown away after a month."""

    REACH = Response.REACH.through("response")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey("surveys.Response", on_delete=models.PROTECT, related_name="attachments")
    question = models.CharField(max_length=LONGEST_NAME)
    name = models.CharField(
        max_length=LONGEST_FILE_NAME, help_text="As it was called by who uploaded it, without what cannot be seen."
    )
    content_type = models.CharField(max_length=100, help_text="Found by looking into it.")
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    look_at = models.DateTimeField(db_index=True, help_text="When to look whether an answer still names it.")

    class Meta:
        ordering = ["response", "question", "uploaded_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """By our own name; the one it was uploaded under is text and never part of a path."""
        folder: Path = settings.DATA_DIR
        return folder / "attachments" / self.id.hex[:2] / self.id.hex
