"""Saving in passing, and telling the page what has become of it."""

import uuid
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.accounts.access import user_of
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now
from surveys.models import Assignment
from surveys.portal.access import own_part
from surveys.portal.amended import tell_of_change, version_drawn
from surveys.portal.answering.keeping import keep, section_or_404
from surveys.portal.answering.not_saved import texts_sent
from surveys.portal.posted_answers import Sent, read_sent
from surveys.portal.questionnaire_views import view_now
from surveys.questionnaires.form import Section
from surveys.rendering.questionnaire_view import QuestionnaireView, cell_marks, marks
from surveys.rendering.questions import as_typed, draw_question, fragments
from surveys.responses.actions import RoundIsClosed, Saved
from surveys.responses.drafting import Conflict
from surveys.responses.opening import draft_of
from surveys.responses.reasons import explained_by
from surveys.responses.states import NotAllowedNow


@keeps_its_own_key
@require_POST
def autosave(request: HttpRequest, id: uuid.UUID, name: str) -> HttpResponse:
    """Saving in passing. The version makes it repeatable: what was already kept is not a change any more."""
    user = user_of(request)
    part = own_part(user, id, name)
    assignment = part.assignment
    drawn = version_drawn(request, assignment.round)
    whole = section_or_404(drawn, name)
    sent = read_sent(whole, request.POST)
    try:
        saved = keep(part, draft_of(assignment, user, database_now()), sent, drawn, user)
    except (RoundIsClosed, NotAllowedNow):
        text = _("These answers can no longer be changed. Your text was not saved; copy it if you need it.")
        texts = texts_sent(view_now(assignment, user), whole, sent, request)
        return JsonResponse({"message": text, "texts": texts}, status=409)
    if assignment.round.version_id != drawn.pk:
        tell_of_change(request)
        return JsonResponse({"version": saved.version, "elsewhere": reverse("portal:assignment", args=[assignment.pk])})
    view = view_now(assignment, user, tells_missing=request.POST.get("checked") == "1")
    return JsonResponse(_after_saving(view, whole, sent, saved, assignment))


def _after_saving(
    view: QuestionnaireView, whole: Section, sent: Sent, saved: Saved, assignment: Assignment
) -> dict[str, object]:
    shown = view.section(whole.name)
    questions = shown.questions if shown else ()
    on_page = {question.name: sent.entries[question.name] for question in questions if question.name in sent.entries}
    return {
        "version": saved.version,
        "saved_at": f"{database_now().astimezone(ZoneInfo(assignment.round.time_zone)):%H:%M}",
        "unsent": saved.is_unsent,
        "asked": marks(questions, {**view.answers, **on_page}),
        "cells": cell_marks(questions, {**view.answers, **on_page}),
        "explained": explained_by({**view.reasons, **sent.reasons}),
        "shown": [question.name for question in questions],
        "questions": {q.name: draw_question(view, q) for q in questions if q.name not in sent.entries},
        "fragments": fragments(view, shown) if shown else {},
        "conflicts": [_told(view, conflict, saved.their_name) for conflict in saved.conflicts],
    }


def _told(view: QuestionnaireView, conflict: Conflict, their_name: str) -> dict[str, str]:
    return told_conflict(view, conflict, their_name, draw_question(view, view.definition.question(conflict.question)))


def told_conflict(view: QuestionnaireView, conflict: Conflict, their_name: str, theirs_html: str) -> dict[str, str]:
    """Both texts in a box of their own; `theirs_html`: the question with the colleague's."""
    question = view.definition.question(conflict.question)
    mine = [aside for aside in view.asides.get(question.name, ()) if aside.entry == conflict.yours]
    context = {
        "index": f"{mine[-1].index}:{question.name}" if mine else "",
        "yours": as_typed(view, question, conflict.yours),
        "theirs": as_typed(view, question, conflict.theirs),
        "by": their_name,
    }
    box = render_to_string("portal/questions/conflict.html", context)
    return {"question": question.name, "html": box, "theirs_html": theirs_html} | context
