"""Answers that were copied from another return: which of them still stand as they came, confirmed by nobody. Pure.

A copy is confirmed by saying so, or by changing it. Until then a finding tells of it: at the question, to who checks and
submits, and to the reviewer.
"""

from collections.abc import Collection, Mapping
from typing import TypedDict

from surveys.lib.text import Text
from surveys.questionnaires.form import Definition, Finding

COPIED = "copied"
"""The check such findings are of. No questionnaire names a check so: those of the catalogue are numbers."""


class Copied(TypedDict):
    """`entry`: as it came; `source`: what it came from, in words; the other two: who copied it, when."""

    entry: object
    source: str
    by: str
    at: str


Copies = Mapping[str, Copied]


def unconfirmed(answers: Mapping[str, object], copies: Copies) -> dict[str, Copied]:
    """By question; a table as long as one of its copied cells stands."""
    return {name: one for name, one in copies.items() if _stands(one["entry"], answers.get(name))}


def told(
    definition: Definition, answers: Mapping[str, object], copies: Copies, relevant: Collection[str]
) -> list[Finding]:
    standing = unconfirmed(answers, copies)
    asked = [question.name for question in definition.questions if question.name in standing]
    return [_finding(name, standing[name]["source"]) for name in asked if name in relevant]


def _finding(question: str, source: str) -> Finding:
    message: Text = {
        "zh": f"复制自“{source}”，尚未有人确认",
        "en": f"Copied from “{source}”, and confirmed by nobody yet",
    }
    return Finding(COPIED, "info", question, None, message, (question,))


def _stands(copied: object, entry: object) -> bool:
    if isinstance(copied, list):
        now = _cells(entry)
        return any(_parts(cell) and now.get(place) == _parts(cell) for place, cell in _cells(copied).items())
    return bool(_parts(copied)) and _parts(entry) == _parts(copied)


def _cells(rows: object) -> dict[tuple[str, str], object]:
    listed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    cells = [(str(row.get("row", "")), row.get("cells") or {}) for row in listed]
    return {(row, column): _parts(cell) for row, of in cells for column, cell in of.items()}


def _parts(entry: object) -> object:
    return {name: part for name, part in entry.items() if part} if isinstance(entry, Mapping) else entry
