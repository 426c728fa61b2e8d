"""The forms of a review: by which a return is sent back, with remarks at the questions, a note and a new deadline, and by
which that is taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bureau.review.revision_view import Line, Part
from surveys.lib.clock import show
from surveys.lib.forms import LinesField
from surveys.rendering.moment_fields import MomentForm, as_initial
from surveys.rounds.blueprints import noon_tomorrow

LONGEST_REMARK = 2000
PREFIX = "remark_"


class SendBackForm(MomentForm):
    note = LinesField(label=gettext_lazy("Note to the operator (optional)"), required=False, max_length=LONGEST_REMARK)

    def __init__(
        self, data: QueryDict | None = None, *, layout: Iterable[Part], zone: str, promised: datetime, at: datetime
    ) -> None:
        """`promised`: the deadline in force; nobody's time is shortened."""
        super().__init__(data, initial=as_initial(_proposed(at, promised, zone), zone))
        self._zone, self.at, self.promised, self.layout = zone, at, promised, list(layout)
        for part in self.layout:
            for line in (*part.lines, *part.blanks, *part.not_asked):
                self.fields[PREFIX + line.question.name] = _remark_field(line)

    def zone(self) -> str:
        return self._zone

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data["deadline"]:
            data["deadline"] = self._not_earlier(data["deadline"])
        if not self.remarks() and not any(name.startswith(PREFIX) for name in self.errors):
            self.add_error(
                None, _("Write a remark at one question at least, so that the operator knows what to correct.")
            )
        return data

    def _not_earlier(self, deadline: datetime) -> datetime:
        """The fields show whole minutes: what shows as the deadline in force is that deadline."""
        if deadline == self.promised.replace(second=0, microsecond=0):
            deadline = self.promised
        if deadline < self.promised:
            words = _("The operator has time until %(deadline)s already, and the new deadline may not be earlier.")
            self.add_error("deadline_date", words % {"deadline": show(self.promised, self._zone)})
        elif deadline <= self.at:
            self.add_error("deadline_date", _("The new deadline must lie in the future."))
        return deadline

    def remarks(self) -> dict[str, str]:
        """By question name."""
        return {
            name.removeprefix(PREFIX): text
            for name, text in self.cleaned_data.items()
            if name.startswith(PREFIX) and text
        }


def _proposed(at: datetime, promised: datetime, zone: str) -> datetime:
    """Noon tomorrow, or that of the day after the deadline in force where it is later."""
    noon = noon_tomorrow(at, zone)
    return noon if noon >= promised else noon_tomorrow(promised, zone)


class RecallForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note to the operator (optional)"), required=False, max_length=LONGEST_REMARK
    )


def _remark_field(line: Line) -> LinesField:
    return LinesField(
        label=_("Remark on %(number)s %(label)s") % {"number": line.question.number, "label": line.label},
        required=False,
        max_length=LONGEST_REMARK,
        rows=2,
    )
