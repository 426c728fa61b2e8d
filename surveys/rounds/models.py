"""When, and from whom: a survey as a standing operation, its rounds, who must answer, and until when."""

import uuid
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.lib.language import in_current_language
from surveys.registry.reach import Reach, Reachable


class Survey(Reachable):
    """A standing operation: who asks, on what legal ground, how much work it is, how long answers are kept."""

    REACH = Reach(authority="authority")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("surveys.Authority", on_delete=models.PROTECT)
    questionnaire = models.ForeignKey("surveys.Questionnaire", on_delete=models.PROTECT)
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    legal_basis_zh = models.TextField()
    legal_basis_en = models.TextField()
    burden_zh = models.TextField()
    burden_en = models.TextField()
    retention_months = models.PositiveSmallIntegerField(default=60)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["authority", "code"], name="survey_known_by_its_code")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_current_language(self.title_zh, self.title_en)

    @property
    def legal_basis(self) -> str:
        return in_current_language(self.legal_basis_zh, self.legal_basis_en)

    @property
    def burden(self) -> str:
        return in_current_language(self.burden_zh, self.burden_en)


class Audience(TypedDict, total=False):
    """Who must answer. `by` is "filter", with `regions` and `kinds` of organisations, or "list", with `facilities`."""

    by: str
    regions: list[str]
    kinds: list[str]
    facilities: list[str]


def whole_frame() -> Audience:
    """Everybody the authority covers. See rounds/audience.py for the other shapes."""
    return {"by": "filter", "regions": [], "kinds": []}


def quarters_of_the_window() -> list[str]:
    return ["0.5", "0.75", "0.9"]


class Round(Reachable):
    """One deadline-bound issue of a survey. It is a draft until `issued_at`; the facts of issue and closing come in pairs."""

    REACH = Reach(
        authority="survey__authority",
        organisation="assignments__organisation",
        facility="assignments__facility",
        issued="issued_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT)
    code = models.CharField(max_length=60, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    deadline = models.DateTimeField(null=True)
    time_zone = models.CharField(max_length=40)
    nil_return_required = models.BooleanField(default=True)
    nil_gives_figures = models.BooleanField(
        default=True, help_text="Whether a nil return also answers what its questionnaire asks of one."
    )
    two_persons = models.BooleanField(default=False, help_text="Who prepares a return is not who submits it.")
    audience: "models.JSONField[Audience, Audience]" = models.JSONField(default=whole_frame)
    reminder_fractions = models.JSONField(default=quarters_of_the_window)
    instructions_zh = models.TextField(blank=True)
    instructions_en = models.TextField(blank=True)
    enquiries = models.CharField(max_length=200, blank=True, help_text="Whom to call, with hours.")
    exit_limit = models.DateField(null=True, blank=True, help_text="The day by which mining is to have ended.")
    factors = models.JSONField(null=True, blank=True, help_text="Ids of those the report uses; null: as proposed.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey("surveys.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("surveys.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closing_reason = models.CharField(max_length=500, blank=True, help_text="Where it was closed before its deadline.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("surveys.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(issued_at__isnull=False), name="only_an_issued_round_is_closed"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(deadline__isnull=False), name="an_issued_round_has_a_deadline"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(issued_at__isnull=False), name="only_an_issued_round_is_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_current_language(self.title_zh, self.title_en)

    @property
    def instructions(self) -> str:
        return in_current_language(self.instructions_zh, self.instructions_en)

    @property
    def asks_organisations(self) -> bool:
        """Whether each organisation answers once, rather than for each of its facilities."""
        return bool(self.version.definition["unit"] == "organisation")

    def on_its_clock(self, at: datetime) -> datetime:
        """The same moment in the round's zone, which says what today is where its questionnaire does not."""
        return at.astimezone(ZoneInfo(self.time_zone))


class Postponement(models.Model):
    """A later deadline for a whole round: that of the round was `before` until then. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="postponements")
    before = models.DateTimeField()
    deadline = models.DateTimeField()
    reason = models.CharField(max_length=500)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["granted_at"]

    def __str__(self) -> str:
        return str(self.round)


class Amendment(models.Model):
    """A running round that went over to a later version of its questionnaire. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="amendments")
    old_version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT, related_name="+")
    new_version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT, related_name="+")
    reason_zh = models.CharField(max_length=500)
    reason_en = models.CharField(max_length=500)
    amended_at = models.DateTimeField()
    amended_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["amended_at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "new_version"], name="a_version_comes_into_a_round_once")
        ]

    def __str__(self) -> str:
        return f"{self.round} v{self.old_version.number} → v{self.new_version.number}"

    @property
    def reason(self) -> str:
        return in_current_language(self.reason_zh, self.reason_en)


NOTHING_MORE_ASKED = "accepted"
"""The state of a response that is settled. Responses stand above rounds and take the word from here."""


class Assignment(Reachable):
    """One reporting unit in one round: a facility, or an organisation where the version says so."""

    REACH = Reach("organisation", "region", "round__survey__authority", "round__issued_at", facility="facility")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="assignments")
    facility = models.ForeignKey("surveys.Facility", null=True, on_delete=models.PROTECT, related_name="assignments")
    region = models.ForeignKey("surveys.Region", on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    ineligible_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["organisation__name", "facility__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "facility"], condition=Q(facility__isnull=False), name="a_facility_answers_once"
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"], condition=Q(facility=None), name="an_organisation_answers_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.facility or self.organisation)

    @property
    def reporting_unit(self) -> models.Model:
        return self.facility or self.organisation


class Extension(Reachable):
    """A later deadline for one assignment. Rows are only added; the latest deadline is in force."""

    REACH = Assignment.REACH.through("assignment")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey("surveys.Assignment", on_delete=models.PROTECT, related_name="extensions")
    deadline = models.DateTimeField()
    reason = models.CharField(max_length=500)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["granted_at"]


class Acknowledgement(Reachable):
    """What a contact answered to the letter of issue. Rows are only added; the latest of a contact holds. Where the bureau
    has to do something about it, `settled_at` says that it did."""

    REACH = Reach("organisation", "organisation__region", "round__survey__authority", "round__issued_at")

    class Answer(models.TextChoices):
        RIGHT = "right", _("is the right person")
        WRONG = "wrong", _("named somebody else")
        NOT_OURS = "not_ours", _("no longer their site")
        HELP = "help", _("needs help")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("surveys.Round", on_delete=models.PROTECT, related_name="acknowledgements")
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="acknowledgements")
    contact = models.ForeignKey(
        "surveys.Contact", null=True, on_delete=models.SET_NULL, related_name="acknowledgements"
    )
    contact_name = models.CharField(max_length=100, help_text="As it was then.")
    contact_phone = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    named = models.ForeignKey("surveys.Contact", null=True, on_delete=models.SET_NULL, related_name="named_in")
    named_as = models.CharField(max_length=300, blank=True, help_text="Name and address, as they were then.")
    assignments = models.ManyToManyField("surveys.Assignment", related_name="disowned_in")
    text = models.CharField(max_length=500, blank=True, help_text="What help is wanted, or to whom the sites went.")
    answered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("surveys.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settlement = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["answered_at"]
        indexes = [models.Index(fields=["round", "organisation"], name="acknowledgements_of_a_round")]

    def __str__(self) -> str:
        return f"{self.contact_name} · {self.get_answer_display()}"


class Reminder(models.Model):
    """A step of the chase plan that was carried out: for those whose window runs from `opened_at` to `deadline`, at
    `fraction` of it. The oldest rows do not say since when it ran."""

    round = models.ForeignKey("surveys.Round", on_delete=models.CASCADE, related_name="reminders")
    deadline = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    fraction = models.CharField(max_length=10)
    sent_at = models.DateTimeField()
    notices = models.PositiveIntegerField(help_text=_("how many notices it wrote"))

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "deadline", "opened_at", "fraction"], name="a_reminder_goes_once_in_a_window"
            )
        ]

    def __str__(self) -> str:
        moment: datetime = self.sent_at
        return f"{self.round} {self.fraction} {moment:%Y-%m-%d %H:%M}"
