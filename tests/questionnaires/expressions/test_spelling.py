"""Rules as people type them, read as what they mean."""

import pytest

from surveys.questionnaires.expressions import ExpressionError, parse, plainly


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("（${a} ＋ 1）＊ 2 ＞＝ 3", "(${a} + 1)* 2 >= 3"),
        ("＄｛a｝＝１", "${a}=1"),
        ("${a} ！＝ 1", "${a} != 1"),
        ("${a} ≥ 1　and　${b} ≤ 2", "${a} >= 1 and ${b} <= 2"),
        ("${a} ≠ ‘x’", "${a} != 'x'"),
        ("selected（${a}，“x，（y）”）", "selected(${a},'x，（y）')"),
        ("${a} = ”x”", "${a} = 'x'"),
        ("${a} = “it's”", '${a} = "it\'s"'),
        ("concat('（', ＂）＂)", "concat('（', '）')"),
        ("1 ÷ 2 × 3 – 4 − 5", "1  div  2 * 3 - 4 - 5"),
        ("5div 2", "5 div 2"),
        ("10mod2", "10 mod 2"),
        (".>5and.<10", ".>5 and .<10"),
        (".=1or.=2", ".=1 or .=2"),
        ("${a}=1or${b}=2", "${a}=1 or${b}=2"),
        ("${a}*2-1", "${a}*2-1"),
        ("'（a）'", "'（a）'"),
        ("'1or2'", "'1or2'"),
        ("concat(‘a’, ’ b’)", "concat('a', ' b')"),
    ],
)
def test_signs_of_other_keyboards_are_read_as_they_are_meant(written, plain):
    assert plainly(written) == plain
    assert parse(written) == parse(plain)


@pytest.mark.parametrize("written", ["${a} （", "1 2，", "（"])
def test_what_cannot_be_read_stays_as_it_was_written(written):
    assert plainly(written) == written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1 < 2 = true()", "(1 < 2) = true()"),
        ("true() = 1 < 2", "true() = (1 < 2)"),
        ("1 < 2 < 3", "(1 < 2) < 3"),
        ("1 = 2 != 3", "(1 = 2) != 3"),
        ("${a} + 1 > 2 and 3 >= 4 = false()", "((${a} + 1) > 2) and ((3 >= 4) = false())"),
    ],
)
def test_what_is_more_is_seen_before_what_is_equal(written, read):
    assert parse(written) == parse(read)


def test_a_column_of_the_choices_sheet_may_be_named_like_an_operator_with_a_number():
    assert plainly("div2 = ${a}", bare_names=True) == "div2 = ${a}"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("${a} == 1", "“==” at character 6 is not how it is written here. Write ="),
        ("${a} <> 1", "“<>” at character 6 is not how it is written here. Write !="),
        ("${a} => 1", "“=>” at character 6 is not how it is written here. Write >="),
        ("${a} =< 1", "“=<” at character 6 is not how it is written here. Write <="),
        ("${a} ＝＝ 1", "“==” at character 6 is not how it is written here. Write ="),
        ("${a} AND ${b}", "“AND” at character 6 is not how it is written here. Write and"),
        ("${a} Or ${b}", "“Or” at character 6 is not how it is written here. Write or"),
        ("${a} && ${b}", "“&&” at character 6 is not how it is written here. Write and"),
        ("${a} || ${b}", "“||” at character 6 is not how it is written here. Write or"),
        ("not ${a}", "“not” at character 1 is not how it is written here. Write not(…)"),
        ("!${a}", "“!” at character 1 is not how it is written here. Write not(…)"),
        ("${a} / 2", "“/” at character 5 is not how it is written here. Write div"),
        ("5 % 2", "“%” at character 3 is not how it is written here. Write div 100, mod"),
        ("${a} ^ 2", "“^” at character 6 is not how it is written here. Write pow(…, …)"),
        ("if(${a}; 1; 2)", "“;” at character 8 is not how it is written here. Write ,"),
        ("'a' & 'b'", "“&” at character 5 is not how it is written here. Write concat(…, …)"),
        ("${a} is null", "“is null” at character 6 is not how it is written here. Write = '', != ''"),
        ("${a} = 'AND ==' 1", "The expression cannot be read near character"),
        ("../a", "There is a path at character 3"),
    ],
)
def test_who_writes_as_elsewhere_is_told_how_it_is_written_here(written, told):
    with pytest.raises(ExpressionError) as caught:
        parse(written)

    assert str(caught.value).startswith(told)
