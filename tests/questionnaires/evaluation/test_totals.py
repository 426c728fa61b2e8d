from decimal import Decimal

from surveys.questionnaires.evaluation.totals import totals
from tests.questionnaires.examples import (
    MONTHS,
    definition,
    evaluated,
    question,
    rows,
)


def test_sums_stand_under_the_number_columns_somebody_filled():
    form = definition(MONTHS, question("others", "table", questions=[question("x", "integer")]))
    evaluation = evaluated(form, months=rows({"month": "2020-05", "kwh": "1"}, {"kwh": "500 kWh"}))

    assert totals(form, evaluation) == {"months": {"kwh": Decimal(1500), "double": Decimal(3000)}}


def test_what_is_not_to_be_added_up_has_no_sum():
    columns = [question("kwh", "decimal", aggregate="sum"), question("price", "decimal", aggregate="none")]
    form = definition(question("bills", "table", questions=columns))

    assert totals(form, evaluated(form, bills=rows({"kwh": "1", "price": "2"}))) == {"bills": {"kwh": Decimal(1)}}
