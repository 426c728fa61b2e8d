from decimal import Decimal

import pytest

from surveys.questionnaires.evaluation.totals import totals
from tests.questionnaires.examples import (
    MONTHS,
    check,
    definition,
    evaluated,
    keys,
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


@pytest.mark.parametrize(
    ("calculation", "total"),
    [
        ("sum(${kwh})", None),
        ("round(sum(${kwh}) div 1000, 2)", None),
        ("-sum(${kwh}) + sum(${kwh})", None),
        ("sum(${kwh}) + ${fixed}", Decimal(5)),
        ("sum(${kwh}) + sum(${fixed})", Decimal(5)),
        ("coalesce(sum(${kwh}), 0)", Decimal(0)),
        ("count(${kwh})", Decimal(0)),
    ],
)
@pytest.mark.parametrize("rows_of_nothing", [rows(), rows({"month": "2021-01", "a": "7"}, {"month": "2021-02"})])
def test_a_sum_of_nothing_is_a_blank_and_no_zero(calculation, total, rows_of_nothing):
    """As when a column adds up two parts of which one was never given, for twelve months."""
    columns = [
        question("month", "month"),
        question("a", "decimal", unit="kWh"),
        question("b", "decimal", unit="kWh"),
        question("kwh", "calculated", calculation="${a} + ${b}", unit="kWh"),
    ]
    asked = [question("months", "table", questions=columns), question("fixed", "decimal", unit="kWh")]
    form = definition(*asked, question("total", "calculated", calculation=calculation))

    evaluation = evaluated(form, months=rows_of_nothing, fixed="5")

    assert evaluation.values["total"] == total


def test_a_sum_of_zeros_is_zero_and_a_rule_goes_on_computing_with_nothing():
    months = question("months", "table", questions=[question("kwh", "decimal")])
    form = definition(
        months,
        question("total", "calculated", calculation="sum(${kwh})"),
        question("stated", "integer"),
        checks=[check("C1", ["stated"], "sum(${kwh}) = ${stated}")],
    )

    assert evaluated(form, months=rows({"kwh": "0"})).values["total"] == 0
    assert keys(evaluated(form, stated="3")) == ["C1:stated"]
