import pytest

from surveys.questionnaires.expressions import Surroundings, check, kinds, parse
from surveys.questionnaires.expressions.kinds import Kind, Sort

NAMES = {
    "kwh": kinds.NUMBER,
    "name": kinds.TEXT,
    "sure": kinds.TRUTH,
    "day": kinds.DATE,
    "month": kinds.MONTH,
    "colour": Kind(Sort.TEXT, choices=frozenset({"red", "blue"})),
    "grade": Kind(Sort.TEXT, choices=frozenset({"1", "2.5"})),
    "colours": Kind(Sort.TEXT, many=True, choices=frozenset({"red", "blue"})),
    "column": kinds.NUMBER.column,
    "texts": kinds.TEXT.column,
    "table": kinds.ROWS,
}


def examined(text, current=None):
    kind, messages = check(parse(text), Surroundings(NAMES, current, frozenset({"miners"})))
    return kind, [message["en"] for message in messages]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("${kwh} * 2 - -1", kinds.NUMBER),
        ("${grade} + 1", kinds.NUMBER),
        ("${kwh} > 1 and ${sure}", kinds.TRUTH),
        ("${sure} = 'yes' or ${kwh} = ''", kinds.TRUTH),
        ("${colour} = 'red' or 'blue' = ${colour}", kinds.TRUTH),
        ("${colours} = 'red'", kinds.TRUTH),
        ("${month} <= ${day} and ${day} < '2021-01-01'", kinds.TRUTH),
        ("selected(${colours}, 'red')", kinds.TRUTH),
        ("selected(${texts}, 'anything')", kinds.TRUTH),
        ("sum(${column}) + count(${table})", kinds.NUMBER),
        ("${day} + 1", kinds.DATE),
        ("today() - ${day}", kinds.NUMBER),
        ("number(${day})", kinds.NUMBER),
        ("if(${sure}, ${kwh}, 0)", kinds.NUMBER),
        ("if(${sure}, ${kwh}, '')", kinds.NUMBER),
        ("if(${sure}, ${kwh}, ${name})", kinds.ANY),
        ("coalesce(${kwh}, 0)", kinds.NUMBER),
        ("coalesce(${column}, 0)", kinds.ANY),
        ("min(${day}, today())", kinds.DATE),
        ("max(${column})", kinds.NUMBER),
        ("fact('facility.it_kw') > ${kwh}", kinds.TRUTH),
        ("attribute('miners', ${name}, 'watts') * 2", kinds.NUMBER),
        ("regex(${name}, 'a+')", kinds.TRUTH),
        ("concat(${name}, 1)", kinds.FIGURES_OR_TEXT),
        ("concat(${column})", kinds.FIGURES_OR_TEXT),
    ],
)
def test_sound_expressions_and_their_kinds(text, kind):
    assert examined(text) == (kind, [])


def test_the_dot_has_the_kind_of_its_question():
    assert examined(". >= 0", kinds.NUMBER) == (kinds.TRUTH, [])
    assert examined(". >= 0", kinds.TEXT)[1] == ["“>=” cannot compare text with a number"]
    assert examined(". >= 0")[1] == ["The dot can be used in a constraint only"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("${gone} + 1", "There is no question named “gone”"),
        ("gone(1)", "There is no function gone()"),
        ("round()", "round() has the wrong number of arguments"),
        ("not(${sure}, 1)", "not() has the wrong number of arguments"),
        ("${name} + 1", "“+” needs a number, this is text"),
        ("1 - ${name}", "“-” needs a number, this is text"),
        ("${name} * 1", "“*” needs a number, this is text"),
        ("-${name}", "“-” needs a number, this is text"),
        ("${colour} + 1", "“+” needs a number, this is text"),
        ("round(${name})", "“round” needs a number, this is text"),
        ("${column} + 1", "“+” cannot take a list. Use sum(), max() and the like first"),
        ("${column} > 1", "“>” cannot take a list. Use selected(), count-equal() or sum()"),
        ("${colours} > 1", "“>” cannot take a list. Use selected(), count-equal() or sum()"),
        ("${texts} = 'a'", "“=” cannot take a list. Use selected(), count-equal() or sum()"),
        ("${kwh} and true()", "“and” needs a condition, this is a number"),
        ("true() or ${colours}", "“or” needs a condition, this is a list (text each)"),
        ("if(${table}, 1, 2)", "“if” needs a condition, this is a table"),
        ("not(${name})", "“not” needs a condition, this is text"),
        ("${day} + today()", "Two dates cannot be added"),
        ("${day} + ${name}", "“+” needs a number, this is text"),
        ("${day} > 1", "“>” cannot compare a date with a number"),
        ("${kwh} = ${sure}", "“=” cannot compare a number with true or false"),
        ("${colour} = 'green'", "There is no choice “green”"),
        ("'green' != ${colour}", "There is no choice “green”"),
        ("selected(${colours}, 'green')", "There is no choice “green”"),
        ("string(${column})", "string() cannot take a list"),
        ("date(${column})", "date() cannot take a list"),
        ("sum(${texts})", "sum() adds numbers, this is a list (text each)"),
        ("attribute('gone', ${name}, 'watts')", "attribute() wants the name of a list of choices first"),
        ("regex(${name}, ${name})", "regex() wants a quoted pattern as its second argument"),
        ("regex(${name}, '(a+)+')", "A repeated group may not contain repetition or “|”"),
    ],
)
def test_names_what_is_wrong(text, problem):
    assert examined(text)[1] == [problem]


def test_unknown_facts_are_named_with_the_known_ones():
    assert examined("fact('x')")[1][0].startswith("fact() knows only: organisation.name, ")
    assert examined("fact(${name}) = 1")[1][0].startswith("fact() knows only: organisation.name, ")
