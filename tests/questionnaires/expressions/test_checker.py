import pytest

from surveys.questionnaires.expressions import Surroundings, check, kinds, parse
from surveys.questionnaires.expressions.checker import errors
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
    "clock": kinds.TIME,
}
TABLES = {"column": "table", "texts": "table"}


def examined(text, current=None):
    kind, messages = check(parse(text), Surroundings(NAMES, current, frozenset({"miners"}), tables=TABLES))
    return kind, [message["en"] for message in messages]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("${kwh} * 2 - -1", kinds.NUMBER),
        ("${grade} + 1", kinds.NUMBER),
        ("${kwh} > 1 and ${sure}", kinds.TRUTH),
        ("${sure} = 'yes' or ${kwh} = ''", kinds.TRUTH),
        ("${sure} != 'false' or ${sure} = '1'", kinds.TRUTH),
        ("${colour} = 'red' or 'blue' = ${colour}", kinds.TRUTH),
        ("${colours} = 'red'", kinds.TRUTH),
        ("${colours} = 'red blue'", kinds.TRUTH),
        ("${month} <= ${day} and ${day} < '2021-01-01'", kinds.TRUTH),
        ("${month} = '2021-04' or ${month} = '2021-04-01' or ${day} != ''", kinds.TRUTH),
        ("selected(${colours}, 'red')", kinds.TRUTH),
        ("selected(${texts}, 'anything')", kinds.TRUTH),
        ("sum(${column}) + count(${table})", kinds.NUMBER),
        ("${day} + 1", kinds.DATE),
        ("today() - ${day}", kinds.NUMBER),
        ("number(${day})", kinds.NUMBER),
        ("number(${name}) + int(${name})", kinds.NUMBER),
        ("selected(${grade}, 1)", kinds.TRUTH),
        ("jr:choice-name(2.5, '${grade}')", kinds.TEXT),
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
        ("contains(${colours}, 're')", kinds.TRUTH),
        ("format-date(today(), '%Y') - 1", kinds.NUMBER),
        ("substr(${name}, 0, 4) > '1990'", kinds.TRUTH),
        ("${kwh} > '18'", kinds.TRUTH),
        ("if(${sure}, '1', '2')", kinds.FIGURES_OR_TEXT),
        ("if(${sure}, ${name}, '2') + 1", kinds.NUMBER),
        ("${clock} > '08:00' and ${clock} = ${clock}", kinds.TRUTH),
        ("position(..) + 1", kinds.NUMBER),
        ("indexed-repeat(${column}, ${table}, 1)", kinds.NUMBER),
        ("jr:choice-name('red', '${colour}')", kinds.TEXT),
        ("jr:choice-name(${name}, ${colours})", kinds.TEXT),
        ("weighted-checklist(1, 2, ${sure}, 3, ${colour}, 4)", kinds.TRUTH),
    ],
)
def test_sound_expressions_and_their_kinds(text, kind):
    assert examined(text) == (kind, [])


def test_the_dot_has_the_kind_of_its_question():
    assert examined(". >= 0", kinds.NUMBER) == (kinds.TRUTH, [])
    assert examined(". >= 0", kinds.DATE)[1] == ["“>=” cannot compare a date with a number"]
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
        ("${name} and true()", "“and” needs a condition, this is text"),
        ("${colour} > 1", "“>” cannot compare text with a number"),
        ("SUM(${column})", "There is no function SUM(). Did you mean sum()?"),
        ("LEN(${name})", "There is no function LEN(). Did you mean string-length()?"),
        ("string_lenght(${name})", "There is no function string_lenght(). Did you mean string-length()?"),
        ("AND(${sure}, ${sure})", "AND is no function. Write it between the two: … and …"),
        ("pulldata('a', 'b', 'c', 'd')", "pulldata() is known to Kobo and ODK, but cannot be worked out here"),
        ("true() or ${colours}", "“or” needs a condition, this is a list (text each)"),
        ("if(${table}, 1, 2)", "“if” needs a condition, this is a table"),
        ("not(${name})", "“not” needs a condition, this is text"),
        ("${day} + today()", "Two dates cannot be added"),
        ("${day} + ${name}", "“+” needs a number, this is text"),
        ("${day} > 1", "“>” cannot compare a date with a number"),
        ("${day} > '28.4.2021'", "“28.4.2021” is no date. Write it like 2021-04-28"),
        ("'2021-02-29' = ${day}", "“2021-02-29” is no date. Write it like 2021-04-28"),
        ("${month} >= '2021-13'", "“2021-13” is no date. Write it like 2021-04-28"),
        ("${kwh} = ${sure}", "“=” cannot compare a number with true or false"),
        ("${colour} = 'green'", "There is no choice “green”"),
        ("'green' != ${colour}", "There is no choice “green”"),
        ("${colours} = 'red green'", "There is no choice “green”"),
        ("selected(${colours}, 'green')", "There is no choice “green”"),
        ("${sure} = '是'", "There is no choice “是”"),
        ("string(${column})", "string() cannot take a list"),
        ("date(${column})", "date() cannot take a list"),
        ("${clock} > 8", "“>” cannot compare a time with a number"),
        ("pi(1)", "pi() has the wrong number of arguments"),
        ("weighted-checklist(1, 2, 3, 4, 5)", "weighted-checklist() has the wrong number of arguments"),
        ("indexed-repeat(${kwh}, ${table}, 1)", "“kwh” is no column of “table”"),
        ("indexed-repeat(${column}, ${name}, 1)", "“name” is no table"),
        ("indexed-repeat(${column}, ${gone}, 1)", "There is no question named “gone”"),
        ("indexed-repeat(1, ${table}, 1)", "indexed-repeat() wants ${name} as its argument number 1"),
        ("jr:choice-name('red', 'colour')", "jr:choice-name() wants ${name} as its argument number 2"),
        ("jr:choice-name('red', '${gone}')", "There is no question named “gone”"),
        ("jr:choice-name('red', '${kwh}')", "jr:choice-name() wants a question with choices"),
        ("jr:choice-name('green', '${colour}')", "There is no choice “green”"),
        ("format-date(${day}, '%Q')", "“%Q” has a directive nobody knows, see the page “Expressions” of the manual"),
        ("sum(${texts})", "sum() adds numbers, this is a list (text each)"),
        ("attribute('gone', ${name}, 'watts')", "attribute() wants the name of a list of choices first"),
        ("regex(${name}, ${name})", "regex() wants a quoted pattern as its second argument"),
        (
            "regex(${name}, '(?=a)')",
            "The pattern cannot be read, or uses back references or (?= and the like, which are not supported",
        ),
    ],
)
def test_names_what_is_wrong(text, problem):
    assert examined(text)[1] == [problem]


def test_unknown_facts_are_named_with_the_known_ones():
    assert examined("fact('x')")[1][0].startswith("fact() knows only: organisation.name, ")
    assert examined("fact(${name}) = 1")[1][0].startswith("fact() knows only: organisation.name, ")


def test_what_an_unknown_function_is_given_is_examined_too():
    assert examined("gone(${lost})")[1] == ["There is no question named “lost”", "There is no function gone()"]


def test_a_position_is_a_matter_of_tables():
    tree = parse("position(..)")

    assert check(tree, Surroundings({}, table="months"))[1] == []
    assert check(tree, Surroundings({}, table=""))[1] == [
        {"zh": "position(..) 只能用在表格的列中", "en": "position(..) can be used in the columns of a table only"}
    ]


def test_a_choice_filter_names_columns_of_the_choices_sheet():
    tree = parse("province = ${name} and gone > 2", bare_names=True)
    around = Surroundings(NAMES, attributes=frozenset({"province"}))

    assert check(tree, around) == (
        kinds.TRUTH,
        [{"zh": "选项表没有“gone”这一列", "en": "The choices sheet has no column “gone”"}],
    )


def test_errors_are_what_no_answer_could_mend():
    tree = parse("'a' * ${gone} + pi(1) > not(regex('a', '('))")

    assert [error["en"] for error in errors(tree, Surroundings(NAMES))] == [
        "There is no question named “gone”",
        "pi() has the wrong number of arguments",
        "The pattern cannot be read, or uses back references or (?= and the like, which are not supported",
    ]
