"""Reading figures: whole numbers, numbers with decimals, percentages."""

from surveys.lib import units
from surveys.lib.numbers import read_quantity
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.form.types.question_type import Asked, Typed


def read_number(question: Asked, typed: str, unit: str) -> Typed:
    number, typed_unit = read_quantity(typed, decimals=question.decimals, units=question.units)
    if number is None:
        return None, ""
    symbol = _unit(question, typed_unit or unit)
    return (units.to_canonical(number, symbol) if symbol else number), symbol


def _unit(question: Asked, typed: str) -> str:
    """The unit meant: one typed behind the number goes before the one chosen beside it, and that before the default."""
    if not typed:
        return question.unit
    found = units.find(typed)
    if found and found.symbol in question.units:
        return found.symbol
    if not question.units:
        raise Unreadable("no_unit", unit=typed)
    raise Unreadable("unit", unit=typed, allowed="、".join(question.units))
