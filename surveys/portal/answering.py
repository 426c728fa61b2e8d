"""Answering: an assignment's list of sections, one section's questions, and saving them, by button or in passing."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import can, user_of
from surveys.accounts.roles import Permission
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now
from surveys.models import Assignment, Draft, Revision, User, Version
from surveys.portal.access import Part, others_to_copy, own_part
from surveys.portal.amended import amendments_since, tell_of_change, texts_no_longer_taken, version_drawn
from surveys.portal.attachments import REFUSED_FILE, asks_for_files, names_of_files, take_files, with_refusals
from surveys.portal.dialogue.remarks import remarks_on
from surveys.portal.dialogue.requests_made import dialogue_on
from surveys.portal.posted_answers import (
    Sent,
    read_sent,
    rows_drawn,
    unseen_on_page,
    whole_number,
    with_copy,
    without_row,
)
from surveys.portal.progress import (
    Standing,
    is_nil_return,
    may_declare_nil,
    next_section,
    section_statuses,
    standing,
    unsettled_in,
)
from surveys.portal.questionnaire_views import texts_set_aside, view_of, with_addresses
from surveys.portal.receipts import answers_of
from surveys.portal.tenants.taking import FROM_TENANTS, TakenFromTenants, taken_from_tenants
from surveys.portal.time_left import timing_of
from surveys.questionnaires.evaluation import meant, with_entry
from surveys.questionnaires.form import Definition, Question, Section
from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_lines import chapters_of_view
from surveys.rendering.questionnaire_view import Location, QuestionnaireView, cell_marks, marks
from surveys.rendering.questions import as_typed, draw_question, fragments
from surveys.responses.actions import RoundIsClosed, Saved, save_draft, take_back
from surveys.responses.comparing import differences
from surveys.responses.copying.actions import confirm_copies
from surveys.responses.copying.copies import COPIED
from surveys.responses.drafting import Conflict
from surveys.responses.facts.waves import last_return
from surveys.responses.opening import draft_of
from surveys.responses.reasons import explained_by
from surveys.responses.states import NotAllowedNow, State
from surveys.responses.tenants.queries import from_tenants, how_many


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


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, id: uuid.UUID, name: str) -> HttpResponse:
    part = own_part(user_of(request), id, name)
    assignment = part.assignment
    drawn = version_drawn(request, assignment.round)
    whole = section_or_404(drawn, name)
    if request.method == "POST":
        return _save(request, part, drawn, whole)
    return _show(request, part, whole, {})


def _show(request: HttpRequest, part: Part, whole: Section, refusals: Mapping[str, str]) -> HttpResponse:
    """`refusals` tell of the files just sent that were not taken; everything else has been saved then."""
    user, at, assignment = user_of(request), database_now(), part.assignment
    context = about(assignment, at)
    if context["standing"] != Standing.OPEN:
        return redirect("portal:assignment", assignment.pk)
    draft = draft_of(assignment, user, at)
    view = with_addresses(view_of(assignment, draft, at, tells_missing="checked" in request.GET), part)
    view = with_refusals(replace(view, more_rows_in=request.GET.get("more", "")), refusals)
    view = replace(view, from_tenants=from_tenants(assignment, draft.declared))
    shown = view.section(whole.name)
    if shown is None:
        messages.info(request, _("This section does not apply with the answers given so far."))
        return redirect("portal:assignment", assignment.pk)
    context |= _page_of_section(view, shown, draft, request) | {"asks_for_files": asks_for_files(whole)}
    can_copy = part.sections is None and (
        last_return(assignment) is not None or others_to_copy(user, assignment).exists()
    )
    context |= {"may_copy": can_copy}
    return render(request, "portal/section.html", context, status=422 if refusals else 200)


def section_or_404(version: Version, name: str) -> Section:
    """The whole section, relevant or not, so that nothing typed on an older page is lost."""
    sections = definition_of(version).sections
    found = next((one for one in sections if one.name == name and one.scope == "unit"), None)
    if found is None:
        raise Http404
    return found


def _page_of_section(
    view: QuestionnaireView, section: Section, draft: Draft, request: HttpRequest
) -> dict[str, object]:
    unsettled = [f for f in unsettled_in(view, section) if view.tells_missing or f.check == REFUSED_FILE]
    return {
        "view": view,
        "section": section,
        "draft": draft,
        "asked": marks(section.questions, draft.answers),
        "cells": cell_marks(section.questions, draft.answers),
        "explained": explained_by(draft.reasons),
        "checked": view.tells_missing,
        "copied": sum(finding.check == COPIED for finding in view.findings_in(section)),
        "back": request.GET.get("back", ""),
        "errors": [
            {"href": f"#{Location.of_finding(view.definition, finding).id}", "message": view.say(finding.message)}
            for finding in unsettled
        ],
    }


def _save(request: HttpRequest, part: Part, drawn: Version, whole: Section) -> HttpResponse:
    user, assignment = user_of(request), part.assignment
    draft = draft_of(assignment, user, database_now())
    sent = read_sent(whole, request.POST)
    try:
        taken = take_files(assignment, whole, request.FILES, user)
        saved = keep(part, draft, replace(sent, changes={**sent.changes, **taken.changes}), drawn, user)
    except (RoundIsClosed, NotAllowedNow) as refusal:
        return not_saved(request, assignment, whole, sent, refusal)
    if assignment.round.version_id != drawn.pk:
        tell_of_change(request)
        return redirect("portal:assignment", assignment.pk)
    if taken.refusals:
        return _show(request, own_part(user, assignment.pk), whole, taken.refusals)
    if isinstance(saved, TakenFromTenants) and saved.refusal:
        messages.warning(request, saved.refusal)
    if saved.conflicts:
        messages.warning(
            request, _("A colleague changed some of these answers at the same time. Both texts are shown.")
        )
    return redirect(_whereto(request, part, whole, sent, bool(saved.conflicts)))


def keep(part: Part, draft: Draft, sent: Sent, drawn: Version, by: User) -> Saved:
    assignment, definition = part.assignment, definition_of(drawn)
    is_current = drawn == assignment.round.version
    place = _place_meant(draft, sent)
    if place is not None and not all(part.has_question(one["question"]) for one in draft.set_aside[place:][:1]):
        place = None
    unseen = unseen_on_page(definition, sent, draft.answers) if is_current else set()
    saved = save_draft(
        response=assignment.response,
        by=by,
        base=sent.base,
        changes=sent.changes | _changes_by_button(sent, draft, definition),
        reasons=sent.reasons,
        explained=sent.explained,
        drawn_with=drawn,
        unseen=unseen,
        rows=rows_drawn(definition, sent) if is_current else {},
        settles=place if sent.verb == "settle" else None,
    )
    lost = draft.set_aside[place:][:1] if sent.verb == "restore" and place is not None else []
    if sent.verb == "confirm":
        confirm_copies(response=assignment.response, questions=[*filter(part.has_question, _copies_meant(sent))])
    for one in lost:
        saved = replace(take_back(response=assignment.response, by=by, lost=one), conflicts=saved.conflicts)
    if sent.verb in FROM_TENANTS and is_current and part.has_question(sent.object):
        return taken_from_tenants(assignment, sent, saved, unseen, by)
    return saved


def _copies_meant(sent: Sent) -> Collection[str]:
    """The one whose button was pressed, or all that the page showed."""
    return [sent.object] if sent.object else sent.drawn.keys()


def _place_meant(draft: Draft, sent: Sent) -> int | None:
    """Of a text set aside, among those of its question: other texts may have gone since the page was drawn."""
    place = whole_number(sent.object) if sent.object else None
    if place is None or not sent.row:
        return place
    here = [at for at, one in enumerate(draft.set_aside[: place + 1]) if one["question"] == sent.row]
    return here[-1] if here else None


def _changes_by_button(sent: Sent, draft: Draft, definition: Definition) -> dict[str, object]:
    """What the buttons at a file, at the rows of a table, and at a likely number do beside saving."""
    name = sent.object
    question = definition.question(name) if definition.asks(name) else None
    if sent.verb == "take" and question:
        return _likely_taken(question, {**draft.answers, **sent.entries}, sent.row)
    if sent.verb == "detach" and question and question.is_file:
        return {name: None}
    if question is None or not question.is_table:
        return {}
    match sent.verb:
        case "remove":
            return {name: without_row(sent.entries.get(name), sent.row)}
        case "duplicate":
            return {name: with_copy(sent.entries.get(name), sent.row)}
        case _:
            return {}


def _likely_taken(question: Question, answers: dict[str, Any], told: str) -> dict[str, object]:
    """The number in the unit that was likely meant; told: the row, where it is a cell, and the unit."""
    row, _colon, symbol = told.rpartition(":")
    cells = {str(one.get("row")): one.get("cells") or {} for one in answers.get(question.table) or ()}
    entry = cells.get(row, {}).get(question.name) if question.table else answers.get(question.name)
    likely = meant(question, entry, symbol)
    changed = question.table or question.name
    return {changed: with_entry(answers, question, row, likely)[changed]} if likely else {}


def _whereto(request: HttpRequest, part: Part, whole: Section, sent: Sent, is_contested: bool) -> str:
    assignment = part.assignment
    here = reverse("portal:section", args=[assignment.pk, whole.name])
    back = {"back": "check"} if request.POST.get("back") == "check" else {}
    is_here = any(question.name == sent.object for question in whole.questions)
    if is_here and sent.verb in ("add", "remove", "duplicate", "attach", "detach", "take", "confirm", *FROM_TENANTS):
        more = {"more": sent.object} if sent.verb == "add" else {}
        return f"{here}?{urlencode(back | more)}#f-{sent.object}"
    if sent.verb == "list" and not is_contested:
        return reverse("portal:assignment", args=[assignment.pk])
    if sent.verb == "confirm":
        return f"{here}?{urlencode(back)}" if back else here
    view = _view_now(assignment, user_of(request))
    shown = view.section(whole.name)
    if sent.verb != "continue" or is_contested or (shown and unsettled_in(view, shown)):
        return f"{here}?{urlencode({'checked': 1} | back)}"
    following = None if back else next_section(view, whole.name, part.has)
    if following is None and part.sections is not None:
        return reverse("portal:assignment", args=[assignment.pk])
    if following is None:
        return reverse("portal:check", args=[assignment.pk])
    return reverse("portal:section", args=[assignment.pk, following.name])


def _view_now(assignment: Assignment, user: User, *, tells_missing: bool = False) -> QuestionnaireView:
    at, part = database_now(), own_part(user, assignment.pk)
    draft = draft_of(part.assignment, user, at)
    return with_addresses(view_of(part.assignment, draft, at, tells_missing=tells_missing), part)


def not_saved(
    request: HttpRequest, assignment: Assignment, whole: Section, sent: Sent, refusal: Exception
) -> HttpResponse:
    """The page that gives back what was typed when it can no longer be taken."""
    view = _view_now(assignment, user_of(request))
    texts = texts_sent(view, whole, sent, request)
    now = own_part(user_of(request), assignment.pk).assignment
    context = about(now, database_now()) | {"texts": texts, "is_closed": isinstance(refusal, RoundIsClosed)}
    return render(request, "portal/not_saved.html", context, status=409)


def texts_sent(view: QuestionnaireView, whole: Section, sent: Sent, request: HttpRequest) -> list[dict[str, str]]:
    """What was touched: answers, the names of files, and reasons."""
    asked = {one.name: one for question in whole.questions for one in (question, *question.questions)}
    answers = [(name, as_typed(view, asked[name], entry)) for name, entry in sent.changes.items()]
    texts = [(view.tell(asked[name].label), text) for name, text in (*answers, *names_of_files(whole, request.FILES))]
    for key, text in sent.explained.touched(sent.reasons).items():
        texts.append((_("%(question)s: reason") % {"question": view.tell(asked[key.split(":")[1]].label)}, text))
    return [{"label": label, "text": text} for label, text in texts]


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
        return JsonResponse({"message": text}, status=409)
    if assignment.round.version_id != drawn.pk:
        tell_of_change(request)
        return JsonResponse({"version": saved.version, "elsewhere": reverse("portal:assignment", args=[assignment.pk])})
    view = _view_now(assignment, user, tells_missing=request.POST.get("checked") == "1")
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
