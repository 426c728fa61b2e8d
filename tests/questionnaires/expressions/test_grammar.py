from decimal import Decimal

import pytest

from surveys.questionnaires.expressions import ExpressionError, facts, names, parse
from surveys.questionnaires.expressions.tree import Attribute, Call, Current, Literal, Negative, Operation, Reference


def flaw_of(text):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return str(caught.value)


def test_an_expression_becomes_a_small_tree():
    assert parse("not(${mining_kwh}-1 <= 2.50) and . != 'a'") == Operation(
        "and",
        Call("not", (Operation("<=", Operation("-", Reference("mining_kwh"), ONE), Literal(Decimal("2.50"))),)),
        Operation("!=", Current(), Literal("a")),
    )


ONE = Literal(Decimal(1))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("((1))", ONE),
        ("+1", ONE),
        ("-${ a }", Negative(Reference("a"))),
        ("${a}and${b}", Operation("and", Reference("a"), Reference("b"))),
        ("f()", Call("f", ())),
        ("count-selected(1)", Call("count-selected", (ONE,))),
        ("if(1, '${a}', \"$\")", Call("if", (ONE, Literal("${a}"), Literal("$")))),
        ("not\n(1)", Call("not", (ONE,))),
        ("position(..)", Call("position", ())),
        ("position( .. ) + 1", Operation("+", Call("position", ()), ONE)),
        ("jr:choice-name(1, '${a}')", Call("jr:choice-name", (ONE, Literal("${a}")))),
        ("f('jr:a')", Call("f", (Literal("jr:a"),))),
        ("${a-b} - 1", Operation("-", Reference("a-b"), ONE)),
    ],
)
def test_forms_of_writing(text, tree):
    assert parse(text) == tree


def test_names_are_those_of_the_questions():
    assert names(parse("sum(${a}) + ${b} - -${a}")) == {"a", "b"}


def test_facts_are_those_named_in_quotes():
    assert facts(parse("fact('facility.it_kw') * fact(${a}) - sum(1)")) == {"facility.it_kw"}


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("", "The expression is empty"),
        ("   ", "The expression is empty"),
        ("1 +", "The expression is unfinished"),
        ("1 2", "The expression cannot be read near character"),
        ("f(1,)", "The expression cannot be read near character 5"),
        ("(1, 2)", "The expression cannot be read near character 3"),
        ("/a/b", "There is a path at character 1, which cannot be used"),
        ("instance('cities')/item", "There is a path at character 19, which cannot be used"),
        ("${kwh}[1]", "There is a path at character 7, which cannot be used"),
        ("*", "The expression cannot be read near character 1"),
        ("'a", "The expression cannot be read near character 1"),
        ("..", "“..” can be used in position(..) only"),
        ("count(..)", "“..” can be used in position(..) only"),
        ("../kwh", "There is a path at character 3, which cannot be used"),
        ("position(.., 1)", "“..” can be used in position(..) only"),
        ("jr:choice-name", "“jr:choice-name” stands bare"),
        ("ajr:choice-name(1)", "The expression cannot be read near character 4"),
        ("1 + province", "“province” stands bare"),
        ("fn:abs(1)", "The expression cannot be read near character 3"),
        ("a", "“a” stands bare"),
        ("true", "“true” stands bare"),
        ("$a", "Write a reference to a question as ${name}"),
        ("${a b}", "Write a reference to a question as ${name}"),
        ("1e5", "Write numbers in expressions out"),
        ("9" * 101, "A number in the expression is too large"),
        ("1" + " + 1" * 2000, "The expression is longer than 4000 characters"),
        ("1" + "+1" * 200, "The expression is nested deeper than 100 levels"),
        ("(" * 200 + "1" + ")" * 200, "The expression is nested deeper than 100 levels"),
        ("(" * 1990 + "1" + ")" * 1990, "The expression is nested deeper than 100 levels"),
    ],
)
def test_says_what_is_wrong_with_the_form(text, beginning):
    assert flaw_of(text).startswith(beginning)


def test_a_chain_of_operators_counts_a_level_each_and_sum_does_without():
    terms = ["1"] * 101

    assert flaw_of(" + ".join(terms)).endswith("sum() adds up as many as there are")
    assert parse(" + ".join(terms[1:]))
    assert parse(f"sum({', '.join(terms)})") == Call("sum", (Literal(Decimal(1)),) * 101)


def test_in_a_choice_filter_a_name_alone_is_a_column_of_the_choices_sheet():
    assert parse("province = ${a}", bare_names=True) == Operation("=", Attribute("province"), Reference("a"))
    assert parse("not(province)", bare_names=True) == Call("not", (Attribute("province"),))
