from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.trial.expressions import try_case, try_rule

NOW = "2021-04-28T04:00:00Z"
MONTHS = {"months": [{"kwh": "3", "name": "a"}, {"kwh": "", "name": "b"}, {"kwh": "4.5"}]}
BLANK = {"result": "", "type": "blank"}


def tried(expression, answers=None, types=None, context=None, now=NOW):
    found = try_rule(expression, answers, types, context, now)
    return found.get("error") or f"{found['type']}: {found['result']}"


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("1 + 0.50", "number: 1.5"),
        ("1000000 * 1000000", "number: 1000000000000"),
        ("0.0000001 * 0.1", "number: 0.00000001"),
        ("-1 * 0", "number: 0"),
        ("1 > 2", "boolean: false"),
        ("today()", "date: 2021-04-28"),
        ("now()", "date: 2021-04-28T04:00:00+00:00"),
        ("concat('a', 'b')", "string: ab"),
        ("''", "blank: "),
        ("1 div 0", "blank: "),
        ("'a' * 2", "blank: "),
        ("if(1, 'a', 'b')", "string: a"),
        ("fact('facility.it_kw')", "blank: "),
    ],
)
def test_results_and_their_types(expression, result):
    assert tried(expression) == result


@pytest.mark.parametrize(
    ("typed", "kind", "result"),
    [
        ("1.50", "decimal", "number: 1.5"),
        ("1,200.5", "decimal", "number: 1200.5"),
        ("１２", "integer", "number: 12"),
        ("1.5", "integer", "Enter “1.5” as a whole number"),
        ("x", "decimal", "“x” is not a number. Enter figures only, for example 1200.5"),
        ("09", "text", "string: 09"),
        ("09", "select_one", "string: 09"),
        ("09", "barcode", "string: 09"),
        ("39.9042, 116.4074", "geopoint", "string: 39.9042 116.4074"),
        ("red  blue", "select_multiple", "string: red blue"),
        ("red", "select_multiple colours", "string: red"),
        ("2021/4/8", "date", "date: 2021-04-08"),
        ("2021-04", "month", "date: 2021-04"),
        ("8:05", "time", "string: 08:05"),
        ("08:05:30.000+08:00", "time", "string: 08:05:30.000+08:00"),
        ("2021-04-28 14:30", "dateTime", "date: 2021-04-28T14:30:00+00:00"),
        ("2021-04-28T14:30:00.000+08:00", "dateTime", "date: 2021-04-28T14:30:00+08:00"),
        ("Yes", "yes_no", "boolean: true"),
        ("perhaps", "yes_no", "“perhaps” should be yes or no"),
        ("12", "calculate", "number: 12"),
        (" ", "decimal", "blank: "),
        (None, "decimal", "blank: "),
        (True, "yes_no", "boolean: true"),
        (Decimal("1.50"), "decimal", "number: 1.5"),
        (7, "text", "string: 7"),
        (["red", "blue"], "select_multiple", "string: red blue"),
    ],
)
def test_answers_are_read_by_their_type(typed, kind, result):
    assert tried("${a}", {"a": typed}, {"a": kind}) == result


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("1.50", "number: 1.5"),
        ("-3", "number: -3"),
        ("0", "number: 0"),
        ("09", "string: 09"),
        ("1e5", "string: 1e5"),
        ("2021-04-28", "date: 2021-04-28"),
        ("2021-04-28T14:30", "date: 2021-04-28T14:30:00+00:00"),
        ("2021-02-30", "string: 2021-02-30"),
        ("red blue", "string: red blue"),
        (False, "boolean: false"),
    ],
)
def test_answers_of_unsaid_type_are_what_they_look_like(typed, result):
    assert tried("${a}", {"a": typed}) == result


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("sum(${kwh})", "number: 7.5"),
        ("count(${months})", "number: 3"),
        ("join('-', ${name})", "string: a-b-"),
        ("indexed-repeat(${kwh}, ${months}, 3)", "number: 4.5"),
        ("${kwh} = 3", "boolean: true"),
        ("${kwh} > 9", "blank: "),
        ("sum(${kwh} * 2)", "“*” cannot take a list. Use sum(), max() and the like first"),
        ("position(..)", "position(..) can be used in the columns of a table only"),
        (".", "The dot can be used in a constraint only"),
    ],
)
def test_from_outside_a_column_is_a_list(expression, result):
    assert tried(expression, MONTHS, {"kwh": "decimal"}) == result


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        (". + ${kwh}", "number: 6"),
        ("position(..)", "number: 1"),
        ("concat(${name}, count(${months}))", "string: a3"),
        ("indexed-repeat(${kwh}, ${months}, position(..) + 2)", "number: 4.5"),
        ("${total} - .", "number: 7"),
        ("sum(${other})", "number: 5"),
    ],
)
def test_a_column_is_seen_from_its_first_row(expression, result):
    answers = {**MONTHS, "total": "10", "sites": [{"other": "2"}, {"other": "3"}]}

    assert tried(expression, answers, context="kwh") == result


def test_the_dot_is_the_answer_in_question():
    assert tried(". < 5", {"a": "3"}, context="a") == "boolean: true"
    assert tried(". = ''", {"a": ""}, context="a") == "boolean: true"
    assert tried("once(9)", {"a": "3"}, context="a") == "number: 3"
    assert tried("1", context="gone") == "There is no question named “gone”"


def test_a_table_without_rows_adds_up_to_nothing():
    answers, types = {"months": []}, {"kwh": "decimal"}

    assert tried("sum(${kwh})", answers, types) == "number: 0"
    assert tried("count(${months})", answers, types) == "number: 0"
    assert tried("${months} = ''", answers, types) == "boolean: true"
    assert tried("indexed-repeat(${kwh}, ${months}, 1)", answers, types) == "blank: "
    assert tried("indexed-repeat(${kwh}, ${months}, 2)", {"months": [{}]}, types) == "blank: "
    assert (
        tried("indexed-repeat(${kwh}, ${months}, 1)", {**answers, "kwh": "1"}, types)
        == "“kwh” is no column of “months”"
    )
    assert tried("${a}", {"sites": [{"a": []}]}, context="a") == "blank: "


def test_a_choice_nobody_named_is_called_by_its_name():
    assert tried("jr:choice-name(${a}, '${a}')", {"a": "red"}) == "string: red"


@pytest.mark.parametrize(
    ("case", "error"),
    [
        (5, "A case is an object with the key “expression”"),
        ({}, "“expression” should be text"),
        ({"expression": "1", "answers": []}, "“answers” should be an object"),
        ({"expression": "1", "types": {"a": 1}, "answers": {"a": "1"}}, "“types” should be text"),
        ({"expression": "1", "answers": {"a": {}}}, "The answer to “a” should be text"),
        ({"expression": "1", "answers": {"a": Decimal("1e999999999")}}, "The answer to “a” should be text"),
        ({"expression": "1", "answers": {"a": Decimal("1e-999999999")}}, "The answer to “a” should be text"),
        ({"expression": "1", "answers": {"a": [{"b": [{}]}]}}, "The answer to “b” should be text"),
        ({"expression": "1", "answers": {"a": ["x", 1]}}, "“a” should be an object"),
        ({"expression": "1", "context": 5}, "“context” should be text"),
        ({"expression": "1", "now": "soon"}, "“now” should be written like 2021-04-28T04:00:00Z"),
        ({"expression": "${gone}"}, "There is no question named “gone”"),
        ({"expression": "gone(1)"}, "There is no function gone()"),
        ({"expression": "pi(1)"}, "pi() has the wrong number of arguments"),
        (
            {"expression": "regex('a', '(')"},
            "The pattern cannot be read, or uses back references or (?= and the like, which are not supported",
        ),
        ({"expression": "1 +"}, "The expression is unfinished"),
    ],
)
def test_what_cannot_be_tried_is_said(case, error):
    assert try_case(case) == {"error": error}


def test_errors_come_in_the_language_asked_for():
    assert try_rule("1 +", language="zh-hans") == {"error": "表达式没有写完"}


def test_without_a_moment_it_is_now():
    assert try_rule("today() >= '2021-04-28'") == {"result": "true", "type": "boolean"}
    assert try_rule("today()", now="2021-04-28T23:00:00+08:00")["result"] == str(date(2021, 4, 28))
    assert try_rule("now()", now="2021-04-28T23:00:00")["result"] == "2021-04-28T23:00:00+00:00"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(case=st.fixed_dictionaries({}, optional=dict.fromkeys(["answers", "types", "context", "now"], JSON)))
def test_no_case_raises(case):
    found = try_case({"expression": "concat(${a}, sum(${b}), .)", **case})

    assert set(found) in ({"error"}, {"result", "type"})
