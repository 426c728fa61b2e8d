"""The answers of a response as the engine sees them, with the organisation's confirmed data in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.form import Answers, Reader, read
from surveys.questionnaires.queries import definition_of
from surveys.responses.copying import copies as copied_answers
from surveys.responses.copying.copies import Copies
from surveys.responses.facts import assignment as facts
from surveys.responses.files.entries import without_foreign_files
from surveys.responses.models import Draft, Response
from surveys.responses.nil_returns import definition_of_nil
from surveys.responses.tenants import declared as declared_by_tenants
from surveys.responses.tenants.declared import Declarations


@dataclass(frozen=True)
class Given:
    """Answers as typed, with what stands beside them. `because`: why they say something else than what was submitted before."""

    answers: Mapping[str, object] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    copies: Copies = field(default_factory=dict)
    declared: Declarations = field(default_factory=dict)
    because: str = ""

    @classmethod
    def of(cls, draft: Draft, because: str = "") -> "Given":
        return cls(draft.answers, draft.reasons, draft.copied, draft.declared, because)


def evaluation_of(response: Response, *, at: datetime, answers: Answers | None = None) -> Evaluation:
    """Of the draft, or of other answers."""
    draft = getattr(response, "draft", None)
    given = Given.of(draft) if draft else Given()
    return evaluate_given(response, given if answers is None else replace(given, answers=answers), at)


def evaluate_given(response: Response, given: Given, at: datetime, *, nil: bool = False) -> Evaluation:
    return evaluate_answers(
        response, given.answers, given.reasons, at, nil=nil, copies=given.copies, declared=given.declared
    )


Confirmed = tuple[Mapping[str, object], Mapping[str, str]]
"""The organisation's own data as typed, and the reasons given there."""


def evaluate_answers(
    response: Response,
    own: Mapping[str, object],
    reasons: Mapping[str, str],
    at: datetime,
    *,
    nil: bool = False,
    copies: Copies = MappingProxyType({}),
    declared: Declarations = MappingProxyType({}),
    of_organisation: Confirmed | None = None,
    siblings: facts.Siblings | None = None,
    read: Reader = read,
) -> Evaluation:
    """`copies`: which of the answers were copied, and confirmed by nobody yet; `declared`: what of them tenants declared. Who
    asks about many units of an organisation hands in what is the same for all of them."""
    assignment = response.assignment
    confirmed, given = of_organisation or facts.confirmed(assignment.round, assignment.organisation)
    definition = definition_of_nil(assignment.round) if nil else definition_of(assignment.round.version)
    evaluation = evaluate(
        definition,
        without_foreign_files(definition, {**confirmed, **own}),
        now=assignment.round.on_its_clock(at),
        facts=facts.of_assignment(assignment, definition.facts, siblings) if definition.facts else {},
        reasons={**given, **reasons},
        nil=nil,
        read=read,
    )
    copied = copied_answers.told(definition, own, copies, evaluation.instance.relevant)
    by_tenants = [] if nil else declared_by_tenants.told(evaluation, declared)
    return replace(evaluation, findings=(*evaluation.findings, *copied, *by_tenants))
