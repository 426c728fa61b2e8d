"""What an officer says of a merger: since when, why, the codes that collide, the open tasks, and the people who come along."""

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.accounts.access import visible_to
from surveys.accounts.people import in_force
from surveys.accounts.roles import Permission
from surveys.bureau.registry.fates import told
from surveys.bureau.registry.forms import RosterField
from surveys.bureau.registry.move_form import GOES_OVER, STAYS, DayAndReason
from surveys.lib.columns import longest
from surveys.models import Assignment, Facility, FacilityMove, Membership, Organisation, User
from surveys.registry.moving import free_code
from surveys.registry.roster_fields import read_code
from surveys.responses.merging import may_go_along


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no argument at run time
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.name} · {obj.user.email} · {obj.get_role_display()}"


class MergeForm(DayAndReason):
    """With a line for each data center whose code the other organisation has given already."""

    people = PeopleField(
        label=gettext_lazy("Take these people over"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("They get the same role at the other organisation, and see all that is its own."),
    )

    def __init__(self, *args: Any, organisation: Organisation, into: Organisation, at: datetime, **kwargs: Any) -> None:
        self.organisation, self.into = organisation, into
        self.sites = list(organisation.facilities.order_by("code"))
        self.taken = set(into.facilities.values_list("code", flat=True))
        super().__init__(*args, at=at, **kwargs)
        self._offer_people()
        self.colliding = {f"code-{site.pk}": site for site in self.sites if site.code in self.taken}
        given = self.taken | {site.code for site in self.sites}
        for name, site in self.colliding.items():
            free = free_code(site.code, given)
            self.fields[name] = _code_of(site, free)
            given.add(free)

    def _offer_people(self) -> None:
        there = Membership.objects.filter(organisation=self.into, ended_at=None).values("user")
        theirs = in_force(Membership.objects.filter(organisation=self.organisation).exclude(user__in=there))
        field = self.fields["people"]
        assert isinstance(field, PeopleField)
        field.queryset = theirs
        if not theirs:
            del self.fields["people"]

    def clean_since(self) -> date:
        since = super().clean_since()
        moves = FacilityMove.objects.filter(facility__in=self.sites).select_related("facility")
        before = moves.order_by("since").last()
        if before and since < before.since:
            words = _("%(site)s came to this organisation on %(day)s: give that day or a later one.")
            raise forms.ValidationError(words % {"site": before.facility.name, "day": before.since})
        return since

    def clean(self) -> dict[str, Any]:
        typed = {name: self.cleaned_data[name] for name in self.colliding if name in self.cleaned_data}
        staying = [site.code for site in self.sites if site.code not in self.taken]
        given = Counter([*self.taken, *staying, *typed.values()])
        for name, code in typed.items():
            if given[code] > 1:
                self.add_error(name, _("The code %(code)s is given already.") % {"code": code})
        return self.cleaned_data

    @property
    def codes(self) -> dict[UUID, str]:
        return {site.pk: self.cleaned_data[name] for name, site in self.colliding.items()}


def _code_of(site: Facility, free: str) -> RosterField:
    label = _("New code of %(name)s, which is %(code)s until now") % {"name": site.name, "code": site.code}
    missing = _("Give %(name)s a code.") % {"name": site.name}
    return RosterField(
        read_code,
        label=label,
        initial=free,
        max_length=longest(Facility, "code"),
        error_messages={"required": missing},
    )


class OpenTasksForm(forms.Form):
    """One question for all that nobody has begun; what stays in any case is named."""

    tasks = forms.ChoiceField(widget=forms.RadioSelect, initial=STAYS)

    def __init__(
        self, *args: Any, asked: QuerySet[Assignment], user: User, old: Organisation, new: Organisation, **kwargs: Any
    ) -> None:
        self.movable = list(visible_to(user, may_go_along(asked), Permission.MANAGE_ROUNDS))
        keys = {one.pk for one in self.movable}
        seen = visible_to(user, asked, Permission.SEE_ROUNDS)
        self.staying = [one for one in seen if one.pk not in keys]
        super().__init__(*args, **kwargs)
        if not self.movable:
            del self.fields["tasks"]
            return
        names, count = {"old": old.name, "new": new.name}, len(self.movable)
        words = ngettext("%(count)s task that nobody has begun", "%(count)s tasks that nobody has begun", count)
        field = self.fields["tasks"]
        assert isinstance(field, forms.ChoiceField)
        field.label = words % {"count": count}
        field.choices = [
            (STAYS, _("with %(old)s, which was asked") % names),
            (GOES_OVER, _("with %(new)s, which gets the letter of issue and empty forms") % names),
        ]

    @property
    def told_of_movable(self) -> list[str]:
        return [told(one) for one in self.movable]

    @property
    def told_of_staying(self) -> list[str]:
        return [told(one) for one in self.staying]

    @property
    def going_over(self) -> list[Assignment]:
        return self.movable if self.cleaned_data.get("tasks") == GOES_OVER else []
