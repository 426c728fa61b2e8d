"""What a form asks of its own, whatever it is about: the figures that are added up, and the choices they are parted by.

`aggregate` of the definition says how; where it is silent, figures that can be added are, and choices are counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from surveys.lib import units
from surveys.questionnaires.expressions import Value, kinds
from surveys.questionnaires.form import Definition, Question

_WITHIN = {"sum": sum, "count": len, "min": min, "max": max}


@dataclass(frozen=True)
class Own:
    """What a return says to the questions of its form: by question, its figure, and the choices made."""

    figures: Mapping[str, Decimal] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def added_up_in(definition: Definition) -> tuple[Question, ...]:
    """With the columns of tables, of which each return gives one figure."""
    return tuple(one for one in definition.questions if _adds_up(definition, one))


def parting(definition: Definition) -> tuple[Question, ...]:
    """By which returns can be parted: what each return answers once."""
    asked = (one for one in definition.questions if one.choices or one.type == "yes_no")
    return tuple(one for one in asked if not one.table and one.aggregate != "none")


def way_of(question: Question) -> str:
    """How its figures become one."""
    return question.aggregate or "sum"


def _adds_up(definition: Definition, question: Question) -> bool:
    is_calculated = question.of_type.carries("calculation") and question.is_shown
    if not (question.is_number or is_calculated) or definition.kinds[question.name] != kinds.NUMBER:
        return False
    if question.aggregate:
        return question.aggregate != "none"
    unit = question.canonical_unit
    return units.unit(unit).quantity not in units.RATIOS if unit else not is_calculated


class OwnReader:
    """Takes out of a return's values what the newest version of its form adds up and parts by."""

    def __init__(self, definition: Definition, newest: Definition) -> None:
        self.figures = [one for one in added_up_in(newest) if _is_alike(definition, one)]
        self.choices = [one for one in parting(newest) if definition.asks(one.name)]
        self.wanted = {one.table or one.name for one in (*self.figures, *self.choices)}

    def read(self, values: Mapping[str, Value]) -> Own:
        figures = {one.name: figure for one in self.figures if (figure := _figure(one, values)) is not None}
        chosen = {one.name: names for one in self.choices if (names := _names(values.get(one.name)))}
        return Own(figures, chosen)


def _is_alike(definition: Definition, asked: Question) -> bool:
    """Whether this version asks for the same: in another quantity, or elsewhere, it is another figure."""
    if not definition.asks(asked.name):
        return False
    own = definition.question(asked.name)
    return (own.canonical_unit, own.table) == (asked.canonical_unit, asked.table)


def _figure(question: Question, values: Mapping[str, Value]) -> Decimal | None:
    found = list(_decimals(_cells(question, values)))
    return Decimal(_WITHIN[way_of(question)](found)) if found else None  # type: ignore[operator]  # each takes a list


def _cells(question: Question, values: Mapping[str, Value]) -> Iterable[Value]:
    if not question.table:
        return [values.get(question.name)]
    rows = values.get(question.table)
    return [row.get(question.name) for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []


def _decimals(cells: Iterable[Value]) -> Iterable[Decimal]:
    return (cell for cell in cells if isinstance(cell, Decimal))


def _names(value: Value) -> tuple[str, ...]:
    match value:
        case bool():
            return ("yes" if value else "no",)
        case str():
            return (value,)
        case tuple():
            return tuple(str(one) for one in value)
        case _:
            return ()
