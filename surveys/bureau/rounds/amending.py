"""Changing the questionnaire of a running round: choose a later version, see what it would do, confirm, tell those concerned."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts.access import user_of
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import give_back
from surveys.bureau.access import round_or_404
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.lib.language import current_language
from surveys.lib.paging import page_of
from surveys.lib.text import in_language
from surveys.models import Amendment, Round, Version
from surveys.questionnaires.diff import changes_between
from surveys.rendering.version_changes import groups_of
from surveys.responses.amendment.affected import Affected, affected_by, preview_amendment
from surveys.responses.amendment.amending import NotALaterVersion, amend, later_versions
from surveys.responses.amendment.notices import notify_affected
from surveys.responses.states import State
from surveys.rounds.actions import NotOpen
from surveys.rounds.deadlines import RUNNING, phase

CHANGED_MEANWHILE = gettext_lazy("The round was changed meanwhile, so nothing was done. This is how it stands now.")
WHY = ("reason_zh", "reason_en")


class AmendmentForm(forms.Form):
    reason_zh = forms.CharField(
        label=gettext_lazy("Reason (Chinese)"),
        max_length=longest(Amendment, "reason_zh"),
        help_text=gettext_lazy("The operators read it."),
    )
    reason_en = forms.CharField(label=gettext_lazy("Reason (English)"), max_length=longest(Amendment, "reason_en"))


@dataclass(frozen=True)
class Row:
    """A response that is concerned, and what is found in it, as the officer reads it."""

    affected: Affected
    hard: list[str]
    soft: list[str]

    @property
    def state_word(self) -> str:
        return str(State(self.affected.state).label)


def _rows(affected: list[Affected], language: str) -> list[Row]:
    return [
        Row(
            one,
            [in_language(finding.message, language) for finding in one.hard],
            [in_language(finding.message, language) for finding in one.soft],
        )
        for one in affected
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Without a version in the address, the versions to choose from; with one, what it would do."""
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if phase(round, at) not in RUNNING:
        messages.error(request, _("This is possible only while the round is open."))
        give_back(request, *WHY)
        return redirect("bureau:round", round.pk)
    versions = _versions_for(round)
    chosen = next((one for one in versions if str(one.number) == request.GET.get("version")), None)
    if request.method == "POST" and (chosen is None or request.POST.get("instead_of") != str(round.version.number)):
        messages.error(request, CHANGED_MEANWHILE)
        give_back(request, *WHY)
        return redirect("bureau:round_amend", round.pk)
    context: dict[str, object] = {"frame": frame(user, round, at, ""), "versions": versions}
    if chosen is None:
        return render(request, "bureau/rounds/amending/choose.html", context)
    form = AmendmentForm(request.POST or None)
    if form.is_valid() and (done := _amend(request, round, chosen, form)):
        return done
    return render(
        request,
        "bureau/rounds/amending/preview.html",
        context | _previewed(request, round, chosen, at) | {"form": form},
    )


def _versions_for(round: Round) -> list[Version]:
    """Only those that ask the same kind of unit: who must answer does not change under way."""
    reporting_unit = round.version.definition["unit"]
    versions = later_versions(round).select_related("published_by")
    return [version for version in versions if version.definition["unit"] == reporting_unit]


def _amend(request: HttpRequest, round: Round, version: Version, form: AmendmentForm) -> HttpResponse | None:
    try:
        amendment = amend(by=user_of(request), round=round, version=version, **form.cleaned_data)
    except (NotOpen, NotALaterVersion):
        messages.error(request, CHANGED_MEANWHILE)
        give_back(request, *WHY)
        return redirect("bureau:round", round.pk)
    messages.success(request, _("The questionnaire of the round is changed."))
    return redirect("bureau:amendment", round.pk, amendment.pk)


def _previewed(request: HttpRequest, round: Round, version: Version, at: datetime) -> dict[str, object]:
    preview = preview_amendment(round, version, at)
    page = page_of(preview.affected, request.GET)
    return {
        "version": version,
        "preview": preview,
        "groups": groups_of(preview.changes),
        "page": page,
        "rows": _rows(list(page), current_language()),
    }


@require_safe
def amendment(request: HttpRequest, pk: uuid.UUID, amendment_pk: uuid.UUID) -> HttpResponse:
    """What an amendment has done, and whom to tell."""
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    made = _made(round, amendment_pk)
    affected = affected_by(round, made.old_version, made.new_version, at)
    page = page_of(affected, request.GET)
    context = {
        "frame": frame(user, round, at, ""),
        "amendment": made,
        "groups": groups_of(changes_between(made.old_version.definition, made.new_version.definition)),
        "affected": affected,
        "hard": [one for one in affected if one.hard],
        "told": round.notices.filter(key__startswith=f"amended:{made.pk}:").count(),
        "page": page,
        "rows": _rows(list(page), current_language()),
    }
    return render(request, "bureau/rounds/amending/done.html", context)


def _made(round: Round, pk: uuid.UUID) -> Amendment:
    rows = Amendment.objects.filter(round=round).select_related("old_version", "new_version", "amended_by")
    made = get_object_or_404(rows, pk=pk)
    made.round = round
    return made


@require_POST
def tell(request: HttpRequest, pk: uuid.UUID, amendment_pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    made = _made(round, amendment_pk)
    count = len(notify_affected(by=user, amendment=made, soft=request.POST.get("soft") == "1"))
    if count:
        text = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Everybody concerned has been told already, or has no contact in the register."))
    return redirect("bureau:amendment", round.pk, made.pk)
