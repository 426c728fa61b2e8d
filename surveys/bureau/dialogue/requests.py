"""What operators ask for in a round: the requests that wait for an answer, and those that were answered."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import round_or_404
from surveys.bureau.monitor.assignment_filter import STATE_WORDS
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Assignment, Request, Round, User
from surveys.responses.dialogue.queries import Told, answerable_by, told, waiting
from surveys.rounds.queries import with_deadlines

SETTLED = "settled"


@dataclass(frozen=True)
class Row:
    told: Told
    assignment: Assignment
    deadline: datetime
    may_answer: bool

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.assignment.response.state])


@require_safe
def requests(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    if round.issued_at is None:
        return redirect("bureau:round_ready", round.pk)
    theirs = requests_seen_by(user, round)
    open_ones = waiting(theirs)
    settled = theirs.exclude(pk__in=open_ones.values("pk"))
    shows_settled = request.GET.get("state") == SETTLED
    chosen = settled.order_by("-asked_at", "pk") if shows_settled else open_ones.order_by("asked_at", "pk")
    page = page_of(chosen.values_list("pk", flat=True), request.GET)
    context = {
        "frame": frame(user, round, at, "bureau:round_requests"),
        "page": page,
        "rows": rows_of(user, list(page)),
        "shows_settled": shows_settled,
        "counts": {"waiting": open_ones.count(), SETTLED: settled.count()},
    }
    return render(request, "bureau/dialogue/requests.html", context)


def requests_seen_by(user: User, round: Round) -> QuerySet[Request]:
    return visible_to(user, Request.objects.filter(assignment__round=round), Permission.SEE_ROUNDS)


def rows_of(user: User, keys: list[uuid.UUID]) -> list[Row]:
    """In the order of the keys."""
    found = Request.objects.filter(pk__in=keys).select_related("organisation")
    mine = set(answerable_by(user, found).values_list("pk", flat=True))
    by_key = {one.request.pk: one for one in told(found)}
    units = with_deadlines(Assignment.objects.filter(requests__in=keys)).select_related(
        "facility", "organisation", "response"
    )
    assignments = {one.pk: one for one in units}
    rows = []
    for key in keys:
        one = by_key[key]
        unit = assignments[one.request.assignment_id]
        may_answer = one.is_waiting and key in mine
        rows.append(Row(one, unit, unit.deadline_in_force, may_answer))  # type: ignore[attr-defined]  # annotated
    return rows
