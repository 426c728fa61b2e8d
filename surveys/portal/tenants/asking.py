"""Asking tenants for what only they know: the list of those asked, the form, what will be sent, links anew, withdrawing."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.models import Assignment, Notice, TenantRequest, User
from surveys.notices import tenant_links
from surveys.portal.access import own, own_assignment
from surveys.portal.answering.hub import about
from surveys.portal.progress import Standing
from surveys.portal.tenants.forms import AskTenantForm, Grouped, UntilForm
from surveys.questionnaires.form import Definition
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questions import spoken
from surveys.responses.actions import RoundIsClosed
from surveys.responses.opening import draft_of
from surveys.responses.states import NotAllowedNow
from surveys.responses.tenants import queries
from surveys.responses.tenants.asking import (
    MOST_LETTERS_A_DAY,
    MOST_OF_A_RETURN,
    Asked,
    NoLongerOpen,
    TooManyAsked,
    UntilIsWrong,
    ask_tenant,
    send_anew,
    withdraw_from_tenant,
)
from surveys.responses.tenants.form import askable
from surveys.responses.tenants.notices import letter
from surveys.responses.tenants.queries import (
    FromTenants,
    from_tenants,
    requests_of,
    standing_of,
    takes_tenants_answers,
)

WORDS = {
    queries.Standing.OPEN: gettext_lazy("waits for an answer"),
    queries.Standing.ANSWERED: gettext_lazy("answered"),
    queries.Standing.WITHDRAWN: gettext_lazy("withdrawn"),
    queries.Standing.PAST: gettext_lazy("the time is past"),
    queries.Standing.OVER: gettext_lazy("not answered, and nothing is taken any more"),
}
TONES = {queries.Standing.OPEN: "accent", queries.Standing.ANSWERED: "good", queries.Standing.PAST: "attention"}
REFUSALS = (RoundIsClosed, NotAllowedNow, TooManyAsked, UntilIsWrong, NoLongerOpen)


@dataclass(frozen=True)
class Told:
    """A request as it is listed. `letter`: what became of the letter, in words."""

    request: TenantRequest
    questions: list[str]
    word: str
    tone: str
    letter: str
    until: UntilForm | None
    can_be_withdrawn: bool


@require_safe
def tenants(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    assignment = own_assignment(user, id)
    draft = draft_of(assignment, user, at)
    definition = definition_of(assignment.round.version)
    found = from_tenants(assignment, draft.declared)
    context = about(assignment, at) | {
        "requests": _told(requests_of(assignment), assignment, at),
        "waiting": _waiting(definition, found),
        "may_ask": bool(askable(definition)),
    }
    return render(request, "portal/tenants/list.html", context)


def _told(rows: Iterable[TenantRequest], assignment: Assignment, at: datetime) -> list[Told]:
    """The newest first."""
    requests = sorted(rows, key=lambda one: one.made_at, reverse=True)
    letters = {one.key: one.state for one in Notice.objects.filter(key__in=[one.key_of_letter for one in requests])}
    definition = definition_of(assignment.round.version)
    is_wanted = takes_tenants_answers(assignment.response, assignment.organisation_id, at)
    found = ((one, standing_of(one, at, is_wanted=is_wanted)) for one in requests)
    return [
        _one_told(one, standing, definition, letters.get(one.key_of_letter, ""), _until_form(assignment, one, at))
        for one, standing in found
    ]


def _until_form(assignment: Assignment, request: TenantRequest, at: datetime) -> UntilForm:
    return UntilForm(assignment=assignment, at=at, auto_id=f"{request.pk}_%s")


def _one_told(
    request: TenantRequest, standing: queries.Standing, definition: Definition, letter: str, until: UntilForm
) -> Told:
    is_open = standing in (queries.Standing.OPEN, queries.Standing.PAST)
    return Told(
        request=request,
        questions=[definition.label_of(name, current_language()) for name in request.questions],
        word=str(WORDS[standing]),
        tone=TONES.get(standing, "neutral"),
        letter=_of_letter(letter) if is_open else "",
        until=until if is_open else None,
        can_be_withdrawn=is_open,
    )


def _of_letter(state: str) -> str:
    return (
        {
            Notice.State.QUEUED: _("The letter waits to be sent."),
            Notice.State.DONE: _("The letter was sent."),
            Notice.State.FAILED: _("The letter could not be delivered. Look whether the address is right."),
        }.get(Notice.State(state))
        or ""
        if state
        else ""
    )


def _waiting(definition: Definition, found: dict[str, FromTenants]) -> list[tuple[str, str, str, FromTenants]]:
    """Of what was answered and not taken over: section, name, label, and by whom."""
    asked = [one for one in definition.questions if one.name in found and found[one.name].open]
    return [
        (definition.section_of(one.name).name, one.name, f"{one.number} {spoken(one.label)}", found[one.name])
        for one in asked
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """With a look at the letter before it goes out."""
    user, at = user_of(request), database_now()
    assignment = own_assignment(user, id)
    context = about(assignment, at)
    if context["standing"] != Standing.OPEN:
        messages.warning(request, _("These answers can no longer be changed, so no tenant can be asked."))
        return redirect("portal:assignment", id)
    form = AskTenantForm(
        request.POST or None,
        assignment=assignment,
        at=at,
        offered=_offered(definition_of(assignment.round.version)),
        initial={"language": request.LANGUAGE_CODE, "questions": request.GET.getlist("question")},
    )
    act, problem = request.POST.get("act", ""), ""
    if form.is_valid() and act == "send":
        try:
            made = ask_tenant(response=assignment.response, by=user, asked=_asked(form))
        except REFUSALS as refusal:
            problem = _why_not(refusal)
        else:
            messages.success(request, _("The letter to %(tenant)s goes out now.") % {"tenant": made.tenant})
            return redirect("portal:tenants", id)
    is_shown = form.is_valid() and act in ("look", "send")
    preview = _preview(form, assignment, user) if is_shown else None
    context |= {"form": form, "preview": preview, "problem": problem}
    return render(request, "portal/tenants/ask.html", context, status=409 if problem else 200)


def _offered(definition: Definition) -> Grouped:
    offered = {one.name for one in askable(definition)}
    return [
        (
            f"{section.number} {spoken(section.label)}".strip(),
            [(one.name, f"{one.number} {spoken(one.label)}") for one in section.questions if one.name in offered],
        )
        for section in definition.sections
        if any(one.name in offered for one in section.questions)
    ]


def _asked(form: AskTenantForm) -> Asked:
    data = form.cleaned_data
    return Asked(
        data["tenant"], data["email"], data["language"], data["questions"], until=data["deadline"], word=data["word"]
    )


def _preview(form: AskTenantForm, assignment: Assignment, by: User) -> dict[str, str]:
    asked = _asked(form)
    in_order = [one.name for one in askable(definition_of(assignment.round.version)) if one.name in asked.questions]
    request = TenantRequest(
        tenant=asked.tenant,
        email=asked.email,
        language=asked.language,
        questions=in_order,
        word=asked.word,
        until=asked.until,
    )
    content = letter(request, assignment, by)
    link = _("(here stands the link, for this tenant alone)")
    return {"to": asked.email, "subject": content.subject, "body": content.body.replace(tenant_links.PLACE, link)}


def _why_not(refusal: Exception) -> str:
    if isinstance(refusal, TooManyAsked):
        words = _(
            "Of one return %(all)d tenants can be asked at most, and an organisation can send %(letters)d such letters a day. Please call the authority if you need more."
        )
        return words % {"all": MOST_OF_A_RETURN, "letters": MOST_LETTERS_A_DAY}
    if isinstance(refusal, UntilIsWrong):
        return _("The time by which the tenant answers does not fit the deadline of your return any more.")
    if isinstance(refusal, NoLongerOpen):
        return _("The tenant has answered meanwhile, or it was withdrawn.")
    return _("These answers can no longer be changed, so no tenant can be asked.")


# --- what was asked already ---------------------------------------------------------------------------------------


@require_POST
def link(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Another one, with another time."""
    user, at = user_of(request), database_now()
    asked = _own_request(user, id)
    assignment = own_assignment(user, asked.response.assignment_id)
    asked.response.assignment = assignment
    form = UntilForm(request.POST, assignment=assignment, at=at)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("portal:tenants", assignment.pk)
    try:
        send_anew(request=asked, by=user, until=form.cleaned_data["deadline"])
    except REFUSALS as refusal:
        messages.warning(request, _why_not(refusal))
    else:
        messages.success(request, _("A new link goes out now; the one before opens nothing any more."))
    return redirect("portal:tenants", assignment.pk)


@require_POST
def withdraw(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    asked = _own_request(user, id)
    asked.response.assignment = own_assignment(user, asked.response.assignment_id)
    try:
        withdraw_from_tenant(request=asked, by=user)
    except NoLongerOpen as refusal:
        messages.warning(request, _why_not(refusal))
    else:
        messages.success(request, _("Withdrawn: the link opens nothing any more."))
    return redirect("portal:tenants", asked.response.assignment_id)


def _own_request(user: User, id: uuid.UUID) -> TenantRequest:
    """Of an organisation of the person's, as long as that answers for the unit."""
    asked = own(user, TenantRequest.objects.select_related("response")).filter(pk=id).first()
    if asked is None:
        raise Http404
    return asked
