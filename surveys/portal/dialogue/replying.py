"""Replying to the reviewer's remarks, all of them on one page: also to those on what this form does not ask here."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.models import Assignment
from surveys.portal.access import own_assignment
from surveys.portal.answering.hub import about
from surveys.portal.dialogue.remarks import remarks_on
from surveys.portal.posted_answers import replies_sent
from surveys.portal.progress import Standing
from surveys.portal.submitting import refused
from surveys.responses.actions import RoundIsClosed, save_draft
from surveys.responses.opening import draft_of
from surveys.responses.reasons import ReasonsDrawn, explained_by
from surveys.responses.states import NotAllowedNow


@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    assignment = own_assignment(user, id)
    if request.method == "POST":
        return _save(request, assignment)
    context = about(assignment, at) | remarks_on(assignment.response)
    if context["standing"] != Standing.OPEN or not context["remarks"]:
        return redirect("portal:assignment", id)
    draft = draft_of(assignment, user, at)
    return render(
        request, "portal/remarks/page.html", context | {"draft": draft, "explained": explained_by(draft.reasons)}
    )


def _save(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    user = user_of(request)
    draft = draft_of(assignment, user, database_now())
    try:
        save_draft(
            response=assignment.response,
            by=user,
            base=draft.version,
            changes={},
            reasons=replies_sent(request.POST),
            explained=ReasonsDrawn.read(request.POST.get("explained", "")),
        )
    except (RoundIsClosed, NotAllowedNow) as refusal:
        return refused(request, assignment.round, refusal, assignment)
    messages.success(request, _("Your replies are saved. They go to the authority when you submit again."))
    return redirect("portal:assignment", assignment.pk)
