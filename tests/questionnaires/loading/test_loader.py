import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import check, definition, mining, problems, question, section, stored, words


def test_a_definition_comes_back_as_it_was_stored():
    data = stored(question("name"), checks=[check("E1", ["name"], "${name} != ''")], zone="Asia/Shanghai")
    form = load(data)

    assert form.to_json() == data
    assert load(json.loads(json.dumps(form.to_json()))).to_json() == data
    assert form.zone == ZoneInfo("Asia/Shanghai")


def test_to_json_cannot_be_used_to_change_a_definition():
    form = definition(question("name"))
    form.to_json()["sections"].clear()

    assert len(form.to_json()["sections"]) == 1


@pytest.mark.parametrize("hidden", ["\x0b", "\ufffe", "\ud800"])
@pytest.mark.parametrize(
    ("place", "more"),
    [
        ("kwh.label", {"label": {"zh": "a{}"}}),
        ("kwh.relevant", {"relevant": "'a{}' = 'b'"}),
        ("kwh.units", {"type": "decimal", "unit": "kWh", "units": ["a{}"]}),
    ],
)
def test_what_no_workbook_can_hold_is_refused(place, more, hidden):
    form = json.loads(json.dumps(stored(question("kwh", **more))).replace("{}", json.dumps(hidden)[1:-1]))

    assert any(one.startswith(f"{place}: The text contains an invisible control character") for one in problems(form))


def test_nor_may_choices_hide_anything():
    choices = {"all": [{"name": "a", "label": words("a\ufffe"), "attributes": {"watts": "1\x00"}}]}

    assert [
        one.partition(":")[0] for one in problems(stored(question("q", "choice", choices="all"), choices=choices))
    ] == [
        "choices.all[0].attributes",
        "choices.all[0].label",
    ]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("extended", [True, False])
def test_every_questionnaire_of_the_library_is_sound(name, extended):
    assert problems(template(name) | {"extended": extended}) == []


def test_the_library_knows_its_questionnaires():
    assert "mining_2021" in names()
    with pytest.raises(KeyError):
        template("../mining_2021")


def test_templates_are_fresh_copies():
    template("mining_2021")["sections"].clear()

    assert len(template("mining_2021")["sections"]) == 5


def test_finds_questions_sections_and_units():
    form = mining(extended=False)

    assert form.question("total_kwh").canonical_unit == "kWh"
    assert form.question("facility_name").canonical_unit == ""
    assert form.section_of("business_share").name == "facility"
    assert form.label_of("mining_kwh", "zh-hans") == "近一年挖矿业务耗电量"
    assert form.label_of("gone", "en") == "gone"
    assert form.question("business").is_table
    assert form.question("has_mining").choice("yes").label["zh"] == "是"
    assert form.question("has_mining").choice("perhaps") is None
    with pytest.raises(KeyError):
        form.question("racks")


def test_names_by_scope():
    form = mining(extended=False)

    assert "uscc" in form.names_in("organisation")
    assert form.names_in("organisation") | form.names_in("unit") == form.names_in(None)
    assert {"organisation.number", "facility.grid_kva"} <= form.prefilling
    assert "mining_share" not in form.writable()
    assert form.writable("organisation") < form.writable()


def test_notes_and_calculations_are_answered_by_nobody():
    form = definition(question("a", "note"), question("b", "calculated", calculation="1"), question("c", "hidden"))

    assert [one.is_answered for one in form.questions] == [False, False, False]
    assert form.writable() == frozenset()


def test_calculations_have_a_kind():
    form = definition(
        question("day", "date"),
        question("later", "calculated", calculation="${day} + 1"),
        question("text", "calculated", calculation="if(${later} = '', 1, 'x')"),
        question("number", "calculated", calculation="${text}", decimals=1),
        question("sure", "calculated", calculation="${later} > ${day}"),
    )

    assert [form.kinds[name].sort.name for name in ("later", "text", "number", "sure")] == [
        "DATE",
        "TEXT",
        "NUMBER",
        "TRUTH",
    ]


def test_choices_may_carry_figures_and_words():
    noted = {"hashrate": "13.5", "maker": "Bitmain", "area": "010"}
    miner = {"name": "s9", "label": words("S9"), "attributes": noted}
    form = definition(question("m", "choice", choices="miners"), choices={"miners": [miner]})

    whole = noted | {"hashrate": Decimal("13.5"), "name": "s9", "label": words("S9")["zh"]}
    assert form.attributes == {"miners": {"s9": whole}}


def test_order_puts_everything_behind_what_it_needs():
    form = definition(
        question("c", "calculated", calculation="${b} + 1"),
        question("b", "calculated", calculation="${a} + 1"),
        question("a", "integer"),
    )

    assert form.order.index("a") < form.order.index("b") < form.order.index("c")


def test_the_short_form_leaves_out_what_is_extended():
    data = stored(
        sections=[
            section(
                question("a", "integer"),
                question("b", "integer", extended=True),
                question("t", "table", questions=[question("c"), question("d", extended=True)]),
            ),
            section(question("e", extended=True), name="more"),
        ],
        checks=[check("E1", ["a"], "${a} > ${b}"), check("E2", ["a", "b"], "${a} > ${b}")],
        core=["a", "b"],
        roles={"one": "a", "other": "b"},
        extended=False,
    )
    form = load(data)

    assert [one.name for one in form.questions] == ["a", "t", "c"]
    assert [one.id for one in form.checks] == ["E1"]
    assert (form.core, form.roles) == (("a",), {"one": "a"})
    assert form.to_json() == data


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"format": 2}, "format: Only format 1 is understood"),
        ({"code": ""}, "code: This must not be empty"),
        ({"code": 5}, "code: This should be text"),
        ({"unit": "region"}, "unit: This should be one of: facility, organisation"),
        ({"title": "Test"}, 'title: This should be {"zh": …, "en": …}'),
        ({"title": {"zh": " "}}, "title: There are no words"),
        ({"title": {"zh": 5, "en": "x"}}, 'title: This should be {"zh": …, "en": …}'),
        ({"zone": "Asia/Nowhere"}, "zone: There is no time zone “Asia/Nowhere”"),
        ({"zone": "../etc"}, "zone: There is no time zone “../etc”"),
        ({"extended": "yes"}, "extended: This should be true or false"),
        ({"colour": "red"}, "colour: Unknown field"),
        ({"notes": {}}, "notes: This should be a list"),
        ({"notes": ["x"]}, 'notes[0].text: This should be {"zh": …, "en": …}'),
        ({"choices": []}, "choices: This should be an object"),
        ({"choices": {"a": 5}}, "choices.a: This should be a list"),
        ({"choices": {"a": [{"name": "x y", "label": words("x")}]}}, "choices.a[0].name: The name of a choice must not contain spaces"),
        ({"choices": {"a": [{"name": "x", "label": words("x")}] * 2}}, "choices.a: The choice “x” stands there twice"),
        ({"core": ["gone"]}, "core: There is no question named “gone”"),
        ({"core": [5]}, "core: This should be a list of texts"),
        ({"roles": {"total": "gone"}}, "roles: There is no question named “gone”"),
        ({"nil": {"question": "gone", "value": "no"}}, "nil: There is no question named “gone”"),
        ({"nil": {"question": "colour", "value": "green"}}, "nil.value: There is no choice “green”"),
        ({"nil": "no"}, "nil: This should be an object"),
        ({"other_periods": "never"}, "other_periods: This should be one of: mark, annualise, apart"),
        ({"other_periods": "apart"}, "other_periods: To treat returns about other periods, name the questions that ask for the period: the roles period_from and period_to"),
    ],
)  # fmt: skip
def test_names_what_is_wrong_with_a_definition(more, problem):
    data = stored(question("name"), question("colour", "choice", choices="colours")) | more

    assert problem in problems(data)


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (question("1st"), "main.questions[0].name: Names are letters A-Z, digits, _ and -, beginning with a letter or _, "
         "at most 60 characters"),
        (question(""), "main.questions[0].name: This must not be empty"),
        (question("q", "voice"), "q.type: This should be one of: text, long_text, integer, decimal, percent, date, month, "
         "month_range, year, time, datetime, geopoint, yes_no, acknowledge, choice, choices, file, table, note, calculated, hidden"),
        (question("q", label={}), "q.label: There are no words"),
        (question("q", "text", accept="image"), "q.accept: Only a file question limits the kind of file"),
        (question("q", "text", choice_filter="true()"), "q.choice_filter: Only a choice can filter its choices"),
        (question("q", "text", rows={"count": "3"}), "q.rows: Only a table can have a number of rows"),
        (question("q", aggregate="mean"), "q.aggregate: This should be one of: sum, count, min, max, none"),
        (question("q", label={"en": "About ${nobody}"}), "q.label: There is no question named “nobody”"),
        (question("q", colour="red"), "q.colour: Unknown field"),
        (question("q", decimals=-1), "q.decimals: This should be a whole number of at least 0"),
        (question("q", decimals=True), "q.decimals: This should be a whole number of at least 0"),
        (question("q", max_length=0), "q.max_length: This should be a whole number of at least 1"),
        (question("q", "choice"), "q.choices: A choice, and only a choice, names its list of choices"),
        (question("q", choices="colours"), "q.choices: A choice, and only a choice, names its list of choices"),
        (question("q", "choice", choices="gone"), "q.choices: There is no list of choices “gone”"),
        (question("q", "decimal", methods="gone"), "q.methods: There is no list of choices “gone”"),
        (question("q", unit="kWh"), "q.unit: Only numbers have a unit"),
        (question("q", "decimal", unit="furlong"), "q.unit: There is no unit “furlong”"),
        (question("q", "decimal", unit="kWh", units=["kWh", "furlong"]), "q.units: There is no unit “furlong”"),
        (question("q", "decimal", units=["kWh", "kVA"]), "q.units: These units cannot be converted into each other"),
        (question("q", prefill="my.wish"), "q.prefill: There is no fact “my.wish”"),
        (question("q", "table"), "q.questions: A table needs at least one column"),
        (question("q", questions=[question("c")]), "q.questions: Only a table has columns"),
        (question("q", "table", questions=[question("c", "note")]), "c.type: A table cannot hold a table or a note"),
        (question("q", "table", questions=[question("c", "table", questions=[question("d")])]),
         "c.type: A table cannot hold a table or a note"),
        (question("q", "table", questions=[question("c")], rows={"min": 3, "max": 2}),
         "q.rows: There are fewer rows at most than at least"),
        (question("q", "integer", calculation="1"), "q.calculation: Only a calculated question has a calculation"),
        (question("q", "calculated"), "q.calculation: This must not be empty"),
        (question("q", "calculated", calculation="'x'", unit="kWh"), "q.calculation: This should be a number"),
        (question("q", "table", questions=[question("c")], rows={"count": "'x'"}),
         "q.rows.count: This should be a number"),
        (question("q", "integer", default="1.5"), "q.default: Enter “1.5” as a whole number"),
        (question("q", "choice", choices="colours", default="green"),
         "q.default: “green” is not one of the choices. Choose from the list"),
        (question("q", "note", required=True), "q.required: A note or a calculation cannot be required"),
        (question("q", relevant="1 +"), "q.relevant: The expression is unfinished"),
        (question("q", relevant="'on'"), "q.relevant: This should be a condition"),
        (question("q", required="${gone} = 1"), "q.required: There is no question named “gone”"),
        (question("q", read_only="${gone} = 1"), "q.read_only: There is no question named “gone”"),
        (question("q", "date", constraint=". > 1"), "q.constraint: “>” cannot compare a date with a number"),
        (question("q", relevant="${q} = ''"), "q: These depend on each other: q → q"),
        (question("main"), "main: The name is used twice"),
        ("x", "main.questions[0]: This should be an object"),
    ],
)  # fmt: skip
def test_names_what_is_wrong_with_a_question(one, problem):
    assert problem in problems(stored(one))


def test_a_calculation_gives_one_value():
    table = question("t", "table", questions=[question("c", "integer")])

    assert problems(stored(table, question("q", "calculated", calculation="${c}"))) == [
        "q.calculation: The calculation must not give a list"
    ]


def test_names_a_circle_of_dependence():
    found = problems(
        stored(
            question("a", "integer", relevant="${b} > 1"),
            question("b", "calculated", calculation="${c} + 1"),
            question("c", "calculated", calculation="${a} + 1"),
        )
    )

    assert len(found) == 1
    assert "These depend on each other: " in found[0]


TABLE = question("t", "table", questions=[question("c", "integer")])


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (check("E1", ["gone"], "true()"), "check E1.questions: There is no question named “gone”"),
        (check("E1", [], "true()"), "check E1.questions: Name at least one question"),
        (check("E1", ["a"], ""), "check E1.rule: This must not be empty"),
        (check("E1", ["a"], "${a}"), "check E1.rule: This should be a condition"),
        (check("E1", ["a"], "true()", relevant="'on'"), "check E1.relevant: This should be a condition"),
        (check("E1", ["a"], "true()", severity="grave"), "check E1.severity: This should be one of: hard, soft, info"),
        (check("E1", ["a"], "true()", message=words("{gone}")), "check E1.message: {gone} is neither a question nor a value"),
        (check("E1", ["a"], "true()", table="t"), "check E1.table: This should be the table the first question stands in"),
        (check("E1", ["c"], "true()"), "check E1.table: This should be the table the first question stands in"),
        (check("E1", ["a"], "${c} > 1"), "check E1.rule: “>” cannot take a list. Use selected(), count-equal() or sum()"),
        (check("E1", ["a"], "true()", values={"x": {"calculate": "1", "unit": "furlong"}}),
         "check E1.x: There is no unit “furlong”"),
        (check("E1", ["a"], "true()", values={"x": {"calculate": "1", "like": "gone"}}),
         "check E1.x: There is no question named “gone”"),
        (check("E1", ["a"], "true()", values={"x": {}}), "check E1.x.calculate: This must not be empty"),
    ],
)  # fmt: skip
def test_names_what_is_wrong_with_a_check(one, problem):
    assert problem in problems(stored(question("a", "integer"), TABLE, checks=[one]))


def test_inside_a_table_a_column_is_one_value():
    inside = check("E1", ["c"], "${c} > 1", table="t")

    assert problems(stored(TABLE, checks=[inside])) == []


@pytest.mark.parametrize("data", [None, 5, "x", [], {}])
def test_what_is_no_definition_is_refused_with_problems(data):
    assert "sections: There are no questions" in problems(data)


def test_every_problem_is_named_in_both_languages():
    with pytest.raises(ValueError) as caught:
        load({"sections": [section(question("Q", "choice"))]})

    assert {frozenset(problem.message) for problem in caught.value.problems} == {frozenset({"zh", "en"})}
    assert len(caught.value.problems) > 3
