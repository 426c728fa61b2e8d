"""A questionnaire tried out on answers somebody made up: what is asked, what the answers are worth, what is said of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from surveys.lib.text import Text, filled, in_language
from surveys.questionnaires.evaluation import Evaluation, in_words
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition, Entry, Question, RowEntry
from surveys.questionnaires.trial import messages

_PARTS = frozenset(Entry.__optional_keys__)


class Unusable(ValueError):
    """The answers are not written as answers."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message["en"])


def unasked(definition: Definition, told: Iterable[str]) -> list[str]:
    """What was answered although nothing of the name is asked."""
    return [name for name in told if not definition.asks(name) or definition.question(name).table]


def entries_of(definition: Definition, told: object) -> dict[str, Entry | list[RowEntry]]:
    """Entries from answers in plain JSON; raises Unusable.

    An answer is its text as typed, a number or true or false, or an object of its parts ("typed", "unit", "method",
    "unavailable"); several choices may be a list. A table is a list of rows, each {column: answer}, or as it is stored.
    Numbers come as the text they were written with. What is not asked is left out.
    """
    if not isinstance(told, dict):
        raise Unusable(messages.ANSWERS_AS_OBJECT)
    gone = set(unasked(definition, told))
    return {name: _of(definition.question(name), answer) for name, answer in told.items() if name not in gone}


def _of(question: Question, answer: object) -> Entry | list[RowEntry]:
    return _rows(question, answer) if question.is_table else _entry(question, answer)


def _rows(table: Question, answer: object) -> list[RowEntry]:
    rows = answer or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unusable(filled(messages.ROWS_WANTED, table=table.name))
    return [_row(table, row, f"r{index}") for index, row in enumerate(rows, start=1)]


def _row(table: Question, row: dict[str, Any], id: str) -> RowEntry:
    if isinstance(row.get("cells"), dict) and row.keys() <= {"row", "cells"}:
        id, row = str(row.get("row") or id), row["cells"]
    columns = {column.name: column for column in table.questions}
    unknown = sorted(row.keys() - columns.keys())
    if unknown:
        raise Unusable(filled(messages.NO_SUCH_COLUMN, table=table.name, column=unknown[0]))
    return {"row": id, "cells": {name: _entry(columns[name], answer) for name, answer in row.items()}}


def _entry(question: Question, answer: object) -> Entry:
    match answer:
        case None:
            return {}
        case bool():
            return {"typed": "yes" if answer else "no"}
        case str():
            return {"typed": answer}
        case list() if all(isinstance(one, str) for one in answer):
            return {"typed": " ".join(answer)}
        case dict() if answer.keys() <= _PARTS and all(isinstance(part, str | None) for part in answer.values()):
            return Entry(**{key: part for key, part in answer.items() if part})  # type: ignore[typeddict-item]  # looked at above
        case _:
            raise Unusable(filled(messages.ANSWER_UNREADABLE, name=question.name))


def outcome(evaluation: Evaluation, language: str) -> dict[str, object]:
    """What came of it, for machines: names of what is asked, canonical values as text, findings with the number of their row."""
    definition = evaluation.definition
    asked = [one for one in definition.questions if not one.table and one.name in evaluation.relevant]
    return {
        "relevant": [question.name for question in asked],
        "values": {name: _written(definition, name, value) for name, value in evaluation.values.items()},
        "findings": findings(evaluation, language),
    }


def findings(evaluation: Evaluation, language: str) -> list[dict[str, Any]]:
    rows, asked = evaluation.instance.row_positions(), evaluation.definition
    return [
        {
            "check": finding.check,
            "severity": finding.severity,
            "question": finding.question,
            "row": rows.get((asked.question(finding.question).table, finding.row)) if finding.row else None,
            "message": in_language(finding.message, language),
        }
        for finding in evaluation.findings
    ]


def _written(definition: Definition, name: str, value: Value) -> object:
    question = definition.question(name)
    if not question.is_table:
        return _plain(value)
    rows = value if isinstance(value, tuple) else ()
    return [
        {column.name: _plain(row.get(column.name)) for column in question.questions}
        for row in rows
        if isinstance(row, Mapping)
    ]


def _plain(value: Value) -> str:
    return "" if value is None else in_words(value)
