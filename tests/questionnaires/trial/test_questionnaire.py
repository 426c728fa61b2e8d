"""Answers in plain JSON become entries, and what comes of them is told in plain JSON."""

import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.trial.questionnaire import Unusable, entries_of, outcome, unasked
from tests.questionnaires.examples import NOW, check, definition, question, section

FORM = definition(
    sections=[
        section(question("name"), name="org", scope="organisation"),
        section(
            question("kwh", "decimal", units=["万千瓦时", "kWh"], may_be_unavailable=True),
            question("colour", "choices", choices="colours"),
            question("is_open", "yes_no"),
            question("why", relevant="${is_open} = 'no'", required=True),
            question("since", "date"),
            question("from", "month"),
            question("explained", "note"),
            question("double", "calculated", calculation="${kwh} * 2"),
            question("nothing", "calculated", calculation="${kwh} div 0"),
            question(
                "months",
                "table",
                questions=[question("month"), question("used", "decimal"), question("late", "yes_no")],
            ),
        ),
    ],
    checks=[
        check("X1", ["used"], "${used} >= 0", table="months", severity="soft"),
        check("X2", ["name"], "${name} = fact('organisation.name')", severity="info"),
    ],
)


def tried(told, language="zh", **facts):
    known = {name.replace("__", "."): value for name, value in facts.items()}
    return outcome(evaluate(FORM, entries_of(FORM, told), now=NOW, facts=known), language)


def test_every_value_is_told_as_text():
    told = {
        "name": "某公司",
        "kwh": {"typed": "1,200.5", "unit": "万千瓦时"},
        "colour": ["dark_blue", "red"],
        "is_open": True,
        "since": "2021-4-1",
        "from": "2021-04",
        "months": [{"month": "1", "used": "3"}, {"month": "2", "late": False}],
    }

    assert tried(told)["values"] == {
        "name": "某公司",
        "kwh": "12005000",
        "colour": "red dark_blue",
        "is_open": "yes",
        "why": "",
        "since": "2021-04-01",
        "from": "2021-04",
        "double": "24010000",
        "nothing": "",
        "months": [{"month": "1", "used": "3", "late": ""}, {"month": "2", "used": "", "late": "no"}],
    }


def test_only_relevant_questions_are_listed_in_their_order():
    everything = ["name", "kwh", "colour", "is_open", "since", "from", "explained", "double", "nothing", "months"]

    assert tried({})["relevant"] == everything
    assert tried({"is_open": "no"})["relevant"] == [*everything[:4], "why", *everything[4:]]


def test_findings_name_the_number_of_the_row():
    told = {"name": "x", "is_open": "no", "months": [{"used": "1"}, {"used": "-1"}]}

    assert tried(told, "en", organisation__name="某公司")["findings"] == [
        {"check": "X2", "severity": "info", "question": "name", "row": None, "message": "wrong"},
        {"check": "required", "severity": "hard", "question": "why", "row": None, "message": "Answer “why”"},
        {"check": "X1", "severity": "soft", "question": "used", "row": 2, "message": "Row 2: wrong"},
    ]


def test_messages_come_in_the_language_asked_for():
    assert [one["message"] for one in tried({"since": "yesterday"})["findings"]] == [
        "“yesterday”不是有效日期，请按 2021-04-28 的格式填写"
    ]


def test_rows_may_be_given_as_they_are_stored():
    stored = [{"row": "x7", "cells": {"used": {"typed": "5"}}}, {"cells": {"used": "6"}}]
    entries = entries_of(FORM, {"months": stored})

    assert entries == {
        "months": [
            {"row": "x7", "cells": {"used": {"typed": "5"}}},
            {"row": "r2", "cells": {"used": {"typed": "6"}}},
        ]
    }


def test_null_and_reasons():
    entries = entries_of(FORM, {"kwh": {"typed": None, "unavailable": "换表"}, "since": None, "months": None})

    assert entries == {"kwh": {"unavailable": "换表"}, "since": {}, "months": []}


def test_what_is_not_asked_is_left_out_and_named():
    told = {"nobody": "1", "used": "5", "name": "x"}

    assert unasked(FORM, told) == ["nobody", "used"]
    assert entries_of(FORM, told) == {"name": {"typed": "x"}}


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ([], "The answers should be an object: {question: answer}"),
        ({"months": "x"}, "The table “months” should be a list of rows"),
        ({"months": ["x"]}, "The table “months” should be a list of rows"),
        ({"months": [{"nobody": "1"}]}, "The table “months” has no column “nobody”"),
        ({"kwh": {"number": "1"}}, "The answer to “kwh” should be text"),
        ({"kwh": {"typed": ["1"]}}, "The answer to “kwh” should be text"),
        ({"kwh": [1]}, "The answer to “kwh” should be text"),
        ({"kwh": 1.5}, "The answer to “kwh” should be text"),
    ],
)
def test_what_is_no_answer_is_refused(told, message):
    with pytest.raises(Unusable) as refusal:
        entries_of(FORM, told)

    assert str(refusal.value).startswith(message)
    assert refusal.value.message["zh"]


def test_rows_called_alike_in_two_tables_are_told_apart():
    form = definition(
        question("fleet", "table", questions=[question("machines", "integer")]),
        question("clients", "table", questions=[question("racks", "integer")]),
    )
    told = {
        "fleet": [{"row": row, "cells": {"machines": "many"}} for row in ("r1", "r2", "r3")],
        "clients": [{"row": row, "cells": {"racks": "many"}} for row in ("r2", "r3", "r1")],
    }
    found = outcome(evaluate(form, entries_of(form, told), now=NOW), "en")["findings"]

    assert [(one["question"], one["row"], one["message"][:5]) for one in found] == [
        (column, place, f"Row {place}") for column in ("machines", "racks") for place in (1, 2, 3)
    ]
