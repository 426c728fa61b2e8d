"""Forms of the register: the same words and the same reading of what is typed as in the roster."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from surveys.lib.forms import SaysWhatIsNeeded
from surveys.lib.identifiers import is_uscc
from surveys.lib.language import current_language
from surveys.lib.numbers import show_number
from surveys.lib.text import in_language
from surveys.lib.unreadable import Unreadable
from surveys.models import Contact, Facility, Organisation, Region
from surveys.registry.roster import ROWS_OF
from surveys.registry.roster_fields import FIELDS, CellRefused, Kind, Language, field_of
from surveys.workbooks.reading import SUFFIXES

LINES = (models.CharField, models.DecimalField, models.IntegerField, models.DateField)
KIND_OF: dict[type[models.Model], Kind] = {model: kind for kind, model in ROWS_OF.items()}


class RosterField(forms.CharField):
    """Reads what is typed as the roster reads its cells: full-width digits, separators and typed units included."""

    def __init__(self, read: Callable[[str], object], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def prepare_value(self, value: object) -> object:
        return show_number(value) if isinstance(value, Decimal) else value

    def clean(self, value: object) -> object:
        typed = super().clean(value)
        if not typed:
            return self.empty_value
        try:
            read = self.read(typed)
        except (Unreadable, CellRefused) as error:
            raise forms.ValidationError(in_language(error.message, current_language())) from error
        if read == "" and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return read


def _as_in_the_roster(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """A line that is read as the roster reads its cells. Choices, districts and addresses of mail are Django's own."""
    if column.choices or not isinstance(column, LINES) or isinstance(column, models.EmailField):
        return column.formfield(**options)
    read = field_of(KIND_OF[column.model], column.name).read
    if isinstance(column, models.CharField):
        return RosterField(read, required=not column.blank, max_length=column.max_length)
    mode = "decimal" if isinstance(column, models.DecimalField) else "numeric"
    widget = forms.TextInput({"inputmode": mode})
    return RosterField(read, required=not column.null, max_length=60, empty_value=None, widget=widget)


def _columns_of(kind: Kind) -> list[str]:
    """Those that an officer may change: whose a row is stays as it is."""
    return [column.name for column in FIELDS[kind] if column.name != "organisation"]


class RosterLabels(forms.BaseForm):
    """Each field is called what its column is called in the roster.

    A change carries along what stood in the page, so that only what the officer altered is written.
    """

    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not self.instance._state.adding
        for column in FIELDS[KIND_OF[type(self.instance)]]:
            if column.name in self.fields:
                self.fields[column.name].label = column.label

    @property
    def altered(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class RosterForm(SaysWhatIsNeeded, RosterLabels, forms.ModelForm):  # type: ignore[type-arg]  # no argument at run time
    """Its fields are the columns of the roster: see Meta of those below."""


class ChoosesRegion(forms.BaseForm):
    """`regions` are those the officer may write to; a region that was there before may stay."""

    def __init__(self, *args: Any, regions: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = regions
        field.empty_label = _("Choose a district")


class OrganisationForm(ChoosesRegion, RosterForm):
    class Meta:
        model = Organisation
        fields = [*_columns_of(Kind.ORGANISATION), "is_active"]
        formfield_callback = _as_in_the_roster
        labels = {"is_active": _("Takes part in surveys")}

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if "number" in cleaned and "scheme" in cleaned:
            problem = _problem_of_number(cleaned["scheme"], cleaned["number"], self.instance)
            if problem:
                self.add_error("number", problem)
        return cleaned


def _problem_of_number(scheme: str, number: str, instance: Organisation) -> Any:
    right = is_uscc(number)
    if scheme == Organisation.Scheme.USCC and not right:
        return _("The check digit is wrong or the code does not have 18 characters. Compare it with the licence.")
    if scheme == Organisation.Scheme.OTHER and right:
        return _("This is a unified social credit code. Choose that number type.")
    if Organisation.objects.filter(number=number).exclude(pk=instance.pk).exists():
        return _("An organisation with this number is in the register already.")
    return None


class FacilityForm(ChoosesRegion, RosterForm):
    class Meta:
        model = Facility
        fields = [*_columns_of(Kind.FACILITY), "is_active"]
        formfield_callback = _as_in_the_roster
        labels = {"is_active": _("In operation")}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        others = Facility.objects.filter(organisation=self.instance.organisation_id).exclude(pk=self.instance.pk)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("This organisation has a data center with this code already."))
        return code


class ContactForm(RosterForm):
    language = forms.ChoiceField(choices=Language.choices)

    class Meta:
        model = Contact
        fields = _columns_of(Kind.CONTACT)
        formfield_callback = _as_in_the_roster

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        others = Contact.objects.filter(organisation=self.instance.organisation_id).exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This organisation has a contact with this e-mail address already."))
        return email


class RosterUploadForm(forms.Form):
    file = forms.FileField(
        label=_("Roster (.xlsx, .xls, .ods or .csv)"),
        widget=forms.ClearableFileInput({"accept": ",".join(SUFFIXES)}),
        error_messages={"required": _("Choose the workbook to upload."), "empty": _("The file is empty.")},
    )
