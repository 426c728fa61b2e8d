"""Messages of operators: those of a round that wait for an answer, and the threads about one return."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as told
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts.access import can, user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import response_or_404, round_or_404
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Assignment, Message, Organisation, Response, User
from surveys.rendering.message_form import MessageForm, seen_in
from surveys.responses.dialogue.messages import OfAnotherOperator, WrittenMeanwhile, read, spare_answer, write
from surveys.responses.dialogue.threads import thread_of, unread_by, waiting_for_bureau

ALL = "all"


@require_safe
def of_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The threads, each by its last message: those that wait for an answer, the longest first, or all of them."""
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    if round.issued_at is None:
        return redirect("bureau:round_ready", round.pk)
    theirs = visible_to(user, Message.objects.filter(assignment__round=round), Permission.SEE_ROUNDS)
    waiting, threads = waiting_for_bureau(theirs), _last_of_threads(theirs)
    shows_all = request.GET.get("state") == ALL
    chosen = threads.order_by("-id") if shows_all else waiting.order_by("id")
    page = page_of(chosen.select_related("assignment__facility", "assignment__response", "organisation"), request.GET)
    context = {
        "frame": frame(user, round, at, "bureau:round_messages"),
        "page": page,
        "unread": _unread_among(user, page),
        "shows_all": shows_all,
        "counts": {"waiting": waiting.count(), ALL: threads.count()},
    }
    return render(request, "bureau/dialogue/threads.html", context)


def _last_of_threads(messages: QuerySet[Message]) -> QuerySet[Message]:
    later = Message.objects.filter(
        assignment=OuterRef("assignment"), organisation=OuterRef("organisation"), id__gt=OuterRef("id")
    )
    return messages.filter(~Exists(later))


def _unread_among(user: User, page: "Page[Message]") -> set[int]:
    listed = Message.objects.filter(pk__in=[one.pk for one in page])
    return set(unread_by(user, listed, from_bureau=False).values_list("pk", flat=True))


@dataclass(frozen=True)
class Thread:
    organisation: Organisation
    messages: list[Message]


@require_http_methods(["GET", "HEAD", "POST"])
def of_response(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The thread with who answers for it now, and those with operators before, to be read."""
    user = user_of(request)
    needed = Permission.REVIEW if request.method == "POST" else None
    response = response_or_404(user, pk, needed)
    form = MessageForm(request.POST or None)
    if form.is_valid() and _write(request, response.assignment, form):
        return redirect("bureau:response_messages", response.pk)
    return _page(request, response, form)


def _page(request: HttpRequest, response: Response, form: MessageForm) -> HttpResponse:
    user, assignment = user_of(request), response.assignment
    thread = list(thread_of(assignment).select_related("written_by"))
    read(by=user, messages=thread)
    context: dict[str, Any] = {
        "response": response,
        "assignment": assignment,
        "round": assignment.round,
        "thread": thread,
        "earlier": _earlier_threads(assignment),
        "form": form,
        "seen": thread[-1].pk if thread else 0,
        "may_write": can(user, Permission.REVIEW, response),
        "waiting": waiting_for_bureau(thread_of(assignment)).first(),
    }
    return render(request, "bureau/dialogue/thread.html", context)


def _earlier_threads(assignment: Assignment) -> list[Thread]:
    rows = Message.objects.filter(assignment=assignment).exclude(organisation=assignment.organisation_id)
    found: dict[Organisation, list[Message]] = {}
    for message in rows.select_related("organisation", "written_by").order_by("id"):
        found.setdefault(message.organisation, []).append(message)
    return [Thread(organisation, messages) for organisation, messages in found.items()]


def _write(request: HttpRequest, assignment: Assignment, form: MessageForm) -> bool:
    text, seen = form.cleaned_data["text"], seen_in(request.POST)
    try:
        write(assignment=assignment, by=user_of(request), text=text, from_bureau=True, seen=seen)
    except OfAnotherOperator:
        told.error(request, _("The data center went to another operator meanwhile; nothing was sent."))
        return False
    except WrittenMeanwhile:
        told.warning(
            request, _("The operator or a colleague wrote meanwhile. Read that, then send yours; it stands below.")
        )
        return False
    told.success(request, _("The message is sent, and the operator is told that there is one."))
    return True


@require_POST
def spare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The last message needs no answer."""
    user = user_of(request)
    response = response_or_404(user, pk, Permission.REVIEW)
    waiting = waiting_for_bureau(thread_of(response.assignment)).first()
    is_meant = waiting is not None and request.POST.get("message") == str(waiting.pk)
    if waiting is not None and is_meant and spare_answer(message=waiting, by=user):
        told.success(request, _("Noted: the message needs no answer."))
    else:
        told.warning(request, _("Nothing was changed: the thread has gone on meanwhile."))
    return redirect("bureau:response_messages", response.pk)
