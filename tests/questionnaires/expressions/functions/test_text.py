from decimal import Decimal

import pytest

from surveys.questionnaires.expressions import UNKNOWN, Scope, evaluate, parse
from tests.questionnaires.expressions.test_evaluator import NOW, worth


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("substr('abcde', 1)", "bcde"),
        ("substr('abcde', 1, 3)", "bc"),
        ("substr('abcde', 0, 0)", ""),
        ("substr('abcde', -2)", "de"),
        ("substr('abcde', 0, -1)", "abcd"),
        ("substr('abcde', -4, -2)", "bc"),
        ("substr('abcde', -9, 2)", "ab"),
        ("substr('abcde', 3, 1)", ""),
        ("substr('abcde', 3, 99)", "de"),
        ("substr('abcde', 99)", ""),
        ("substr('数据中心', 2)", "中心"),
        ("substr('abcde', 1.9)", "bcde"),
        ("substr(12345, 0, 2)", "12"),
        ("substr(${blank}, 0, 2)", ""),
        ("substr('abc', 99999999999999999999999999)", ""),
        ("substring-before('2021-04-28', '-')", "2021"),
        ("substring-before('2021', '-')", ""),
        ("substring-before('-2021', '-')", ""),
        ("substring-before('2021', '')", ""),
        ("substring-after('2021-04-28', '-')", "04-28"),
        ("substring-after('2021', '-')", ""),
        ("substring-after('2021-', '-')", ""),
        ("substring-after('2021', '')", "2021"),
        ("normalize-space('  a \t b  ')", "a b"),
        ("normalize-space(${blank})", ""),
        ("translate('bar', 'abc', 'ABC')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("translate('aa', 'aa', 'xy')", "xx"),
        ("translate('a', '', 'xy')", "a"),
        ("translate(${blank}, 'a', 'b')", ""),
        ("concat(1.50, true(), ${start})", "1.5true2020-04-01"),
        ("concat(${blank})", ""),
        ("concat(${chosen}, '!')", "red dark_blue!"),
        ("concat(${cells}, '!')", "12.5!"),
        ("concat(${empty})", ""),
        ("join(', ', ${cells})", "1, , 2.5"),
        ("join('-', 'a', ${blank}, 2)", "a--2"),
        ("join('-', ${chosen})", "red dark_blue"),
        ("join(${blank}, 'a', 'b')", "ab"),
        ("join('-', ${nothing})", ""),
        ("string-length('')", Decimal(0)),
        ("string-length(${blank})", Decimal(0)),
        ("string-length(1.50)", Decimal(3)),
        ("contains(${text}, '')", True),
        ("contains(${blank}, 'a')", False),
        ("starts-with(${blank}, '')", True),
        ("ends-with('abc', 'bc')", True),
        ("regex(${blank}, '.*')", True),
        ("regex('a1', '[a-z]')", False),
    ],
)
def test_texts(text, result):
    assert worth(text, cells=(1, None, Decimal("2.5")), nothing=()) == result


@pytest.mark.parametrize(
    "text",
    [
        "substr('abc', ${blank})",
        "substr('abc', 0, 'x')",
        "substr(1 div 0, 0)",
        "string-length(1 div 0)",
        "normalize-space(1 div 0)",
        "concat('a', 1 div 0)",
        "join('-', 1 div 0)",
        "translate('a', 'a', 1 div 0)",
        "regex(1 div 0, 'a')",
    ],
)
def test_a_text_made_from_something_unknown_is_unknown(text):
    assert worth(text) is UNKNOWN


def test_without_an_argument_they_speak_of_the_answer_itself():
    assert worth("string-length() <= 3", current="abcd") is False
    assert worth("normalize-space() = .", current="a  b") is False
    assert worth("string-length()") == 0


def test_texts_cannot_grow_without_end():
    scope = Scope({"long": "x" * 6_000}.get, NOW, NOW.date())

    assert evaluate(parse("concat(${long}, 'y')"), scope) == "x" * 6_000 + "y"
    assert evaluate(parse("concat(${long}, ${long})"), scope) is UNKNOWN
    assert evaluate(parse("join('-', ${long}, ${long})"), scope) is UNKNOWN
    assert evaluate(parse("translate(${long}, 'x', 'yy')"), scope) == "y" * 6_000
