from datetime import date
from decimal import Decimal

import pytest

from surveys.questionnaires.evaluation.routing import sections_for
from tests.questionnaires.examples import (
    MONTHS,
    check,
    definition,
    evaluated,
    keys,
    question,
    rows,
    section,
    stored,
    words,
)


def test_an_irrelevant_answer_counts_as_blank_and_stays_out_of_the_document():
    form = definition(
        question("has", "yes_no"),
        question("kwh", "integer", relevant="${has} = 'yes'"),
        question("twice", "calculated", calculation="coalesce(${kwh}, 0) * 2"),
    )
    evaluation = evaluated(form, has="no", kwh="5")

    assert evaluation.values == {"has": False, "kwh": None, "twice": Decimal(0)}
    assert evaluation.relevant == {"has", "twice"}
    assert evaluation.document()["answers"].keys() == {"has", "twice"}


def test_relevance_is_passed_on():
    form = definition(
        question("a", "integer"),
        question("b", "integer", relevant="${a} > 1"),
        question("c", "integer", relevant="${b} > 1"),
    )

    assert evaluated(form, a="1", b="5", c="7").relevant == {"a"}
    assert evaluated(form, a="2", b="5", c="7").relevant == {"a", "b", "c"}


def test_an_unknown_relevance_is_not_relevant():
    form = definition(question("a", "integer"), question("b", relevant="${a} > 1"))

    assert evaluated(form, b="x").relevant == {"a"}


def test_a_section_that_is_not_relevant_takes_its_questions_along():
    form = definition(
        sections=[
            section(question("has", "yes_no")),
            section(question("b", required=True), MONTHS, name="more", relevant="${has} = 'yes'"),
        ]
    )
    without = evaluated(form, has="no", months=rows({"kwh": "1"}))

    assert (without.relevant, keys(without)) == ({"has"}, [])
    assert keys(evaluated(form, has="yes")) == ["required:b"]
    assert [one.name for one in sections_for(form, without)] == ["main"]


def test_sections_hold_the_relevant_questions_of_their_scope():
    form = definition(
        sections=[
            section(
                question("a"),
                question("b", relevant="${a} = 'x'"),
                question("n", "note"),
                name="own",
                scope="organisation",
            ),
            section(question("c"), name="site"),
        ]
    )
    evaluation = evaluated(form, a="y")

    found = {one.name: [q.name for q in one.questions] for one in sections_for(form, evaluation)}
    assert found == {"own": ["a", "n"], "site": ["c"]}
    assert [one.name for one in sections_for(form, evaluation, "organisation")] == ["own"]


def test_required_answers_are_asked_for_by_name():
    form = definition(
        question("a", required=True),
        question("b", "yes_no", required="${a} = ''"),
        question("c", "integer", required=True, may_be_unavailable=True),
        question("d", required=True, required_message=words("Give d")),
    )

    assert [one.message["en"] for one in evaluated(form).findings] == [
        "Answer “a”",
        "Choose an answer for “b”",
        "Answer “c”, or say why it is not available",
        "Give d",
    ]
    assert keys(evaluated(form, a="x", c={"unavailable": "lost"}, d="y")) == []


def test_what_is_missing_is_named_with_the_answers_its_label_shows():
    people = [
        question("name"),
        question("role", "choice", choices="roles", required=True, label=words("Role of ${name}")),
    ]
    form = definition(
        question("town"),
        question("floors", "integer", required=True, label=words("Floors in ${ town }")),
        question("racks", "integer", required=True, required_message=words("Count the racks in ${town}, {all}")),
        question("people", "table", label=words("People in ${town}"), rows={"min": 2}, questions=people),
        choices={"roles": [{"name": "boss", "label": words("Boss")}]},
    )

    findings = evaluated(form, town="X {town}", people=rows({"name": "Li"})).findings

    assert [one.message["en"] for one in findings] == [
        "Answer “Floors in X {town}”",
        "Count the racks in X {town}, {all}",
        "Fill in at least 2 row(s) of “People in X {town}”",
        "Row 1: Choose an answer for “Role of Li”",
    ]
    assert evaluated(form).findings[0].message["en"] == "Answer “Floors in not answered”"


def test_a_label_with_quotation_marks_has_single_ones_where_a_message_quotes_it():
    form = definition(
        question("site"),
        question("power", required=True, label=words("Power for “mining”")),
        question("use", required=True, label=words("Use of the “${site}”")),
    )

    def told(**answers):
        return [one.message["en"] for one in evaluated(form, **answers).findings]

    assert told(site="“East” hall") == ["Answer “Power for ‘mining’”", "Answer “Use of the ‘“East” hall’”"]


def test_what_cannot_be_read_is_the_only_finding_of_its_question():
    form = definition(question("a", "integer", required=True, constraint=". > 5"))

    assert keys(evaluated(form, a="many")) == ["reading:a"]


def test_a_constraint_that_fails_says_so():
    form = definition(
        question("a", "integer", constraint=". > ${b}"),
        question("b", "integer", constraint=". < 9", constraint_message=words("{b} is not below 9")),
    )

    findings = evaluated(form, a="5", b="9").findings
    assert [one.message["en"] for one in findings] == [
        "The answer to “a” is not allowed. Check it",
        "9 is not below 9",
    ]
    assert keys(evaluated(form, a="5")) == []


CHECKED = definition(
    question("a", "integer", may_be_unavailable=True),
    question("b", "integer", relevant="${a} > 0"),
    MONTHS,
    checks=[
        check("H", ["a", "b"], "${a} <= ${b}", message=words("{a} > {b}; {most}; {word}; {lost}; {none}; {moment}"), values={
            "most": {"calculate": "${b} div 3", "decimals": 1},
            "word": {"calculate": "if(${b} > 1, 'many', 'few')"},
            "lost": {"calculate": "1 div 0"},
            "none": {"calculate": "${months}"},
            "moment": {"calculate": "now()"},
        }),
        check("S", ["b"], "${b} < 100", severity="soft"),
        check("I", ["b"], "${b} != 50", severity="info", relevant="${a} > 40"),
        check("R", ["kwh"], "${kwh} < 5000", severity="soft", table="months", message=words("{kwh} in {month}")),
    ],
)  # fmt: skip


def test_a_check_that_fails_names_the_values():
    (finding,) = evaluated(CHECKED, a="5", b="2").findings

    assert (finding.key, finding.severity, finding.questions) == ("H:a", "hard", ("a", "b"))
    assert finding.message["en"] == "5 > 2; 0.7; many; not answered; not answered; 2021-04-28 03:00"


def test_a_check_is_evaluated_only_where_it_can_be():
    assert keys(evaluated(CHECKED)) == []
    assert keys(evaluated(CHECKED, a="0", b="1000")) == []
    assert keys(evaluated(CHECKED, a={"unavailable": "lost"}, b="1")) == []
    assert keys(evaluated(CHECKED, a="45", b="50")) == ["I:b"]
    assert keys(evaluated(CHECKED, a="40", b="50")) == []


def test_a_check_on_a_table_finds_each_row():
    months = rows({"month": "2020-05", "kwh": "9"}, {"month": "2020-06", "kwh": "2"}, {"month": "2020-07", "kwh": "6"})
    evaluation = evaluated(CHECKED, months=[row | {"cells": row["cells"] | {"note": {"typed": "n"}}} for row in months])

    assert [(one.key, one.message["en"]) for one in evaluation.findings] == [
        ("R:kwh:r1", "Row 1: 9 MWh in 2020-05"),
        ("R:kwh:r3", "Row 3: 6 MWh in 2020-07"),
    ]


def test_soft_findings_block_until_a_reason_is_given():
    assert [one.key for one in evaluated(CHECKED, a="1", b="100").blocking] == ["S:b"]
    assert [one.key for one in evaluated(CHECKED, a="1", b="100", reasons={"S:b": "  "}).blocking] == ["S:b"]
    assert evaluated(CHECKED, a="1", b="100", reasons={"S:b": "new hall"}).blocking == ()


def test_hard_findings_block_whatever_the_reason_and_information_never():
    assert [one.key for one in evaluated(CHECKED, a="5", b="2", reasons={"H:a": "so"}).blocking] == ["H:a"]
    assert evaluated(CHECKED, a="45", b="50").blocking == ()


def test_findings_become_json():
    (finding,) = evaluated(CHECKED, a="1", b="100").findings

    assert finding.to_json() == {
        "check": "S",
        "severity": "soft",
        "question": "b",
        "row": None,
        "message": {"zh": "不对", "en": "wrong"},
        "key": "S:b",
    }


@pytest.mark.parametrize(
    ("calculation", "value"),
    [
        ("${n} div 0", None),
        ("${n} > 1", True),
        ("today()", date(2021, 4, 28)),
        ("concat(${n}, '')", "5"),
        ("concat('', '')", None),
        ("${m}", None),
        ("${n} div 4", Decimal("1.25")),
    ],
)
def test_a_calculation_that_cannot_be_worked_out_is_blank(calculation, value):
    form = definition(
        question("n", "integer"), question("m", "month"), question("c", "calculated", calculation=calculation)
    )

    assert evaluated(form, n="5").values["c"] == value


def test_a_calculated_month_is_a_month():
    form = definition(question("m", "month"), question("c", "calculated", calculation="${m}"))
    evaluation = evaluated(form, m="2020-05")

    assert evaluation.values["c"] == evaluation.values["m"]


def test_hidden_answers_are_kept_or_calculated():
    form = definition(question("h", "hidden"), question("i", "hidden", calculation="concat(${h}, '!')"))

    assert evaluated(form, h="x").document()["answers"] == {"h": {"value": "x"}, "i": {"value": "x!"}}


def test_unknown_names_in_the_answers_are_not_looked_at():
    form = definition(question("a"))

    assert evaluated(form, a="x", gone="y").document()["answers"].keys() == {"a"}


def test_without_a_zone_today_is_the_day_of_the_moment_given():
    form = definition(question("c", "calculated", calculation="today()"))

    assert evaluated(form).values["c"] == date(2021, 4, 28)
    assert evaluated(
        definition(question("c", "calculated", calculation="today()"), zone="America/New_York")
    ).values == {"c": date(2021, 4, 27)}


def test_an_expression_may_name_what_the_short_form_does_not_ask():
    form = definition(
        question("a", "integer"),
        question("b", "integer", extended=True),
        extended=False,
        checks=[check("E", ["a"], "${a} < coalesce(${b}, 3)", message=words("{a}, {b}"), values={
            "x": {"calculate": "1", "like": "b"}})],
    )  # fmt: skip

    assert [one.message["en"] for one in evaluated(form, a="5").findings] == ["5, not answered"]


def test_the_same_answers_give_the_same_evaluation():
    form = definition(*[question(name, "integer", required=True) for name in "dcba"])

    assert keys(evaluated(form)) == keys(evaluated(form)) == ["required:d", "required:c", "required:b", "required:a"]
    assert stored()["code"] == form.code
