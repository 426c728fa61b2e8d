"""What a page drawn by these tags sends back, as entries as typed. Never refuses: nonsense becomes nothing or text."""

from django.http import QueryDict

from surveys.lib.cleaning import plain_breaks
from surveys.questionnaires.form import Question
from surveys.rendering.questionnaire_view import Location, as_sent
from surveys.rendering.table_controls import NEW_ROW

_UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)], "\ufffd")


def sent_answer(question: Question, data: QueryDict) -> object:
    """The entry, or of a table its rows; None where nothing was typed."""
    if not question.is_table:
        return as_sent(question, _entry(question, Location.of(question.name), data))
    ids = [storable(id) for id in data.getlist(f"t.{question.name}") if id != NEW_ROW]
    return as_sent(question, [{"row": id, "cells": _cells(question, id, data)} for id in ids])


def _cells(table: Question, row: str, data: QueryDict) -> dict[str, object]:
    return {column.name: _entry(column, Location.of_cell(column, row), data) for column in table.questions}


def _entry(question: Question, location: Location, data: QueryDict) -> dict[str, str]:
    typed = data.getlist(location.field)
    entry = {"typed": " ".join(typed) if question.of_type.control == "several of" else "".join(typed[:1])}
    entry |= {part: data.get(f"{location.field}:{part}", "") for part in ("unit", "method", "unavailable")}
    return {name: storable(part) for name, part in entry.items()}


def storable(text: str) -> str:
    """NUL and half characters cannot be stored in every database; a mark shows where they stood."""
    return plain_breaks(text).translate(_UNSTORABLE)
