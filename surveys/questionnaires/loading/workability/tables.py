"""Numbers of rows that nobody can reach, and tables that nobody can fill in."""

from collections.abc import Iterator

from surveys.lib.problems import Problem
from surveys.lib.text import filled
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.loading.workability import messages, possibility
from surveys.questionnaires.loading.workability.saying import refusal


def doubts(definition: Definition) -> Iterator[Problem]:
    for question in definition.questions:
        if question.rows.count and (wanted := possibility.constant(question.rows.count)) is not None:
            yield from _of_row_count(question, wanted)
        if question.is_table and not any(map(_can_be_filled, question.questions)):
            must = bool(question.required is True or question.rows.min) and not question.relevant
            always = must and not definition.section_of(question.name).relevant
            yield refusal(f"{question.name}.questions", messages.NOTHING_TO_FILL, of_every_return=always)


def _can_be_filled(column: Question) -> bool:
    return column.is_answered and (column.read_only is not True or bool(column.prefill))


def _of_row_count(table: Question, wanted: possibility.Figure) -> Iterator[Problem]:
    if not table.rows.min <= wanted <= table.rows.max or wanted < 1:
        least, most = max(table.rows.min, 1), table.rows.max
        message = filled(messages.COUNT_OUT_OF_BOUNDS, count=wanted, least=least, most=most)
        yield Problem(f"{table.name}.rows.count", message)
