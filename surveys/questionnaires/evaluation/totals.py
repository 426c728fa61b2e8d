"""The sums shown under the columns of a table."""

from decimal import Decimal

from surveys.questionnaires.evaluation.evaluating import Evaluation
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.values import ARITHMETIC
from surveys.questionnaires.form import Definition, Question


def totals(definition: Definition, evaluation: Evaluation) -> dict[str, dict[str, Decimal]]:
    """table -> column -> sum in the canonical unit; a column nobody filled has no sum, because blank is not zero.

    Nor has one whose `aggregate` says otherwise: prices and ages are not added up.
    """
    found: dict[str, dict[str, Decimal]] = {}
    for table in (question for question in definition.questions if question.is_table):
        for column in (one for one in table.questions if one.aggregate in ("", "sum") and one.of_type.adds_up):
            numbers = _numbers(evaluation, table.name, column.name)
            if numbers and definition.kinds[column.name] == kinds.NUMBER:
                found.setdefault(table.name, {})[column.name] = _sum(numbers)
    return found


def left_out(evaluation: Evaluation, column: Question) -> dict[str, int]:
    """How many cells of a column are in no sum of it, by why: nobody filled them in, the figure is not available, or it is
    not asked in their rows."""
    counts = {"blank": 0, "unavailable": 0, "not asked": 0}
    for row in evaluation.instance.rows.get(column.table, []):
        if column.name not in row.relevant:
            counts["not asked"] += 1
        elif row.values.get(column.name) is None:
            reading = row.readings.get(column.name)
            counts["unavailable" if reading and reading.unavailable else "blank"] += 1
    return counts


def _numbers(evaluation: Evaluation, table: str, column: str) -> list[Decimal]:
    cells = (row.values.get(column) for row in evaluation.instance.rows.get(table, []))
    return [cell for cell in cells if isinstance(cell, Decimal)]


def _sum(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = ARITHMETIC.add(total, number)
    return total
