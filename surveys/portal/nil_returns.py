"""Declaring that one is not concerned: for one unit, with what the bureau wants to know all the same, or for all that is known."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import can, require, user_of
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import fields_of
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.models import Assignment, Organisation, Round
from surveys.portal.access import own, own_assignment, own_organisation, own_round
from surveys.portal.answering.hub import about
from surveys.portal.dialogue.remarks import remarks_on
from surveys.portal.forms import NilForm
from surveys.portal.posted_answers import reasons_sent, replies_sent, with_copy, without_row
from surveys.portal.progress import Standing
from surveys.portal.submitting import (
    OVERTAKEN,
    TAKES_TWO,
    key_of,
    refused,
    sent_before,
    signing_context,
    tell_that_it_was_submitted,
)
from surveys.portal.time_left import timing_of
from surveys.questionnaires.evaluation import NoNilReturn
from surveys.questionnaires.form import Finding
from surveys.questionnaires.queries import definition_of
from surveys.rendering.posted_answers import sent_answer, storable
from surveys.rendering.questionnaire_view import QuestionnaireView
from surveys.rendering.questions import as_typed
from surveys.responses.actions import (
    ChangedSinceShown,
    KeyAlreadyUsed,
    NotReadyToSubmit,
    RoundIsClosed,
    submit_nil,
)
from surveys.responses.evaluation import evaluate_answers
from surveys.responses.facts.last_wave import denied_by_nil
from surveys.responses.nil_returns import asked_of_nil, definition_of_nil, known_of_nil
from surveys.responses.queries import for_reading
from surveys.responses.signing.queries import NeedsSecondPerson, may_be_signed_by
from surveys.responses.states import ANSWERED, NotAllowedNow, State
from surveys.responses.together.nil_returns import submit_nil_for_all

Entries = dict[str, Any]
BY_BUTTON = ("add", "remove", "duplicate")


@dataclass(frozen=True)
class Listed:
    """A unit on the page of all: what its nil return would give, in words, and whether that is enough."""

    assignment: Assignment
    given: list[tuple[str, str]]
    is_ready: bool


@dataclass(frozen=True)
class Typed:
    """What stands on the page of one unit. `is_declared`: sent as the declaration, not by a button at the rows of a table."""

    entries: Entries
    reasons: Mapping[str, str] = field(default_factory=dict)
    is_declared: bool = False
    more_rows_in: str = ""


@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def nil(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """A nil return for one unit."""
    assignment, at = own_assignment(user_of(request), id), database_now()
    _nil_must_exist(request, assignment.round)
    context = about(assignment, at)
    if request.method != "POST":
        if context["standing"] != Standing.OPEN:
            return redirect("portal:assignment", id)
        typed = Typed(known_of_nil(assignment))
    elif definition_of(assignment.round.version).nil is None:
        return refused(request, assignment.round, NoNilReturn(), assignment)
    else:
        typed = _typed(assignment, request)
    against = _against(assignment, typed, at)
    doubts = [finding for finding in against if finding.severity == "soft"]
    form = NilForm(
        request.POST if typed.is_declared else None,
        user=user_of(request),
        doubts=doubts,
        asks_why=_asks_why(request, assignment),
        is_stale=not assignment.response.was_seen_as(request.POST.get("base")),
    )
    context["problems"] = [finding.message for finding in against if finding.severity == "hard"]
    if typed.is_declared:
        require(user_of(request), Permission.SUBMIT, assignment)
        if done := _declare(request, assignment, form, typed, context):
            return done
    return _page_of_nil(request, assignment, form, typed, context, at)


def _page_of_nil(
    request: HttpRequest, assignment: Assignment, form: NilForm, typed: Typed, context: dict[str, Any], at: datetime
) -> HttpResponse:
    is_news_shown = request.method != "POST" or "overtaken" in context
    context |= {
        "form": form,
        "listed": [Listed(assignment, [], is_ready=True)],
        "asked": asked_of_nil(assignment.round),
        "view": _view(assignment, typed, at),
        "shown": assignment.response.stamp if is_news_shown else request.POST.get("base", ""),
        "may_submit": can(user_of(request), Permission.SUBMIT, assignment),
        **signing_context(assignment, user_of(request), blocking=False, nil=True),
        **remarks_on(assignment.response, typed.reasons if request.method == "POST" else None),
    }
    return render(request, "portal/nil.html", context)


def _typed(assignment: Assignment, request: HttpRequest) -> Typed:
    asked = asked_of_nil(assignment.round)
    entries = {one.name: answer for one in asked if (answer := sent_answer(one, request.POST))}
    reasons = reasons_sent(asked, request.POST) | replies_sent(request.POST)
    act, table, row, *_rest = [*storable(request.POST.get("act", "")).split(":", 2), "", ""]
    if act not in BY_BUTTON:
        return Typed(entries, reasons, is_declared=True)
    return Typed(_by_button(act, table, row, entries), reasons, more_rows_in=table if act == "add" else "")


def _by_button(act: str, table: str, row: str, entries: Entries) -> Entries:
    """What the buttons at the rows of a table do."""
    rows = entries.get(table)
    if act == "remove" and isinstance(rows, list):
        return {**entries, table: without_row(rows, row)}
    if act == "duplicate" and isinstance(rows, list):
        return {**entries, table: with_copy(rows, row)}
    return entries


def _asks_why(request: HttpRequest, assignment: Assignment) -> bool | None:
    """A reason that was typed is shown again, also where none is asked for any more."""
    if assignment.response.state == State.SUBMITTED:
        return True
    return False if "because" in request.POST else None


def _declare(
    request: HttpRequest,
    assignment: Assignment,
    form: NilForm,
    typed: Typed,
    context: dict[str, Any],
) -> HttpResponse | None:
    """None where the page is to be shown again, with what is wrong."""
    key = key_of(request)
    if not (form.is_valid() and key):
        return None
    try:
        revision = submit_nil(
            response=assignment.response,
            by=user_of(request),
            key=key,
            declared_by=form.declared_by,
            shown=request.POST.get("base", ""),
            answers=typed.entries,
            reasons={**typed.reasons, **form.reasons},
            because=form.because,
        )
    except NotReadyToSubmit as refusal:
        context["problems"] = [finding.message for finding in refusal.findings]
    except NeedsSecondPerson as refusal:
        messages.warning(request, str(TAKES_TWO[refusal.is_own]))
    except ChangedSinceShown:
        context |= {"overtaken": OVERTAKEN, "texts": _no_longer_asked(request, assignment.round)}
    except KeyAlreadyUsed as used:
        return sent_before(request, assignment.round, used.revision, request.path)
    except (RoundIsClosed, NotAllowedNow, NoNilReturn) as refusal:
        return refused(request, assignment.round, refusal, assignment)
    else:
        if revision.key != key:
            tell_that_it_was_submitted(request)
        return redirect("portal:receipt", revision.pk)
    return None


def _no_longer_asked(request: HttpRequest, round: Round) -> list[str]:
    """What was typed at questions that the page had and the questionnaire, changed meanwhile, has not."""
    asked = {one.name for one in asked_of_nil(round)}
    fields = [(name.split("."), text) for name, text in fields_of(request) if text.strip()]
    return [text for parts, text in fields if parts[0] == "a" and parts[1] not in asked]


def _against(assignment: Assignment, typed: Typed, at: datetime) -> list[Finding]:
    """What stands against a nil return besides the figures it gives, which are told at their fields."""
    asked = asked_of_nil(assignment.round)
    told = {one.name for question in asked for one in (question, *question.questions)}
    blocking = evaluate_answers(assignment.response, typed.entries, typed.reasons, at, nil=True).blocking
    return [finding for finding in blocking if finding.question not in told]


def _view(assignment: Assignment, typed: Typed, at: datetime) -> QuestionnaireView:
    return QuestionnaireView(
        definition=definition_of_nil(assignment.round),
        answers=typed.entries,
        evaluation=evaluate_answers(assignment.response, typed.entries, typed.reasons, at, nil=True),
        scope="unit",
        language=current_language(),
        tells_missing=typed.is_declared,
        reasons=typed.reasons,
        more_rows_in=typed.more_rows_in,
    )


# --- all units of an organisation ---------------------------------------------------------------------------------


@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def nil_for_all(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    """One declaration for every unit of the organisation that has not submitted yet and of which enough is known."""
    user, at = user_of(request), database_now()
    round = own_round(user, id)
    _nil_must_exist(request, round)
    theirs = own_organisation(user, organisation, round)
    if request.method == "POST":
        require(user, Permission.SUBMIT, theirs)
    rows = for_reading(own(user, Assignment.objects.filter(round=round, organisation=theirs, ineligible_because="")))
    unanswered = [row for row in rows.exclude(response__state__in=ANSWERED) if timing_of(row, at).is_open]
    denied = denied_by_nil(round, unanswered)
    waiting = [row for row in unanswered if row.pk not in denied]
    if not unanswered and request.method != "POST":
        messages.info(request, _("Every data center has already answered."))
        return redirect("portal:round", id)
    form, problems = NilForm(request.POST or None, user=user), []
    key = key_of(request)
    if request.method == "POST" and key and form.is_valid():
        try:
            return _declare_all(request, round, theirs, key, form.declared_by)
        except NotReadyToSubmit as refusal:
            problems = [finding.message for finding in refusal.findings]
        except NeedsSecondPerson as refusal:
            messages.warning(request, str(TAKES_TWO[refusal.is_own]))
        except KeyAlreadyUsed as used:
            return sent_before(request, round, used.revision, request.path)
        except (RoundIsClosed, NotAllowedNow, NoNilReturn) as refusal:
            return refused(request, round, refusal, None)
    for row in waiting:
        row.round = round  # whose version is loaded already
    listed = [_listed_with(row, at) for row in waiting]
    known = [one for one in listed if one.is_ready]
    mine = [one for one in known if may_be_signed_by(user, one.assignment.response, nil=True)]
    context = {
        "round": round,
        "organisation": theirs,
        "timing": timing_of(unanswered[0], at) if unanswered else None,
        "form": form,
        "problems": problems,
        "listed": mine,
        "unprepared": [one.assignment for one in known if one not in mine],
        "apart": [row for row in unanswered if row.pk in denied],
        "lacking": [one.assignment for one in listed if not one.is_ready],
        "may_submit": can(user, Permission.SUBMIT, theirs),
    }
    return render(request, "portal/nil.html", context)


def _listed_with(assignment: Assignment, at: datetime) -> Listed:
    asked = asked_of_nil(assignment.round)
    if not asked:
        return Listed(assignment, [], is_ready=True)
    view = _view(assignment, Typed(known_of_nil(assignment)), at)
    given = [(view.tell(one.label), as_typed(view, one, view.answers.get(one.name))) for one in asked]
    return Listed(assignment, given, is_ready=not view.evaluation.blocking)


def _declare_all(
    request: HttpRequest, round: Round, organisation: Organisation, key: uuid.UUID, declared_by: str
) -> HttpResponse:
    made = submit_nil_for_all(
        round=round,
        organisation=organisation,
        by=user_of(request),
        key=key,
        declared_by=declared_by,
        listed=_posted_units(request),
    )
    if not made:
        messages.info(request, _("Every data center has already answered."))
        return redirect("portal:round", round.pk)
    page = "portal:receipts_together" if len(made) > 1 else "portal:receipt"
    return redirect(page, made[0].pk)


def _posted_units(request: HttpRequest) -> set[uuid.UUID]:
    """The units that stood above the declaration: it speaks of those and of no other."""
    listed = set()
    for text in request.POST.getlist("assignment"):
        with suppress(ValueError):
            listed.add(uuid.UUID(text))
    return listed


def _nil_must_exist(request: HttpRequest, round: Round) -> None:
    """Who declares it on a page drawn before the questionnaire was changed is told so."""
    if request.method != "POST" and definition_of(round.version).nil is None:
        raise Http404
