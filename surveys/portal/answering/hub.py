"""The page of an assignment: its sections and how far each is; once nothing is taken any more, what was answered."""

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.accounts.access import can, user_of
from surveys.accounts.roles import Permission
from surveys.lib.clock import database_now
from surveys.models import Assignment, Revision
from surveys.portal.access import others_to_copy, own_part
from surveys.portal.amended import amendments_since, texts_no_longer_taken
from surveys.portal.dialogue.remarks import remarks_on
from surveys.portal.dialogue.requests_made import dialogue_on
from surveys.portal.progress import Standing, is_nil_return, may_declare_nil, section_statuses, standing
from surveys.portal.questionnaire_views import lost_copies, texts_set_aside, view_of
from surveys.portal.receipts import answers_of
from surveys.portal.time_left import timing_of
from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_lines import chapters_of_view
from surveys.rendering.questionnaire_view import QuestionnaireView
from surveys.rendering.questions import as_typed
from surveys.responses.comparing import differences
from surveys.responses.facts.waves import last_return
from surveys.responses.opening import draft_of
from surveys.responses.states import State
from surveys.responses.tenants.queries import how_many


def about(assignment: Assignment, at: datetime) -> dict[str, object]:
    """What every page of an assignment shows."""
    timing = timing_of(assignment, at)
    return {
        "assignment": assignment,
        "round": assignment.round,
        "timing": timing,
        "standing": standing(assignment, timing),
    }


def assignment(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    part = own_part(user, id)
    assignment = part.assignment
    context = about(assignment, at)
    draft = draft_of(assignment, user, at)
    view = view_of(assignment, draft, at)
    if context["standing"] != Standing.OPEN:
        context["lost_copies"] = lost_copies(user, assignment)
    if part.sections is not None:
        statuses = [one for one in section_statuses(view, draft) if part.has(one.section.name)]
        return render(request, "portal/people/part.html", context | {"statuses": statuses})
    lost = [*texts_set_aside(view, draft), *texts_no_longer_taken(draft.set_aside, at)]
    context |= {"view": view, "draft": draft, "latest": assignment.response.latest, "lost": lost}
    context |= {"may_submit": can(user, Permission.SUBMIT, assignment)}
    context |= dialogue_on(assignment, user, at)
    if context["standing"] != Standing.OPEN:
        return render(request, "portal/assignment/closed.html", context | _answers_that_count(view, assignment))
    latest = assignment.response.latest
    context |= {
        "is_nil": is_nil_return(assignment.response, latest, draft),
        "may_be_nil": definition_of(assignment.round.version).nil and may_declare_nil(assignment.response, latest),
        "statuses": section_statuses(view, draft),
        "last": last_return(assignment),
        "may_copy": others_to_copy(user, assignment).exists(),
        **remarks_on(assignment.response),
        **how_many(assignment),
        "amendments": amendments_since(assignment.round, assignment.response.opened_at, draft.saved_at, view),
    }
    return render(request, "portal/assignment/open.html", context)


def _answers_that_count(view: QuestionnaireView, assignment: Assignment) -> dict[str, object]:
    """What was submitted, where that is what the bureau has; else what was being written."""
    latest = assignment.response.latest
    if latest and assignment.response.state in (State.SUBMITTED, State.ACCEPTED):
        unsent = _unsent_texts(view, latest) if assignment.response.unsent_since else []
        return answers_of(latest) | {"is_submitted": True, "unsent": unsent}
    return {"chapters": chapters_of_view(view)}


def _unsent_texts(view: QuestionnaireView, latest: Revision) -> list[dict[str, str]]:
    """What was changed after the last submission, and never submitted."""
    changed = differences(view.definition, latest.answers, view.evaluation.document())
    questions = [view.definition.question(one.question) for one in changed if one.question in view.answers or one.old]
    return [
        {"label": view.tell(question.label), "text": as_typed(view, question, view.answers.get(question.name))}
        for question in questions
        if question.name in view.definition.writable("unit")
    ]
