"""Who reports: regulators, the regions they cover, operators, their data centers and the people to call."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.lib.language import in_current_language
from surveys.lib.text import LANGUAGES, chosen_languages
from surveys.registry.reach import Reach, Reachable


class Region(models.Model):
    """A node of the region tree. In China the code is the six digits of GB/T 2260."""

    code = models.CharField(primary_key=True, max_length=12)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    parent = models.ForeignKey("surveys.Region", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, unique=True, help_text="Codes from the root, each followed by a slash.")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_current_language(self.name_zh, self.name_en)


class Authority(Reachable):
    """A regulator. It sees the rows of its own region, and so do the authorities above it."""

    REACH = Reach(authority="")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    region = models.ForeignKey("surveys.Region", on_delete=models.PROTECT)
    parent = models.ForeignKey("surveys.Authority", null=True, blank=True, on_delete=models.PROTECT)
    path = models.CharField(max_length=400, unique=True, help_text="Ids from the root, each followed by a slash.")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    languages = models.CharField(
        max_length=20, default=" ".join(LANGUAGES), help_text="In which languages its questionnaires are written."
    )
    second_look = models.BooleanField(default=False, help_text="Publishing a questionnaire takes a second person.")

    class Meta:
        ordering = ["path"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.id}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    @property
    def name(self) -> str:
        return in_current_language(self.name_zh, self.name_en)

    @property
    def writes(self) -> tuple[str, ...]:
        """In which languages it writes questionnaires, unless one says otherwise."""
        return chosen_languages(self.languages.split())


class Organisation(Reachable):
    """An operator, known by its unified social credit code or another registration number."""

    REACH = Reach(organisation="", region="region")

    class Scheme(models.TextChoices):
        USCC = "uscc", _("unified social credit code")
        OTHER = "other", _("other registration number")

    class Kind(models.TextChoices):
        CARRIER = "carrier", _("telecom carrier")
        COLOCATION = "colocation", _("colocation provider")
        CLOUD = "cloud", _("cloud or internet company")
        FINANCE = "finance", _("financial institution")
        GOVERNMENT = "government", _("government body or public institution")
        STATE_OWNED = "state_owned", _("state-owned enterprise")
        ACADEMIA = "academia", _("university or research institute")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.CharField(max_length=8, choices=Scheme.choices, default=Scheme.USCC)
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.OTHER)
    region = models.ForeignKey("surveys.Region", on_delete=models.PROTECT)
    address = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    two_persons = models.BooleanField(default=False, help_text="Who prepares a return of it is not who submits it.")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="organisation_known_by_its_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Facility(Reachable):
    """A site of an organisation; the usual reporting unit. `code` is unique within the organisation."""

    REACH = Reach(organisation="organisation", region="region", facility="")

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("own use")
        COLOCATION = "colocation", _("colocation")
        CLOUD = "cloud", _("cloud")
        INTELLIGENT = "intelligent", _("AI computing")
        SUPERCOMPUTING = "supercomputing", _("supercomputing")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="facilities")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.OTHER)
    region = models.ForeignKey("surveys.Region", on_delete=models.PROTECT)
    address = models.CharField(max_length=300, blank=True)
    grid_kva = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    it_kw = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    racks = models.PositiveIntegerField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["organisation__name", "code"]
        verbose_name_plural = "facilities"
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="facility_known_by_its_code")]
        indexes = [models.Index(fields=["address", "region"], name="facilities_by_address")]

    def __str__(self) -> str:
        return self.name


class Merger(models.Model):
    """An organisation was taken in by another, with all of its facilities. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="mergers")
    into = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="taken_in")
    since = models.DateField()
    reason = models.CharField(max_length=500)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["since", "merged_at"]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.into}"


class FacilityMove(Reachable):
    """A facility went from one operator to another: from `since` on it is the new one's. Rows are only added."""

    REACH = Reach(region="facility__region")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    facility = models.ForeignKey("surveys.Facility", on_delete=models.PROTECT, related_name="moves")
    old_operator = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="moves_away")
    new_operator = models.ForeignKey("surveys.Organisation", on_delete=models.PROTECT, related_name="moves_here")
    old_code = models.CharField(max_length=40, help_text="The facility's code at the old operator.")
    since = models.DateField()
    reason = models.CharField(max_length=500)
    merger = models.ForeignKey("surveys.Merger", null=True, on_delete=models.PROTECT, related_name="moves")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("surveys.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["since", "moved_at"]

    def __str__(self) -> str:
        return str(self.facility)


class Contact(Reachable):
    """A person of an organisation whom the bureau writes to and calls."""

    REACH = Reach(organisation="organisation", region="organisation__region")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("surveys.Organisation", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=8, default="zh-hans")

    class Meta:
        ordering = ["organisation__name", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="contact_known_by_email")]

    def __str__(self) -> str:
        return self.name
