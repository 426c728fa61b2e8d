from datetime import date
from decimal import Decimal

import pytest

from surveys.questionnaires.expressions import FUNCTIONS, UNKNOWN
from tests.questionnaires.expressions.test_evaluator import worth


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("if(${two} > 1, 'more', 'less')", "more"),
        ("if(${two} > 2, 'more', 'less')", "less"),
        ("if(${blank} = '', 'none', 'some')", "none"),
        ("coalesce(${blank}, ${two})", Decimal(2)),
        ("coalesce(${blank} + 1, '', 3)", Decimal(3)),
        ("coalesce(${blank}, ${blank})", None),
        ("not(${no})", True),
        ("false()", False),
        ("selected(${chosen}, 'red')", True),
        ("selected(${chosen}, 'blue')", False),
        ("selected('red blue', 'blue')", True),
        ("selected(${blank}, 'red')", False),
        ("selected(${table}, 'red')", False),
        ("count-selected(${chosen})", Decimal(2)),
        ("count-selected(${blank})", Decimal(0)),
        ("sum(${column})", Decimal("3.5")),
        ("sum(${column}, ${two}, ${blank})", Decimal("5.5")),
        ("sum(${empty})", Decimal(0)),
        ("count(${column})", Decimal(2)),
        ("count(${table})", Decimal(2)),
        ("count(${empty})", Decimal(0)),
        ("count-non-empty(${column}, ${blank}, ${two})", Decimal(3)),
        ("count-equal(${column}, 2.5)", Decimal(1)),
        ("min(${column})", Decimal(1)),
        ("max(${column}, 9, ${blank})", Decimal(9)),
        ("max(${digits}, 3)", Decimal(12)),
        ("min(${days})", date(2019, 1, 1)),
        ("max(${start}, ${blank})", date(2020, 4, 1)),
        ("int(2.9)", Decimal(2)),
        ("int(-2.9)", Decimal(-2)),
        ("abs(-2.5)", Decimal("2.5")),
        ("number(${digits})", Decimal(12)),
        ("string(2.50)", "2.5"),
        ("string(${yes})", "true"),
        ("string(${no})", "false"),
        ("string(${start})", "2020-04-01"),
        ("string(${month})", "2021-03"),
        ("string(${chosen})", "red dark_blue"),
        ("string(${blank})", ""),
        ("string(now())", "2021-04-28T04:00:00+00:00"),
        ("concat('a', 1, ${blank}, ${text})", "a1Bitcoin"),
        ("string-length(${text})", Decimal(7)),
        ("contains(${text}, 'coin')", True),
        ("starts-with(${text}, 'Bit')", True),
        ("ends-with(${text}, 'bit')", False),
        ("regex(${text}, '[A-Z][a-z]+')", True),
        ("regex(${text}, 'Bit')", False),
        ("valid-uscc('91110000600037341L')", True),
        ("today()", date(2021, 4, 28)),
    ],
)
def test_functions(text, result):
    assert worth(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "if(${blank} > 1, 1, 2)",
        "min(${empty})",
        "max('a', ${blank})",
        "round(${blank})",
        "int(${text})",
        "date('soon')",
        "date(99999999999)",
        "date(${chosen})",
        "string(1 div 0)",
        "selected(1 div 0, 'a')",
        "count-equal(${column}, ${blank})",
        "fact('facility.it_kw')",
        "fact('round.period_end') > 1",
        "attribute('miners', 's9', 'hashrate')",
        "regex(${text}, '(?=a)')",
        "regex(${text}, '(')",
        "round(1, 31)",
        "round(99999999999999999999999999999999999999999999999999, 20)",
        "not(1 div 0)",
    ],
)
def test_functions_that_have_nothing_to_say(text):
    assert worth(text) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("round(0.125, 2)", "0.13"),
        ("round(-0.125, 2)", "-0.13"),
        ("round(2.5)", "3"),
        ("round(1250, -2)", "1300"),
        ("round(20.43708609, 4)", "20.4371"),
    ],
)
def test_t21_round_is_half_away_from_zero(text, result):
    assert worth(text) == Decimal(result)


def test_t03_a_thousand_tce_in_electricity():
    assert worth("round(1000 div 1.229, 4)") == Decimal("813.6697")
    assert worth("round(1543 * 3.000, 3)") == Decimal("4629.000")


def test_t05_a_groups_share_is_sum_over_sum():
    assert worth("round((3200 + 8930 + 0 + 3300) div (18000 + 9500 + 42000 + 6000) * 100, 4)") == Decimal("20.4371")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("10 * 98", "980"),
        ("10 * 98 * 8760", "8584800"),
        ("10 * 98 * 8760 * 0.95", "8155560"),
        ("10 * 98 * 8760 * 0.95 * 1.10", "8971116"),
    ],
)
def test_t10_electricity_by_hash_rate(text, result):
    assert worth(text) == Decimal(result)


def test_facts_and_attributes_are_looked_up():
    assert worth("fact('facility.it_kw') * 2", facts={"facility.it_kw": Decimal(3)}) == 6
    assert worth(
        "attribute('miners', 's9', 'hashrate')", attributes={"miners": {"s9": {"hashrate": Decimal("13.5")}}}
    ) == (Decimal("13.5"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_how_many_arguments_it_takes(name):
    function = FUNCTIONS[name]
    counts = [count for count in range(8) if function.takes(count)]
    first = range(function.least, len(function.parameters) + 1)

    assert counts[: len(first)] == list(first)
    assert bool(counts[len(first) :]) == bool(function.repeats)
