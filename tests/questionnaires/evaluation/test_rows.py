"""The rows of tables: read, worked out and checked one by one, and lists from outside."""

from decimal import Decimal

import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import (
    MONTHS,
    NOW,
    definition,
    evaluated,
    keys,
    problems,
    question,
    rows,
    stored,
)


def test_rows_are_evaluated_one_by_one():
    form = definition(MONTHS)
    months = rows({"month": "2020-05", "kwh": "2"}, {"kwh": "-1 kWh"}, {"month": "", "kwh": " "}, {})
    evaluation = evaluated(form, months=months)

    assert {one.key: one.message["en"] for one in evaluation.findings} == {
        "required:note:r1": "Row 1: Answer “note”",
        "required:month:r2": "Row 2: Answer “month”",
        "constraint:kwh:r2": "Row 2: The answer to “kwh” is not allowed. Check it",
    }
    assert "months[r1].note" in evaluation.relevant
    assert "months[r2].note" not in evaluation.relevant
    assert evaluation.values["months"][1] == {"month": None, "kwh": Decimal(-1), "note": None, "double": Decimal(-2)}


RUNNING = "coalesce(indexed-repeat(${running}, ${days}, position(..) - 1), 0) + coalesce(${kwh}, 0)"


def day_by_day(calculation):
    running = question("running", "calculated", calculation=calculation, decimals=1)
    return stored(question("days", "table", questions=[running, question("kwh", "decimal")]))


def test_a_column_may_look_at_its_own_earlier_rows():
    form = load(day_by_day(RUNNING))

    values = evaluated(form, days=rows({"kwh": "1.5"}, {"kwh": "2"}, {"kwh": "-0.5"})).values

    assert [row["running"] for row in values["days"]] == [Decimal("1.5"), Decimal("3.5"), Decimal(3)]


@pytest.mark.parametrize(
    "calculation",
    [
        RUNNING.replace(" - 1", " - 0"),
        RUNNING.replace(" - 1", " + 1"),
        RUNNING.replace("position(..) - 1", "1"),
        "sum(${running})",
        f"{RUNNING} + ${{running}}",
    ],
)
def test_a_column_cannot_look_at_its_own_row_or_at_later_ones(calculation):
    assert "running: These depend on each other: running → running" in problems(day_by_day(calculation))


def test_what_is_named_in_quotes_is_worked_out_first():
    first = question("first", "calculated", calculation="indexed-repeat('${double}', '${months}', 1)")

    assert evaluated(definition(first, MONTHS), months=rows({"kwh": "3 kWh"})).values["first"] == 6


def test_findings_in_a_table_stand_column_by_column_in_the_order_of_rows():
    form = definition(MONTHS)
    months = rows({"kwh": "-1"}, {"kwh": "-1"})

    assert keys(evaluated(form, months=months)) == [
        "required:month:r1",
        "required:month:r2",
        "constraint:kwh:r1",
        "constraint:kwh:r2",
    ]


def test_a_table_has_a_least_and_a_greatest_number_of_rows():
    form = definition(
        question("a", "table", required=True, questions=[question("b")]),
        question("c", "table", rows={"min": 2, "max": 3}, questions=[question("d")]),
    )
    assert keys(evaluated(form)) == ["required:a", "required:c"]

    many = evaluated(form, a=rows({"b": "x"}), c=rows(*[{"d": "x"}] * 9))
    assert [one.message["en"] for one in many.findings] == ["“c” takes at most 3 rows"]


@pytest.mark.parametrize("entry", ["x", {"typed": "x"}, 5])
def test_a_table_that_is_no_list_is_refused(entry):
    form = definition(question("a", "table", required=True, questions=[question("b")]))

    assert [finding.key for finding in evaluate(form, {"a": entry}, now=NOW).findings] == ["reading:a"]


def test_rows_of_another_shape_are_left_out():
    form = definition(question("a", "table", questions=[question("b", "integer")]))
    odd = ["x", {"row": "r1"}, {"cells": 5}, {"cells": {"b": {"typed": "1"}}}, {"row": 7, "cells": {"b": 5}}]

    evaluation = evaluated(form, a=odd)
    assert evaluation.values["a"] == ({"b": Decimal(1)}, {"b": None})
    assert keys(evaluation) == ["reading:b:7"]
    assert evaluation.document()["answers"]["a"]["rows"][0] == {"row": "r1", "cells": {"b": {"value": "1"}}}


def test_columns_are_lists_from_outside_their_table():
    form = definition(
        MONTHS,
        question("total", "calculated", calculation="sum(${kwh})", unit="MWh"),
        question("rows_filled", "calculated", calculation="count(${months})"),
        question(
            "share", "table", questions=[question("part", "calculated", calculation="sum(${double})"), question("x")]
        ),
    )
    evaluation = evaluated(form, months=rows({"kwh": "2"}, {"kwh": "3"}, {"month": "2020-05"}), share=rows({"x": "y"}))

    assert evaluation.values["total"] == 5_000
    assert evaluation.values["rows_filled"] == 3
    assert evaluation.values["share"][0]["part"] == 10_000
