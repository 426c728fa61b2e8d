"""The answers of a response as the engine sees them, with the organisation's confirmed data in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.form import Answers
from surveys.questionnaires.queries import definition_of
from surveys.responses.copying.copies import Copies, told
from surveys.responses.facts import assignment as facts
from surveys.responses.files.entries import without_foreign_files
from surveys.responses.models import Response
from surveys.responses.nil_returns import definition_of_nil


def evaluation_of(response: Response, *, at: datetime, answers: Answers | None = None) -> Evaluation:
    """Of the draft, or of other answers."""
    draft = getattr(response, "draft", None)
    own = answers if answers is not None else (draft.answers if draft else {})
    reasons, copies = (draft.reasons, draft.copied) if draft else ({}, {})
    return evaluate_answers(response, own, reasons, at, copies=copies)


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
    of_organisation: Confirmed | None = None,
    siblings: facts.Siblings | None = None,
) -> Evaluation:
    """`copies`: which of the answers were copied, and confirmed by nobody yet. Who asks about many units of an organisation
    hands in what is the same for all of them."""
    assignment = response.assignment
    confirmed, given = of_organisation or facts.confirmed(assignment.round, assignment.organisation)
    definition = definition_of_nil(assignment.round) if nil else definition_of(assignment.round.version)
    evaluation = evaluate(
        definition,
        without_foreign_files(definition, {**confirmed, **own}),
        now=assignment.round.on_its_clock(at),
        facts=facts.of_assignment(assignment, definition.facts, siblings),
        reasons={**given, **reasons},
        nil=nil,
    )
    copied = told(definition, own, copies, evaluation.instance.relevant)
    return replace(evaluation, findings=(*evaluation.findings, *copied))
