"""The form by which a return is sent back: remarks at the questions, a note, a new deadline."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bureau.moment_fields import MomentForm, as_initial
from surveys.bureau.review.revision_view import Line, Part
from surveys.lib.forms import LinesField
from surveys.rounds.blueprints import noon_tomorrow

LONGEST_REMARK = 2000
PREFIX = "remark_"


class SendBackForm(MomentForm):
    note = LinesField(label=gettext_lazy("Note to the operator (optional)"), required=False, max_length=LONGEST_REMARK)

    def __init__(self, data: QueryDict | None = None, *, layout: Iterable[Part], zone: str, at: datetime) -> None:
        super().__init__(data, initial=as_initial(noon_tomorrow(at, zone), zone))
        self._zone, self.at, self.layout = zone, at, list(layout)
        for part in self.layout:
            for line in (*part.lines, *part.blanks):
                self.fields[PREFIX + line.question.name] = _remark_field(line)

    def zone(self) -> str:
        return self._zone

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data["deadline"] and data["deadline"] <= self.at:
            self.add_error("deadline_date", _("The new deadline must lie in the future."))
        if not self.remarks() and not any(name.startswith(PREFIX) for name in self.errors):
            self.add_error(
                None, _("Write a remark at one question at least, so that the operator knows what to correct.")
            )
        return data

    def remarks(self) -> dict[str, str]:
        """By question name."""
        return {
            name.removeprefix(PREFIX): text
            for name, text in self.cleaned_data.items()
            if name.startswith(PREFIX) and text
        }


def _remark_field(line: Line) -> LinesField:
    return LinesField(
        label=_("Remark on %(number)s %(label)s") % {"number": line.question.number, "label": line.label},
        required=False,
        max_length=LONGEST_REMARK,
        rows=2,
    )
