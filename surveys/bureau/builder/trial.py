"""A proposal as an operator will see it, filled in for a trial; nothing of what is typed is stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of, visible_to
from surveys.bureau.builder.access import draw, known_questions, of_proposal
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.models import Facility, Proposal
from surveys.questionnaires.editing.conditions import THIS
from surveys.questionnaires.editing.references import with_columns
from surveys.questionnaires.evaluation import Evaluation, evaluate, first_answers
from surveys.questionnaires.expressions import LONGEST_EXPRESSION
from surveys.questionnaires.form import Definition, Question, SectionScope, show
from surveys.questionnaires.queries import examined
from surveys.questionnaires.trial import try_rule
from surveys.rendering.posted_answers import sent_answer
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.responses.facts.assignment import about_contact, about_district, about_facility, about_organisation

SCOPES: tuple[SectionScope, ...] = ("organisation", "unit")


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def preview(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The questionnaire, with what the registry knows of one unit filled in; posting it is the trial."""
    definition = examined(proposal.definition).definition
    context: dict[str, Any] = {"tab": "preview", "questions": known_questions(proposal.definition)}
    context["longest"] = LONGEST_EXPRESSION
    if request.method == "POST" and "expression" in request.POST:
        context["trial"] = _tried(request.POST, proposal)
    if definition is None:
        return draw(request, "bureau/builder/preview/preview.html", proposal, **context)
    return draw(
        request, "bureau/builder/preview/preview.html", proposal, **context, **_rehearsed(request, definition, proposal)
    )


def _rehearsed(request: HttpRequest, definition: Definition, proposal: Proposal) -> dict[str, Any]:
    at, is_tried = database_now().astimezone(ZoneInfo(settings.DEFAULT_ROUND_ZONE)), "tried" in request.POST
    facility = _example(request, proposal)
    known = {scope: _known(definition, scope, facility) for scope in SCOPES}
    if is_tried:
        answers, reasons = _sent_answers(definition, request.POST), _sent_reasons(request.POST)
    else:
        answers, reasons = _first(definition, known, at), {}
    whole = evaluate(definition, answers, now=at, facts=known["unit"], reasons=reasons)
    verb, _colon, table = request.POST.get("act", "").partition(":")
    more: dict[str, Any] = {
        "more_rows_in": table if verb == "add" else "",
        "tells_missing": is_tried,
        "reasons": reasons,
    }
    views = [QuestionnaireView(definition, answers, whole, scope, current_language(), **more) for scope in SCOPES]
    told = {"findings": _told(whole), "values": _values(definition, whole)} if is_tried else {}
    return {"views": views, "example": facility, "is_tried": is_tried, **told}


def _example(request: HttpRequest, proposal: Proposal) -> Facility | None:
    inside = Facility.objects.filter(region__path__startswith=proposal.authority.region.path)
    return visible_to(user_of(request), inside.select_related("organisation")).order_by("code").first()


def _known(definition: Definition, scope: SectionScope, facility: Facility | None) -> dict[str, object]:
    """What the register knows of whom a section asks, and no more: operators will find the same."""
    if facility is None:
        return {}
    known = about_organisation(facility.organisation)
    if scope == "organisation":
        return known | about_contact(facility.organisation)
    return known | about_facility(facility) | about_district(facility) if definition.unit == "facility" else known


def _first(
    definition: Definition, known: Mapping[SectionScope, Mapping[str, object]], at: datetime
) -> dict[str, object]:
    found: dict[str, object] = {}
    for scope in SCOPES:
        found |= first_answers(definition, scope, known=known[scope], now=at, facts=known[scope])
    return found


def _told(evaluation: Evaluation) -> list[dict[str, object]]:
    definition = evaluation.definition
    named = {check.id for check in definition.checks}
    return [
        {
            "finding": finding,
            "label": definition.question(finding.question).label,
            "location": Location.of_finding(definition, finding).id,
            "check": finding.check if finding.check in named else "",
        }
        for finding in evaluation.grouped
    ]


def _values(definition: Definition, evaluation: Evaluation) -> list[tuple[Question, str]]:
    """What is computed, and what is not shown to who answers."""
    language = current_language()
    computed = [one for one in definition.questions if one.of_type.carries("calculation") and not one.table]
    return [(one, show(one, evaluation.values.get(one.name), language)) for one in computed]


# --- what was typed ---------------------------------------------------------------------------------------------------


def _sent_answers(definition: Definition, data: QueryDict) -> dict[str, object]:
    asked = [question for section in definition.sections for question in section.questions]
    sent = {question.name: sent_answer(question, data) for question in asked}
    verb, table, row = [*data.get("act", "").split(":", 2), "", ""][:3]
    if verb == "remove" and isinstance(rows := sent.get(table), list):
        sent[table] = [one for one in rows if one["row"] != row]
    return {name: entry for name, entry in sent.items() if entry}


def _sent_reasons(data: QueryDict) -> dict[str, str]:
    return {key.removeprefix("r."): data.get(key, "") for key in data if key.startswith("r.")}


def _tried(data: QueryDict, proposal: Proposal) -> dict[str, Any]:
    """A rule tried on answers of one line each, "name = what is typed"; the dot is a name as well."""
    pairs = (line.partition("=") for line in data.get("answers", "")[:20_000].splitlines() if "=" in line)
    answers = {name.strip(): typed.strip() for name, _equals, typed in pairs}
    types = {
        one["name"]: one.get("type", "text")
        for section in proposal.definition["sections"]
        for one in with_columns(section)
        if one.get("type") != "table"
    }
    expression = data.get("expression", "")
    result = try_rule(expression, answers, types, THIS if THIS in answers else None, None, language=current_language())
    return {"expression": expression, "answers": data.get("answers", ""), **result}
