"""Reading the answers of many units to one questionnaire: as `read` does, and what is alike only once.

Most of what stands in a workbook of many lines is a whole number in one of a few units, a choice, or one of a few days.
Whatever is not is left to `read`. Nobody is told how an answer was understood.
"""

from decimal import Decimal

from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.form.answers import Reading, read
from surveys.questionnaires.form.definition import Question
from surveys.questionnaires.form.types.number import read_number

MOST_DIGITS = 15
MOST_KEPT = 10_000
READ_ALIKE = frozenset({"date", "month", "yes_no"})
"""Types of which every question reads the same text as the same value."""
TYPED, WITH_UNIT = frozenset({"typed"}), frozenset({"typed", "unit"})
OfOne = tuple[Decimal, str] | None
"""What a question takes 1 in some unit for, and the unit; None where that is no whole number, or none at all."""


class ManyAnswers:
    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Reading] = {}
        self._of_one: dict[tuple[str, str], OfOne] = {}

    def read(self, question: Question, entry: object) -> Reading:
        if isinstance(entry, dict) and isinstance(typed := entry.get("typed"), str):
            parts = entry.keys()
            if question.of_type.read is read_number and parts <= WITH_UNIT and _is_whole(typed):
                return self._whole(question, typed, entry.get("unit") or "") or read(question, entry, tells=False)
            if (question.choices or question.type in READ_ALIKE) and parts == TYPED:
                return self._once(question, typed)
        return read(question, entry, tells=False)

    def _whole(self, question: Question, typed: str, unit: object) -> Reading | None:
        if not isinstance(unit, str):
            return None
        key = question.name, unit
        if key not in self._of_one and len(self._of_one) < MOST_KEPT:
            self._of_one[key] = _of_one(question, unit)
        known = self._of_one.get(key)
        return Reading(Decimal(typed) * known[0], typed=typed, unit=known[1]) if known else None

    def _once(self, question: Question, typed: str) -> Reading:
        key = question.name if question.choices else question.type, typed
        found = self._kept.get(key)
        if found is None:
            found = read(question, {"typed": typed}, tells=False)
            if not found.problem and len(self._kept) < MOST_KEPT:  # a problem is that of its question
                self._kept[key] = found
        return found


def _is_whole(typed: str) -> bool:
    return len(typed) <= MOST_DIGITS and typed.isascii() and typed.isdigit() and (typed[0] != "0" or typed == "0")


def _of_one(question: Question, unit: str) -> OfOne:
    try:
        one, symbol = read_number(question, "1", unit)
    except Unreadable:
        return None
    return (one, symbol) if isinstance(one, Decimal) and one == one.to_integral_value() else None
