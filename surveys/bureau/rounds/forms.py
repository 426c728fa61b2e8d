"""The form of a round: everything an officer may change before the issue, on one page, filled in with what usually holds."""

import hashlib
import re
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bureau.rounds.audience import as_list, kind_choices, read_list, region_choices
from surveys.lib.columns import longest
from surveys.lib.forms import LinesField, optional
from surveys.lib.language import current_language
from surveys.lib.numbers import canonical
from surveys.models import Round
from surveys.questionnaires.form import Definition
from surveys.questionnaires.queries import definition_of
from surveys.rendering.moment_fields import MomentForm, as_initial, clock_field, day_field, year_is_plausible
from surveys.rounds.fields import CHANGEABLE, COLUMNS, SURVEY_WORDING
from surveys.rounds.models import Audience

BY_FILTER, BY_LIST = "filter", "list"
MOST_REMINDERS = 10
LONGEST_TEXT = 5000
PERCENT = re.compile(r"\d{1,2}(\.\d{1,2})?")
# What an officer chooses from: places, not the aliases and offsets that the database of zones also holds.
PLACES = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def zone_choices() -> list[tuple[str, str]]:
    usual = settings.DEFAULT_ROUND_ZONE
    others = sorted(zone for zone in available_timezones() if zone.startswith(PLACES) and zone != usual)
    named = {"Asia/Shanghai": _("Beijing time (Asia/Shanghai)")}
    return [(zone, named.get(zone, zone)) for zone in (usual, *others, "UTC")]


def _line(column: str, label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest(Round, column))


def _text(label: Any, rows: int = 3, **options: Any) -> LinesField:
    return LinesField(label=label, required=False, max_length=LONGEST_TEXT, rows=rows, **options)


def mark_of(round: Round) -> str:
    """By which a page tells whether the round is still what it was drawn with."""
    terms = [getattr(round, name) for name in sorted(CHANGEABLE)]
    wording = [getattr(round.survey, name) for name in SURVEY_WORDING]
    return hashlib.sha256(repr((terms, wording)).encode()).hexdigest()[:12]


class RoundForm(MomentForm):
    """Nothing is required here, so that a draft can be kept half finished; the next page names what is missing."""

    title_zh = _line("title_zh", gettext_lazy("Title in Chinese"))
    title_en = _line("title_en", optional(gettext_lazy("Title in English")))
    legal_basis_zh = _text(gettext_lazy("Legal basis, in Chinese"), rows=4)
    legal_basis_en = _text(optional(gettext_lazy("Legal basis, in English")), rows=4)
    burden_zh = _text(gettext_lazy("Expected effort, in Chinese"), rows=2)
    burden_en = _text(optional(gettext_lazy("Expected effort, in English")), rows=2)
    instructions_zh = _text(optional(gettext_lazy("Instructions, in Chinese")))
    instructions_en = _text(optional(gettext_lazy("Instructions, in English")))
    period_start = day_field(
        gettext_lazy("First day of the reference period"), required=False, validators=[year_is_plausible]
    )
    period_end = day_field(
        gettext_lazy("Last day of the reference period"), required=False, validators=[year_is_plausible]
    )
    exit_limit = day_field(
        optional(gettext_lazy("Day by which mining is to have ended")),
        required=False,
        validators=[year_is_plausible],
        help_text=gettext_lazy("Whoever plans to stop later is asked to explain it."),
    )
    audience_by = forms.ChoiceField(
        label=gettext_lazy("Who must answer"),
        choices=[
            (BY_FILTER, gettext_lazy("All data centers in certain districts and of certain organisations")),
            (BY_LIST, gettext_lazy("The data centers on a list")),
        ],
        widget=forms.RadioSelect,
    )
    regions = forms.MultipleChoiceField(
        label=optional(gettext_lazy("Districts")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked means all districts."),
    )
    kinds = forms.MultipleChoiceField(
        label=optional(gettext_lazy("Kinds of organisations")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked means all kinds."),
    )
    listed = LinesField(
        label=optional(gettext_lazy("List of data centers")),
        required=False,
        rows=6,
        help_text=gettext_lazy(
            "Only for a list. One per line: a unified social credit code for all data centers of an organisation, the "
            "code of a data center, or both, separated by a space; or the name of either. The list can be pasted from a "
            "spreadsheet."
        ),
    )
    deadline_date = day_field(gettext_lazy("Day"), required=False, validators=[year_is_plausible])
    deadline_time = clock_field(gettext_lazy("Time"), required=False)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)
    nil_return_required = forms.BooleanField(
        label=gettext_lazy("Those who are not concerned must file a nil return"), required=False
    )
    nil_gives_figures = forms.BooleanField(required=False)
    two_persons = forms.BooleanField(
        label=gettext_lazy("Who prepares a return must not be who submits it"), required=False
    )
    reminders = forms.CharField(
        label=optional(gettext_lazy("Reminders, in percent of the time between issue and deadline")),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Only those who have not answered are reminded. The next page shows the moments."),
    )
    enquiries = _line("enquiries", gettext_lazy("Telephone for enquiries, with hours"))

    def __init__(self, data: QueryDict | None = None, *, round: Round) -> None:
        self.round = round
        self.hints: list[str] = []
        self.authority = round.survey.authority
        super().__init__(data, initial=_initial(round))
        self.fields["regions"].choices = region_choices(self.authority)  # type: ignore[attr-defined]
        self.fields["kinds"].choices = kind_choices()  # type: ignore[attr-defined]
        definition = definition_of(round.version)
        self.fields["nil_gives_figures"].label = _("A nil return also gives: %(questions)s") % {
            "questions": _(", ").join(
                definition.label_of(name, current_language()) for name in _asked_of_nil(definition)
            )
        }
        if not _asked_of_nil(definition):
            del self.fields["nil_gives_figures"]
        if "round.exit_limit" not in definition.facts:
            del self.fields["exit_limit"]

    def zone(self) -> str:
        return str(self.cleaned_data.get("time_zone") or settings.DEFAULT_ROUND_ZONE)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._both_or_neither(data)
        if {"period_start", "period_end"} <= data.keys() and _is_backwards(data["period_start"], data["period_end"]):
            self.add_error("period_end", _("The last day must not come before the first day."))
        data["audience"] = self._audience(data)
        return data

    def _both_or_neither(self, data: dict[str, Any]) -> None:
        if bool(data.get("deadline_date")) != bool(data.get("deadline_time")) and not self._deadline_has_errors():
            empty = "deadline_time" if data.get("deadline_date") else "deadline_date"
            self.add_error(empty, _("Give both the day and the time of the deadline."))

    def _deadline_has_errors(self) -> bool:
        return self.has_error("deadline_date") or self.has_error("deadline_time")

    def _audience(self, data: dict[str, Any]) -> Audience:
        if data.get("audience_by") != BY_LIST:
            return {"by": BY_FILTER, "regions": data.get("regions", []), "kinds": data.get("kinds", [])}
        listed = read_list(self.authority, data.get("listed", ""))
        self.hints = listed.hints
        for problem in listed.problems:
            self.add_error("listed", problem)
        return {"by": BY_LIST, "facilities": listed.facilities}

    def clean_reminders(self) -> list[str]:
        """Percents as typed to fractions as stored, in order, each once."""
        parts = [part for part in re.split(r"[\s,，、;；%％]+", self.cleaned_data["reminders"]) if part]
        if len(parts) > MOST_REMINDERS:
            raise forms.ValidationError(_("At most %(most)s reminders.") % {"most": MOST_REMINDERS})
        return [canonical(percent / 100) for percent in sorted({_percent(part) for part in parts})]

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What differs from what is stored: of the round, and of the wording of its survey."""
        data = self.cleaned_data | {"reminder_fractions": self.cleaned_data["reminders"]}
        of_round = {
            name: data[name]
            for name in sorted(CHANGEABLE.keys() & data.keys())
            if data[name] != getattr(self.round, name)
        }
        survey = self.round.survey
        wording = [name for name in SURVEY_WORDING if name in self.fields and not name.startswith("title")]
        return of_round, {name: data[name] for name in wording if data[name] != getattr(survey, name)}

    def refuse_to_overwrite(self) -> None:
        """A colleague was at it too: what differs is named, and what was typed stays."""
        of_round, of_survey = self.changes()
        fields = _(", ").join(str(COLUMNS[name]) for name in (*of_round, *of_survey))
        self.add_error(
            None,
            _("A colleague changed this round since you opened it, so nothing was saved. What you typed differs from what is stored now in: %(fields)s. Save again to put yours in its place.")
            % {"fields": fields},
        )  # fmt: skip

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        exit_limit = ["exit_limit"] if "exit_limit" in self.fields else []
        nil_figures = ["nil_gives_figures"] if "nil_gives_figures" in self.fields else []
        audience = ("audience_by", "regions", "kinds", "listed", "nil_return_required", *nil_figures, "two_persons")
        helper.layout = Layout(
            Fieldset(_("What it is about"), "title_zh", "title_en", _pair("period_start", "period_end"), *exit_limit),
            Fieldset(_("Who must answer"), *audience),
            Fieldset(_("Deadline"), _pair("deadline_date", "deadline_time"), "time_zone", "reminders"),
            Fieldset(
                _("What operators are told"),
                *("legal_basis_zh", "legal_basis_en", "burden_zh", "burden_en", "instructions_zh", "instructions_en"),
                "enquiries",
            ),
        )
        return helper


def _asked_of_nil(definition: Definition) -> tuple[str, ...]:
    return definition.nil.requires if definition.nil else ()


def _pair(*names: str) -> Div:
    return Div(*names, css_class="side-by-side")


def _is_backwards(start: Any, end: Any) -> bool:
    return bool(start and end and end < start)


def _percent(text: str) -> Decimal:
    if not PERCENT.fullmatch(text) or not Decimal(text):
        raise forms.ValidationError(
            _("“%(typed)s” is not a percentage above 0 and below 100, such as 50 or 87.5.") % {"typed": text}
        )
    return Decimal(text)


def _initial(round: Round) -> dict[str, object]:
    stored = {name: getattr(round, name) for name in CHANGEABLE}
    wording = {name: getattr(round.survey, name) for name in SURVEY_WORDING if not name.startswith("title")}
    audience = round.audience
    shown = {
        "audience_by": audience["by"],
        "regions": audience.get("regions", []),
        "kinds": audience.get("kinds", []),
        "listed": as_list(round.survey.authority, audience),
        "reminders": " ".join(canonical(Decimal(fraction) * 100) for fraction in round.reminder_fractions),
    }
    return stored | wording | as_initial(round.deadline, round.time_zone) | shown
