"""What an operator may open. To everybody else, officers included, it does not exist here."""

import uuid
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from surveys.accounts.access import sections_of, visible_to
from surveys.accounts.log_context import bind_ids
from surveys.accounts.roles import Permission
from surveys.models import Assignment, Attachment, Organisation, Request, Revision, Round, User
from surveys.questionnaires.queries import definition_of
from surveys.registry.reach import Reachable
from surveys.responses.copying.sources import others_of
from surveys.responses.queries import for_answering, with_receipts_facts

M = TypeVar("M", bound=Reachable)


def own(user: User, rows: QuerySet[M], *, in_part: bool = False) -> QuerySet[M]:
    """`in_part`: also those of which the person got only some sections, where nothing but these is shown."""
    return visible_to(user, rows, Permission.ANSWER, in_part=in_part)


def _own_or_404(user: User, rows: QuerySet[M], id: uuid.UUID, *, in_part: bool = False) -> M:
    row = own(user, rows, in_part=in_part).filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def own_round(user: User, id: uuid.UUID) -> Round:
    return _own_or_404(
        user,
        Round.objects.select_related("survey__authority", "version").defer("version__definition"),
        id,
        in_part=True,
    )


def own_organisation(user: User, id: uuid.UUID, round: Round) -> Organisation:
    """An organisation of the person's that the round asks."""
    asked = Assignment.objects.filter(round=round).values("organisation")
    return _own_or_404(user, Organisation.objects.filter(pk__in=asked).select_related("region"), id)


def own_operator(user: User, id: uuid.UUID, round: Round) -> Organisation:
    """An organisation of which at least one unit in the round is the person's, also where others are not."""
    rows = own(user, Assignment.objects.filter(round=round, organisation=id))
    found = rows.select_related("organisation__region").first()
    if found is None:
        raise Http404
    return found.organisation


def own_assignment(user: User, id: uuid.UUID) -> Assignment:
    return _noted(_own_or_404(user, for_answering(Assignment.objects.all()), id))


def own_assignments(user: User, round: Round, organisation: Organisation) -> QuerySet[Assignment]:
    """An operator's units in a round, as far as they are this person's."""
    return own(user, for_answering(Assignment.objects.filter(round=round, organisation=organisation))).order_by(
        "facility__code", "pk"
    )


@dataclass(frozen=True)
class Part:
    """An assignment as somebody may see it: these sections of it, or all of it where they are None."""

    assignment: Assignment
    sections: frozenset[str] | None

    def has(self, section: str) -> bool:
        return self.sections is None or section in self.sections

    def has_question(self, name: str) -> bool:
        if self.sections is None:
            return True
        definition = definition_of(self.assignment.round.version)
        return definition.asks(name) and self.has(definition.section_of(name).name)


def own_part(user: User, id: uuid.UUID, section: str | None = None) -> Part:
    """404 where nothing of it is the person's, or not this section."""
    assignment = _noted(_own_or_404(user, for_answering(Assignment.objects.all()), id, in_part=True))
    code = definition_of(assignment.round.version).code
    part = Part(assignment, sections_of(user, assignment.organisation_id, code))
    if part.sections == frozenset() or (section is not None and not part.has(section)):
        raise Http404
    return part


def others_to_copy(user: User, assignment: Assignment) -> QuerySet[Assignment]:
    """The operator's other units from whose answers those of this one can be copied."""
    return others_of(assignment, own(user, Assignment.objects.all()))


def submittable_assignment(user: User, id: uuid.UUID) -> Assignment:
    """One the person may submit; 403 when he may only answer it. One query where he may."""
    assignment = visible_to(user, for_answering(Assignment.objects.all()), Permission.SUBMIT).filter(pk=id).first()
    if assignment is None:
        own_assignment(user, id)
        raise PermissionDenied
    return _noted(assignment)


def _noted(assignment: Assignment) -> Assignment:
    bind_ids(round=assignment.round_id, organisation=assignment.organisation_id)
    return assignment


def own_revision(user: User, id: uuid.UUID) -> Revision:
    revision = _own_or_404(user, with_receipts_facts(Revision.objects.all()), id)
    _noted(revision.response.assignment)
    return revision


def own_request(user: User, id: uuid.UUID) -> Request:
    """Of an organisation of the person's; what it is for may be asked of another by now."""
    return _own_or_404(user, Request.objects.select_related("assignment__round"), id)


def own_attachment(user: User, id: uuid.UUID) -> Attachment:
    rows = Attachment.objects.select_related("response")
    kept = _own_or_404(user, rows, id, in_part=True)
    if not own_part(user, kept.response.assignment_id).has_question(kept.question):
        raise Http404
    return kept
