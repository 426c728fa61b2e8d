"""What is never asked, what no answer can satisfy, and what always finds something, is named before anybody publishes it."""

import pytest

from tests.questionnaires.examples import check, question, section
from tests.questionnaires.loading.workability.test_doubts import told

COLOUR = question("a", "choice", choices="colours", required=True)
FIGURE, FLAG = question("n", "integer"), question("f", "yes_no")
SEVERAL, WORDS = question("s", "choices", choices="colours"), question("w")


@pytest.mark.parametrize(
    ("relevant", "is_named"),
    [
        ("false()", True),
        ("1 = 2", True),
        ("not(true())", True),
        ("${n} > 5 and ${n} < 3", True),
        ("${n} > 3 and ${n} < 4", True),
        ("${n} >= 3 and ${n} < 4", False),
        ("${n} < -2 and ${n} > -4", False),
        ("${a} = 'red' and ${a} = 'dark_blue'", True),
        ("${a} != 'red' and ${a} != 'dark_blue' and ${a} != ''", True),
        ("${a} != 'red' and ${a} != 'dark_blue'", False),
        ("${f} = 'yes' and ${f} = 'no'", True),
        ("selected(${s}, 'red') and selected(${s}, 'dark_blue')", False),
        ("selected(${s}, 'red') and not(selected(${s}, 'red'))", True),
        ("${w} = 'x' and ${w} = 'y'", True),
        ("${w} = 'x'", False),
        ("${w} > 'x' and ${w} < 'a'", False),
        ("${n} > ${n}", False),
        ("today() < date('2000-01-01')", False),
        ("fact('facility.racks') > 5", False),
    ],
)
def test_what_is_never_asked_is_named(relevant, is_named):
    found = told(COLOUR, FIGURE, FLAG, SEVERAL, WORDS, question("x", required=True, relevant=relevant))

    assert found == ({("x.relevant", "warning")} if is_named else set())


def test_what_hangs_on_a_question_that_is_never_asked_is_named_too():
    asked = [
        question("a", relevant="false()"),
        question("b", relevant="${a} = 'x'"),
        question("c", relevant="${a} = ''"),
    ]

    assert told(*asked) == {("a.relevant", "warning"), ("b.relevant", "warning")}


def test_a_section_that_is_never_asked_is_named_once():
    pages = [section(WORDS), section(question("x", required=True), name="s2", relevant="false()")]

    assert told(sections=pages) == {("s2.relevant", "warning")}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (question("x", constraint="false()", required=True), ("x.constraint", "error")),
        (question("x", constraint="false()"), ("x.constraint", "warning")),
        (question("x", constraint="false()", required=True, relevant="${w} = 'y'"), ("x.constraint", "warning")),
        (question("x", "decimal", constraint=". > 5 and . < 3", required=True), ("x.constraint", "error")),
        (question("x", "decimal", constraint=". > 3 and . < 4", required=True), None),
        (question("x", "integer", constraint=". >= -180 and . <= -60", required=True), None),
        (question("x", "integer", default="3", constraint=". > 5"), ("x.default", "warning")),
        (question("x", "integer", default="6", constraint=". > 5"), None),
        (question("x", required="1 = 2"), ("x.required", "warning")),
        (question("x", required=True, read_only=True), ("x.read_only", "error")),
        (question("x", read_only=True), ("x.read_only", "warning")),
        (question("x", required=True, read_only=True, default="y"), None),
        (question("x", required=True, read_only=True, prefill="facility.name"), None),
        (question("x", required=True, read_only="${w} = 'y'"), None),
        (question("x", "hidden", required=True), ("x.type", "error")),
    ],
)
def test_what_nobody_can_answer_is_named(asked, found):
    assert told(WORDS, asked) == ({found} if found else set())


@pytest.mark.parametrize(
    ("rule", "more", "found"),
    [
        ("false()", {}, ("check C1.rule", "error")),
        ("false()", {"severity": "soft"}, ("check C1.rule", "warning")),
        ("false()", {"relevant": "${n} > 5"}, ("check C1.rule", "warning")),
        ("${n} > 5 and ${n} < 3", {}, None),  # a blank passes
        ("${a} = 'red' and ${a} = 'dark_blue'", {}, ("check C1.rule", "error")),
        ("${n} > 5", {"relevant": "1 = 2"}, ("check C1.relevant", "warning")),
        ("${n} > 5", {"relevant": "${n} < 3"}, ("check C1.rule", "warning")),
        ("${n} > 5", {"relevant": "${n} < 9"}, None),
        ("${n} * 2 > 5", {}, None),
    ],
)
def test_checks_that_always_or_never_find_something_are_named(rule, more, found):
    rules = [check("C1", ["n"], rule, **more)]

    assert told(COLOUR, FIGURE, checks=rules) == ({found} if found else set())


@pytest.mark.parametrize(
    ("core", "is_named"), [("note", True), ("part", True), ("hidden", True), ("sum", False), ("w", False), ("t", False)]
)
def test_what_cannot_tell_whether_a_return_is_complete_is_named(core, is_named):
    asked = [
        *(question("note", "note"), question("hidden", "hidden"), WORDS, question("d", "integer", required=True)),
        question("t", "table", questions=[question("part", "integer")]),
        question("sum", "calculated", calculation="${d} * 2"),
    ]

    assert told(*asked, core=[core]) == ({("core", "warning")} if is_named else set())


@pytest.mark.parametrize(
    ("first", "location"),
    [
        (question("x", relevant="${later} = 'yes'", required=True), "x.relevant"),
        (question("x", "integer", initial="${n} * 2"), "x.initial"),
        (question("t", "table", rows={"count": "${n}"}, questions=[question("x")]), "t.rows.count"),
        (question("x", constraint="${later} = 'yes'"), ""),
        (question("x", relevant="${own} = 'yes'"), ""),
    ],
)
def test_the_organisation_is_asked_before_its_units(first, location):
    of_units = section(question("later", "yes_no"), question("n", "integer"), name="units")
    pages = [section(question("own", "yes_no"), first, scope="organisation"), of_units]

    assert told(sections=pages) == ({(location, "warning")} if location else set())


@pytest.mark.parametrize(
    ("column", "more", "severity"),
    [
        (question("c", "calculated", calculation="1 + 1"), {"required": True}, "error"),
        (question("c", "calculated", calculation="1 + 1"), {"rows": {"min": 1}}, "error"),
        (question("c", "calculated", calculation="1 + 1"), {}, "warning"),
        (question("c", "integer"), {"required": True}, None),
        (question("c", read_only=True, prefill="previous.c"), {"required": True}, None),
    ],
)
def test_a_table_that_nobody_can_fill_in_is_named(column, more, severity):
    assert told(question("t", "table", questions=[column], **more)) == (
        {("t.questions", severity)} if severity else set()
    )


# --- cascades ---------------------------------------------------------------------------------------------------------


def choices(**parents):
    """Names of choices, each with its parents."""
    return [
        {"name": name, "label": {"zh": name, "en": name}, **({"attributes": {"parent": parent}} if parent else {})}
        for name, parent in parents.items()
    ]


@pytest.mark.parametrize(
    ("children", "more", "severity"),
    [
        (choices(a="A", b="B"), {}, None),
        (choices(a="X", b="Y"), {}, "error"),
        (choices(a="X", b="Y"), {"required": False}, "warning"),
        (choices(a="A", b="A"), {}, "warning"),
        (choices(a="A", b="A"), {"required": False}, None),
        (choices(a="A", b="A"), {"relevant": "${p} = 'A'"}, None),
        (choices(a="A", b="B"), {"choice_filter": "false()"}, "error"),
        (choices(a="A", b="B"), {"choice_filter": "parent = 'C'"}, "error"),
        (choices(a="A", b="B"), {"choice_filter": "parent = ${free}"}, None),
    ],
)
def test_a_cascade_that_offers_nothing_is_named(children, more, severity):
    asked = [question("p", "choice", choices="parents", required=True), question("free")]
    child = {"required": True, "choice_filter": "parent = ${p}", **more}
    lists = {"parents": choices(A=None, B=None), "children": children}

    found = told(*asked, question("c", "choice", choices="children", **child), choices=lists)

    assert found == ({("c.choice_filter", severity)} if severity else set())


def test_a_rule_about_many_choices_at_once_is_taken_as_possible():
    lists = {"many": choices(a=None, b=None, c=None, d=None, e=None)}
    rule = " and ".join(f"selected(${{s}}, '{name}')" for name in "abcde") + " and false()"

    found = told(question("s", "choices", choices="many"), question("x", required=True, relevant=rule), choices=lists)

    assert found == set()
