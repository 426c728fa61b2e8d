"""What fits together and cannot work is named before anybody publishes it, with the place."""

import pytest

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading import examine, load
from tests.questionnaires.examples import check, question, section, stored

KWH = question("kwh", "decimal", unit="kWh", required=True)


def told(*questions, **more):
    return {(problem.location, problem.severity) for problem in examine(stored(*questions, **more))[1]}


def words(*questions, **more):
    return [problem.message["en"] for problem in examine(stored(*questions, **more))[1]]


@pytest.mark.parametrize("name", names())
def test_the_library_can_work_as_it_stands(name):
    assert examine(template(name))[1] == []


# --- roles ------------------------------------------------------------------------------------------------------------

ROWS = question("sites", "table", questions=[question("part", "decimal", unit="kWh")])


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        ({"totall": "kwh", "total_kwh": "kwh"}, KWH),
        ({"total_kwh": "kwh"}, question("kwh", "text")),
        ({"total_kwh": "kwh"}, question("kwh", "decimal", unit="kVA")),
        ({"total_kwh": "part"}, ROWS),
        ({"business": "kwh", "total_kwh": "kwh"}, KWH),
        ({"business_share": "kwh", "total_kwh": "kwh"}, KWH),
        ({"planned_exit": "kwh", "total_kwh": "kwh"}, KWH),
        ({}, KWH),
    ],
)
def test_a_role_that_reports_can_do_nothing_with_is_named(roles, asked):
    assert told(asked, roles=roles) == {("roles", "warning")}


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        ({"total_kwh": "kwh"}, KWH),
        ({"mining_kwh": "kwh"}, question("kwh", "decimal")),
        ({"total_kwh": "kwh"}, question("kwh", "calculated", calculation="2 * 3", unit="MWh")),
        ({"total_kwh": "kwh"}, question("kwh", "decimal", unit="GJ")),
        ({"period_from": "kwh"}, question("kwh", "month")),
        ({}, question("kwh", "decimal", unit="kW")),
        ({}, ROWS),
    ],
)
def test_a_role_of_the_right_kind_is_not(roles, asked):
    assert told(asked, roles=roles) == set()


# --- checks over rows -------------------------------------------------------------------------------------------------


def shares(**told):
    table = question("uses", "table", questions=[question("share", "percent"), question("use")])
    entry = {"check": "E13", "with": {"shares": "share", "rows": "uses", **told}}
    return stored(table, question("plain", "percent"), checks=[entry])


def problems_of(definition):
    return {(problem.location, problem.severity) for problem in examine(definition)[1]}


def test_a_check_over_the_rows_of_a_table_stands_over_its_columns():
    assert problems_of(shares()) == set()
    assert problems_of(shares(shares="plain")) == {("checks[0].with.shares", "error")}
    assert ("checks[0].with.rows", "error") in problems_of(shares(rows="plain"))


def test_where_no_rows_are_told_a_plain_question_will_do():
    racks = {"mining": "kwh", "racks": "racks", "rack_kw": "6", "days": "365"}
    asked = [KWH, question("racks", "integer", required=True)]

    entry = {"check": "E32", "with": racks}
    assert problems_of(stored(*asked, roles={"mining_kwh": "kwh"}, checks=[entry])) == set()
    entry = {"check": "E32", "with": racks | {"rows": "racks"}}
    assert ("checks[0].with.rows", "error") in problems_of(stored(*asked, checks=[entry]))


# --- what never happens -----------------------------------------------------------------------------------------------


def test_what_is_computed_or_filled_in_beforehand_is_not_in_a_column():
    columns = [question("a", "integer", initial="1 + 1"), question("b", default="x"), question("c", "integer")]

    assert told(question("t", "table", questions=columns)) == {("a.initial", "warning"), ("b.default", "warning")}
    assert told(*columns) == set()


@pytest.mark.parametrize(
    ("scope", "unit", "fact", "is_known"),
    [
        ("unit", "facility", "facility.name", True),
        ("unit", "facility", "organisation.name", True),
        ("unit", "facility", "contact.name", False),
        ("unit", "facility", "previous.q", True),
        ("unit", "facility", "round.period_end", True),
        ("organisation", "facility", "contact.name", True),
        ("organisation", "facility", "facility.name", False),
        ("organisation", "facility", "siblings.names", False),
        ("organisation", "facility", "previous.q", False),
        ("unit", "organisation", "facility.name", False),
        ("unit", "organisation", "previous.q", True),
        ("unit", "organisation", "peers.load", False),
    ],
)
def test_prefill_without_a_value_at_its_scope_is_named(scope, unit, fact, is_known):
    pages = [section(question("q", prefill=fact), scope=scope)]

    assert told(sections=pages, unit=unit) == (set() if is_known else {("q.prefill", "warning")})


def test_a_column_is_prefilled_by_a_column_and_a_question_by_a_question():
    columns = [
        question("a", prefill="previous.a"),
        question("b", prefill="previous.single"),
        question("c", prefill="facility.name"),
        question("d", prefill="previous.gone"),
    ]
    asked = [question("t", "table", questions=columns), question("single", prefill="previous.a")]

    assert told(*asked) == {(f"{name}.prefill", "warning") for name in ("b", "c", "single")}


def test_a_rule_that_asks_what_nobody_knows_there_is_named():
    rule = check("C1", ["q"], "${q} != fact('contact.name')", relevant="fact('facility.racks') > 1")

    assert told(question("q"), checks=[rule]) == {("check C1.rule", "warning")}
    assert told(question("q"), checks=[rule], unit="organisation") == {
        ("check C1.rule", "warning"),
        ("check C1.relevant", "warning"),
    }
    assert told(question("q", relevant="fact('contact.name') = 'x'")) == {("q.relevant", "warning")}


def test_what_the_organisation_confirms_is_looked_at_with_each_unit_too():
    pages = [
        section(
            question("q", constraint=". != fact('facility.name') and . != fact('contact.name')"), scope="organisation"
        )
    ]

    assert told(sections=pages) == set()


# --- sums that a blank makes blank ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calculation", "is_named"),
    [
        ("${a} + ${b}", True),
        ("${a} - ${b}", True),
        ("${a} + (${b} + 1)", True),
        ("${a} + coalesce(${b}, 0)", False),
        ("sum(${a}, ${b})", False),
        ("if(${b} = '', ${a}, ${a} + ${b})", False),
        ("${a} * ${b}", False),
        ("${b} + 1", False),
    ],
)
def test_a_sum_with_an_optional_part_is_named(calculation, is_named):
    asked = [question("a", "decimal", required=True), question("b", "decimal")]

    found = told(*asked, question("total", "calculated", calculation=calculation))

    assert found == ({("total.calculation", "warning")} if is_named else set())


def test_the_author_is_told_what_to_write_instead():
    asked = [question("a", "decimal", required=True), question("b", "decimal")]

    (message,) = words(*asked, question("total", "calculated", calculation="${a} + ${b}"))

    assert "coalesce(${b}, 0)" in message


def test_warnings_stand_in_nobodys_way():
    assert load(stored(KWH, roles={"totall": "kwh"})).roles == {"totall": "kwh"}
