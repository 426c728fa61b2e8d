"""From "start a round" to its issue: choose what is asked, fill in one page, look at what will go out, issue."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import get_visible_or_404, memberships, require, user_of
from surveys.accounts.roles import PERMISSIONS, Permission
from surveys.bureau.access import asks_for, round_or_404
from surveys.bureau.rounds.forms import RoundForm, mark_of
from surveys.bureau.rounds.issue_preview import issue_preview_of
from surveys.bureau.rounds.start_form import StartForm
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.lib.numbers import show_number
from surveys.lib.text import in_language
from surveys.models import Authority, Round, User, Version
from surveys.responses.issuing import issue
from surveys.rounds import actions
from surveys.rounds.blueprints import BLUEPRINTS
from surveys.rounds.course import delete_draft


def authorities_managed_by(user: User) -> list[Authority]:
    return [m.authority for m in memberships(user) if m.authority and Permission.MANAGE_ROUNDS in PERMISSIONS[m.role]]


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for(Permission.MANAGE_ROUNDS)
def new(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = StartForm(request.POST or None, authorities=authorities_managed_by(user))
    if form.is_valid():
        round = _started(user, form.cleaned_data["template"], form.cleaned_data["authority"])
        return redirect("bureau:round_edit", round.pk)
    return render(request, "bureau/rounds/new.html", {"form": form})


def _started(user: User, chosen: str, authority: Authority) -> Round:
    """From a questionnaire of the library, or from a version written here: then in the name of the authority that wrote it."""
    if chosen in BLUEPRINTS:
        survey = actions.start_survey(by=user, authority=authority, template_name=chosen)
        return actions.create_round(by=user, survey=survey)
    version = get_visible_or_404(user, Version, Permission.MANAGE_ROUNDS, pk=chosen)
    return actions.create_round(by=user, survey=actions.start_survey_of(by=user, version=version), version=version)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if round.issued_at:
        return _already_issued(request, round)
    form = RoundForm(request.POST or None, round=round)
    mark = mark_of(round)
    seen = request.POST.get("seen", mark)
    if form.is_valid():
        if seen == mark or not any(form.changes()):
            _save(user, form)
            for hint in form.hints:
                messages.info(request, hint)
            return redirect("bureau:round_ready", round.pk)
        form.refuse_to_overwrite()
        seen = mark
    return render(request, "bureau/rounds/edit.html", {"form": form, "round": round, "seen": seen})


def _save(user: User, form: RoundForm) -> None:
    of_round, of_survey = form.changes()
    if of_survey:
        require(user, Permission.MANAGE_ROUNDS, form.round.survey)
        actions.change_survey(by=user, survey=form.round.survey, **of_survey)
    if of_round:
        actions.change_round(by=user, round=form.round, **of_round)


def _already_issued(request: HttpRequest, round: Round) -> HttpResponse:
    messages.warning(request, _("This round was issued already; its terms no longer change."))
    return redirect("bureau:round", round.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if request.method == "POST":
        try:
            delete_draft(by=user, round=round)
        except actions.AlreadyIssued:
            return _already_issued(request, round)
        messages.success(request, _("The draft was deleted: %(round)s.") % {"round": round.title or round.code})
        return redirect("bureau:rounds")
    if round.issued_at:
        return _already_issued(request, round)
    return render(request, "bureau/rounds/delete.html", {"round": round})


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What will go out, and to whom. When the number or the terms are no longer what the page showed, nothing goes out."""
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if round.issued_at:
        return _already_issued(request, round)
    preview, mark = issue_preview_of(round, at), mark_of(round)
    context: dict[str, Any] = {"round": round, "preview": preview, "mark": mark}
    if request.method == "POST":
        context["round_changed"] = request.POST.get("seen", mark) != mark
        context["number_changed"] = request.POST.get("assignments") != str(preview.assignments)
        if not (context["round_changed"] or context["number_changed"]):
            return _issue(request, user, round)
    return render(request, "bureau/rounds/ready.html", context)


def _issue(request: HttpRequest, user: User, round: Round) -> HttpResponse:
    try:
        issued = issue(by=user, round=round)
    except actions.AlreadyIssued:
        return _already_issued(request, round)
    except actions.NotReady as error:
        messages.error(
            request, " ".join(in_language(problem.message, current_language()) for problem in error.problems)
        )
        return redirect("bureau:round_ready", round.pk)
    sent = issued.assignments.count()
    told = ngettext(
        "%(count)s assignment was issued. The letters are on their way.",
        "%(count)s assignments were issued. The letters are on their way.",
        sent,
    )
    messages.success(request, told % {"count": show_number(Decimal(sent))})
    return redirect("bureau:round", round.pk)
