"""What a nil return gives besides its "no", and what of it is known already: from the draft, else from the last return."""

from collections.abc import Collection
from dataclasses import replace

from surveys.questionnaires.evaluation import answer_from
from surveys.questionnaires.expressions import PREVIOUS
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.queries import definition_of
from surveys.responses.facts.last_wave import about_last_wave
from surveys.responses.models import Draft
from surveys.rounds.models import Assignment, Round


def definition_of_nil(round: Round) -> Definition:
    """The round's questionnaire; where the bureau wants no figures with a nil return, it requires none."""
    definition = definition_of(round.version)
    if definition.nil is None or round.nil_gives_figures:
        return definition
    return replace(definition, nil=replace(definition.nil, requires=()))


def asked_of_nil(round: Round) -> tuple[Question, ...]:
    definition = definition_of_nil(round)
    names = definition.nil.requires if definition.nil else ()
    return tuple(definition.question(name) for name in names if definition.asks(name))


def known_of_nil(assignment: Assignment) -> dict[str, object]:
    """The entries there are, as typed; what is missing was never told."""
    asked = asked_of_nil(assignment.round)
    draft = Draft.objects.filter(response__assignment=assignment).first() if asked else None
    typed = {one.name: draft.answers[one.name] for one in asked if draft and draft.answers.get(one.name)}
    return _of_the_last_return(assignment, [one for one in asked if one.name not in typed]) | typed


def _of_the_last_return(assignment: Assignment, asked: Collection[Question]) -> dict[str, object]:
    asked = [_filled_by_the_last_return(one) for one in asked]
    wanted = {one.prefill for question in asked for one in (question, *question.questions)}
    known = about_last_wave(assignment, wanted)
    entries = {one.name: answer_from(one, known) for one in asked}
    return {name: entry for name, entry in entries.items() if entry}


def _filled_by_the_last_return(question: Question) -> Question:
    columns = tuple(_filled_by_the_last_return(column) for column in question.questions)
    return replace(question, prefill=f"{PREVIOUS}{question.name}", questions=columns)
