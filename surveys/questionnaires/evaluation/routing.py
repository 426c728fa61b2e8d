"""Which sections and questions are put to somebody, given what has been answered."""

from dataclasses import replace

from surveys.questionnaires.evaluation.evaluating import Evaluation
from surveys.questionnaires.form import Definition, Section


def sections_for(definition: Definition, evaluation: Evaluation, scope: str | None = None) -> tuple[Section, ...]:
    """The relevant sections of a scope, each with its relevant questions only, in order.

    Columns stay with their table: whether a cell is relevant differs from row to row (Evaluation.relevant).
    """
    sections = (
        replace(
            section,
            questions=tuple(
                question for question in section.questions if question.name in evaluation.instance.relevant
            ),
        )
        for section in definition.sections
        if scope in (None, section.scope)
    )
    return tuple(section for section in sections if section.questions)
