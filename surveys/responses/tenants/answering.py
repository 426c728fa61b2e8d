"""A tenant answers, by his link and once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.lib.text import filled
from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.form import Definition, Finding, Question, left_open
from surveys.questionnaires.queries import definition_of
from surveys.responses.tenants import notices
from surveys.responses.tenants.form import form_for
from surveys.responses.tenants.models import TenantRequest
from surveys.responses.tenants.queries import FOR_A_TENANT, Standing, standing_of
from surveys.rounds.models import Round

NO_METHOD = {"zh": "请说明“{question}”是如何取得的", "en": "Say how “{question}” was obtained"}
MISSING = "required"
"""The check by which it is told that something is missing: a method like any answer."""


class NotOpen(Exception):
    """The link takes no answer: it was answered, withdrawn, is past, or nothing is asked any more."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing)
        self.standing = standing


class NotReady(Exception):
    """Something is missing or cannot be read; `findings` say what."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(one.key for one in findings))
        self.findings = findings


class LinkWasReplaced(Exception):
    """Another link was sent in its place."""


@dataclass(frozen=True)
class Declarant:
    name: str
    position: str = ""


def form_of(request: TenantRequest) -> Definition:
    """Of what is asked now, also where the questionnaire was changed since the letter went out."""
    return form_for(definition_of(request.response.assignment.round.version), request.questions)


def evaluation_for(form: Definition, round: Round, answers: Mapping[str, object], at: datetime) -> Evaluation:
    """Of the tenant's answers alone: whatever the operator, the register or a peer says is unknown here."""
    return evaluate(form, answers, now=round.on_its_clock(at))


def problems_of(evaluation: Evaluation) -> tuple[Finding, ...]:
    problems = (*evaluation.blocking, *_without_method(evaluation))
    return problems or tuple(_nothing_said(evaluation))


def _nothing_said(evaluation: Evaluation) -> list[Finding]:
    """Where every question may be left out, one of them is answered all the same."""
    readings = evaluation.instance.readings.values()
    if any(one.value is not None or one.unavailable for one in readings) or any(evaluation.instance.rows.values()):
        return []
    message = {"zh": "请至少填写一项", "en": "Answer at least one of the questions"}
    return [Finding(MISSING, "hard", one.name, None, message) for one in evaluation.definition.questions[:1]]


def _without_method(evaluation: Evaluation) -> list[Finding]:
    asked = [one for one in evaluation.definition.questions if one.methods and not one.table]
    readings = [(one, evaluation.instance.readings.get(one.name)) for one in asked]
    return [_missing(one) for one, reading in readings if reading and reading.value is not None and not reading.method]


def _missing(question: Question) -> Finding:
    message = filled(NO_METHOD, question=left_open(question.label))
    return Finding(MISSING, "hard", question.name, None, message, (question.name,))


@transaction.atomic
def answer(
    *,
    request: TenantRequest,
    answers: Mapping[str, object],
    declarant: Declarant,
    at: datetime | None = None,
) -> TenantRequest:
    """Raises NotOpen, LinkWasReplaced, NotReady."""
    at = at or database_now()
    ours = TenantRequest.objects.select_for_update(of=("self",)).select_related(*FOR_A_TENANT).get(pk=request.pk)
    if ours.nonce != request.nonce:
        raise LinkWasReplaced
    if (standing := standing_of(ours, at)) is not Standing.OPEN:
        raise NotOpen(standing)
    round = ours.response.assignment.round
    form = form_of(ours)
    evaluation = evaluation_for(form, round, answers, at)
    if problems := problems_of(evaluation):
        raise NotReady(problems)
    ours.answers = {one.name: answers[one.name] for one in form.questions if answers.get(one.name)}
    ours.version = round.version
    ours.answered_at, ours.declared_by, ours.position = at, declarant.name, declarant.position
    ours.save(update_fields=["answers", "version", "answered_at", "declared_by", "position"])
    details = {"tenant": ours.tenant, "name": ours.declarant}
    record("tenant_answered", by=None, about=ours.response.assignment, at=at, details=details)
    notices.tell_the_operator(ours, at)
    return ours
