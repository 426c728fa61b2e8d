import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.editing.conditions import SYMBOLS, THIS, Operator, Row, Rows, expression_of, rows_of
from surveys.questionnaires.expressions import parse

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,20}", fullmatch=True)
QUESTIONS = NAMES | st.just(THIS)
FIGURES = st.from_regex(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{0,4}[1-9])?", fullmatch=True).filter(lambda text: text != "-0")
TEXTS = st.text(st.characters(exclude_characters="\"'\0$", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
COMPARING = st.sampled_from(list(SYMBOLS))
CHOOSING = st.sampled_from([Operator.CHOSEN, Operator.NOT_CHOSEN])
ROW = st.one_of(
    st.builds(Row, QUESTIONS, st.sampled_from([Operator.BLANK, Operator.ANSWERED])),
    st.builds(Row, QUESTIONS, COMPARING, TEXTS, st.just("text")),
    st.builds(Row, QUESTIONS, COMPARING, FIGURES, st.just("number")),
    st.builds(Row, QUESTIONS, COMPARING | CHOOSING, NAMES, st.just("question")),
    st.builds(Row, QUESTIONS, CHOOSING, TEXTS, st.just("text")),
)
JOINED = st.builds(Rows, st.sampled_from(["all", "any"]), st.lists(ROW, min_size=2, max_size=5).map(tuple))
ALONE = st.builds(Rows, st.just("all"), st.tuples(ROW))


@given(JOINED | ALONE)
def test_rows_come_back_from_their_expression(rows):
    assert rows_of(expression_of(rows)) == rows


@given(JOINED | ALONE)
def test_what_rows_say_is_an_expression(rows):
    parse(expression_of(rows))


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("${a} = 'yes'", [Row("a", Operator.EQUALS, "yes", "text")]),
        ("${a}=''", [Row("a", Operator.BLANK)]),
        (". >= 0", [Row(THIS, Operator.AT_LEAST, "0", "number")]),
        (". > -5.50", [Row(THIS, Operator.GREATER, "-5.50", "number")]),
        ("${a} <= ${b}", [Row("a", Operator.AT_MOST, "b", "question")]),
        ('selected(${a}, "it\'s")', [Row("a", Operator.CHOSEN, "it's", "text")]),
        ("not(selected(${a}, 'x'))", [Row("a", Operator.NOT_CHOSEN, "x", "text")]),
        (
            "(${a} != '' and ${b} < 1) and ${c} = 2",
            [
                Row("a", Operator.ANSWERED),
                Row("b", Operator.LESS, "1", "number"),
                Row("c", Operator.EQUALS, "2", "number"),
            ],
        ),
    ],
)
def test_expressions_that_rows_can_show(source, rows):
    assert rows_of(source) == Rows("all", tuple(rows))


def test_either_of_several():
    found = rows_of("${a} = 1 or ${b} = 2")

    assert (found.joined, [row.question for row in found.rows]) == ("any", ["a", "b"])


@pytest.mark.parametrize(
    "source",
    [
        "",
        "1 +",
        "1 = ${a}",
        "${a} + 1 > 2",
        "${a} > ''",
        "${a} = 1 and (${b} = 2 or ${c} = 3)",
        "count-selected(${a}) > 1",
        "not(${a} = 1)",
        "selected(${a}, '')",
        "sum(${a}) = 100",
        "true()",
    ],
)
def test_other_expressions_stay_expressions(source):
    assert rows_of(source) is None


def test_no_rows_are_no_condition():
    assert expression_of(Rows("all", ())) == ""


def test_a_text_with_both_quotes_cannot_be_written():
    with pytest.raises(ValueError, match="quotes"):
        expression_of(Rows("all", (Row("a", Operator.EQUALS, "'\"", "text"),)))


@pytest.mark.parametrize("source", ["${a} = today()", "${a} > 1 + 1", "${a} = -${b}"])
def test_what_is_compared_with_something_worked_out_stays_an_expression(source):
    assert rows_of(source) is None
