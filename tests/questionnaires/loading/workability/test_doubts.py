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
        ({"total_kwh": "kwh"}, question("kwh", "year")),
        ({"total_kwh": "kwh"}, question("kwh", "calculated", calculation="concat('1', '2')")),
        ({"total_kwh": "kwh", "mining_kwh": "kwh"}, KWH),
        ({"period_from": "kwh"}, question("kwh", "date")),
        ({"business": "sites"}, ROWS),
        ({"has_mining": "kwh"}, question("kwh", "decimal")),
        ({"has_mining": "kwh"}, question("kwh", "note")),
        ({"has_mining": "kwh"}, question("kwh", "choices", choices="colours")),
        ({"has_mining": "kwh"}, question("kwh", "choice", choices="colours")),
        ({"has_mining": "kwh"}, question("kwh", "text")),
        ({"status": "kwh"}, question("kwh", "file")),
        ({"status": "kwh"}, question("kwh", "hidden")),
        ({"phase": "kwh"}, question("kwh", "yes_no")),
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
        ({"period_from": "kwh", "period_to": "kwh"}, question("kwh", "month")),
        ({}, question("kwh", "decimal", unit="kW")),
        ({"has_mining": "kwh"}, question("kwh", "yes_no")),
        ({"has_mining": "kwh"}, question("kwh", "calculated", calculation="'no'")),
        ({"status": "kwh"}, question("kwh", "choice", choices="colours")),
        ({"status": "kwh"}, question("kwh", "text")),
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


def test_a_figure_of_the_organisation_would_be_added_up_for_each_of_its_data_centers():
    pages = [section(KWH, scope="organisation"), section(question("z"), name="s2")]

    assert told(sections=pages, roles={"total_kwh": "kwh"}) == {("roles", "warning")}
    assert told(sections=pages, roles={"total_kwh": "kwh"}, unit="organisation") == set()


def test_the_columns_of_the_hosted_business_stand_in_its_table():
    def hosting(name):
        columns = [question(f"{name}_type", "choice", choices="colours"), question(f"{name}_share", "percent")]
        return question(name, "table", questions=columns)

    roles = {"business": "one", "business_type": "one_type", "business_share": "one_share"}

    assert told(hosting("one"), hosting("two"), roles=roles) == set()
    assert told(hosting("one"), hosting("two"), roles=roles | {"business_share": "two_share"}) == {("roles", "warning")}


def test_nil_is_no_mining_where_the_form_calls_it_so():
    asked, nil = question("m", "choice", choices="colours"), {"question": "m", "value": "red"}

    assert told(asked, roles={"has_mining": "m"}, nil=nil) == set()


def problems_of(definition):
    return {(problem.location, problem.severity) for problem in examine(definition)[1]}


def test_a_check_over_the_rows_of_a_table_stands_over_its_columns():
    assert problems_of(shares()) == set()
    assert problems_of(shares(shares="plain")) == {("checks[0].with.shares", "error")}
    assert ("checks[0].with.rows", "error") in problems_of(shares(rows="plain"))


@pytest.mark.parametrize(
    ("part", "is_named"),
    [
        (question("part", "decimal"), False),
        (question("part", "integer"), False),
        (question("part", "text"), True),
        (question("part", "yes_no"), True),
        (question("part", "note"), True),
        (question("part", "date"), True),
    ],
)
def test_a_check_that_measures_wants_figures(part, is_named):
    entry = {"check": "E29", "with": {"part": "part", "whole": "whole"}}

    found = problems_of(stored(part, question("whole", "decimal", required=True), checks=[entry]))

    assert bool(found) == is_named


def test_a_check_that_only_compares_takes_anything_that_has_an_answer():
    entry = {"check": "E01", "with": {"name": "w"}}

    assert problems_of(stored(question("w"), checks=[entry])) == set()
    assert problems_of(stored(question("w", "note"), checks=[entry])) == {("checks[0].with.name", "warning")}


def test_figures_of_different_quantities_are_not_compared():
    asked = [KWH, question("kw", "decimal", unit="kW", required=True), question("mwh", "decimal", unit="MWh")]
    roles = {"total_kwh": "kwh"}

    assert told(*asked, roles=roles, checks=[check("C1", ["kw"], "${kw} <= ${kwh}")]) == {("check C1.rule", "warning")}
    assert told(*asked, roles=roles, checks=[check("C1", ["mwh"], "${mwh} <= ${kwh}")]) == set()
    total = question("total", "calculated", calculation="${kwh} + ${kw}")
    assert told(*asked, total, roles=roles) == {("total.calculation", "warning")}


@pytest.mark.parametrize(
    ("rows", "is_named"),
    [
        ({"count": "3"}, False),
        ({"count": "0"}, True),
        ({"min": 2, "count": "1"}, True),
        ({"max": 3, "count": "2 + 2"}, True),
        ({"max": 3, "count": "${n}"}, False),
    ],
)
def test_a_number_of_rows_that_the_table_cannot_have_is_named(rows, is_named):
    found = told(question("n", "integer"), question("t", "table", rows=rows, questions=[question("x")]))

    assert found == ({("t.rows.count", "error")} if is_named else set())


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
    ("asked", "key"),
    [
        (question("q", "note", initial="1 + 1"), "initial"),
        (question("q", "file", initial="'x'"), "initial"),
        (question("q", "calculated", calculation="1 + 1", initial="1 + 1"), "initial"),
        (question("q", "integer", default="3", initial="1 + 1"), "initial"),
        (question("q", "integer", initial="'x'"), "initial"),
        (question("q", "choice", choices="colours", initial="'purple'"), "initial"),
        (question("q", "note", default="x"), "default"),
        (question("q", "table", default="x", questions=[question("x")]), "default"),
        (question("q", "note", prefill="facility.name"), "prefill"),
        (question("q", "file", prefill="facility.name"), "prefill"),
        (question("q", "integer", prefill="facility.name"), "prefill"),
        (question("q", "text", prefill="siblings.names"), "prefill"),
        (question("q", "date", prefill="facility.it_kw"), "prefill"),
        (question("q", "yes_no", prefill="round.period_end"), "prefill"),
        (question("q", "decimal", prefill="previous.day"), "prefill"),
    ],
)
def test_what_stays_blank_although_it_is_filled_in_beforehand_is_named(asked, key):
    assert told(question("day", "date"), asked) == {(f"q.{key}", "warning")}


@pytest.mark.parametrize(
    "asked",
    [
        question("q", "integer", initial="1 + 1"),
        question("q", "integer", initial="${other} * 2"),
        question("q", "date", initial="today()"),
        question("q", "choice", choices="colours", prefill="facility.kind"),
        question("q", "month", prefill="facility.started"),
        question("q", "date", prefill="round.period_end"),
        question("q", "text", prefill="facility.racks"),
        question("q", "decimal", unit="MW", prefill="facility.it_kw"),
        question("q", "yes_no", prefill="facility.operating"),
        question("q", "date", prefill="previous.q"),
        question("q", "date", prefill="previous.gone"),
    ],
)
def test_what_is_filled_in_beforehand_is_not(asked):
    assert told(question("other", "integer"), asked) == set()


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
        ("round((${a} + ${b}) div 2, 1)", True),
        ("-${b} + ${a}", True),
        ("${a} + ${b} * 2", True),
        ("${a} + ${b} * ${price}", False),
    ],
)
def test_a_sum_with_an_optional_part_is_named(calculation, is_named):
    asked = [question(name, "decimal", required=name != "b") for name in ("a", "b", "price")]

    found = told(*asked, question("total", "calculated", calculation=calculation))

    assert found == ({("total.calculation", "warning")} if is_named else set())


@pytest.mark.parametrize(
    ("part", "total", "is_named"),
    [
        ({"required": True}, {}, False),
        ({"required": True, "relevant": "${a} > 5"}, {}, True),
        ({"required": True, "relevant": "${a} > 5"}, {"relevant": "${a} > 5"}, False),
        ({"required": "${a} > 5"}, {}, True),
        ({"required": True, "may_be_unavailable": True}, {}, False),
    ],
)
def test_a_part_that_is_asked_only_now_and_then_is_named(part, total, is_named):
    asked = [question("a", "decimal", required=True), question("b", "decimal", **part)]

    found = told(*asked, question("total", "calculated", calculation="${a} + ${b}", **total))

    assert found == ({("total.calculation", "warning")} if is_named else set())


def test_a_part_that_is_itself_worked_out_from_what_may_stay_blank_is_named():
    asked = [question("a", "decimal", required=True), question("b", "decimal")]
    parts = [
        question("c", "calculated", calculation="${b} * 2"),
        question("d", "calculated", calculation="${a} + ${c}"),
    ]

    assert told(*asked, *parts) == {("d.calculation", "warning")}


def test_the_author_is_told_what_to_write_instead():
    asked = [question("a", "decimal", required=True), question("b", "decimal")]

    (message,) = words(*asked, question("total", "calculated", calculation="${a} + ${b}"))

    assert "coalesce(${b}, 0)" in message


def test_warnings_stand_in_nobodys_way():
    assert load(stored(KWH, roles={"totall": "kwh"})).roles == {"totall": "kwh"}
