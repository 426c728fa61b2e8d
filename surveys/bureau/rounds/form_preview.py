"""The questionnaire before its issue: as an operator will find it, and with every question that may follow."""

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of, visible_to
from surveys.bureau.access import round_or_404
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.lib.units import unit
from surveys.models import Assignment, Round
from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.form import Definition, Question, SectionScope
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questionnaire_view import QuestionnaireView
from surveys.responses.facts import assignment
from surveys.rounds.audience import facilities_of


@require_safe
def form_preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    round = round_or_404(user_of(request), pk)
    at = round.on_its_clock(database_now())
    definition, language = definition_of(round.version), current_language()
    example = _example(request, round, definition)
    context = {
        "round": round,
        "example": example,
        "views": [_view(definition, scope, round, example, at) for scope in ("organisation", "unit")],
        "sections": [
            {"section": section, "questions": [_listed(q, language) for q in section.questions if q.is_shown]}
            for section in definition.sections
        ],
        "definition": definition,
        "back": reverse("bureau:round" if round.issued_at else "bureau:round_ready", args=[round.pk]),
    }
    return render(request, "bureau/rounds/form.html", context)


def _example(request: HttpRequest, round: Round, definition: Definition) -> Assignment | None:
    """One of those who will be asked, so that what the registry fills in beforehand is seen too. It is not stored."""
    facility = visible_to(user_of(request), facilities_of(round.survey.authority, round.audience)).first()
    if facility is None:
        return None
    organisation = facility.organisation
    if definition.unit == "organisation":
        return Assignment(round=round, organisation=organisation, region=organisation.region)
    return Assignment(round=round, organisation=organisation, facility=facility, region=facility.region)


def _view(
    definition: Definition, scope: SectionScope, round: Round, example: Assignment | None, at: datetime
) -> QuestionnaireView:
    answers: dict[str, object] = {}
    known = assignment.about_round(round)
    if example and scope == "unit":
        answers, known = assignment.prefilled(example, at), assignment.of_assignment(example, definition.facts)
    elif example:
        answers = assignment.prefilled_for_organisation(round, example.organisation, at)
        known = assignment.of_organisation(round, example.organisation)
    evaluation = evaluate(definition, answers, now=at, facts=known, scope=scope)
    return QuestionnaireView(definition, answers, evaluation, scope, current_language())


def _listed(question: Question, language: str) -> dict[str, object]:
    return {
        "question": question,
        "choices": question.choices,
        "columns": [_listed(column, language) for column in question.questions],
        "units": " / ".join(unit(symbol).label(language) for symbol in question.units if symbol != "%"),
        "is_required": question.required is True,
    }
