"""Asking a tenant, sending the link anew, withdrawing it. What an operator may send to strangers has limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from surveys.accounts.models import User, make_nonce
from surveys.audit.actions import moment, record
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.kinds import asks_tenant
from surveys.notices.models import Notice
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Organisation
from surveys.responses.actions import lock, must_accept_answers
from surveys.responses.models import Response
from surveys.responses.states import after
from surveys.responses.tenants import notices
from surveys.responses.tenants.form import askable
from surveys.responses.tenants.models import TenantRequest

MOST_OF_A_RETURN = 50
MOST_LETTERS_A_DAY = 200
"""Of one organisation."""
LONGEST_SPAN = timedelta(days=60)


class TooManyAsked(Exception):
    """Of this return, or by this organisation within a day."""


class NothingAsked(ValueError):
    """None of the questions can be asked of a tenant."""


class UntilIsWrong(ValueError):
    """The tenant is to answer in the future, within sixty days, and before the return itself is due."""


class NoLongerOpen(Exception):
    """The tenant has answered, or it was withdrawn."""


@dataclass(frozen=True)
class Asked:
    """What a tenant is asked, and who he is. `questions` by name; `word`: the operator's own."""

    tenant: str
    email: str
    language: str
    questions: Sequence[str]
    until: datetime
    word: str = ""


@transaction.atomic
def ask_tenant(*, response: Response, by: User, asked: Asked, at: datetime | None = None) -> TenantRequest:
    """The letter goes out with it. Raises RoundIsClosed, NotAllowedNow, NothingAsked, UntilIsWrong, TooManyAsked."""
    at = at or database_now()
    locked = lock(response)
    deadline = must_accept_answers(locked, at)
    after("save", locked.state)
    assignment = locked.assignment
    known = [one.name for one in askable(definition_of(assignment.round.version)) if one.name in asked.questions]
    if not known:
        raise NothingAsked
    _must_fit(asked.until, deadline, at)
    _must_be_few(locked, assignment.organisation, at)
    request = TenantRequest.objects.create(
        response=locked,
        organisation=assignment.organisation,
        questions=known,
        tenant=asked.tenant,
        email=asked.email.strip(),
        language=asked.language,
        word=asked.word.strip(),
        until=asked.until,
        made_at=at,
        made_by=by,
    )
    details = {"tenant": request.tenant, "deadline": moment(request.until, assignment.round.time_zone)}
    record("asked_tenant", by=by, about=assignment, at=at, details=details | {"questions": known})
    notices.ask(request, by, at)
    return request


def _must_fit(until: datetime, deadline: datetime, at: datetime) -> None:
    """Where the return is late already, the tenant may still be asked."""
    latest = at + LONGEST_SPAN
    if not at < until <= (min(latest, deadline) if at < deadline else latest):
        raise UntilIsWrong


def _must_be_few(response: Response, organisation: Organisation, at: datetime) -> None:
    """The organisation is locked, so that two who ask at once count each other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    asked = TenantRequest.objects.filter(response=response, organisation=organisation)
    letters = Notice.objects.filter(kind=asks_tenant.KIND.name, organisation=organisation)
    of_a_day = letters.filter(created_at__gt=at - timedelta(days=1)).count()
    if asked.count() >= MOST_OF_A_RETURN or of_a_day >= MOST_LETTERS_A_DAY:
        raise TooManyAsked


@transaction.atomic
def send_anew(*, request: TenantRequest, by: User, until: datetime, at: datetime | None = None) -> TenantRequest:
    """Another link, in whose place the old one opens nothing any more. Raises NoLongerOpen and what ask_tenant does."""
    at = at or database_now()
    deadline = must_accept_answers(lock(request.response), at)
    ours = _still_open(request)
    _must_fit(until, deadline, at)
    letters = Notice.objects.filter(kind=asks_tenant.KIND.name, organisation=ours.organisation)
    if letters.filter(created_at__gt=at - timedelta(days=1)).count() >= MOST_LETTERS_A_DAY:
        raise TooManyAsked
    _take_back_letter(ours)
    ours.nonce, ours.until = make_nonce(), until
    ours.save(update_fields=["nonce", "until"])
    details = {"tenant": ours.tenant, "deadline": moment(until, request.response.assignment.round.time_zone)}
    record("sent_tenant_link", by=by, about=request.response.assignment, at=at, details=details)
    ours.response = request.response
    notices.ask(ours, by, at)
    return ours


@transaction.atomic
def withdraw_from_tenant(*, request: TenantRequest, by: User, at: datetime | None = None) -> None:
    """The link opens nothing any more. Raises NoLongerOpen."""
    at = at or database_now()
    ours = _still_open(request)
    _take_back_letter(ours)
    ours.withdrawn_at, ours.withdrawn_by = at, by
    ours.save(update_fields=["withdrawn_at", "withdrawn_by"])
    details = {"tenant": ours.tenant}
    record("withdrew_from_tenant", by=by, about=request.response.assignment, at=at, details=details)


def _still_open(request: TenantRequest) -> TenantRequest:
    """Locked: the tenant may be answering just now."""
    ours = TenantRequest.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=request.pk)
    if ours.answered_at or ours.withdrawn_at:
        raise NoLongerOpen
    return ours


def _take_back_letter(request: TenantRequest) -> None:
    """As long as it waits to be sent."""
    waiting = Notice.objects.filter(key=request.key_of_letter, state=Notice.State.QUEUED)
    outbox.withdraw(list(waiting.values_list("pk", flat=True)))
