"""Checks in the column `check` and on a sheet of their own."""

import pytest

from tests.workbooks.xlsform.forms import places, read, survey, told

COLUMNS = ("type", "name", "label", "check", "check_severity", "check_message::en")
ROWS = (("decimal", "total", "Total"), ("decimal", "part", "Part"))


def checks(content):
    return read(content).definition.get("checks", [])


def test_an_expression_that_must_hold_is_a_check_of_its_question():
    content = survey(ROWS[0], (*ROWS[1], "${part} <= ${total}"), headings=COLUMNS)

    assert checks(content) == [
        {
            "id": "check_part",
            "severity": "hard",
            "questions": ["part", "total"],
            "rule": "${part} <= ${total}",
            "message": {"en": "The answer to “Part” is not allowed. Check it", "zh": "“Part”的答案不符合要求，请核对"},
        }
    ]
    assert places(content) == []


def test_it_may_say_how_hard_it_is_and_why():
    content = survey((*ROWS[0], "${total} > 0", "soft", "Nothing at all?"), headings=COLUMNS)

    assert [(one["severity"], one["message"]) for one in checks(content)] == [("soft", {"en": "Nothing at all?"})]


def test_a_check_of_the_catalogue_is_named_with_its_parameters():
    content = survey(ROWS[0], (*ROWS[1], "E29 part=part whole=total", "soft"), headings=COLUMNS)

    assert checks(content) == [{"check": "E29", "with": {"part": "part", "whole": "total"}, "severity": "soft"}]
    assert places(content) == []


def test_a_check_in_a_table_is_looked_at_row_by_row():
    content = survey(("begin_repeat", "t", "T"), ("integer", "a", "A", "${a} > 0"), ("end_repeat",), headings=COLUMNS)

    assert [(one["table"], one["questions"]) for one in checks(content)] == [("t", ["a"])]
    assert places(content) == []


@pytest.mark.parametrize(
    ("check", "flaw"),
    [
        ("${nobody} > 1", "There is no question named “nobody”"),
        ("${total} >", "The expression is unfinished"),
        ("E29 whole", "Write the parameters as name=value; name=value"),
    ],
)
def test_a_flaw_of_a_check_is_told_by_its_cell(check, flaw):
    assert f"survey!D2: {flaw}" in told(survey((*ROWS[0], check), headings=COLUMNS))


def test_the_severity_is_told_by_its_cell():
    content = survey((*ROWS[0], "${total} > 0", "harsh"), headings=COLUMNS)

    assert told(content) == ["survey!E2: This should be one of: hard, soft, info"]


SHEET = ("id", "questions", "severity", "relevant", "rule", "message::en", "value", "calculate", "unit")


def test_a_sheet_holds_checks_about_several_questions_and_the_values_they_show():
    content = survey(
        *ROWS,
        checks=[
            SHEET,
            ("E1", "part, total", "soft", "${total} > 0", "${part} <= ${total}", "{part} of {total}: {rest}, {share}",
             "rest", "${total} - ${part}"),
            (None, None, None, None, None, None, "share", "${part} div ${total} * 100", "%"),
        ],
    )  # fmt: skip

    assert checks(content) == [
        {
            "id": "E1",
            "severity": "soft",
            "questions": ["part", "total"],
            "relevant": "${total} > 0",
            "rule": "${part} <= ${total}",
            "message": {"en": "{part} of {total}: {rest}, {share}"},
            "values": {
                "rest": {"calculate": "${total} - ${part}"},
                "share": {"calculate": "${part} div ${total} * 100", "unit": "%"},
            },
        }
    ]
    assert places(content) == []


def test_what_a_row_leaves_out_follows_from_its_rule():
    content = survey(
        ("begin_repeat", "t", "T"), ("integer", "a", "A"), ("end_repeat",), checks=[("rule",), ("${a} > 0",)]
    )

    (check,) = checks(content)
    assert {key: check[key] for key in ("id", "severity", "questions", "table")} == {
        "id": "row_2",
        "severity": "hard",
        "questions": ["a"],
        "table": "t",
    }
    assert places(content) == []


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        (("E1", "nobody", "soft", "", "1 = 1", "M"), "checks!B2: There is no question named “nobody”"),
        (("E1", "part", "soft", "${x} = 1", "1 = 1", "M"), "checks!D2: There is no question named “x”"),
        (("E1", "part", "soft", "", "1 +", "M"), "checks!E2: The expression is unfinished"),
        (("E1", "part", "soft", "", "1 = 1", "{x}"), "checks!F2: {x} is neither a question nor a value"),
        (("E1", "part", "soft", "", "1 = 1", "M", "v", "${x}"), "checks!H2: There is no question named “x”"),
        (("E1", "part", "soft", "", "1 = 1", "M", "v", "1", "x"), "checks!I2: There is no unit “x”"),
    ],
)
def test_flaws_of_the_sheet_are_told_by_cell(row, flaw):
    assert told(survey(*ROWS, checks=[SHEET, row])) == [flaw]


def test_of_two_checks_with_one_id_the_right_one_is_blamed():
    rows = [("E1", "part", "soft", "", "${x} = 1", "M"), ("E1", "total", "soft", "", "${y} = 1", "M")]

    assert told(survey(*ROWS, checks=[SHEET, *rows])) == [
        "checks!E2: There is no question named “x”",
        "checks!E3: There is no question named “y”",
    ]


def test_a_row_without_a_check_is_told():
    content = survey(*ROWS, checks=[SHEET, (None, None, "soft")])

    assert "checks!A2: There is no check in this row; it is ignored" in told(content, "warning")
