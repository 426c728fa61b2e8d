"""Numbers of rows that nobody can reach."""

from collections.abc import Iterator

from surveys.lib.problems import Problem
from surveys.lib.text import filled
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.loading.workability import messages, possibility


def doubts(definition: Definition) -> Iterator[Problem]:
    for question in definition.questions:
        if question.rows.count and (wanted := possibility.constant(question.rows.count)) is not None:
            yield from _of_row_count(question, wanted)


def _of_row_count(table: Question, wanted: possibility.Figure) -> Iterator[Problem]:
    if not table.rows.min <= wanted <= table.rows.max or wanted < 1:
        bounds = {"count": wanted, "least": max(table.rows.min, 1), "most": table.rows.max}
        yield Problem(f"{table.name}.rows.count", filled(messages.COUNT_OUT_OF_BOUNDS, **bounds))
