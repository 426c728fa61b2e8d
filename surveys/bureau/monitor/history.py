"""What happened, as sentences, the newest first: of a round, and of one response."""

import uuid
from typing import Any

from django.core.paginator import Page
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.accounts.access import require, user_of
from surveys.accounts.roles import Permission
from surveys.audit.sentences import Columns, sentence
from surveys.bureau.access import assignments_seen_by, may_manage, response_or_404, round_or_404
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Event, Round, User
from surveys.registry import roster_fields
from surveys.rounds import fields

COLUMNS: Columns = {**roster_fields.COLUMNS, **fields.COLUMNS}


@require_safe
def of_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = round_or_404(user, pk)
    require(user, Permission.SEE_HISTORY, round)
    page = page_of(events_of_round(user, round), request.GET)
    context = {"round": round, "page": page, "told": _told(page)}
    if round.issued_at:
        context["frame"] = frame(user, round, database_now(), "bureau:round_history")
    return render(request, "bureau/monitor/history/round.html", context)


@require_safe
def of_response(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    response = response_or_404(user, pk, Permission.SEE_HISTORY)
    events = Event.objects.filter(object_kind="assignment", object_id=str(response.assignment_id))
    page = page_of(events.order_by("-at", "-pk"), request.GET)
    context = {"response": response, "round": response.assignment.round, "page": page, "told": _told(page)}
    return render(request, "bureau/monitor/history/response.html", context)


def events_of_round(user: User, round: Round) -> QuerySet[Event]:
    """All of them for who manages the round; else what concerns everybody, and the units this officer sees.

    The legal basis and the expected effort belong to the survey, so what was done to them is part of every round's history.
    """
    wording = Q(verb="changed_survey", object_kind="survey", object_id=str(round.survey_id))
    events = Event.objects.filter(Q(round_id=round.pk) | wording).order_by("-at", "-pk")
    if may_manage(user, round):
        return events
    assignments = assignments_seen_by(user, round).order_by()
    organisations = assignments.values("organisation")
    # Databases write ids with and without hyphens; events hold them as text.
    plain = assignments.annotate(plain=_without_hyphens(Cast("pk", CharField()))).values("plain")
    own_assignments = Q(object_kind="assignment", plain_id__in=plain)
    own_organisations = Q(object_kind="organisation", organisation_id__in=organisations)
    return events.annotate(plain_id=_without_hyphens("object_id")).filter(
        Q(organisation_id=None) | own_assignments | own_organisations
    )


def _without_hyphens(text: Any) -> Replace:
    return Replace(text, Value("-"), Value(""))


def _told(page: "Page[Any]") -> list[tuple[Event, str]]:
    return [(event, sentence(event, COLUMNS)) for event in page]
