"""A year: a number without a unit that is never shown with a comma and never added up."""

from decimal import Decimal

import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.evaluation.totals import totals
from surveys.questionnaires.form.answers import read, show
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import NOW, check, question, stored

BUILT = load(stored(question("built", "year"))).question("built")


@pytest.mark.parametrize("typed", ["2015", " 2015 ", "2015年", "２０１５", "二〇一五"])
def test_it_is_read_as_people_write_it(typed):
    assert read(BUILT, {"typed": typed}).value == Decimal(2015)


@pytest.mark.parametrize("typed", ["15", "2015-04", "2,015", "1899", "2200", "二〇五", "2015.0"])
def test_what_is_no_year_is_told(typed):
    reading = read(BUILT, {"typed": typed})

    assert (reading.value, reading.problem.message["en"]) == (
        None,
        f"“{typed}” is not a year. Write four figures, like 2021",
    )


def test_it_is_shown_without_a_comma():
    assert [show(BUILT, Decimal(2015), language) for language in ("zh", "en")] == ["2015年", "2015"]


def test_rules_compute_with_it_and_show_it_as_a_year():
    rule = check(
        "X1",
        ["built"],
        "${built} <= 2021",
        message={"zh": "{built}之后投产，至今{age}", "en": "In service since {built}, {next}"},
        values={"next": {"calculate": "${built} + 1", "like": "built"}, "age": {"calculate": "2021 - ${built}"}},
    )
    form = load(stored(question("built", "year"), checks=[rule]))

    (finding,) = evaluate(form, {"built": {"typed": "2024"}}, now=NOW).findings
    assert finding.message == {"zh": "2024年之后投产，至今-3", "en": "In service since 2024, 2025"}


def test_a_column_of_years_has_no_total():
    table = question("halls", "table", questions=[question("built", "year"), question("racks", "integer")])
    form = load(stored(table))
    cells = [
        {"built": {"typed": "2015"}, "racks": {"typed": "10"}},
        {"built": {"typed": "2016"}, "racks": {"typed": "5"}},
    ]
    rows = [{"row": f"r{n}", "cells": one} for n, one in enumerate(cells)]

    assert totals(form, evaluate(form, {"halls": rows}, now=NOW)) == {"halls": {"racks": Decimal(15)}}


@pytest.mark.parametrize(
    ("asked", "value", "shown"),
    [
        ({"type": "integer"}, "2015", "2015"),
        ({"type": "decimal"}, "2015.0", "2015"),
        ({"type": "calculated", "calculation": "2014 + 1"}, "2015", "2015"),
        ({"type": "calculated", "calculation": "2014 + 1", "decimals": 1}, "2015", "2,015.0"),
        ({"type": "decimal"}, "2015.5", "2,015.5"),
        ({"type": "integer", "unit": "kWh"}, "2015", "2,015 kWh"),
        ({"type": "integer"}, "1899", "1,899"),
        ({"type": "integer"}, "2200", "2,200"),
    ],
)
def test_a_bare_number_that_may_be_a_year_has_no_comma_either(asked, value, shown):
    """Forms of other people know no type for years: they ask for a whole number."""
    one = load(stored(question("q", **asked))).question("q")

    assert [show(one, Decimal(value), language) for language in ("zh", "en")] == [shown, shown]
