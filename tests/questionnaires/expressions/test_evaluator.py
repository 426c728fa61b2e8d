from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from surveys.lib.dates import Month
from surveys.questionnaires.expressions import UNKNOWN, Scope, evaluate, holds, parse
from surveys.questionnaires.expressions.values import Column

NOW = datetime(2021, 4, 28, 4, 0, tzinfo=UTC)
ANSWERS = {
    "two": Decimal(2),
    "half": Decimal("0.5"),
    "blank": None,
    "text": "Bitcoin",
    "digits": "12",
    "code": "09",
    "yes": True,
    "no": False,
    "start": date(2020, 4, 1),
    "end": date(2021, 3, 31),
    "month": Month(2021, 3),
    "chosen": ("red", "dark_blue"),
    "column": Column((Decimal(1), None, Decimal("2.5"))),
    "days": Column((date(2020, 4, 1), None, date(2019, 1, 1))),
    "empty": (),
    "table": ({"a": Decimal(1)}, {"a": None}),
}


def worth(text, *, current=None, facts=None, attributes=None, **columns):
    """What a text is worth, seen from outside the columns."""
    answers = ANSWERS | {name: Column(cells) for name, cells in columns.items()}
    scope = Scope(answers.get, NOW, NOW.date(), facts or {}, attributes or {}, current)
    return evaluate(parse(text), scope)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 div 2", "3.5"),
        ("-7 mod 3", "-1"),
        ("7 mod -3", "1"),
        ("--2", "2"),
        ("-0", "0"),
        ("+${two}", "2"),
        ("0.1 + 0.2", "0.3"),
        ("${two}-1", "1"),
        ("${digits} + 1", "13"),
        ("${yes} + 1", "2"),
        ("'-1.5' + 0", "-1.5"),
        ("${end} - ${start} + 1", "365"),
        ("${end} - '2021-03-01'", "30"),
        ("number('1970-01-02')", "1"),
        ("number(${start} - 0)", "18353"),
    ],
)
def test_arithmetic_is_decimal(text, result):
    assert worth(text) == (UNKNOWN if result is None else Decimal(result))


@pytest.mark.parametrize(
    "text",
    [
        "${blank} + 1",
        "-${blank}",
        "${text} * 2",
        "${blank} < 1",
        "1 >= ${blank}",
        "'' > 1",
        "${text} < 'a'",
        "${chosen} > 1",
        "${text} > ${start}",
        "1 div 0",
        "1 mod 0",
        "0 div 0",
        "'1e5' + 1",
        "'１' + 1",
        "'1.2.3' + 1",
        "not(${blank} > 1)",
        "(1 div 0) = 1",
        "1 != (1 div 0)",
        "${start} + ${blank}",
        "${start} - 'soon'",
        "${start} + 99999999",
        "fact('facility.it_kw') = 1",
        "-'x'",
        "9" * 60 + " * " + "9" * 60,
    ],
)
def test_what_cannot_be_worked_out_is_unknown(text):
    assert worth(text) is UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "${blank} = ''",
        "'' = ${empty}",
        "${blank} != 0",
        "${text} != ''",
        "${two} = 2.0",
        "${digits} = 12",
        "${code} = '09'",
        "${code} != '9'",
        "${yes} = 'yes'",
        "${no} = 'false'",
        "${yes} != 'no'",
        "${yes} = true()",
        "${chosen} = 'red dark_blue'",
        "${start} = '2020-04-01'",
        "${month} = '2021-03'",
        "${month} <= ${end}",
        "${month} > '2020-12'",
        "${start} < ${end}",
        "'2021-01-01' < ${end}",
        "now() > ${end}",
        "now() = now()",
        "today() = '2021-04-28'",
        "${two} > ${half}",
        "'10' > '9'",
        "${table} != ''",
        "${table} = ${table}",
    ],
)
def test_comparisons_that_hold(text):
    assert worth(text) is True


@pytest.mark.parametrize("text", ["'24:00' > '23:59:59'", "'08:00' < '24:00'", "'24:00' = '24:00'"])
def test_the_end_of_the_day_is_later_than_every_other_time(text):
    assert worth(text) is True


@pytest.mark.parametrize(
    "text", ["${blank} = 0", "${blank} = 'x'", "${text} = ''", "${code} = '9'", "${yes} = 'maybe'"]
)
def test_a_blank_equals_nothing_but_a_blank(text):
    assert worth(text) is False


T, F, U = "true()", "false()", "(${blank} > 1)"


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, True, True),
        (T, F, False, True),
        (F, F, False, False),
        (U, T, UNKNOWN, True),
        (T, U, UNKNOWN, True),
        (U, F, False, UNKNOWN),
        (F, U, False, UNKNOWN),
        (U, U, UNKNOWN, UNKNOWN),
    ],
)
def test_logic_has_three_values(left, right, both, either):
    assert worth(f"{left} and {right}") is both
    assert worth(f"{left} or {right}") is either


def test_a_blank_condition_is_unknown():
    assert holds(parse("${blank}"), Scope(ANSWERS.get, NOW, NOW.date())) is UNKNOWN
    assert worth("${blank} and true()") is UNKNOWN


@pytest.mark.parametrize(("text", "truth"), [("1 and 'a'", True), ("0 or ''", False)])
def test_numbers_and_texts_as_conditions_are_taken_as_in_xpath(text, truth):
    assert worth(text) is truth


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("${start} + 30", date(2020, 5, 1)),
        ("30 + ${start}", date(2020, 5, 1)),
        ("${start} - 1", date(2020, 3, 31)),
        ("now() + 1", datetime(2021, 4, 29, 4, 0, tzinfo=UTC)),
        ("date('2021-01-31')", date(2021, 1, 31)),
        ("date(${month})", date(2021, 3, 1)),
        ("date(now())", date(2021, 4, 28)),
        ("date(1)", date(1970, 1, 2)),
        ("now()", NOW),
    ],
)
def test_dates_move_by_days(text, result):
    assert worth(text) == result


def test_the_dot_is_the_answer_itself():
    assert worth(". >= 0 and . <= 100", current=Decimal(101)) is False
    assert worth(". = ''") is True
