"""One declaration for all units of an organisation that are ready: each is submitted by itself, with a receipt of its own."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import Assignment, Confirmation, Organisation, Revision, Round, User
from surveys.portal.access import own, own_organisation, own_round
from surveys.portal.forms import DeclarationForm
from surveys.portal.home import Task
from surveys.portal.submitting import TAKES_TWO, key_of
from surveys.portal.time_left import timing_of
from surveys.questionnaires.evaluation import Evaluation
from surveys.questionnaires.form import Finding, ManyAnswers, show
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import ChangedSinceShown, KeyAlreadyUsed, NotReadyToSubmit, RoundIsClosed, submit
from surveys.responses.evaluation import evaluate_answers
from surveys.responses.facts import assignment as facts
from surveys.responses.queries import for_reading
from surveys.responses.signing.queries import NeedsSecondPerson
from surveys.responses.states import NotAllowedNow, State

MOST_FIGURES = 4
Refused = list[tuple[Assignment, str]]


@dataclass(frozen=True)
class Waiting:
    """A unit that is still to be submitted. `blocking`: what stands in the way of it, the organisation's own data aside."""

    task: Task
    evaluation: Evaluation
    blocking: tuple[Finding, ...]

    @property
    def assignment(self) -> Assignment:
        return self.task.assignment

    @property
    def listed(self) -> str:
        """Which answers were read above the declaration."""
        response = self.assignment.response
        draft = getattr(response, "draft", None)
        return f"{self.assignment.pk}:{draft.version if draft else 0}:{response.stamp}"

    @property
    def first(self) -> str:
        return in_language(self.blocking[0].message, current_language())

    def figures(self) -> list[str]:
        definition = self.evaluation.definition
        values = self.evaluation.values
        return [
            show(definition.question(name), values.get(name), current_language()) for name in _core(self.evaluation)
        ]


def _core(evaluation: Evaluation) -> list[str]:
    names = [name for name in evaluation.definition.core if evaluation.definition.asks(name)]
    return [name for name in names if not evaluation.definition.question(name).table][:MOST_FIGURES]


@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def submit_together(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    user, round = user_of(request), own_round(user_of(request), id)
    theirs, at = own_organisation(user, organisation, round), database_now()
    may_submit = visible_to(user, Organisation.objects.filter(pk=theirs.pk), Permission.SUBMIT).exists()
    waiting = list(_waiting(user, round, theirs, at))
    ready = [one for one in waiting if not one.blocking]
    asks_why = any(one.assignment.response.state == State.SUBMITTED for one in ready) or None
    form = DeclarationForm(request.POST or None, user=user, asks_why=asks_why)
    problem = ""
    if request.method == "POST":
        if not may_submit:
            raise PermissionDenied
        done, problem = _submit(request, round, theirs, form, at)
        if done:
            return done
    confirmation = Confirmation.objects.filter(round=round, organisation=theirs).first()
    context = {"round": round, "organisation": theirs, "form": form, "problem": problem, "may_submit": may_submit}
    context |= {"ready": ready, "blocked": [one for one in waiting if one.blocking], "confirmation": confirmation}
    context |= {"labels": _labels(waiting), "confirms": _confirms(round)}
    return render(request, "portal/submit_together.html", context, status=409 if problem else 200)


def _confirms(round: Round) -> bool:
    return any(section.scope == "organisation" for section in definition_of(round.version).sections)


def _labels(waiting: list[Waiting]) -> list[str]:
    evaluation = waiting[0].evaluation if waiting else None
    language = current_language()
    return [evaluation.definition.label_of(name, language) for name in _core(evaluation)] if evaluation else []


def _waiting(user: User, round: Round, organisation: Organisation, at: datetime) -> Iterator[Waiting]:
    rows = for_reading(own(user, Assignment.objects.filter(round=round, organisation=organisation)))
    confirmed, siblings, read = facts.confirmed(round, organisation), facts.Siblings(), ManyAnswers().read
    for assignment in rows.select_related("response__draft", "facility__region").order_by("facility__code", "pk"):
        assignment.round = round
        task = Task(assignment, timing_of(assignment, at))
        draft = getattr(assignment.response, "draft", None)
        if not task.is_waiting or draft is None:
            continue
        assignment.response.assignment = assignment
        evaluation = evaluate_answers(
            assignment.response, draft.answers, draft.reasons, at,
            copies=draft.copied, declared=draft.declared, of_organisation=confirmed, siblings=siblings, read=read,
        )  # fmt: skip
        yield Waiting(task, evaluation, evaluation.blocking)


def _submit(
    request: HttpRequest, round: Round, organisation: Organisation, form: DeclarationForm, at: datetime
) -> tuple[HttpResponse | None, str]:
    key = key_of(request)
    if key is None:
        return None, _("The form was incomplete. Nothing was submitted; please submit again.")
    if not form.is_valid():
        return None, ""
    done, refused = _submit_each(request, round, organisation, form, key, at)
    told = "；".join(f"{assignment}：{why}" for assignment, why in refused)
    if not done:
        return None, told or _("Nothing is ready to be submitted.")
    if refused:
        messages.warning(request, _("Not submitted: %(units)s") % {"units": told})
    return redirect("portal:receipts_together" if len(done) > 1 else "portal:receipt", done[0].pk), ""


def _submit_each(
    request: HttpRequest, round: Round, organisation: Organisation, form: DeclarationForm, key: uuid.UUID, at: datetime
) -> tuple[list[Revision], Refused]:
    """Those that were listed above the declaration, as they were read there; one that cannot be submitted stops no other."""
    rows = visible_to(user_of(request), Assignment.objects.filter(round=round), Permission.SUBMIT)
    rows = rows.filter(organisation=organisation).select_related("response", "organisation", "facility__region")
    by_id = {str(row.pk): row for row in rows}
    done: list[Revision] = []
    refused: Refused = []
    for listed in request.POST.getlist("unit"):
        id, _colon, rest = listed.partition(":")
        shown, _colon, seen = rest.partition(":")
        assignment = by_id.get(id)
        if assignment is None:
            continue
        assignment.round = round
        try:
            done.append(_submit_one(request, assignment, form, key, shown, seen, at))
        except (RoundIsClosed, NotAllowedNow, NotReadyToSubmit, ChangedSinceShown, KeyAlreadyUsed) as refusal:
            refused.append((assignment, _why(refusal)))
    return done, refused


def _submit_one(
    request: HttpRequest,
    assignment: Assignment,
    form: DeclarationForm,
    key: uuid.UUID,
    shown: str,
    seen: str,
    at: datetime,
) -> Revision:
    return submit(
        response=assignment.response,
        by=user_of(request),
        key=uuid.uuid5(key, str(assignment.response.pk)),
        declared_by=form.declared_by,
        shown=shown,
        confirmed=request.POST.get("confirmed"),
        seen=seen,
        because=form.because,
        at=at,
    )


def _why(refusal: Exception) -> str:
    match refusal:
        case NeedsSecondPerson():
            return str(TAKES_TWO[refusal.is_own])
        case RoundIsClosed() | NotAllowedNow():
            return _("nothing more is taken of it now")
        case NotReadyToSubmit():
            return _("something must be settled first")
        case KeyAlreadyUsed():
            return _("submitted already with this page, and changed since")
    return _("changed after this page was shown")
