"""What the register and the last wave know stands in the form as if it had been typed."""

import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.evaluation.initial_answers import first_answers
from tests.questionnaires.examples import NOW, definition, question

ENERGY = ["万千瓦时", "kWh"]


def first(*questions, **known):
    facts = {name.replace("__", "."): value for name, value in known.items()}
    return first_answers(definition(*questions), "unit", known=facts, now=NOW, facts=facts)


@pytest.mark.parametrize(
    ("known", "entry"),
    [
        ("12005000", {"typed": "1200.5"}),
        ("0", {"typed": "0"}),
        ("12345678.9", {"typed": "12345678.9", "unit": "kWh"}),
        ("12345678.98765", None),
        ("many", None),
        ("", None),
        (None, None),
        (["1"], None),
    ],
)
def test_a_figure_comes_in_the_unit_of_its_question(known, entry):
    total = question("total", "decimal", units=ENERGY, decimals=4, prefill="previous.total")
    entries = first(total, previous__total=known)

    assert entries.get("total") == entry


@pytest.mark.parametrize(("known", "typed"), [(True, "yes"), (False, "no")])
def test_no_is_known_as_well_as_yes(known, typed):
    form = definition(question("running", "yes_no", prefill="facility.operating"))

    entries = first_answers(form, "unit", known={"facility.operating": known}, now=NOW, facts={})

    assert entries == {"running": {"typed": typed}}
    assert evaluate(form, entries, now=NOW).values["running"] is known


def test_what_a_figure_is_computed_to_beforehand_is_worth_the_same_when_read():
    form = definition(
        question("site", "decimal", units=["MW", "kW"], prefill="facility.it_kw"),
        question("year", "decimal", units=ENERGY, initial="${site} * 8760"),
    )
    known = {"facility.it_kw": "1200"}
    entries = first_answers(form, "unit", known=known, now=NOW, facts=known)

    assert entries == {"site": {"typed": "1.2"}, "year": {"typed": "1051.2"}}
    assert evaluate(form, entries, now=NOW).values["year"] == 1200 * 8760


PROJECTS = question(
    "projects",
    "table",
    questions=[
        question("name", prefill="previous.name"),
        question("kwh", "decimal", units=ENERGY, prefill="previous.kwh"),
        question("colour", "choice", choices="colours", prefill="previous.colour"),
        question("week", "decimal"),
    ],
)


def test_a_table_is_carried_forward_row_by_row():
    entries = first(
        PROJECTS,
        previous__name=["一号", "二号"],
        previous__kwh=["10000", None],
        previous__colour=["red", "green"],
        previous__week=["1", "2"],
    )

    assert entries == {
        "projects": [
            {"row": "r1", "cells": {"name": {"typed": "一号"}, "kwh": {"typed": "1"}, "colour": {"typed": "red"}}},
            {"row": "r2", "cells": {"name": {"typed": "二号"}}},
        ]
    }


def test_without_a_last_wave_the_table_is_empty():
    assert first(PROJECTS) == {}
    assert first(PROJECTS, previous__name=[]) == {}
