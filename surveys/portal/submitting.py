"""Checking one's answers, declaring that they are true, and submitting them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import can, has_part_only, user_of
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import texts_of
from surveys.audit.idempotency import FIELD, keeps_its_own_key
from surveys.lib.clock import database_now
from surveys.models import Assignment, Confirmation, Draft, Revision, Round, User
from surveys.portal.access import own_assignment, submittable_assignment
from surveys.portal.answering.hub import about
from surveys.portal.changes import changes_since
from surveys.portal.dialogue.remarks import remarks_on
from surveys.portal.forms import DeclarationForm
from surveys.portal.progress import Standing
from surveys.portal.questionnaire_views import view_of
from surveys.questionnaires.form import Definition, Finding
from surveys.rendering.answer_lines import chapters_of_view, not_asked
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.responses.actions import (
    ChangedSinceShown,
    KeyAlreadyUsed,
    NotReadyToSubmit,
    RoundIsClosed,
    submit,
)
from surveys.responses.copying.copies import COPIED
from surveys.responses.opening import draft_of
from surveys.responses.signing.queries import NeedsSecondPerson, signing_of
from surveys.responses.states import NotAllowedNow, State
from surveys.responses.unsent import says_the_same

OVERTAKEN = gettext_lazy(
    "After this page was shown a colleague submitted, or the authority sent the answers back, took that back, or changed "
    "the questionnaire. Look at what stands here now, then submit."
)

TAKES_TWO = {
    True: gettext_lazy("You have prepared or typed this yourself, so somebody else must sign and submit it."),
    False: gettext_lazy("This takes two people, and nobody has marked it as ready to sign since it was last changed."),
}


@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    is_sent = request.method == "POST"
    assignment = submittable_assignment(user, id) if is_sent else own_assignment(user, id)
    is_stale = not assignment.response.was_seen_as(request.POST.get("seen"))
    form = DeclarationForm(request.POST or None, user=user, asks_why=_asks_why(assignment, user, at), is_stale=is_stale)
    problem = ""
    if is_sent:
        done, problem = _submit(request, assignment, form)
        if done:
            return done
        assignment = own_assignment(user, id)
    context = about(assignment, at)
    if context["standing"] != Standing.OPEN:
        return redirect("portal:assignment", id)
    draft = draft_of(assignment, user, at)
    view = view_of(assignment, draft, at, tells_missing=True)
    context |= _page_of_check(assignment, view, draft)
    context |= {"form": form, "problem": problem, "may_submit": can(user, Permission.SUBMIT, assignment)}
    context |= signing_context(assignment, user, blocking=bool(context["blocking"]))
    if has_part_only(user, assignment.organisation_id):
        context |= _without_the_organisation(context, assignment)
    context |= {"unchanged": _submitted_as_it_is(assignment, view), **remarks_on(assignment.response)}
    return render(request, "portal/check.html", context)


def signing_context(assignment: Assignment, user: User, *, blocking: bool, nil: bool = False) -> dict[str, Any]:
    """Where a return takes two people: what each of them may do now, and whether the declaration is this person's."""
    signing = signing_of(assignment.response)
    if signing is None:
        return {}
    is_ready = signing.ready is not None and signing.ready.is_nil == nil
    is_mine = is_ready and signing.may_be_signed_by(user) and can(user, Permission.SUBMIT, assignment)
    return {
        "signing": signing,
        "signers": [one for one in signing.signers if is_ready or one != user],
        "is_to_be_marked": not is_ready and not blocking,
        "is_mine_to_sign": is_mine,
        "is_nil_page": nil,
    }


def _asks_why(assignment: Assignment, user: User, at: datetime) -> bool | None:
    """Of who submits other answers than before; what was sent back has its reasons in remarks and replies."""
    response = assignment.response
    latest = response.latest
    if latest is None or response.state != State.SUBMITTED:
        return None if latest is None else False
    view = view_of(assignment, draft_of(assignment, user, at), at)
    return bool(changes_since(latest, view.evaluation)) or None


def _submit(request: HttpRequest, assignment: Assignment, form: DeclarationForm) -> tuple[HttpResponse | None, str]:
    """The answer to the request when the deed is done or impossible; else what the person has to mend first."""
    key = key_of(request)
    if key is None:
        return None, _("The form was incomplete. Nothing was submitted; please submit again.")
    if not form.is_valid():
        return None, ""
    try:
        revision = submit(
            response=assignment.response,
            by=user_of(request),
            key=key,
            declared_by=form.declared_by,
            shown=request.POST.get("base", ""),
            confirmed=request.POST.get("confirmed"),
            seen=request.POST.get("seen"),
            because=form.because,
        )
    except ChangedSinceShown:
        if not assignment.response.was_seen_as(request.POST.get("seen")):
            return None, str(OVERTAKEN)
        return None, _("The answers were changed after this page was shown. Read them again, then submit.")
    except NotReadyToSubmit:
        return None, _("Something must be settled before you can submit.")
    except NeedsSecondPerson as refusal:
        return None, str(TAKES_TWO[refusal.is_own])
    except KeyAlreadyUsed as used:
        return sent_before(request, assignment.round, used.revision, reverse("portal:check", args=[assignment.pk])), ""
    except (RoundIsClosed, NotAllowedNow) as refusal:
        return refused(request, assignment.round, refusal, assignment), ""
    if revision.key != key:
        tell_that_it_was_submitted(request)
    return redirect("portal:receipt", revision.pk), ""


def tell_that_it_was_submitted(request: HttpRequest) -> None:
    messages.info(request, _("Just this had been submitted already; this is its receipt. No second revision was made."))


def sent_before(request: HttpRequest, round: Round, revision: Revision, again: str) -> HttpResponse:
    """A page that was kept, sent once more: what stands in the form by now is not in the receipt it made."""
    context = {"round": round, "revision": revision, "again": again}
    return render(request, "portal/sent_before.html", context, status=409)


def _submitted_as_it_is(assignment: Assignment, view: QuestionnaireView) -> Revision | None:
    """The revision that says just what would be submitted now, so that a second one would tell the reviewer nothing.

    What was sent back may be submitted unchanged: that is an answer, too.
    """
    latest = assignment.response.latest if assignment.response.state == State.SUBMITTED else None
    is_same = latest and latest.version_id == assignment.round.version_id and says_the_same(latest, view.evaluation)
    return latest if is_same else None


def key_of(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def refused(request: HttpRequest, round: Round, refusal: Exception, assignment: Assignment | None) -> HttpResponse:
    now = own_assignment(user_of(request), assignment.pk) if assignment else None
    context = {"round": round, "refusal": type(refusal).__name__, "because": now.ineligible_because if now else ""}
    context["texts"] = [text for text in texts_of(request) if text != "on"]
    return render(request, "portal/refused.html", context, status=409)


def _page_of_check(assignment: Assignment, view: QuestionnaireView, draft: Draft) -> dict[str, Any]:
    confirmation = Confirmation.objects.filter(round=assignment.round, organisation=assignment.organisation).first()
    keys = {finding.key for finding in view.evaluation.blocking}
    findings = view.evaluation.grouped
    if confirmation is None:
        # One act is missing there, not eight answers.
        theirs = view.definition.names_in("organisation")
        findings = tuple(finding for finding in findings if finding.question not in theirs)
    blocking = [_linked(view, finding, assignment) for finding in findings if finding.key in keys]
    latest = assignment.response.latest
    if len(findings) < len(view.evaluation.grouped):
        blocking.insert(0, _unconfirmed(assignment))
    return {
        "view": view,
        "draft": draft,
        "chapters": chapters_of_view(view),
        "not_asked": not_asked(view),
        "blocking": blocking,
        "errors": [one for one in blocking if one["severity"] == "hard"],
        "unexplained": [one for one in blocking if one["severity"] != "hard"],
        "copied": [_linked(view, finding, assignment) for finding in findings if finding.check == COPIED],
        "others": [_linked(view, one, assignment) for one in findings if one.key not in keys and one.check != COPIED],
        "confirms": any(section.scope == "organisation" for section in view.definition.sections),
        "confirmation": confirmation,
        "latest": latest,
        "changes": changes_since(latest, view.evaluation),
    }


def _without_the_organisation(context: Mapping[str, Any], assignment: Assignment) -> dict[str, Any]:
    """For who got some data centers: its data are others' to confirm, on a page that does not exist for him."""
    page = reverse("portal:confirm", args=[assignment.round_id, assignment.organisation_id])
    told = ("blocking", "errors", "unexplained", "others")
    kept = {name: [one for one in context[name] if not one["href"].startswith(page)] for name in told}
    return kept | {"confirms": False}


def _unconfirmed(assignment: Assignment) -> dict[str, str]:
    return {
        "href": reverse("portal:confirm", args=[assignment.round_id, assignment.organisation_id]),
        "message": _("Confirm the data of your organisation"),
        "severity": "hard",
    }


def _linked(view: QuestionnaireView, finding: Finding, assignment: Assignment) -> dict[str, str]:
    return {
        "href": link_to(view.definition, finding, assignment),
        "label": view.tell(view.definition.question(finding.question).label),
        "message": view.say(finding.message),
        "reason": view.reasons.get(finding.key, ""),
        "severity": finding.severity,
    }


def link_to(definition: Definition, finding: Finding, assignment: Assignment) -> str:
    """Where the answer can be changed; from there one comes back to the check."""
    section = definition.section_of(finding.question)
    anchor = Location.of_finding(definition, finding).id
    if section.scope == "organisation":
        return reverse("portal:confirm", args=[assignment.round_id, assignment.organisation_id]) + f"#{anchor}"
    return f"{reverse('portal:section', args=[assignment.pk, section.name])}?checked=1&back=check#{anchor}"
