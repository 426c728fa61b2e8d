"""How a figure was obtained: measured, calculated, estimated, or declared by tenants, and what of a total is which. Pure.

Every questionnaire has its own methods. A choice says by its attribute `grade` what it counts as; those of the library are
known by their names, and what is neither counts as another method.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto
from typing import Any

from surveys.questionnaires.form import Choice, Definition


class Grade(StrEnum):
    """In the order in which they are shown: the best first."""

    MEASURED = auto()
    CALCULATED = auto()
    ESTIMATED = auto()
    OTHER = auto()
    DECLARED = auto()
    UNSAID = auto()


_BY_NAME = {
    "measured": Grade.MEASURED,
    "bill": Grade.MEASURED,
    "meter": Grade.MEASURED,
    "dcim": Grade.MEASURED,
    "pdu": Grade.MEASURED,
    "calculated": Grade.CALCULATED,
    "apportioned": Grade.CALCULATED,
    "estimated": Grade.ESTIMATED,
    "estimate": Grade.ESTIMATED,
    "nameplate": Grade.ESTIMATED,
}
_SAID = {grade.value: grade for grade in (Grade.MEASURED, Grade.CALCULATED, Grade.ESTIMATED)}


@dataclass(frozen=True)
class Obtained:
    """Of one figure of one return: what its operator says, and how much of it tenants declared, in kWh."""

    grade: Grade = Grade.UNSAID
    declared: Decimal = Decimal(0)

    def declared_of(self, figure: Decimal) -> Decimal:
        """Tenants are behind no more than the figure itself."""
        return min(self.declared, max(figure, Decimal(0)))

    def parts_of(self, figure: Decimal) -> dict[Grade, Decimal]:
        declared = self.declared_of(figure)
        own = figure - declared
        parts = {self.grade: own} if own or not declared else {}
        return {**parts, Grade.DECLARED: declared} if declared else parts


def grade_of(choice: Choice | None) -> Grade:
    if choice is None:
        return Grade.UNSAID
    said = choice.attributes.get("grade")
    return _SAID.get(str(said), Grade.OTHER) if said else _BY_NAME.get(choice.name, Grade.OTHER)


def graded(definition: Definition, figure: str, asked: str, document: Mapping[str, Any], said: object) -> Grade:
    """figure, asked: the names of the question and of the one that asks for its method, which is heard where the figure
    itself does not say; `said`: the answer to that."""
    own = _choice(definition.question(figure).methods, _method_in(document, figure)) if figure else None
    if own or not asked or not isinstance(said, str):
        return grade_of(own)
    return grade_of(definition.question(asked).choice(said))


def _choice(methods: Iterable[Choice], name: str) -> Choice | None:
    return next((one for one in methods if one.name == name), None)


def _method_in(document: Mapping[str, Any], name: str) -> str:
    entry = document["answers"].get(name)
    return str(entry.get("method") or "") if isinstance(entry, Mapping) else ""


@dataclass(frozen=True)
class Part:
    """What of a sum was obtained in one way."""

    grade: Grade
    returns: int
    kwh: Decimal


def parts_of(figures: Iterable[tuple[Decimal | None, Obtained]]) -> dict[Grade, Part]:
    """Together they are the sum of the figures; a blank is in none of them."""
    kwh, returns = dict.fromkeys(Grade, Decimal(0)), dict.fromkeys(Grade, 0)
    for figure, obtained in figures:
        for grade, part in obtained.parts_of(figure).items() if figure is not None else ():
            kwh[grade] += part
            returns[grade] += 1
    return {grade: Part(grade, returns[grade], kwh[grade]) for grade in Grade}
