"""The form by which a later deadline is given, with its reason."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib.clock import show
from surveys.lib.columns import longest
from surveys.models import Extension
from surveys.rendering.moment_fields import MomentForm


class LaterDeadlineForm(MomentForm):
    """A later deadline with its reason; `latest` is the latest deadline in force of those it is for."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=longest(Extension, "reason"),
        help_text=gettext_lazy("The operators read it."),
    )

    def __init__(self, *args: Any, zone: str, latest: datetime | None, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone, self.latest, self.at = zone, latest, at

    def zone(self) -> str:
        return self._zone

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        deadline = data["deadline"]
        if deadline and deadline <= self.at:
            self.add_error("deadline_date", _("The new deadline must lie in the future."))
        elif deadline and self.latest and deadline <= self.latest:
            self.add_error(
                "deadline_date",
                _("The new deadline must be later than the one that holds now: %(deadline)s.")
                % {"deadline": show(self.latest, self._zone)},
            )
        return data
