"""What was asked of tenants for a return, where each request stands, and what can be taken over of their answers."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum, auto
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from surveys.lib import units
from surveys.notices import tenant_links
from surveys.questionnaires.form import Definition, Question, read, show
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import takes_answers
from surveys.responses.amendment.carrying import carry
from surveys.responses.models import Response
from surveys.responses.states import State
from surveys.responses.tenants.declared import Declarations, method_in_words
from surveys.responses.tenants.form import form_for
from surveys.responses.tenants.models import TenantRequest
from surveys.rounds.models import Assignment
from surveys.rounds.queries import terms_of

FOR_A_TENANT = (
    "response__assignment__round__survey__authority", "response__assignment__round__version",
    "response__assignment__facility", "response__assignment__organisation", "organisation", "made_by",
)  # fmt: skip


class Standing(StrEnum):
    """Of a request. OVER: the return takes no answers, or another operator gives it."""

    OPEN = auto()
    ANSWERED = auto()
    WITHDRAWN = auto()
    PAST = auto()
    OVER = auto()


def standing_of(request: TenantRequest, at: datetime, *, is_wanted: bool | None = None) -> Standing:
    """By what the request itself says, and then by its return. is_wanted: whether an answer could still go into that, where
    it was looked up for many."""
    if request.answered_at:
        return Standing.ANSWERED
    if request.withdrawn_at:
        return Standing.WITHDRAWN
    if not (takes_tenants_answers(request.response, request.organisation_id, at) if is_wanted is None else is_wanted):
        return Standing.OVER
    return Standing.OPEN if at <= request.until else Standing.PAST


def takes_tenants_answers(response: Response, organisation: uuid.UUID, at: datetime) -> bool:
    """Whether they could still go into the return of this organisation; looked at afresh."""
    terms = terms_of(response.assignment)
    state = Response.objects.values_list("state", flat=True).get(pk=response.pk)
    return terms.organisation_id == organisation and takes_answers(terms, at) and state != State.ACCEPTED


def find(token: str) -> TenantRequest | None:
    """None for a forged or broken token, and for a link in whose place another one was sent."""
    id = tenant_links.request_of(token)
    found = TenantRequest.objects.select_related(*FOR_A_TENANT).filter(pk=id).first() if id else None
    return found if found and found.is_opened_by(token) else None


def requests_of(assignment: Assignment) -> QuerySet[TenantRequest]:
    """Of the operator that answers for it now."""
    rows = TenantRequest.objects.filter(response__assignment=assignment, organisation=assignment.organisation_id)
    return rows.select_related("made_by", "withdrawn_by")


# --- what can be taken over ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """What one tenant answered to one question. `entry`: as typed, as far as the form of now takes it. `is_taken`: it
    stands in the answer; `is_outdated`: the same tenant has answered again since; `value`: a figure, canonical."""

    request: TenantRequest
    question: Question
    entry: Any
    value: Decimal | None
    is_taken: bool
    is_outdated: bool = False

    @property
    def unavailable(self) -> str:
        return str(self.entry.get("unavailable") or "") if isinstance(self.entry, Mapping) else ""

    @property
    def method(self) -> str:
        """Also where the question itself asks for none."""
        said = self.request.answers.get(self.question.name)
        return str(said.get("method") or "") if isinstance(said, Mapping) else ""

    @property
    def is_open(self) -> bool:
        return bool(self.entry) and not (self.unavailable or self.is_taken or self.is_outdated)

    def method_in(self, language: str) -> str:
        return method_in_words(self.question, self.method, language)


@dataclass(frozen=True)
class FromTenants:
    """To one question. zone: that of the round, in which moments are shown."""

    question: Question
    offers: tuple[Offer, ...]
    zone: str = "UTC"

    @cached_property
    def open(self) -> list[Offer]:
        return [one for one in self.offers if one.is_open]

    @property
    def adds_up(self) -> bool:
        return adds_up(self.question)

    @property
    def takes_many(self) -> bool:
        """Figures are added up and rows appended; of other answers one is taken."""
        return self.adds_up or self.question.is_table

    def sum_in(self, language: str) -> str:
        """Of what is not taken over yet, in the question's unit."""
        values = [one.value for one in self.open if one.value is not None]
        return show(self.question, sum(values, Decimal(0)), language) if values and self.adds_up else ""


def adds_up(question: Question) -> bool:
    """Whether the figures of several tenants are one figure together."""
    if not question.is_number or question.type == "percent" or question.aggregate not in ("", "sum"):
        return False
    return not question.canonical_unit or units.unit(question.canonical_unit).quantity not in units.RATIOS


def from_tenants(assignment: Assignment, declarations: Declarations) -> dict[str, FromTenants]:
    """By question. declarations: what the draft says of those that were taken over."""
    answered = requests_of(assignment).filter(answered_at__isnull=False).order_by("answered_at")
    requests = list(answered.select_related("version"))
    if not requests:
        return {}
    definition = definition_of(assignment.round.version)
    offers: dict[str, list[Offer]] = {}
    for request in requests:
        assert request.version is not None  # of what was answered
        for name, entry in _as_of_now(request, request.version, definition).items():
            offers.setdefault(name, []).append(_offer(request, definition.question(name), entry, declarations))
    zone = assignment.round.time_zone
    return {name: FromTenants(definition.question(name), tuple(_marked(of)), zone) for name, of in offers.items()}


def _as_of_now(request: TenantRequest, version: Version, definition: Definition) -> dict[str, Any]:
    """What has no place in a later version of the questionnaire stands in the request alone."""
    writable = definition.writable("unit")
    carried = carry(form_for(definition_of(version), request.questions), definition, request.answers, same=frozenset())
    said = {name: carried.answers.get(name) or _reason_alone(entry) for name, entry in request.answers.items()}
    return {name: entry for name, entry in said.items() if entry and name in writable}


def _reason_alone(entry: Any) -> Any:
    """A tenant may say of any figure that it is not available; the question itself need not take that."""
    return entry if isinstance(entry, Mapping) and entry.get("unavailable") else None


def _offer(request: TenantRequest, question: Question, entry: Any, declarations: Declarations) -> Offer:
    taken = {one["request"] for one in declarations.get(question.name, ())}
    value = None if question.is_table else read(question, entry).value
    figure = value if isinstance(value, Decimal) else None
    return Offer(request, question, entry, figure, is_taken=str(request.pk) in taken)


def _marked(offers: Sequence[Offer]) -> Iterable[Offer]:
    latest = {one.request.email.lower(): one for one in offers}
    for one in offers:
        yield one if latest[one.request.email.lower()] is one else replace(one, is_outdated=True)


def how_many(assignment: Assignment) -> dict[str, int]:
    """Asked and not withdrawn, and of these answered."""
    asked = requests_of(assignment).filter(withdrawn_at=None)
    answered = Count("pk", filter=Q(answered_at__isnull=False))
    return asked.order_by().aggregate(tenants_asked=Count("pk"), tenants_answered=answered)
