"""An entry as the cells of a workbook give it back when nobody has touched them.

A draft says "1,200.5 万千瓦时" where a workbook has 1200.5 in one cell and the unit in the next, and the name of a choice
where it has a label: whether two entries are the same is asked of what they are spelt as here.
"""

from collections.abc import Mapping
from typing import Any

from surveys.lib import units
from surveys.lib.numbers import canonical, read_quantity
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.expressions import to_text
from surveys.questionnaires.form import Question
from surveys.questionnaires.form.types.question_type import Misread

Spelt = dict[str, str]
_DIGITS_OF_ANY_SPREADSHEET = 15


def spelt(question: Question, entry: object) -> Spelt | None:
    """Numbers without separators, their unit written out; choices by name. What cannot be read stays as it was typed."""
    if not isinstance(entry, Mapping):
        return None
    typed, unit, method, reason = (_text(entry.get(part)) for part in ("typed", "unit", "method", "unavailable"))
    if not typed:
        return {"unavailable": reason} if reason else None
    typed, unit = _number(question, typed, unit) if question.is_number else (_value(question, typed), "")
    parts = {"typed": typed, "unit": unit, "method": method, "unavailable": reason}
    return {part: text for part, text in parts.items() if text} if typed else None


def _text(part: object) -> str:
    return part.strip() if isinstance(part, str) else ""


def _number(question: Question, typed: str, unit: str) -> tuple[str, str]:
    number, behind = typed, ""
    if not _is_plain(typed):
        try:
            value, behind = read_quantity(typed, units=question.units)
            number = "" if value is None else canonical(value)
        except Unreadable:
            pass
    meant = behind or unit or question.unit
    if meant == question.unit:
        return number, meant
    found = units.find(meant)
    return number, found.symbol if found else meant


def _is_plain(typed: str) -> bool:
    is_whole = typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS_OF_ANY_SPREADSHEET
    return is_whole and (typed[0] != "0" or typed == "0")


def _value(question: Question, typed: str) -> str:
    try:
        value: Any = question.of_type.read(question, typed, "")[0]
    except (Unreadable, Misread):
        return typed
    return ("yes" if value else "no") if isinstance(value, bool) else str(to_text(value))
