"""Deeds on many units of a round: extend, take out, take back. Each has a page that names the number first. In a closed
round they are for single units: what comes in late, or stands twice; the round itself stays closed."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import give_back
from surveys.bureau.access import round_or_404
from surveys.bureau.later_deadline import LaterDeadlineForm
from surveys.bureau.monitor.assignment_filter import CHOSEN, AssignmentFilter
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now, show
from surveys.lib.columns import longest
from surveys.lib.forms import NamesWhatIsMissing
from surveys.models import Assignment, Region, Round, User
from surveys.responses.queries import ELIGIBLE
from surveys.responses.states import State
from surveys.rounds import actions
from surveys.rounds.deadlines import RUNNING, Phase, phase
from surveys.rounds.queries import with_deadlines

MOST_NAMED = 20
WHOLE = "whole"
"""In place of the number that a page was drawn with: to move the deadline of the round is another deed than to extend all
of it, and concerns the round, however many of it are accepted meanwhile."""


class ReasonForm(NamesWhatIsMissing, forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=longest(Assignment, "ineligible_because"))


class NoForm(forms.Form):
    """For deeds that need nothing but a yes."""


@dataclass(frozen=True)
class Choice:
    """The units ticked, or all hits of the filter; `fit` are those the deed makes sense for."""

    all: int
    fit: QuerySet[Assignment]
    count: int
    some: list[Assignment]
    round: Round
    is_whole_round: bool

    @property
    def left_out(self) -> int:
        return self.all - self.count


def chosen_assignments(request: HttpRequest, round: Round, fitting: Q, at: datetime) -> Choice:
    """Only units on which this officer may do deeds of a manager."""
    assignments = visible_to(user_of(request), Assignment.objects.filter(round=round), Permission.MANAGE_ROUNDS)
    if ticked := keys_among(request.GET.getlist(CHOSEN)):
        assignments = assignments.filter(pk__in=ticked)
    elif "all" in request.GET:
        assignments = AssignmentFilter(request.GET, regions=Region.objects.all()).applied_to(assignments, at)
    else:
        assignments = assignments.none()
    fit = assignments.filter(fitting)
    some = list(fit.select_related("organisation", "facility")[:MOST_NAMED])
    outside = Assignment.objects.filter(ELIGIBLE, round=round).exclude(pk__in=assignments.order_by().values("pk"))
    is_whole_round = phase(round, at) in RUNNING and not outside.exists()
    return Choice(assignments.count(), fit, fit.count(), some, round, is_whole_round)


def latest_deadline(choice: Choice) -> datetime | None:
    """The latest deadline in force of these units; of the whole round its own, for who has a later one keeps it."""
    if choice.is_whole_round:
        return choice.round.deadline
    last: datetime | None = with_deadlines(choice.fit).aggregate(last=Max("deadline_in_force"))["last"]
    return last


def keys_among(texts: Iterable[str]) -> list[str]:
    """Those that can be keys of rows at all."""
    return [text for text in texts if _is_uuid(text)]


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Deed:
    """One kind of deed on many units: which fit, the page that asks, and the doing; returns what to say afterwards."""

    name: str
    fitting: Q
    do: Callable[[User, Choice, forms.Form], str]


def _extend(user: User, choice: Choice, form: forms.Form) -> str:
    if choice.is_whole_round:
        return _postpone(user, choice.round, form)
    granted = actions.extend(
        by=user, assignments=choice.fit, deadline=form.cleaned_data["deadline"], reason=form.cleaned_data["reason"]
    )
    return ngettext(
        "The deadline of %(count)s unit was extended, and its contacts are told.",
        "The deadline of %(count)s units was extended, and their contacts are told.",
        len(granted),
    ) % {"count": len(granted)}


def _postpone(user: User, round: Round, form: forms.Form) -> str:
    moved = actions.postpone(
        by=user, round=round, deadline=form.cleaned_data["deadline"], reason=form.cleaned_data["reason"]
    )
    until = show(moved.deadline, round.time_zone)
    return _("The deadline of the whole round is %(deadline)s now, and its contacts are told.") % {"deadline": until}


def _take_out(user: User, choice: Choice, form: forms.Form) -> str:
    taken = [actions.exclude(by=user, assignment=a, because=form.cleaned_data["reason"]) for a in choice.fit]
    return ngettext(
        "%(count)s unit was taken out of the round.", "%(count)s units were taken out of the round.", len(taken)
    ) % {"count": len(taken)}


def _take_back(user: User, choice: Choice, form: forms.Form) -> str:
    back = [actions.exclude(by=user, assignment=assignment, because="") for assignment in choice.fit]
    return ngettext("%(count)s unit is in the round again.", "%(count)s units are in the round again.", len(back)) % {
        "count": len(back)
    }


EXTEND = Deed("extend", ELIGIBLE & ~Q(response__state=State.ACCEPTED), _extend)
TAKE_OUT = Deed("take-out", ELIGIBLE, _take_out)
TAKE_BACK = Deed("take-back", ~ELIGIBLE, _take_back)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    at = database_now()

    def form_for(round: Round, choice: Choice) -> forms.Form:
        return LaterDeadlineForm(request.POST or None, zone=round.time_zone, latest=latest_deadline(choice), at=at)

    return _deed(request, pk, EXTEND, form_for, at)


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _deed(request, pk, TAKE_OUT, lambda round, choice: ReasonForm(request.POST or None), database_now())


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _deed(request, pk, TAKE_BACK, lambda round, choice: NoForm(request.POST or None), database_now())


def _deed(
    request: HttpRequest, pk: uuid.UUID, deed: Deed, form_for: Callable[[Round, Choice], forms.Form], at: datetime
) -> HttpResponse:
    user = user_of(request)
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if phase(round, at) in (Phase.DRAFT, Phase.WITHDRAWN):
        messages.error(request, _("This is possible only in a round that was issued and not withdrawn."))
        give_back(request, "reason")
        return redirect("bureau:round", round.pk)
    choice = chosen_assignments(request, round, deed.fitting, at)
    form = form_for(round, choice)
    shown = WHOLE if deed is EXTEND and choice.is_whole_round else str(choice.count)
    number_changed = request.method == "POST" and request.POST.get("expected") != shown
    if choice.count and not number_changed and form.is_valid():
        tell(request, lambda: deed.do(user, choice, form))
        return redirect("bureau:round", round.pk)
    if not choice.count:
        give_back(request, "reason")
    context = {
        "frame": frame(user, round, at, ""),
        "choice": choice,
        "form": form,
        "deed": deed.name,
        "shown": shown,
        "number_changed": number_changed,
    }
    return render(request, "bureau/monitor/bulk/action.html", context)


def tell(request: HttpRequest, do: Callable[[], str]) -> None:
    """What was done, or that a colleague was quicker."""
    try:
        messages.success(request, do())
    except (actions.NotOpen, actions.NotLater):
        messages.error(
            request, _("A colleague was quicker, and nothing more was done. Look at the round as it is now.")
        )
        give_back(request, "reason")
