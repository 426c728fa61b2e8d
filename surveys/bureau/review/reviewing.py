"""Reviewing one return: read it, then accept it or send it back. The answers themselves are the operator's and stay as they are."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys.accounts.access import can, user_of
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import texts_of
from surveys.bureau.access import response_or_404
from surveys.bureau.later_deadline import LaterDeadlineForm
from surveys.bureau.monitor.assignment_filter import STATE_WORDS
from surveys.bureau.review.evidence import evidence_of
from surveys.bureau.review.forms import RecallForm, SendBackForm
from surveys.bureau.review.last_return import LastReturn, last_return_beside
from surveys.bureau.review.queue import QueueFilter, next_in_queue, waiting_for_review
from surveys.bureau.review.revision_view import conclusions_on, layout_of
from surveys.lib.clock import database_now, show
from surveys.models import Message, Request, Response, Revision, User
from surveys.questionnaires.queries import definition_of
from surveys.receipts.actions import signed
from surveys.reports.main_figures import main_figures
from surveys.reports.main_figures import told as told_in_words
from surveys.reports.queries import figures_of
from surveys.responses.dialogue.queries import answerable_by, told, waiting
from surveys.responses.dialogue.replies import revision_before
from surveys.responses.review import (
    DeadlinePassed,
    EarlierThanPromised,
    NotAllowedNow,
    NothingToCorrect,
    Outdated,
    TakenOut,
    accept,
    recall,
    send_back,
)
from surveys.responses.states import CHART, State
from surveys.rounds.actions import NotLater, NotOpen, extend
from surveys.rounds.deadlines import accepts_answers
from surveys.rounds.queries import deadline_of

REFUSALS = (Outdated, NotAllowedNow, TakenOut, NothingToCorrect, DeadlinePassed, EarlierThanPromised, NotLater, NotOpen)


@require_safe
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    response = response_or_404(user_of(request), pk)
    return _page(request, response, response.latest)


@require_safe
def earlier(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A revision by its number. Only the latest one can be decided on."""
    response = response_or_404(user_of(request), pk)
    revision = response.revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    return _page(request, response, revision)


@require_POST
def accept_it(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    response = response_or_404(user, pk, Permission.REVIEW)
    revision = _revision_meant(request, response)
    try:
        accept(revision=revision, by=user)
    except REFUSALS as refusal:
        return _refused(request, response, refusal)
    messages.success(request, _("Accepted: %(unit)s.") % {"unit": response})
    return _onwards(request, response)


@require_POST
def send_it_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    response = response_or_404(user, pk, Permission.REVIEW)
    revision = _revision_meant(request, response)
    form = _send_back_form(request, response, revision, _last_seen(request, revision))
    if not form.is_valid():
        return _page(request, response, revision, form)
    deadline = form.cleaned_data["deadline"]
    try:
        send_back(
            revision=revision,
            by=user,
            remarks=form.remarks(),
            note=form.cleaned_data["note"],
            new_deadline=deadline,
            seen=request.POST.get("seen"),
        )
    except REFUSALS as refusal:
        return _shown_again(request, response, refusal)
    until = show(deadline, response.assignment.round.time_zone)
    messages.success(request, _("Sent back: %(unit)s, until %(deadline)s.") % {"unit": response, "deadline": until})
    return _onwards(request, response)


@require_POST
def recall_it(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the sending back back."""
    user = user_of(request)
    response = response_or_404(user, pk, Permission.REVIEW)
    revision, form = _revision_meant(request, response), RecallForm(request.POST)
    if not form.is_valid():
        return _page(request, response, revision, recalling=form)
    try:
        recall(revision=revision, by=user, note=form.cleaned_data["note"])
    except REFUSALS as refusal:
        return _shown_again(request, response, refusal)
    messages.success(
        request, _("The sending back is taken back, and the operator is told: %(unit)s.") % {"unit": response}
    )
    return _back_to(request, response)


@require_POST
def give_time(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A later deadline for a correction; the round may be closed, and the time for it over."""
    user = user_of(request)
    response = response_or_404(user, pk, Permission.REVIEW)
    form = _later_form(request, response)
    if response.state != State.RETURNED:
        return _shown_again(request, response, NotAllowedNow("extend", response.state))
    if not form.is_valid():
        return _page(request, response, response.latest, later=form)
    deadline = form.cleaned_data["deadline"]
    try:
        granted = extend(
            by=user, assignments=[response.assignment], deadline=deadline, reason=form.cleaned_data["reason"]
        )
    except REFUSALS as refusal:
        return _shown_again(request, response, refusal)
    if not granted:
        return _shown_again(request, response, TakenOut())
    until = show(deadline, response.assignment.round.time_zone)
    words = _("%(unit)s has time until %(deadline)s now, and its contacts are told.")
    messages.success(request, words % {"unit": response, "deadline": until})
    return _back_to(request, response)


def _later_form(request: HttpRequest, response: Response) -> LaterDeadlineForm:
    data = request.POST if request.method == "POST" and "reason" in request.POST else None
    zone, latest = response.assignment.round.time_zone, deadline_of(response.assignment)
    return LaterDeadlineForm(data, zone=zone, latest=latest, at=database_now(), auto_id="id_later_%s")


def _revision_meant(request: HttpRequest, response: Response) -> Revision:
    """The revision the officer had before his eyes; it need not be the latest any more."""
    try:
        wanted = uuid.UUID(request.POST.get("revision", ""))
    except ValueError:
        raise Http404 from None
    revision = response.revisions.filter(pk=wanted).first()
    if revision is None:
        raise Http404
    return revision


def _refused(request: HttpRequest, response: Response, refusal: Exception) -> HttpResponse:
    _tell(request, response, refusal)
    return _back_to(request, response)


def _back_to(request: HttpRequest, response: Response) -> HttpResponse:
    """With the filter the officer came with."""
    trail = QueueFilter(request.GET, round=response.assignment.round).trail
    return redirect(reverse("bureau:review", args=[response.pk]) + trail)


def _shown_again(request: HttpRequest, response: Response, refusal: Exception) -> HttpResponse:
    """The return as it stands now, with what was typed: in its form where that is still there, else to be copied."""
    _tell(request, response, refusal)
    response = response_or_404(user_of(request), response.pk)
    return _page(request, response, response.latest)


def _tell(request: HttpRequest, response: Response, refusal: Exception) -> None:
    match refusal:
        case Outdated():
            text = _("The operator has submitted again meanwhile. This is the new revision; nothing was decided yet.")
        case NotAllowedNow():
            response.refresh_from_db()
            text = _("Nothing was changed: the return is “%(state)s” now. Perhaps a colleague was faster.") % {
                "state": STATE_WORDS[response.state]
            }
        case TakenOut():
            text = _("Nothing was changed: the unit was taken out of the round, or the round was withdrawn.")
        case _:
            text = _("Nothing was changed. Check the remarks and the new deadline.")
    messages.warning(request, text)


def _onwards(request: HttpRequest, response: Response) -> HttpResponse:
    """To the return that the page named as the next, with the filter and in the order the officer came with."""
    user, chosen = user_of(request), QueueFilter(request.GET, round=response.assignment.round)
    following = _named_as_next(request, response) or next_in_queue(user, response, chosen)
    if following:
        return redirect(reverse("bureau:review", args=[following.pk]) + chosen.trail)
    messages.info(
        request,
        _("Nothing more of what you chose waits for review.")
        if chosen.criteria
        else _("Nothing more waits for review in this round."),
    )
    return redirect(reverse("bureau:review_queue", args=[response.assignment.round_id]) + chosen.trail)


def _named_as_next(request: HttpRequest, response: Response) -> Response | None:
    """As long as it still waits: a colleague may have been faster."""
    try:
        wanted = uuid.UUID(request.POST.get("following", ""))
    except ValueError:
        return None
    waiting = waiting_for_review(user_of(request), response.assignment.round).filter(response=wanted)
    found = waiting.select_related("response").first()
    return found.response if found else None


def _last_seen(request: HttpRequest, revision: Revision) -> LastReturn | None:
    return last_return_beside(user_of(request), revision.response.assignment, revision)


def _send_back_form(
    request: HttpRequest, response: Response, revision: Revision, last: LastReturn | None
) -> SendBackForm:
    data = request.POST if "seen" in request.POST else None
    zone, promised = response.assignment.round.time_zone, deadline_of(response.assignment)
    layout = layout_of(revision, revision_before(revision), last)
    return SendBackForm(data, layout=layout, zone=zone, promised=promised, at=database_now())


def _page(
    request: HttpRequest,
    response: Response,
    revision: Revision | None,
    form: SendBackForm | None = None,
    later: LaterDeadlineForm | None = None,
    recalling: RecallForm | None = None,
) -> HttpResponse:
    user, assignment, at = user_of(request), response.assignment, database_now()
    chosen = QueueFilter(request.GET, round=assignment.round)
    requests = Request.objects.filter(assignment=assignment)
    context: dict[str, Any] = {
        "response": response,
        "state_word": STATE_WORDS[response.state],
        "assignment": assignment,
        "round": assignment.round,
        "deadline": deadline_of(assignment),
        "takes_answers": accepts_answers(assignment.round, deadline_of(assignment), at),
        "may_extend": _may_extend(user, response),
        "revision": revision,
        "requests": told(requests),
        "messages_in_all": Message.objects.filter(assignment=assignment).count(),
        "may_answer": answerable_by(user, waiting(requests)).first(),
        "contacts": list(assignment.organisation.contacts.order_by("name")),
        "following": next_in_queue(user, response, chosen),
        "trail": chosen.trail,
    }
    if revision is not None:
        context |= _context_of(revision)
        is_mine = _is_open_to_decision(revision, context) and can(user, Permission.REVIEW, response)
        context["may_accept"] = is_mine and response.state in CHART["accept"]
        context["may_send_back"] = is_mine and response.state in CHART["send_back"]
        last = context["last"] = _last_seen(request, revision)
        form = form or _send_back_form(request, response, revision, last)
        context["evidence"] = evidence_of(form.layout)
        context |= {"layout": form.layout, "form": form if context["may_send_back"] else None}
        if is_mine and response.state in CHART["recall"]:
            context["later"] = later or _later_form(request, response)
            context["recalling"] = recalling or RecallForm()
            context["was_accepted"] = revision.was_accepted
    if not any(context.get(name) and context[name].is_bound for name in ("form", "later", "recalling")):
        context["texts"] = texts_of(request)
    return render(request, "bureau/review/response.html", context)


def _is_open_to_decision(revision: Revision, context: dict[str, Any]) -> bool:
    is_asked = not (context["assignment"].ineligible_because or context["round"].withdrawn_at)
    return is_asked and revision.number == context["revisions"][0].number


def _may_extend(user: User, response: Response) -> bool:
    assignment = response.assignment
    is_asked = not (assignment.ineligible_because or assignment.round.withdrawn_at)
    return is_asked and response.state != State.ACCEPTED and can(user, Permission.MANAGE_ROUNDS, assignment)


def _why_changed(revision: Revision) -> list[Revision]:
    """Those since the one it is compared with that say why they differ."""
    before = revision_before(revision)
    since = revision.response.revisions.filter(number__lte=revision.number).exclude(changed_because="")
    return list(since.filter(number__gt=before.number).order_by("number").defer("answers")) if before else []


def _context_of(revision: Revision) -> dict[str, Any]:
    round = revision.response.assignment.round
    return {
        "signed": signed(revision),
        "previous": revision_before(revision),
        "revisions": list(revision.response.revisions.order_by("-number").defer("answers")),
        "explained": _why_changed(revision),
        "conclusions": conclusions_on(revision.response),
        "figures": told_in_words(main_figures(definition_of(round.version)), figures_of([revision.pk])[revision.pk]),
    }
