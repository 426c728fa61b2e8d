"""The forms of an operator who asks a tenant, and of the tenant who declares."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib.clock import show
from surveys.lib.columns import longest
from surveys.lib.forms import LinesField, SaysWhatIsNeeded, optional
from surveys.models import Assignment, TenantRequest
from surveys.rendering.moment_fields import MomentForm, as_initial
from surveys.responses.tenants.asking import LONGEST_SPAN
from surveys.responses.tenants.models import LONGEST_WORD
from surveys.rounds.queries import deadline_of

DAYS = LONGEST_SPAN.days
Grouped = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Sections with the questions in them."""


class UntilForm(MomentForm):
    """By when the tenant is to answer: before the return is due, as long as that lies ahead."""

    def __init__(self, *args: Any, assignment: Assignment, at: datetime, **kwargs: Any) -> None:
        self.assignment, self.at, self.due = assignment, at, deadline_of(assignment)
        initial = as_initial(proposed(self.due, at), self.zone()) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["deadline_date"].label = _("The tenant answers by: day")
        self.fields["deadline_time"].label = _("The tenant answers by: time")

    def zone(self) -> str:
        zone: str = self.assignment.round.time_zone
        return zone

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        until = data.get("deadline")
        if until is None:
            return data
        if until <= self.at:
            self.add_error("deadline_date", _("The time by which the tenant answers must lie in the future."))
        elif self.at < self.due < until:
            words = _("Your return is due %(deadline)s: let the tenant answer before that.")
            self.add_error("deadline_date", words % {"deadline": show(self.due, self.zone())})
        elif until > self.at + LONGEST_SPAN:
            self.add_error("deadline_date", _("A tenant can be given %(days)d days at most.") % {"days": DAYS})
        return data


def proposed(due: datetime, at: datetime) -> datetime:
    """Three quarters of the time that is left, so that a quarter is left for taking it over; a day where it is late."""
    until = at + (due - at) * 3 / 4 if at < due else at + timedelta(days=1)
    return until.replace(minute=0, second=0, microsecond=0) if until - at > timedelta(hours=2) else until


class AskTenantForm(UntilForm):
    tenant = forms.CharField(label=gettext_lazy("Tenant"), max_length=longest(TenantRequest, "tenant"))
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the tenant"),
        max_length=longest(TenantRequest, "email"),
        help_text=gettext_lazy("The letter with the link goes to this address alone."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("What the tenant is asked"), widget=forms.CheckboxSelectMultiple
    )
    word = LinesField(
        label=gettext_lazy("A word of your own"),
        max_length=LONGEST_WORD,
        required=False,
        help_text=gettext_lazy(
            "For example which racks or which meter it is about. The tenant reads it in the letter."
        ),
    )
    field_order = ("tenant", "email", "language", "questions", "deadline_date", "deadline_time", "word")

    def __init__(self, *args: Any, offered: Grouped, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offered
        self.fields["word"].label = optional(self.fields["word"].label or "")
        self.offered = offered

    @property
    def sections(self) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
        """To be drawn: each with its questions, and whether they are ticked."""
        ticked = set(self["questions"].value() or ())
        for label, questions in self.offered:
            yield label, [(name, words, name in ticked) for name, words in questions]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip()


class DeclaredByTenantForm(SaysWhatIsNeeded, forms.Form):
    declared_by = forms.CharField(label=gettext_lazy("Your name"), max_length=longest(TenantRequest, "declared_by"))
    position = forms.CharField(
        label=gettext_lazy("Position"), max_length=longest(TenantRequest, "position"), required=False
    )
    declared = forms.BooleanField(
        label=gettext_lazy("I declare that these answers are true and complete."),
        error_messages={"required": gettext_lazy("Tick the declaration, or do not send.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].error_messages["required"] = _("Tick the declaration, or do not send.")
