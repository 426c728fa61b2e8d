"""Closing a round, after its deadline or with a reason before it, and withdrawing it."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import give_back
from surveys.bureau.access import assignments_seen_by, round_or_404
from surveys.bureau.monitor.bulk_actions import NoForm, tell
from surveys.bureau.round_frame import frame, later_deadlines
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.lib.forms import NamesWhatIsMissing
from surveys.models import Round, User
from surveys.responses.queries import counts
from surveys.rounds import actions, course
from surveys.rounds.deadlines import RUNNING, Phase, phase


class ClosingForm(NamesWhatIsMissing, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is closed before its deadline"),
        max_length=longest(Round, "closing_reason"),
        help_text=gettext_lazy("Those who could still have answered read it."),
    )


class WithdrawalForm(NamesWhatIsMissing, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=longest(Round, "withdrawal_reason"),
        help_text=gettext_lazy("The operators read it."),
    )


def _close(user: User, round: Round, reason: str) -> str:
    actions.close(by=user, round=round, reason=reason)
    return _("The round is closed.")


def _withdraw(user: User, round: Round, reason: str) -> str:
    course.withdraw(by=user, round=round, reason=reason)
    return _("The round is withdrawn, and its contacts are told.")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    now = phase(round, at)
    if now not in RUNNING:
        return _not_running(request, round)
    form: forms.Form = (ClosingForm if now is Phase.OPEN else NoForm)(request.POST or None)
    if form.is_valid():
        tell(request, lambda: _close(user, round, form.cleaned_data.get("reason", "")))
        return redirect("bureau:round", round.pk)
    context = {
        "frame": frame(user, round, at, ""),
        "total": counts(assignments_seen_by(user, round)),
        "later": later_deadlines(user, round, at),
        "is_early": now is Phase.OPEN,
        "form": form,
    }
    return render(request, "bureau/monitor/close.html", context, status=409 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if phase(round, at) not in RUNNING:
        return _not_running(request, round)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        tell(request, lambda: _withdraw(user, round, form.cleaned_data["reason"]))
        return redirect("bureau:round", round.pk)
    context = {
        "frame": frame(user, round, at, ""),
        "total": counts(assignments_seen_by(user, round)),
        "form": form,
    }
    return render(request, "bureau/monitor/withdraw.html", context)


def _not_running(request: HttpRequest, round: Round) -> HttpResponse:
    messages.error(request, _("This is possible only while the round is open."))
    give_back(request, "reason")
    return redirect("bureau:round", round.pk)
