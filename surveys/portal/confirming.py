"""Confirming who we are: the organisation's own data, once per round for all of its data centers."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.models import Assignment, Confirmation, Organisation, Round, Version
from surveys.portal.access import own, own_organisation, own_round
from surveys.portal.amended import amendments_since, tell_of_change, texts_no_longer_taken, version_drawn
from surveys.portal.posted_answers import read_sent
from surveys.portal.time_left import Timing, timing_of
from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questionnaire_view import Location, QuestionnaireView, marks
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit
from surveys.responses.amendment.carrying import carry
from surveys.responses.confirming import confirm_organisation
from surveys.responses.drafting import SetAside
from surveys.responses.facts import assignment
from surveys.responses.queries import for_reading


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = own_round(user, id)
    theirs = own_organisation(user, organisation, round)
    timing = _latest_timing(round, theirs, request)
    known = _known(round, theirs)
    base = request.POST.get("base", "") if request.method == "POST" else _stamp(known)
    before = known.answers if known else assignment.prefilled_for_organisation(round, theirs, database_now())
    drawn = version_drawn(request, round)
    sent, lost = _sent(request, round, drawn)
    answers = {**before, **sent}
    reasons = (known.reasons if known else {}) | _reasons(request, drawn)
    if drawn != round.version:
        tell_of_change(request)
    elif request.method == "POST" and timing.is_open:
        try:
            confirm_organisation(
                round=round, organisation=theirs, by=user, answers=answers, reasons=reasons, shown=base
            )
        except NotReadyToSubmit:
            pass  # the page below tells what is wrong, with everything as typed
        except ChangedSinceShown:
            known = _known(round, theirs)
            base, lost = _stamp(known), _differing(round, known, answers)
            _tell_of_colleague(request, known)
        else:
            messages.success(request, _("Thank you, the data of your organisation are confirmed."))
            return redirect("portal:round", id)
    context = _page(round, theirs, answers, reasons, is_checked=request.method == "POST")
    context |= {"timing": timing, "confirmation": known, "base": base}
    context |= _of_amendments(round, known, lost, context["view"])
    return render(request, "portal/confirm.html", context)


def _known(round: Round, organisation: Organisation) -> Confirmation | None:
    rows = Confirmation.objects.filter(round=round, organisation=organisation)
    return rows.select_related("confirmed_by").first()


def _stamp(known: Confirmation | None) -> str:
    return known.stamp if known else ""


def _differing(round: Round, known: Confirmation | None, answers: dict[str, object]) -> list[SetAside]:
    """What a colleague confirmed while somebody typed something else."""
    if known is None:
        return []
    by, version = str(known.confirmed_by or ""), str(round.version_id)
    theirs = {name: entry for name, entry in known.answers.items() if (entry or None) != (answers.get(name) or None)}
    return [{"question": name, "entry": entry, "by": by, "version": version} for name, entry in theirs.items()]


def _tell_of_colleague(request: HttpRequest, known: Confirmation | None) -> None:
    name = str(known.confirmed_by) if known and known.confirmed_by else _("A colleague")
    told = _(
        "%(name)s confirmed these data meanwhile. The form holds what you typed; what is different in theirs stands below it. "
        "Confirm again if yours are right."
    )
    messages.warning(request, told % {"name": name})


def _of_amendments(
    round: Round, known: Confirmation | None, lost: list[SetAside], view: QuestionnaireView
) -> dict[str, object]:
    """What the organisation had confirmed, or just typed, and the changed questionnaire does not take."""
    confirmed_at = known.confirmed_at if known else None
    aside = [*(known.set_aside if known else []), *lost]
    return {
        "amendments": amendments_since(round, confirmed_at, confirmed_at, view),
        "lost": texts_no_longer_taken(aside, database_now()),
    }


def _latest_timing(round: Round, organisation: Organisation, request: HttpRequest) -> Timing:
    rows = for_reading(own(user_of(request), Assignment.objects.filter(round=round, organisation=organisation)))
    timings = [timing_of(row, database_now()) for row in rows]
    latest = max(timings, key=lambda timing: timing.deadline)
    return replace(latest, states=frozenset().union(*(timing.states for timing in timings)))


def _sent(request: HttpRequest, round: Round, drawn: Version) -> tuple[dict[str, object], list[SetAside]]:
    """Every answer on the page: a confirmation is of all of it, changed or not. And what of a page drawn before the
    questionnaire was changed has no place in it now."""
    if request.method != "POST":
        return {}, []
    definition = definition_of(drawn)
    sections = [section for section in definition.sections if section.scope == "organisation"]
    entries = {name: entry for one in sections for name, entry in read_sent(one, request.POST).entries.items()}
    if drawn == round.version:
        return entries, []
    carried = carry(definition, definition_of(round.version), entries, "organisation")
    by = str(user_of(request))
    version = str(drawn.pk)
    lost: list[SetAside] = [
        {"question": name, "entry": entry, "by": by, "version": version} for name, entry in carried.aside.items()
    ]
    return carried.answers, lost


def _reasons(request: HttpRequest, drawn: Version) -> dict[str, str]:
    sections = [section for section in definition_of(drawn).sections if section.scope == "organisation"]
    return {key: reason for one in sections for key, reason in read_sent(one, request.POST).reasons.items()}


def _page(
    round: Round, organisation: Organisation, answers: dict[str, object], reasons: dict[str, str], *, is_checked: bool
) -> dict[str, Any]:
    definition = definition_of(round.version)
    known = assignment.of_organisation(round, organisation)
    now = round.on_its_clock(database_now())
    evaluation = evaluate(definition, answers, now=now, facts=known, reasons=reasons, scope="organisation")
    view = QuestionnaireView(
        definition, answers, evaluation, "organisation", current_language(), tells_missing=is_checked, reasons=reasons
    )
    if not view.sections:
        raise Http404
    findings = evaluation.blocking if is_checked else ()
    return {
        "round": round,
        "organisation": organisation,
        "view": view,
        "asked": marks([q for section in view.sections for q in section.questions], {}),
        "errors": [
            {"href": f"#{Location.of_finding(definition, finding).id}", "message": view.say(finding.message)}
            for finding in findings
        ],
    }
