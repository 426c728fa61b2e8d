"""The page to which a tenant's link leads: who asks, on what ground, what becomes of the answers; the questions; once.

It opens without logging in. Looking at it changes nothing, since mail scanners look at every link; it shows nothing of what
the operator answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveys.accounts import failed_logins
from surveys.lib.clock import database_now, show
from surveys.lib.language import current_language
from surveys.models import TenantRequest
from surveys.portal.amended import version_drawn
from surveys.portal.posted_answers import with_copy, without_row
from surveys.portal.tenants.forms import DeclaredByTenantForm
from surveys.questionnaires.evaluation import Evaluation
from surveys.questionnaires.form import Definition
from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_lines import chapters_of_view
from surveys.rendering.posted_answers import sent_answer, storable
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.responses.amendment.carrying import carry
from surveys.responses.tenants.answering import (
    Declarant,
    LinkWasReplaced,
    NotOpen,
    NotReady,
    answer,
    evaluation_for,
    form_of,
    problems_of,
)
from surveys.responses.tenants.form import form_for
from surveys.responses.tenants.queries import FOR_A_TENANT, Standing, find, standing_of

ANSWERED = "answered_as_tenant"
"""In the session: the request just answered, so that no address shows the link's token afterwards."""
BY_BUTTON = ("add", "remove", "duplicate")
SEND = "send"


@dataclass(frozen=True)
class Typed:
    """What stands on the page. `is_sent`: as the answer, not by a button at the rows of a table; `lost`: some of it has no
    place any more in a questionnaire that was changed."""

    entries: Mapping[str, Any] = field(default_factory=dict)
    is_sent: bool = False
    more_rows_in: str = ""
    lost: bool = False


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tenant(request: HttpRequest, token: str) -> HttpResponse:
    at, tried = database_now(), failed_logins.of_tenants(get_adapter(request).place_of(request))
    if until := failed_logins.links_closed_until(tried, at):
        return _closed(request, until, at)
    asked = find(token)
    if asked is None:
        failed_logins.note(tried, at)
        return render(request, "portal/tenants/unknown.html", status=404)
    if (standing := standing_of(asked, at)) is not Standing.OPEN:
        return _over(request, asked, standing)
    form = form_of(asked)
    typed = _typed(asked, form, request) if request.method == "POST" else Typed()
    who = {name: request.POST.get(name, "") for name in ("declared_by", "position")}
    declared = DeclaredByTenantForm(request.POST if typed.is_sent else None, initial=who)
    if typed.is_sent and declared.is_valid():
        try:
            return _answer(request, asked, typed, declared)
        except NotOpen as refusal:
            return _over(request, asked, refusal.standing)
        except LinkWasReplaced:
            return render(request, "portal/tenants/unknown.html", status=404)
        except NotReady:
            pass  # told at the fields
    return _page(request, asked, form, typed, declared, at)


def _closed(request: HttpRequest, until: datetime, now: datetime) -> HttpResponse:
    seconds = max(1, ceil((until - now).total_seconds()))
    answer = render(request, "portal/tenants/too_many.html", {"minutes": ceil(seconds / 60)}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _over(request: HttpRequest, asked: TenantRequest, standing: Standing) -> HttpResponse:
    context = {"asked": asked, "round": asked.response.assignment.round, "standing": standing}
    return render(request, "portal/tenants/over.html", context, status=410)


def _typed(asked: TenantRequest, form: Definition, request: HttpRequest) -> Typed:
    """By the version the page was drawn with: a bare number means what its unit was there. Where the questionnaire was
    changed meanwhile, nothing is taken before the tenant has seen how it stands now."""
    round = asked.response.assignment.round
    drawn = version_drawn(request, round)
    before = form if drawn == round.version else form_for(definition_of(drawn), asked.questions)
    entries = _entries(before, request)
    if drawn != round.version:
        messages.warning(
            request, _("The questionnaire was changed meanwhile. Look at your answers and send them again.")
        )
        carried = carry(before, form, entries, same=frozenset())
        return Typed(carried.answers, lost=bool(carried.aside))
    act, table, row, *_rest = [*storable(request.POST.get("act", "")).split(":", 2), "", ""]
    if act not in BY_BUTTON:
        return Typed(entries, is_sent=True)
    return Typed(_by_button(act, table, row, entries), more_rows_in=table if act == "add" else "")


def _entries(form: Definition, request: HttpRequest) -> dict[str, Any]:
    asked = (one for section in form.sections for one in section.questions)
    return {one.name: entry for one in asked if (entry := sent_answer(one, request.POST))}


def _by_button(act: str, table: str, row: str, entries: dict[str, Any]) -> dict[str, Any]:
    """What the buttons at the rows of a table do."""
    rows = entries.get(table)
    if act == "add" or not isinstance(rows, list):
        return entries
    return {**entries, table: without_row(rows, row) if act == "remove" else with_copy(rows, row)}


def _answer(request: HttpRequest, asked: TenantRequest, typed: Typed, declared: DeclaredByTenantForm) -> HttpResponse:
    who = Declarant(declared.cleaned_data["declared_by"], declared.cleaned_data["position"])
    made = answer(request=asked, answers=typed.entries, declarant=who)
    request.session[ANSWERED] = str(made.pk)
    return redirect("tenant_answered")


def _page(
    request: HttpRequest,
    asked: TenantRequest,
    form: Definition,
    typed: Typed,
    declared: DeclaredByTenantForm,
    at: datetime,
) -> HttpResponse:
    round = asked.response.assignment.round
    evaluation = evaluation_for(form, round, typed.entries, at)
    problems = problems_of(evaluation) if typed.is_sent else ()
    told = replace(evaluation, findings=problems or evaluation.findings)
    view = _view(form, told, typed)
    context = {
        "asked": asked,
        "round": round,
        "assignment": asked.response.assignment,
        "until": show(asked.until, round.time_zone),
        "view": view,
        "declared": declared,
        "lost": typed.lost,
        "errors": [
            {"href": f"#{Location.of_finding(form, one).id}", "message": view.say(one.message)} for one in problems
        ]
        + _errors_of(declared),
    }
    return render(request, "portal/tenants/page.html", context)


def _errors_of(declared: DeclaredByTenantForm) -> list[dict[str, str]]:
    return [{"href": f"#{one.id_for_label}", "message": str(error)} for one in declared for error in one.errors]


def _view(form: Definition, evaluation: Evaluation, typed: Typed) -> QuestionnaireView:
    return QuestionnaireView(
        definition=form,
        answers=typed.entries,
        evaluation=evaluation,
        scope="unit",
        language=current_language(),
        tells_missing=typed.is_sent,
        more_rows_in=typed.more_rows_in,
    )


@login_not_required
@never_cache
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Thanks, with what was declared, to be printed or kept."""
    rows = TenantRequest.objects.select_related(*FOR_A_TENANT, "version")
    made = rows.filter(pk=request.session[ANSWERED]).first() if ANSWERED in request.session else None
    if made is None or made.version is None or made.answered_at is None:
        return redirect("home")
    round = made.response.assignment.round
    form = form_for(definition_of(made.version), made.questions)
    evaluation = evaluation_for(form, round, made.answers, made.answered_at)
    context = {
        "asked": made,
        "round": round,
        "assignment": made.response.assignment,
        "chapters": chapters_of_view(_view(form, evaluation, Typed(made.answers))),
        "when": show(made.answered_at, round.time_zone),
    }
    return render(request, "portal/tenants/answered.html", context)
