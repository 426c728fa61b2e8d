"""What becomes of the returns of a data center or an organisation that is switched off while it is being asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.accounts.access import visible_to
from surveys.accounts.roles import Permission
from surveys.lib.clock import database_now, show
from surveys.lib.columns import longest
from surveys.lib.text import nested
from surveys.models import Assignment, Facility, Organisation, User
from surveys.rounds.queries import deadline_of
from surveys.rounds.switching_off import being_asked

KEPT, TAKEN_OUT = "kept", "taken_out"
FATES = [
    (KEPT, gettext_lazy("goes on: it still has to answer, and what it answers counts")),
    (TAKEN_OUT, gettext_lazy("ends: nothing more is expected of it, and nothing it answered counts")),
]
MARK = "fates"
FATE = "fate-"


class FatesForm(forms.Form):
    """One question for each assignment that the officer may take out of its round; the others are only named."""

    because = forms.CharField(
        label=gettext_lazy("Why it ends"),
        max_length=longest(Assignment, "ineligible_because"),
        required=False,
        help_text=gettext_lazy("Such as: closed on 1 March. Operator and report say it."),
    )

    def __init__(self, *args: Any, unit: Facility | Organisation, user: User, **kwargs: Any) -> None:
        asked = being_asked(unit, database_now())
        self.theirs = {str(one.pk): one for one in visible_to(user, asked, Permission.MANAGE_ROUNDS)}
        seen = visible_to(user, asked, Permission.SEE_ROUNDS)
        self.others = [one for one in seen if str(one.pk) not in self.theirs]
        super().__init__(*args, **kwargs)
        questions = {FATE + key: _question(one) for key, one in self.theirs.items()}
        self.fields = questions | ({"because": self.fields["because"]} if questions else {})

    @property
    def is_needed(self) -> bool:
        return bool(self.theirs or self.others)

    @property
    def told_of_others(self) -> list[str]:
        return [told(one) for one in self.others]

    def clean(self) -> dict[str, Any]:
        if TAKEN_OUT in self.cleaned_data.values() and not self.cleaned_data.get("because"):
            self.add_error("because", _("Say why it is taken out of the round."))
        return self.cleaned_data

    @property
    def is_overtaken(self) -> bool:
        """Whether it was decided to take something out that is no longer asked."""
        ended = {name for name, fate in self.data.items() if name.startswith(FATE) and fate == TAKEN_OUT}
        return bool(ended - {FATE + key for key in self.theirs})

    @property
    def taken_out(self) -> list[Assignment]:
        return [one for key, one in self.theirs.items() if self.cleaned_data[FATE + key] == TAKEN_OUT]


def _question(assignment: Assignment) -> forms.Field:
    missing = _("Choose what becomes of %(unit)s.") % {"unit": assignment}
    return forms.ChoiceField(
        label=told(assignment), choices=FATES, widget=forms.RadioSelect, error_messages={"required": missing}
    )


def told(assignment: Assignment) -> str:
    facts = {
        "unit": assignment,
        "round": assignment.round.title,
        "deadline": show(deadline_of(assignment), assignment.round.time_zone),
        "state": assignment.response.unsent_word or assignment.response.get_state_display(),
    }
    return nested(_("%(unit)s in “%(round)s”, due %(deadline)s, %(state)s") % facts)
