"""Adding units to a round that was issued: those of the register that are not in it, found by name or code."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import round_or_404
from surveys.bureau.monitor.bulk_actions import keys_among
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now, show
from surveys.lib.names import name_holds
from surveys.lib.numbers import in_plain_width
from surveys.models import Facility, Round
from surveys.rendering.moment_fields import MomentForm
from surveys.responses.issuing import add
from surveys.responses.queries import open_elsewhere
from surveys.rounds.actions import NotLater, NotOpen
from surveys.rounds.audience import facilities_of
from surveys.rounds.deadlines import Phase, phase
from surveys.rounds.models import whole_frame

MOST_SHOWN = 50
CHOSEN = "facility"


class AdditionForm(MomentForm):
    """The deadline of those added; while the round is not yet due, that of the round where none is given."""

    def __init__(self, *args: Any, round: Round, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.at = round, at
        self.is_needed = phase(round, at) is not Phase.OPEN
        for field in self.fields.values():
            field.required = self.is_needed

    def zone(self) -> str:
        return self.round.time_zone

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        deadline, least = data["deadline"], None if self.is_needed else self.round.deadline
        if deadline and least and deadline <= least:
            words = _("The new deadline must be later than the one that holds now: %(deadline)s.")
            self.add_error("deadline_date", words % {"deadline": show(least, self.zone())})
        elif deadline and deadline <= self.at:
            self.add_error("deadline_date", _("The new deadline must lie in the future."))
        return data


@dataclass(frozen=True)
class Found:
    """`some`: each with another round in which it has the same questionnaire open, if there is one."""

    count: int
    some: list[tuple[Facility, Round | None]]


def candidates(round: Round) -> QuerySet[Facility]:
    """What the authority covers and the round does not ask; where it asks organisations, one site stands for each."""
    covered = facilities_of(round.survey.authority, whole_frame())
    asked = round.assignments.order_by()
    if not round.asks_organisations:
        return covered.exclude(pk__in=asked.filter(facility__isnull=False).values("facility"))
    others = covered.exclude(organisation__in=asked.values("organisation"))
    first = dict(others.order_by("-code").values_list("organisation", "pk"))
    return covered.filter(pk__in=first.values())


def _found(request: HttpRequest, round: Round, at: datetime) -> Found:
    rows = candidates(round)
    for word in request.GET.get("q", "").split():
        rows = rows.filter(
            name_holds("name", word)
            | Q(code__iexact=in_plain_width(word))
            | Q(code__iexact=word)
            | name_holds("organisation__name", word)
            | Q(organisation__number__istartswith=in_plain_width(word))
        )
    some = list(rows.order_by("organisation__name", "code")[:MOST_SHOWN])
    asked = open_elsewhere(round, Facility.objects.filter(pk__in=[one.pk for one in some]), at).select_related("round")
    elsewhere = {one.facility_id or one.organisation_id: one.round for one in asked}
    return Found(rows.count(), [(one, elsewhere.get(one.pk) or elsewhere.get(one.organisation_id)) for one in some])


@require_http_methods(["GET", "HEAD", "POST"])
def add_units(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if phase(round, at) in (Phase.DRAFT, Phase.WITHDRAWN):
        messages.error(request, _("This is possible only in a round that was issued and not withdrawn."))
        return redirect("bureau:round", round.pk)
    form = AdditionForm(request.POST or None, round=round, at=at)
    ticked = keys_among(request.POST.getlist(CHOSEN))
    if request.method == "POST" and not ticked:
        form.add_error(None, _("Tick at least one."))
    if form.is_valid():
        return _added(request, round, candidates(round).filter(pk__in=ticked), form.cleaned_data["deadline"])
    context = {
        "frame": frame(user, round, at, ""),
        "form": form,
        "found": _found(request, round, at),
        "ticked": ticked,
        "q": request.GET.get("q", ""),
    }
    return render(request, "bureau/monitor/add.html", context)


def _added(
    request: HttpRequest, round: Round, facilities: QuerySet[Facility], deadline: datetime | None
) -> HttpResponse:
    try:
        added = add(by=user_of(request), round=round, facilities=list(facilities), deadline=deadline)
    except (NotOpen, NotLater):
        messages.error(request, _("Nothing was added: the round or its deadline has changed meanwhile."))
        return redirect("bureau:round", round.pk)
    words = ngettext(
        "%(count)s unit was added to the round, and its contacts get the letter of issue.",
        "%(count)s units were added to the round, and their contacts get the letter of issue.",
        len(added),
    )
    messages.success(request, words % {"count": len(added)})
    return redirect("bureau:round", round.pk)
