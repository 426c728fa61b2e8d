"""What an officer says of a move: since when, why, and who answers what is being asked."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.accounts.access import visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.registry.fates import told
from surveys.bureau.registry.forms import RosterField
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.lib.dates import read_date
from surveys.lib.forms import SaysWhatIsNeeded
from surveys.models import Assignment, Facility, FacilityMove, Organisation, User
from surveys.registry.moving import free_code, last_move, today
from surveys.registry.roster_fields import read_code
from surveys.responses.going_over import may_go_over
from surveys.rounds.deadlines import is_late
from surveys.rounds.queries import deadline_of

STAYS, GOES_OVER = "stays", "goes_over"


class DayAndReason(SaysWhatIsNeeded, forms.Form):
    since = RosterField(
        read_date,
        label=gettext_lazy("From this day"),
        max_length=30,
        help_text=gettext_lazy("The first day of the new operator: today or before, such as 2026-03-01."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=longest(FacilityMove, "reason"),
        help_text=gettext_lazy("Such as: sold, contract of 20 February. The register and the history say it."),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(at)
        self.fields["since"].initial = str(self.today)

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > self.today:
            words = _("This day is still to come. Enter it on that day or later: the register says what holds now.")
            raise forms.ValidationError(words)
        return since


class MoveForm(DayAndReason):
    """`old` is the operator the page spoke of. A code is asked for only where the new operator has given the present one to
    another data center."""

    old = forms.UUIDField(widget=forms.HiddenInput)
    code = RosterField(
        read_code, label=gettext_lazy("Facility code at the new operator"), max_length=longest(Facility, "code")
    )

    def __init__(self, *args: Any, site: Facility, to: Organisation, at: datetime, **kwargs: Any) -> None:
        self.site, self.to = site, to
        super().__init__(*args, at=at, **kwargs)
        self.fields["old"].initial = site.organisation_id
        self.taken = set(to.facilities.values_list("code", flat=True))
        self.is_code_taken = site.code in self.taken
        if self.is_code_taken:
            self.fields["code"].initial = free_code(site.code, self.taken)
        else:
            del self.fields["code"]

    @property
    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "old"}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("old") != self.site.organisation_id:
            words = _("It has come to %(operator)s meanwhile, so nothing was moved. Look at this page again.")
            self.add_error(None, words % {"operator": self.site.organisation.name})
        return self.cleaned_data

    def clean_since(self) -> date:
        since = super().clean_since()
        before = last_move(self.site)
        if before and since < before.since:
            words = _("It came to %(operator)s on %(day)s: give that day or a later one.")
            raise forms.ValidationError(words % {"operator": before.new_operator.name, "day": before.since})
        return since

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in self.taken:
            raise forms.ValidationError(_("This organisation has a data center with this code already."))
        return code


class GoingOverForm(forms.Form):
    """One question for each assignment that the new operator may answer; the others are named, and stay."""

    def __init__(
        self,
        *args: Any,
        asked: QuerySet[Assignment],
        user: User,
        old: Organisation,
        new: Organisation,
        **kwargs: Any,
    ) -> None:
        mine = visible_to(user, may_go_over(asked), Permission.MANAGE_ROUNDS)
        self.movable = {f"task-{one.pk}": one for one in mine}
        seen = visible_to(user, asked, Permission.SEE_ROUNDS)
        self.staying = [one for one in seen if f"task-{one.pk}" not in self.movable]
        super().__init__(*args, **kwargs)
        for name, one in self.movable.items():
            self.fields[name] = _question(one, old, new)

    @property
    def told_of_staying(self) -> list[str]:
        return [told(one) for one in self.staying]

    @property
    def going_over(self) -> list[Assignment]:
        return [one for name, one in self.movable.items() if self.cleaned_data[name] == GOES_OVER]


def _question(assignment: Assignment, old: Organisation, new: Organisation) -> forms.Field:
    names = {"old": old.name, "new": new.name}
    choices = [
        (STAYS, _("stays with %(old)s, which was asked") % names),
        (GOES_OVER, _("goes over to %(new)s, which gets the letter of issue and an empty form") % names),
    ]
    is_over = is_late(database_now(), deadline_of(assignment))
    late = _(
        "Its deadline has passed. If it goes over, give a later one afterwards: else the new operator can only be late."
    )
    return forms.ChoiceField(
        label=told(assignment),
        choices=choices,
        widget=forms.RadioSelect,
        initial=STAYS,
        help_text=late if is_over else "",
    )
