"""One section: its questions, saving them by button, and where that leads."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.models import Draft, Version
from surveys.portal.access import Part, others_to_copy, own_part
from surveys.portal.amended import tell_of_change, version_drawn
from surveys.portal.answering.hub import about
from surveys.portal.answering.keeping import keep, section_or_404
from surveys.portal.answering.not_saved import not_saved
from surveys.portal.attachments import REFUSED_FILE, asks_for_files, take_files, with_refusals
from surveys.portal.posted_answers import Sent, read_sent
from surveys.portal.progress import Standing, next_section, unsettled_in
from surveys.portal.questionnaire_views import view_now, view_of, with_addresses
from surveys.portal.tenants.taking import FROM_TENANTS, TakenFromTenants
from surveys.questionnaires.form import Section
from surveys.rendering.questionnaire_view import Location, QuestionnaireView, cell_marks, marks
from surveys.responses.actions import RoundIsClosed
from surveys.responses.copying.copies import COPIED
from surveys.responses.facts.waves import last_return
from surveys.responses.opening import draft_of
from surveys.responses.reasons import explained_by
from surveys.responses.states import NotAllowedNow
from surveys.responses.tenants.queries import from_tenants


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
    view = view_now(assignment, user_of(request))
    shown = view.section(whole.name)
    if sent.verb != "continue" or is_contested or (shown and unsettled_in(view, shown)):
        return f"{here}?{urlencode({'checked': 1} | back)}"
    following = None if back else next_section(view, whole.name, part.has)
    if following is None and part.sections is not None:
        return reverse("portal:assignment", args=[assignment.pk])
    if following is None:
        return reverse("portal:check", args=[assignment.pk])
    return reverse("portal:section", args=[assignment.pk, following.name])
