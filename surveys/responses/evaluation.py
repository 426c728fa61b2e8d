"""The answers of a response as the engine sees them, with the organisation's confirmed data in them."""

from collections.abc import Mapping
from datetime import datetime

from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.form import Answers
from surveys.questionnaires.queries import definition_of
from surveys.responses import attachments
from surveys.responses.facts import assignment as facts
from surveys.responses.models import Response
from surveys.responses.nil_returns import definition_of_nil


def evaluation_of(response: Response, *, at: datetime, answers: Answers | None = None) -> Evaluation:
    """Of the draft, or of other answers."""
    draft = getattr(response, "draft", None)
    own = answers if answers is not None else (draft.answers if draft else {})
    return evaluate_answers(response, own, draft.reasons if draft else {}, at)


def evaluate_answers(
    response: Response, own: Mapping[str, object], reasons: Mapping[str, str], at: datetime, *, nil: bool = False
) -> Evaluation:
    assignment = response.assignment
    confirmed, given = facts.confirmed(assignment.round, assignment.organisation)
    definition = definition_of_nil(assignment.round) if nil else definition_of(assignment.round.version)
    return evaluate(
        definition,
        attachments.without_foreign_files(definition, {**confirmed, **own}),
        now=assignment.round.on_its_clock(at),
        facts=facts.of_assignment(assignment, wanted=definition.facts),
        reasons={**given, **reasons},
        nil=nil,
    )
