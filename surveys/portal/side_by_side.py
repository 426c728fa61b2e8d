"""One section for many data centers at once: a row for each, a column for each flat question; saved row by row.

Each row is saved, merged and checked as the page of that section is, against the version its row was drawn with.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import user_of
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now
from surveys.models import Assignment, Draft, Organisation, Round, User, Version
from surveys.portal.access import Part, own_assignments, own_operator, own_round
from surveys.portal.amended import tell_of_change, version_drawn
from surveys.portal.answering.autosaving import told_conflict
from surveys.portal.answering.keeping import keep, section_or_404
from surveys.portal.answering.not_saved import texts_sent
from surveys.portal.posted_answers import Sent, read_sent
from surveys.portal.progress import Standing, is_nil_return, standing
from surveys.portal.questionnaire_views import lost_copies_of_rows, view_of
from surveys.portal.time_left import timing_of
from surveys.questionnaires.form import Question, Section
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questionnaire_view import marks
from surveys.rendering.side_by_side import ReturnBesideOthers, columns_of, headings, is_written
from surveys.responses.actions import RoundIsClosed, Saved
from surveys.responses.opening import draft_of
from surveys.responses.reasons import explained_by
from surveys.responses.states import MAY_BE_SENT_AGAIN, NotAllowedNow

MOST_FIELDS = 240  # on a page


@dataclass(frozen=True)
class Row:
    """`asked`, `explained`: the marks of what the row shows."""

    assignment: Assignment
    version: int
    shown: ReturnBesideOthers

    @property
    def asked(self) -> str:
        return marks(self.shown.answerable, self.shown.view.answers)

    @property
    def explained(self) -> str:
        return explained_by(self.shown.view.reasons)


def suitable_sections(round: Round) -> list[Section]:
    """Those in which something can be answered in a cell."""
    sections = definition_of(round.version).sections
    return [one for one in sections if one.scope == "unit" and any(is_written(column) for column in columns_of(one))]


@require_http_methods(["GET", "HEAD", "POST"])
def side_by_side(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID, name: str) -> HttpResponse:
    user = user_of(request)
    round = own_round(user, id)
    operator = own_operator(user, organisation, round)
    if request.method == "POST":
        return _save(request, round, operator, name)
    return _show(request, round, operator, name)


def _show(
    request: HttpRequest, round: Round, operator: Organisation, name: str, lost: list[dict[str, str]] | None = None
) -> HttpResponse:
    """`lost`: what was sent and can no longer be taken."""
    user = user_of(request)
    section = section_or_404(round.version, name)
    if section not in suitable_sections(round):
        raise Http404
    size = max(MOST_FIELDS // len(columns_of(section)), 5)
    page = Paginator(_open(user, round, operator), size).get_page(request.GET.get("page"))
    context = {
        "round": round,
        "organisation": operator,
        "section": section,
        "sections": suitable_sections(round),
        "headings": headings(section),
        "page": page,
        "rows": _rows(request, page, section),
        "timing": timing_of(page[0], database_now()) if len(page) else None,
        "checked": "checked" in request.GET,
        "lost": lost,
        "lost_copies": [] if len(page) else lost_copies_of_rows(user, round, operator),
    }
    return render(request, "portal/side_by_side.html", context, status=409 if lost else 200)


def _open(user: User, round: Round, operator: Organisation) -> list[Assignment]:
    """Those whose answers can be changed; not where a nil return stands, which its own page takes back."""
    at = database_now()
    rows = own_assignments(user, round, operator)
    changeable = [one for one in rows if standing(one, timing_of(one, at)) == Standing.OPEN]
    return [one for one in changeable if not _is_nil(one)]


def _is_nil(assignment: Assignment) -> bool:
    response = assignment.response
    draft: Draft | None = getattr(response, "draft", None)
    return response.state in MAY_BE_SENT_AGAIN and draft is not None and is_nil_return(response, response.latest, draft)


def _rows(request: HttpRequest, page: "Iterable[Assignment] | Page[Any]", section: Section) -> list[Row]:
    return [_row(request, assignment, section) for assignment in page]


def _row(request: HttpRequest, assignment: Assignment, section: Section) -> Row:
    at, user = database_now(), user_of(request)
    draft = draft_of(assignment, user, at)
    tells_missing = "checked" in request.GET or request.POST.get("checked") == "1"
    view = view_of(assignment, draft, at, tells_missing=tells_missing)
    shown = ReturnBesideOthers.of(view, assignment.pk.hex, str(assignment), section)
    return Row(assignment, draft.version, shown)


# --- saving --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of one row; `saved` is None where nothing more can be changed."""

    assignment: Assignment
    sent: Sent
    saved: Saved | None


def _save(request: HttpRequest, round: Round, operator: Organisation, name: str) -> HttpResponse:
    """All rows of the page, by its button."""
    drawn = version_drawn(request, round)
    section = section_or_404(drawn, name)
    outcomes = _keep(request, round, operator, section, drawn)
    if drawn != round.version:
        tell_of_change(request)
        return redirect("portal:round", round.pk)
    if lost := [text for one in outcomes if one.saved is None for text in _texts(request, one, section)]:
        return _show(request, round, operator, name, lost)
    if contested := [str(one.assignment) for one in outcomes if one.saved and one.saved.conflicts]:
        words = _("A colleague changed some of these answers at the same time; both texts are kept: %(names)s")
        messages.warning(request, words % {"names": ", ".join(contested)})
    elif request.POST.get("act") == "list":
        return redirect("portal:round", round.pk)
    messages.success(request, _("Saved."))
    page = request.GET.get("page", "1")
    return redirect(f"{request.path}?checked=1&page={page if page.isdigit() else 1}")


def _keep(
    request: HttpRequest, round: Round, operator: Organisation, section: Section, drawn: Version
) -> list[Outcome]:
    user = user_of(request)
    rows = own_assignments(user, round, operator).filter(pk__in=_keys_in(request.POST))
    sent = [(one, read_sent(section, _of_row(request.POST, one.pk.hex))) for one in rows]
    return [_keep_row(assignment, row, drawn, user) for assignment, row in sent if _says_something(row)]


def _keys_in(data: QueryDict) -> set[str]:
    """Of the rows it has fields of; each is 32 hexadecimal digits before a point."""
    begins = {name.partition(".")[0] for name in data if "." in name}
    return {one for one in begins if len(one) == 32 and not set(one) - set("0123456789abcdef")}


def _of_row(data: QueryDict, key: str) -> QueryDict:
    """What the row alone says, as the page of its section would."""
    found = QueryDict(mutable=True)
    for name in data:
        if name.startswith(f"{key}."):
            found.setlist(name.removeprefix(f"{key}."), data.getlist(name))
    return found


def _says_something(sent: Sent) -> bool:
    return bool(sent.changes or sent.explained.touched(sent.reasons) or sent.verb != "stay")


def _keep_row(assignment: Assignment, sent: Sent, drawn: Version, by: User) -> Outcome:
    try:
        saved = keep(Part(assignment, None), draft_of(assignment, by, database_now()), sent, drawn, by)
    except (RoundIsClosed, NotAllowedNow):
        return Outcome(assignment, sent, None)
    return Outcome(assignment, sent, saved)


def _texts(request: HttpRequest, outcome: Outcome, section: Section) -> list[dict[str, str]]:
    at, user = database_now(), user_of(request)
    view = view_of(outcome.assignment, draft_of(outcome.assignment, user, at), at)
    texts = texts_sent(view, section, outcome.sent, request)
    return [{**text, "label": f"{outcome.assignment} – {text['label']}"} for text in texts]


@keeps_its_own_key
@require_POST
def autosave_rows(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID, name: str) -> HttpResponse:
    """The rows in which something was typed, in passing."""
    user = user_of(request)
    round = own_round(user, id)
    operator = own_operator(user, organisation, round)
    drawn = version_drawn(request, round)
    section = section_or_404(drawn, name)
    outcomes = _keep(request, round, operator, section, drawn)
    if drawn != round.version:
        tell_of_change(request)
        return JsonResponse({"elsewhere": reverse("portal:round", args=[round.pk])})
    fresh = {one.pk: one for one in own_assignments(user, round, operator)} if outcomes else {}
    told = {one.assignment.pk.hex: _told(request, one, fresh[one.assignment.pk], section) for one in outcomes}
    at = database_now().astimezone(ZoneInfo(round.time_zone))
    is_unsent = any(one.saved and one.saved.is_unsent for one in outcomes)
    return JsonResponse({"saved_at": f"{at:%H:%M}", "unsent": is_unsent, "rows": told})


def _told(request: HttpRequest, outcome: Outcome, fresh: Assignment, section: Section) -> dict[str, object]:
    if outcome.saved is None:
        return {
            "refused": _("These answers can no longer be changed. Your text was not saved; copy it if you need it."),
            "texts": _texts(request, outcome, section),
        }
    row, sent, saved = _row(request, fresh, section), outcome.sent, outcome.saved
    shown, answers = row.shown, row.shown.view.answers
    on_page = {one.name: sent.entries[one.name] for one in shown.answerable if one.name in sent.entries}
    return {
        "base": saved.version,
        "asked": marks(shown.answerable, {**answers, **on_page}),
        "explained": explained_by({**shown.view.reasons, **sent.reasons}),
        "cells": {one.name: shown.cell(one) for one in shown.columns if _comes_or_goes(one, shown, sent)},
        "fragments": shown.fragments(),
        "conflicts": [
            told_conflict(shown.view, one, saved.their_name, shown.cell(shown.column(one.question)))
            for one in saved.conflicts
        ],
    }


def _comes_or_goes(column: Question, shown: ReturnBesideOthers, sent: Sent) -> bool:
    """What is calculated has no field by which the page tells that it is there."""
    return not is_written(column) or (column.name in shown.asked) != (column.name in sent.drawn)
