"""Letters to a tenant, and to the operator when it has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from surveys.accounts.access import can
from surveys.accounts.models import User
from surveys.accounts.roles import Permission
from surveys.lib.text import known_language
from surveys.notices import links, outbox
from surveys.notices.kinds import asks_tenant, tenant_answered
from surveys.notices.wording import Addressee, Content
from surveys.questionnaires.queries import definition_of
from surveys.responses.notices import people_of
from surveys.responses.tenants.models import TenantRequest
from surveys.rounds.models import Assignment
from surveys.rounds.notices import facts_of
from surveys.rounds.queries import terms_of


@dataclass(frozen=True)
class _Tenant:
    name: str
    email: str
    language: str


def ask(request: TenantRequest, by: User, at: datetime) -> None:
    """Its link is filled in when it is sent. The bureau does not read these letters: whom an operator hosts is its own
    business until it takes over what they declare."""
    outbox.write(
        key=request.key_of_letter,
        to=_Tenant(request.tenant, request.email, request.language),
        content=letter(request, request.response.assignment, by),
        at=at,
        organisation=request.organisation,
    )


def letter(request: TenantRequest, assignment: Assignment, by: User) -> Content:
    """Also what the operator sees before it goes out."""
    with translation.override(request.language):
        return asks_tenant.content(
            facts_of(assignment.round, request.until),
            Addressee(request.tenant, request.tenant, request.language),
            operator=assignment.organisation.name,
            assignment=str(assignment),
            questions=_labels(request, assignment),
            asked_by=str(by),
            word=request.word,
        )


def _labels(request: TenantRequest, assignment: Assignment) -> Sequence[str]:
    definition = definition_of(assignment.round.version)
    return [definition.label_of(name, known_language(request.language)) for name in request.questions]


def tell_the_operator(request: TenantRequest, at: datetime) -> None:
    """Who asked; where he may answer for it no more, those who submit."""
    assignment = request.response.assignment
    asker = request.made_by
    is_his = asker is not None and asker.is_active and can(asker, Permission.ANSWER, assignment)
    for user in [asker] if asker and is_his else people_of(assignment):
        with translation.override(user.language):
            content = tenant_answered.content(
                facts_of(assignment.round, terms_of(assignment).in_force),
                Addressee(user.name, assignment.organisation.name, user.language),
                tenant=request.tenant,
                assignment=str(assignment),
            )
        outbox.write(
            key=f"tenant_answered:{request.pk}:{user.pk}",
            to=user,
            content=content,
            at=at,
            link_path=links.to_tenants(assignment.pk),
            organisation=assignment.organisation,
        )
