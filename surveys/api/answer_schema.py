"""A JSON schema of the answers to one questionnaire, out of the same definition that everything else is made of.

It describes what a program best sends. The reader behind it takes more, as people type it; what is wrong there is told as
a finding, not refused.
"""

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.form import Definition, Question, left_open

Schema = dict[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
WHOLE = r"^-?(0|[1-9][0-9]{0,24})$"
MOST_PLACES = 12
PATTERNS = {
    "integer": WHOLE,
    "year": r"^(19|20)[0-9]{2}$",
    "month": r"^[0-9]{4}-(0[1-9]|1[0-2])$",
    "date": r"^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]$",
    "time": r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
}


def schema_of_answers(definition: Definition) -> Schema:
    """In the language that is active; of the questions that the draft takes."""
    writable = definition.writable("unit")
    asked = [one for section in definition.sections for one in section.questions if one.name in writable]
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {one.name: {"anyOf": [_of(one), {"type": "null"}], "title": _label(one)} for one in asked},
        "additionalProperties": False,
    }


def _of(question: Question) -> Schema:
    return _rows(question) if question.is_table else _entry(question)


def _rows(table: Question) -> Schema:
    columns = [one for one in table.questions if one.is_answered and one.read_only is not True]
    cells = {one.name: {**_entry(one), "title": _label(one)} for one in columns}
    row: Schema = {
        "row": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"},
        "cells": {"type": "object", "properties": cells, "additionalProperties": False},
    }
    items = {"type": "object", "properties": row, "required": ["row", "cells"], "additionalProperties": False}
    return {"type": "array", "items": items, "maxItems": table.rows.max}


def _entry(question: Question) -> Schema:
    parts: dict[str, Schema] = {"typed": _typed(question)}
    if question.is_number and question.unit:
        parts["unit"] = {"enum": list(dict.fromkeys([question.unit, *question.units]))}
    if question.methods:
        parts["method"] = {"enum": [one.name for one in question.methods]}
    if question.may_be_unavailable:
        parts["unavailable"] = {"type": "string"}
    return {"type": "object", "properties": parts, "additionalProperties": False}


def _typed(question: Question) -> Schema:
    if question.is_file:
        return {"type": "string", "format": "uuid"}
    if question.of_type.control == "one of":
        return {"type": "string", "enum": [one.name for one in question.choices] or ["yes", "no"]}
    if pattern := PATTERNS.get(question.type) or (_number(question) if question.is_number else ""):
        return {"type": "string", "pattern": pattern}
    limit: Schema = {"maxLength": question.max_length} if question.max_length else {}
    example: Schema = {"examples": [question.of_type.example]} if question.of_type.example else {}
    return {"type": "string"} | limit | example


def _number(question: Question) -> str:
    places = MOST_PLACES if question.decimals is None else question.decimals
    fraction = rf"(\.[0-9]{{1,{places}}})?" if places else ""
    return WHOLE.removesuffix("$") + fraction + "$"


def _label(question: Question) -> str:
    return in_language(left_open(question.label), current_language())
