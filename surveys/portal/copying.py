"""Copying answers: from the last return, or from another of one's data centers, question by question or all of them."""

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.models import Assignment, Draft
from surveys.portal.access import others_to_copy, own_assignment
from surveys.portal.answering.hub import about
from surveys.portal.progress import Standing
from surveys.portal.questionnaire_views import view_of
from surveys.questionnaires.form import Question
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questionnaire_view import QuestionnaireView, as_sent, mark
from surveys.rendering.questions import as_typed
from surveys.responses.actions import RoundIsClosed
from surveys.responses.copying.actions import copy_answers
from surveys.responses.copying.sources import Source, another, last_of
from surveys.responses.facts.waves import last_return
from surveys.responses.opening import draft_of
from surveys.responses.states import NotAllowedNow

LAST = "last"


@dataclass(frozen=True)
class Offer:
    """An answer that can be copied, beside the one that stands here. `mark`: of the two as the page shows them, so that
    nothing else is copied, and nothing else written over, than what was read."""

    question: Question
    label: str
    here: str
    there: str
    mark: str


@require_http_methods(["GET", "HEAD", "POST"])
def copying(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    assignment = own_assignment(user, id)
    context = about(assignment, at)
    if context["standing"] != Standing.OPEN:
        return redirect("portal:assignment", id)
    draft = draft_of(assignment, user, at)
    view = view_of(assignment, draft, at)
    others = list(others_to_copy(user, assignment).select_related("facility", "organisation"))
    has_last = last_return(assignment) is not None
    chosen = request.GET.get("from") or (LAST if has_last else str(others[0].pk) if others else "")
    source = _source(assignment, others, chosen)
    offers = _offers(view, source, request.GET.get("section", "")) if source else []
    if request.method == "POST" and source:
        return _copy(request, assignment, draft, source, offers)
    context |= {"others": others, "has_last": has_last, "source": source, "chosen": chosen}
    context |= {"offers": offers, "section": request.GET.get("section", ""), "back": _back(request, assignment)}
    context |= {"address": urlencode({"from": chosen, "section": context["section"]})}
    return render(request, "portal/copying.html", context)


def _source(assignment: Assignment, others: list[Assignment], chosen: str) -> Source | None:
    if not chosen:
        return None
    if chosen == LAST:
        found = last_of(assignment)
    else:
        other = next((one for one in others if str(one.pk) == chosen), None)
        found = another(other) if other else None
    if found is None:
        raise Http404
    return found


def _offers(view: QuestionnaireView, source: Source, section: str) -> list[Offer]:
    """Those that would change something, in the order of the questionnaire; of one section, or of all."""
    sections = [one for one in view.definition.sections if section in ("", one.name)]
    asked = [question for one in sections for question in one.questions if question.name in source.answers]
    pairs = [(one, view.answers.get(one.name), source.answers[one.name]) for one in asked if _is_free(view, one)]
    return [_offer(view, one, here, there) for one, here, there in pairs if _said(one, here) != _said(one, there)]


def _is_free(view: QuestionnaireView, question: Question) -> bool:
    return not view.is_read_only(question, None)


def _said(question: Question, answer: object) -> object:
    """Whatever the rows are called."""
    sent = as_sent(question, answer)
    return [row["cells"] for row in sent] if question.is_table and sent else sent


def _offer(view: QuestionnaireView, question: Question, here: Any, there: Any) -> Offer:
    seen = mark(question, here) + mark(question, _called_alike(there))
    texts = as_typed(view, question, here), as_typed(view, question, there)
    return Offer(question, view.tell(question.label), *texts, seen)


def _called_alike(answer: Any) -> Any:
    """The rows of a table get new ids each time they are read from the other return."""
    rows = answer if isinstance(answer, list) else []
    return [{**row, "row": str(place)} for place, row in enumerate(rows)] or answer


def _copy(
    request: HttpRequest, assignment: Assignment, draft: Draft, source: Source, offers: list[Offer]
) -> HttpResponse:
    shown = dict(one.partition(":")[::2] for one in request.POST.getlist("offered"))
    wanted = set(shown if request.POST.get("act") == "all" else request.POST.getlist("copy"))
    names = [one.question.name for one in offers if one.question.name in wanted]
    fresh = [
        one.question.name for one in offers if one.question.name in names and shown.get(one.question.name) == one.mark
    ]
    try:
        saved = copy_answers(
            response=assignment.response, by=user_of(request), base=draft.version, source=source, chosen=fresh
        )
    except (RoundIsClosed, NotAllowedNow):
        messages.warning(request, _("These answers can no longer be changed. Nothing was copied."))
        return redirect("portal:assignment", assignment.pk)
    copied = len(fresh) - len(saved.conflicts)
    _tell(request, copied)
    if copied < len(names):
        messages.warning(request, _("Some answers were changed meanwhile and not copied. Look at them again."))
    return redirect(request.get_full_path() if copied < len(names) or not names else _back(request, assignment))


def _tell(request: HttpRequest, copied: int) -> None:
    if not copied:
        return messages.info(request, _("Nothing was copied."))
    words = ngettext(
        "%(count)d answer was copied. It is marked until somebody confirms or changes it.",
        "%(count)d answers were copied. They are marked until somebody confirms or changes them.",
        copied,
    )
    messages.success(request, words % {"count": copied})


def _back(request: HttpRequest, assignment: Assignment) -> str:
    """To the page of the section it was asked from."""
    section = request.GET.get("section", "")
    if section in {one.name for one in definition_of(assignment.round.version).sections if one.scope == "unit"}:
        return reverse("portal:section", args=[assignment.pk, section])
    return reverse("portal:assignment", args=[assignment.pk])
