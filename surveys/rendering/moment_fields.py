"""A day and a time of the clock as two fields of a form, which together are a moment in a zone."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib.forms import NamesWhatIsMissing
from surveys.rounds.deadlines import ImpossibleLocalTime, from_local

FIRST_YEAR, LAST_YEAR = 2000, 2100


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def clock_field(label: Any, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **options)


def year_is_plausible(day: date | None) -> None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("The year must lie between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class MomentForm(NamesWhatIsMissing, forms.Form):
    """A form with the fields `deadline_date` and `deadline_time`; the moment is `cleaned_data["deadline"]`, or None."""

    deadline_date = day_field(gettext_lazy("Day"), validators=[year_is_plausible])
    deadline_time = clock_field(gettext_lazy("Time"))

    def zone(self) -> str:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, clock = data.get("deadline_date"), data.get("deadline_time")
        data["deadline"] = self._moment(day, clock) if day and clock else None
        return data

    def _moment(self, day: date, clock: time) -> datetime | None:
        try:
            return from_local(day, clock, self.zone())
        except ImpossibleLocalTime:
            self.add_error(
                "deadline_time",
                _("On that day the clocks of this zone are changed, and this time does not exist or comes twice. Choose another time."),
            )  # fmt: skip
            return None


def as_initial(moment: datetime | None, zone: str) -> dict[str, object]:
    if moment is None:
        return {}
    local = moment.astimezone(ZoneInfo(zone))
    return {"deadline_date": local.date(), "deadline_time": local.time()}
