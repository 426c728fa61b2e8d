"""The thread of messages with the bureau about one unit, and what of all threads has not been read yet."""

import uuid
from collections import Counter

from django.contrib import messages as told
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.models import Assignment, Message, Round, User
from surveys.portal.access import own, own_assignment
from surveys.portal.answering.hub import about
from surveys.rendering.message_form import MessageForm, seen_in
from surveys.responses.dialogue.messages import OfAnotherOperator, WrittenMeanwhile, read, write
from surveys.responses.dialogue.threads import thread_of, unread_by


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    assignment = own_assignment(user, id)
    form = MessageForm(request.POST or None)
    if form.is_valid() and _write(request, assignment, form):
        return redirect("portal:messages", id)
    thread = list(thread_of(assignment).select_related("written_by"))
    read(by=user, messages=thread)
    seen = thread[-1].pk if thread else 0
    context = about(assignment, database_now()) | {"thread": thread, "form": form, "seen": seen}
    return render(request, "portal/dialogue/messages.html", context)


def _write(request: HttpRequest, assignment: Assignment, form: MessageForm) -> bool:
    text, seen = form.cleaned_data["text"], seen_in(request.POST)
    try:
        write(assignment=assignment, by=user_of(request), text=text, from_bureau=False, seen=seen)
    except OfAnotherOperator as error:
        raise Http404 from error
    except WrittenMeanwhile:
        told.warning(request, _("A message came meanwhile. Read it, then send yours; it stands below."))
        return False
    told.success(request, _("Your message is with the authority."))
    return True


def unread_threads(user: User, round: Round | None = None) -> list[tuple[Assignment, int]]:
    """Units with the number of the bureau's messages that this person has not read."""
    theirs = own(user, Message.objects.all())
    if round is not None:
        theirs = theirs.filter(assignment__round=round)
    unread = unread_by(user, theirs, from_bureau=True).select_related(
        "assignment__round", "assignment__facility", "assignment__organisation"
    )
    rows = [one.assignment for one in unread if one.organisation_id == one.assignment.organisation_id]
    return list(Counter(rows).items())
