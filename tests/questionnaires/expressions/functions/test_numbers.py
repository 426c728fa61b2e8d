from decimal import Decimal

import pytest

from surveys.questionnaires.expressions import UNKNOWN
from tests.questionnaires.expressions.test_evaluator import worth


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("floor(2.9)", "2"),
        ("floor(-2.1)", "-3"),
        ("ceiling(2.1)", "3"),
        ("ceiling(-2.9)", "-2"),
        ("int('2.9')", "2"),
        ("int(-0.5)", "0"),
        ("round(0)", "0"),
        ("round(-2.5)", "-3"),
        ("round(1234.5, -2)", "1200"),
        ("round(2.55, 1.9)", "2.6"),
        ("abs(0)", "0"),
        ("abs('-3')", "3"),
        ("number(true())", "1"),
        ("number('  7 ')", "7"),
        ("number(${start})", "18353"),
        ("number('1970-01-02')", "1"),
        ("number('1970-01-02T12:00:00Z')", "1.5"),
        ("number('1970-01-02T12:00:00+12:00')", "1"),
        ("number('1970-01-02T12:00')", "1.5"),
        ("pow(2, 10)", "1024"),
        ("pow(-2, 3)", "-8"),
        ("pow(4, 0.5)", "2"),
        ("pow(2, -1)", "0.5"),
        ("pow(0, 0)", "1"),
        ("pow(5, 0)", "1"),
        ("pow(0, 2)", "0"),
        ("sqrt(16)", "4"),
        ("sqrt(0)", "0"),
        ("exp(0)", "1"),
        ("exp(-1000)", "0"),
        ("exp10(2)", "100"),
        ("exp10(-1)", "0.1"),
        ("log(1)", "0"),
        ("log(exp(2))", "2"),
        ("log10(0.001)", "-3"),
        ("round(pi(), 4)", "3.1416"),
    ],
)
def test_calculations(text, result):
    assert worth(text) == Decimal(result)


@pytest.mark.parametrize("name", ["number", "round", "int", "floor", "ceiling", "abs", "sqrt", "exp", "log", "log10"])
@pytest.mark.parametrize("argument", ["${blank}", "''", "'x'", "1 div 0", "${chosen}", "${table}"])
def test_nothing_can_be_calculated_from_what_is_no_number(name, argument):
    assert worth(f"{name}({argument})") is UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(-1)",
        "log(0)",
        "log(-1)",
        "log10(0)",
        "pow(0, -1)",
        "pow(-8, 0.5)",
        "pow(10, 100)",
        "pow(1.5, 99999999999999999999)",
        "pow(${blank}, 2)",
        "pow(2, ${blank})",
        "exp(1000)",
        "exp10(100)",
        "number('２')",
        "number('1,5')",
        "number('1970-02-30')",
        "number('1970-01-02T25:00')",
        "round(1, ${blank})",
        "round(1, -31)",
    ],
)
def test_what_has_no_finite_answer_is_unknown(text):
    assert worth(text) is UNKNOWN


def test_an_endless_number_is_exact_to_fifty_digits():
    assert worth("1 div 3") == Decimal("0." + "3" * 50)
    assert worth("sqrt(2)") == Decimal("1.4142135623730950488016887242096980785696718753769")
