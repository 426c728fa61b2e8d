"""Asking the bureau for more time, or to be opened again: for one data center or for many at once."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import can, require, user_of
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import give_back
from surveys.lib.clock import database_now, show
from surveys.lib.forms import LinesField
from surveys.models import Assignment, Request, Round
from surveys.portal.access import own, own_organisation, own_request, own_round
from surveys.rendering.moment_fields import MomentForm
from surveys.responses.dialogue.queries import kind_to_ask_for, waiting
from surveys.responses.dialogue.requests import AlreadyAsked, NoLongerWaiting, NothingToAskFor, ask, withdraw
from surveys.responses.models import LONGEST_REASON
from surveys.responses.queries import for_reading
from surveys.rounds.actions import NotLater
from surveys.rounds.queries import deadline_of

Kinds = Mapping[Assignment, Request.Kind]


class AskForm(MomentForm):
    """For units of which answers are taken it says until when; the others leave that to the bureau."""

    assignment = forms.MultipleChoiceField(label=gettext_lazy("For"), widget=forms.CheckboxSelectMultiple)
    reason = LinesField(
        label=gettext_lazy("Why"), max_length=LONGEST_REASON, help_text=gettext_lazy("The authority reads it.")
    )
    field_order = ("assignment", "deadline_date", "deadline_time", "reason")

    def __init__(self, *args: Any, kinds: Kinds, round: Round, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.round, self.at = kinds, round, at
        self.fields["assignment"].choices = [(str(one.pk), self._called(one)) for one in kinds]  # type: ignore[attr-defined]
        needs_time = Request.Kind.EXTENSION in kinds.values()
        labels = {"deadline_date": _("Until when: day"), "deadline_time": _("Until when: time")}
        for name, label in labels.items():
            self.fields[name].required = False
            self.fields[name].label = label
            if not needs_time:
                del self.fields[name]

    def _called(self, assignment: Assignment) -> str:
        told = {"unit": assignment, "deadline": show(deadline_of(assignment), self.round.time_zone)}
        if self.kinds[assignment] == Request.Kind.EXTENSION:
            return _("%(unit)s – more time, now due %(deadline)s") % told
        return _("%(unit)s – open it again") % told

    def zone(self) -> str:
        return self.round.time_zone

    @property
    def chosen(self) -> list[Assignment]:
        ticked = set(self.cleaned_data.get("assignment", ()))
        return [one for one in self.kinds if str(one.pk) in ticked]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wanting = [one for one in self.chosen if self.kinds[one] == Request.Kind.EXTENSION]
        if wanting and not self.errors:
            self._must_say_until_when(data.get("deadline"), wanting)
        return data

    def _must_say_until_when(self, wanted: datetime | None, wanting: Sequence[Assignment]) -> None:
        latest = max(map(deadline_of, wanting))
        if wanted is None:
            self.add_error("deadline_date", _("Say until when you need the time, day and time."))
        elif wanted <= self.at:
            self.add_error("deadline_date", _("The time asked for must lie in the future."))
        elif wanted <= latest:
            words = _("You have time until %(deadline)s already; ask for a later time.")
            self.add_error("deadline_date", words % {"deadline": show(latest, self.zone())})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_bureau(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = own_round(user, id)
    theirs = own_organisation(user, organisation, round)
    if request.method == "POST":
        require(user, Permission.SUBMIT, theirs)
    rows = for_reading(own(user, Assignment.objects.filter(round=round, organisation=theirs)))
    kinds = _kinds(list(rows.order_by("facility__code")), at)
    if not kinds:
        messages.info(request, _("There is nothing to ask for: your requests wait for an answer already."))
        give_back(request, "reason")
        return redirect("portal:round", id)
    ticked = request.GET.getlist("assignment") if len(kinds) > 1 else [str(one.pk) for one in kinds]
    form = AskForm(request.POST or None, kinds=kinds, round=round, at=at, initial={"assignment": ticked})
    if form.is_valid():
        return _ask(request, form)
    context = {
        "round": round,
        "organisation": theirs,
        "form": form,
        "may_submit": can(user, Permission.SUBMIT, theirs),
        "reopens": Request.Kind.EXTENSION not in kinds.values(),
    }
    return render(request, "portal/dialogue/ask.html", context)


def _kinds(rows: Sequence[Assignment], at: datetime) -> Kinds:
    """What can be asked for each, save where a request waits."""
    asked = set(waiting(Request.objects.filter(assignment__in=rows)).values_list("assignment", flat=True))
    kinds = {one: kind_to_ask_for(one.response, at) for one in rows if one.pk not in asked}
    return {one: kind for one, kind in kinds.items() if kind is not None}


def _ask(request: HttpRequest, form: AskForm) -> HttpResponse:
    user, done, chosen = user_of(request), 0, form.chosen
    for one in chosen:
        wanted = form.cleaned_data.get("deadline") if form.kinds[one] == Request.Kind.EXTENSION else None
        try:
            ask(response=one.response, by=user, reason=form.cleaned_data["reason"], wanted=wanted)
            done += 1
        except (AlreadyAsked, NothingToAskFor, NotLater):
            words = _("Not asked for %(unit)s: it was asked already, or things have changed. Look at its page.")
            messages.warning(request, words % {"unit": one})
    if done:
        words = ngettext(
            "Your request is with the authority. Until it is granted the deadline stays as it is.",
            "Your %(n)s requests are with the authority. Until they are granted the deadlines stay as they are.",
            done,
        )
        messages.success(request, words % {"n": done})
    else:
        give_back(request, "reason")
    if len(chosen) == 1:
        return redirect("portal:assignment", chosen[0].pk)
    return redirect("portal:round", form.round.pk)


@require_POST
def withdraw_request(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    asked = own_request(user, id)
    require(user, Permission.SUBMIT, asked)
    try:
        withdraw(request=asked, by=user)
    except NoLongerWaiting:
        messages.info(request, _("The request was answered meanwhile; the answer stands below."))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("portal:assignment", asked.assignment_id)
