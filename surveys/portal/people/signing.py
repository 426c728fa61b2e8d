"""Where who prepares is not who submits: marking as ready to sign, sending back with a word, demanding it of oneself."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.accounts.access import get_visible_or_404, user_of
from surveys.accounts.roles import Permission
from surveys.lib.columns import longest
from surveys.models import Organisation, Preparation
from surveys.notices import links
from surveys.portal.access import own_assignment, own_assignments, own_organisation, own_round, submittable_assignment
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit, RoundIsClosed
from surveys.responses.signing.actions import demand_second_person, mark_ready, send_back_to_preparer
from surveys.responses.states import NotAllowedNow


@require_POST
def ready(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """For whoever may answer; a nil return where the page of it sent the form."""
    user, assignment = user_of(request), own_assignment(user_of(request), id)
    nil, shown = request.POST.get("nil") == "yes", request.POST.get("base")
    try:
        mark_ready(response=assignment.response, by=user, nil=nil, shown=None if nil else shown)
    except ChangedSinceShown:
        messages.warning(request, _("The answers were changed after this page was shown. Read them again."))
    except NotReadyToSubmit:
        messages.warning(request, _("Something must be settled before it can be signed."))
    except (RoundIsClosed, NotAllowedNow):
        messages.error(request, _("These answers can no longer be submitted."))
    else:
        messages.success(request, _("It is marked as ready to sign. It counts only when it is signed and submitted."))
    return redirect(links.to_check(assignment.pk, nil=nil))


@require_POST
def ready_together(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    """Nil returns of several units."""
    user = user_of(request)
    round = own_round(user, id)
    theirs = own_organisation(user, organisation, round)
    sent = set(request.POST.getlist("assignment"))
    marked = 0
    for assignment in own_assignments(user, round, theirs):
        if str(assignment.pk) in sent:
            with suppress(RoundIsClosed, NotAllowedNow, NotReadyToSubmit):
                mark_ready(response=assignment.response, by=user, nil=True)
                marked += 1
    told = _("Marked as ready to sign: %(count)s. They count only when they are signed and submitted.")
    messages.success(request, told % {"count": marked})
    return redirect("portal:nil_for_all", id, organisation)


@require_POST
def send_back(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    assignment = submittable_assignment(user_of(request), id)
    word = request.POST.get("word", "").strip()[: longest(Preparation, "word")]
    if not word:
        messages.warning(request, _("Say in a word what is to be changed."))
        return redirect("portal:check", id)
    try:
        made = send_back_to_preparer(response=assignment.response, by=user_of(request), word=word)
    except NotAllowedNow:
        messages.error(request, _("It is not ready to sign any more, or not yours to sign."))
    else:
        name = str(made.prepared_by or "—")
        messages.success(request, _("It is sent back to %(name)s.") % {"name": name})
    return redirect("portal:assignment", id)


@require_POST
def demand(request: HttpRequest, organisation: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    rows = Organisation.objects.all()
    theirs = get_visible_or_404(user, rows, Permission.MANAGE_COLLEAGUES, to_see=Permission.ANSWER, pk=organisation)
    demanded = request.POST.get("demanded") == "yes"
    if demand_second_person(by=user, organisation=theirs, demanded=demanded):
        told = _("From now on who prepares does not submit.") if demanded else _("From now on one person may do both.")
        messages.success(request, told)
    return redirect("portal:colleagues")
