"""What checks of tables need: rows that stand there twice, and the cell beside a value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from surveys.questionnaires.expressions import UNKNOWN, Scope, evaluate, parse
from surveys.questionnaires.expressions.values import Column


def scope(**values):
    return Scope(values.get, datetime(2021, 4, 28, tzinfo=UTC), date(2021, 4, 28))


REPEATED = {"name": Column(("一号", None, "二号", "一号")), "account": Column(("1", None, "1", "2")), "one": "x"}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("repeated(${name})", "一号"),
        ("repeated(${account})", "1"),
        ("repeated(${name}, ${account})", ""),
        ("repeated(${one})", ""),
        ("missing(${name}, '一号')", "二号"),
        ("missing(${name}, ${name})", ""),
        ("missing(${blank}, ${name})", ""),
        ("missing('ａｂ', 'AB')", ""),
        ("missing('甲', ${blank}, '乙')", "甲"),
        ("lookup('二号', ${name}, ${account})", "1"),
        ("lookup('一号', ${name}, ${account})", "1"),
    ],
)
def test_what_stands_twice_and_what_stands_beside(expression, result):
    assert evaluate(parse(expression), scope(**REPEATED)) == result


@pytest.mark.parametrize(
    "expression",
    [
        "lookup('三号', ${name}, ${account})",
        "lookup('', ${name}, ${account})",
        "lookup('x', ${one}, ${account})",
        "lookup('2', ${account}, ${one})",
        "lookup('1', fact('previous.name'), ${name})",
    ],
)
def test_what_is_not_found_is_unknown(expression):
    assert evaluate(parse(expression), scope(**REPEATED)) is UNKNOWN


def test_a_blank_beside_is_unknown_and_rows_are_nothing_to_look_for():
    months = ({"kwh": 1}, {"kwh": 1})
    beside = scope(key=Column(("a", "b")), kwh=Column((None, Decimal(2))), months=months)

    assert evaluate(parse("lookup('a', ${key}, ${kwh})"), beside) is UNKNOWN
    assert evaluate(parse("lookup('a', ${months}, ${kwh})"), beside) is UNKNOWN
    assert evaluate(parse("repeated(${months})"), beside) == ""
