"""The canonical document of a set of answers: what a revision stores and hashes, and how it is read back."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from surveys.lib.dates import Month, read_month
from surveys.lib.numbers import canonical
from surveys.questionnaires.evaluation.instance import Instance
from surveys.questionnaires.expressions import Kind, Sort, Value
from surveys.questionnaires.form import (
    Definition,
    Question,
    Quoting,
    Reading,
    StoredDocument,
    StoredEntry,
    StoredRow,
    show,
)

FORMAT = 1


def document(instance: Instance) -> StoredDocument:
    """Only strings, only what is asked and answered; calculated values are part of it."""
    answers = {
        question.name: cell
        for question in instance.definition.questions
        if question.name in instance.relevant and (cell := _cell(instance, question))
    }
    return {"v": FORMAT, "questionnaire": instance.definition.code, "answers": answers}


def _cell(instance: Instance, question: Question) -> StoredEntry | None:
    if not question.is_table:
        return _written(question, instance.value(question.name), instance.reading(question.name))
    rows: list[StoredRow] = []
    for row in instance.rows.get(question.name, []):
        written = {
            column.name: _written(column, row.values.get(column.name), instance.reading(column.name, row))
            for column in question.questions
            if column.name in row.relevant
        }
        rows.append({"row": row.id, "cells": {name: cell for name, cell in written.items() if cell}})
    return {"rows": rows} if rows else None


def left_blank(instance: Instance, stored: StoredDocument) -> list[str]:
    """What was asked and is not among the answers, in order: questions by name, cells as cell_name calls them.

    What is neither here nor among the answers was not asked."""
    found: list[str] = []
    for question in instance.definition.questions:
        if question.table or question.name not in instance.relevant or not (question.is_shown and question.has_value):
            continue
        if question.name not in stored["answers"]:
            found.append(question.name)
        elif question.is_table:
            found += _blank_cells(instance, question, stored["answers"][question.name]["rows"])
    return found


def _blank_cells(instance: Instance, table: Question, written: list[StoredRow]) -> Iterator[str]:
    for row, stored in zip(instance.rows[table.name], written, strict=True):
        for column in table.shown_columns:
            if column.name in row.relevant and column.name not in stored["cells"]:
                yield cell_name(table.name, row.id, column.name)


def cell_name(table: str, row: str, column: str) -> str:
    return f"{table}[{row}].{column}"


def _written(question: Question, value: Value, reading: Reading) -> StoredEntry | None:
    if reading.unavailable:
        return {"unavailable": reading.unavailable}
    if value is None:
        return None
    text = in_words(value)
    parts: StoredEntry = {"value": text}
    if isinstance(value, Decimal) and question.canonical_unit:
        parts["unit"] = question.canonical_unit
    if reading.typed and reading.typed != text:
        parts["typed"] = reading.typed
    if reading.unit and isinstance(value, Decimal) and (reading.unit != question.canonical_unit):
        parts["typed_unit"] = reading.unit
    if reading.method:
        parts["method"] = reading.method
    about_file: Any = reading.file
    return {**parts, **about_file}


def in_words(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return canonical(value)
        case tuple():
            return " ".join(str(item) for item in value)
        case datetime():
            return value.isoformat(timespec="minutes")
        case _:
            return str(value)


def values_of(definition: Definition, stored: StoredDocument) -> dict[str, Value]:
    """The canonical values in a stored document, by question; None for what is not in it, rows as {column: value}."""
    answers = stored["answers"]
    return {
        question.name: stored_value(definition, question, answers.get(question.name))
        for question in definition.questions
        if not question.table and question.has_value
    }


def quoting_of(definition: Definition, stored: StoredDocument) -> Quoting:
    """The questionnaire's texts with the answers of a stored document in them, in the units they were typed in."""
    values, entries = values_of(definition, stored), stored["answers"]

    def shown(question: Question, language: str) -> str:
        entry = entries.get(question.name, {})
        unit = (entry.get("typed_unit") or entry.get("unit", "")) if question.is_number else ""
        return entry.get("name", "") or show(question, values.get(question.name), language, unit)

    return Quoting(definition, shown)


def stored_value(definition: Definition, question: Question, cell: StoredEntry | None) -> Value:
    """The canonical value of one answer of a document."""
    if cell is None:
        return None
    if question.is_table:
        return tuple(
            {
                column.name: stored_value(definition, column, row["cells"].get(column.name))
                for column in question.questions
            }
            for row in cell["rows"]
        )
    if "value" not in cell:
        return None
    return _value(cell["value"], definition.kinds[question.name])


def _value(text: str, kind: Kind) -> Value:
    if kind.many:
        return tuple(text.split())
    match kind.sort:
        case Sort.NUMBER:
            return Decimal(text)
        case Sort.TRUTH:
            return text == "yes"
        case Sort.DATE:
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        case Sort.MONTH:
            month: Month | None = read_month(text)
            return month
        case _:
            return text
