"""The sums shown under the columns of a table."""

from decimal import Decimal

from surveys.questionnaires.evaluation.evaluating import Evaluation
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.values import ARITHMETIC
from surveys.questionnaires.form import Definition


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


def _numbers(evaluation: Evaluation, table: str, column: str) -> list[Decimal]:
    cells = (row.values.get(column) for row in evaluation.instance.rows.get(table, []))
    return [cell for cell in cells if isinstance(cell, Decimal)]


def _sum(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = ARITHMETIC.add(total, number)
    return total
