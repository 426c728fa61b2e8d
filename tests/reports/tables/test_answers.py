"""The answers as tables: what was submitted, by question, in canonical units."""

from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from surveys.questionnaires.loading import load
from surveys.reports import snapshots
from surveys.reports.queries import microdata
from surveys.reports.tables.answers import answer_tables, not_apart
from surveys.reports.tables.asked import MOST_CHOICES_APART, Words, across_versions, column_of
from surveys.responses.actions import save_draft
from surveys.workbooks.report.book import write_answers
from tests.factories import DEADLINE
from tests.questionnaires.examples import question, stored
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response, send_back
from tests.responses import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def round(world):
    return make_story(world)


def material_of(round, world, *, provisional=False):
    return microdata(snapshots.take(round=round, by=world.officer, provisional=provisional, at=EVENING))


def tables_of(round, world):
    return {table.id: table for table in answer_tables(material_of(round, world))}


def test_each_counted_return_is_a_line_with_its_figures_in_canonical_units(round, world):
    revision = accept(answer(response(round, "A1"), world.alice, **HALF_MINING), world).revision
    answer(response(round, "C1"), world.charlie)

    answers = tables_of(round, world)["D01"]

    assert answers.column("receipt") == [revision.receipt]
    assert answers.column("unit") == ["甲云一号"]
    assert answers.column("total_kwh") == [Decimal(30_005_000)]
    assert answers.column("mining_kwh") == [Decimal(15_002_500)]
    assert answers.column("has_mining") == ["Yes"]
    assert [column.unit for column in answers.columns if column.code == "mining_kwh"] == ["kWh"]


def test_a_return_says_what_it_was_late_for_and_whether_it_is_being_corrected(round, world):
    revision = answer(response(round, "A1"), world.alice, at=DEADLINE + timedelta(hours=1))
    accept(revision, world, at=EVENING - timedelta(hours=1))
    send_back(revision, world, at=EVENING)

    answers = tables_of(round, world)["D01"]

    said = [answers.column(code) for code in ("late", "was_due", "extended_to", "being_replaced")]
    assert said == [["yes"], [DEADLINE], [EVENING + timedelta(days=1)], ["yes"]]


def test_a_table_has_a_sheet_of_its_own_with_a_line_for_each_row(round, world):
    accept(answer(response(round, "A1"), world.alice, **HALF_MINING), world)

    business = tables_of(round, world)["D02"]

    assert business.column("row") == [1, 2]
    assert business.column("business_share") == [Decimal(50), Decimal(50)]


def test_a_blank_stays_a_blank_and_what_is_unavailable_says_why(round, world):
    missing = {"total_kwh": {"unavailable": "表计损坏"}}
    accept(answer(response(round, "A1"), world.alice, **missing), world)

    answers = tables_of(round, world)["D01"]

    assert answers.column("total_kwh") == [None]
    assert answers.column("total_kwh.unavailable") == ["表计损坏"]


def test_findings_come_with_the_reasons_given(round, world):
    one = response(round, "A1")
    stories.fill_in(one, world.alice, total_kwh={"typed": "1000.5", "unit": "MWh"})
    reasons = {"E19:total_kwh": "刚投产"}
    save_draft(response=one, by=world.alice, base=1, changes={}, reasons=reasons, at=stories.BEFORE)
    accept(stories.submit(one, world.alice), world)

    findings = tables_of(round, world)["D99"]

    assert findings.column("check") == ["E19"]
    assert findings.column("severity") == ["to be explained"]
    assert findings.column("reason") == ["刚投产"]


def test_the_workbook_has_the_same_lines_and_no_formula(round, world, tmp_path):
    accept(answer(response(round, "A1"), world.alice, remarks={"typed": "=1+1"}), world)

    write_answers(material_of(round, world), tmp_path / "answers.xlsx", language="en")

    sheet = openpyxl.load_workbook(tmp_path / "answers.xlsx")["D01 Answers"]
    titles = [cell.value for cell in sheet[4]]
    cell = sheet.cell(5, titles.index("Remarks") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_without_returns_there_are_headings_only(round, world):
    tables = tables_of(round, world)

    assert (list(tables), tables["D01"].rows) == (["D01", "D99"], ())


@pytest.mark.parametrize(
    ("type", "values", "kind"),
    [
        ("integer", ("2015", "2021"), "year"),
        ("year", ("2015",), "year"),
        ("calculated", ("2015", None), "year"),
        ("integer", ("2015", "12"), "number"),
        ("decimal", ("2015.5",), "number"),
    ],
)
def test_a_column_of_years_is_one_of_years_whatever_type_was_asked(type, values, kind):
    rule = {"calculation": "2014 + 1"} if type == "calculated" else {}
    asked = load(stored(question("built", type, **rule))).question("built")

    assert column_of(asked, [value and Decimal(value) for value in values], "built").kind == kind


def test_state_receipt_and_version_stand_on_every_sheet(round, world):
    one = response(round, "A1")
    stories.fill_in(one, world.alice, **(HALF_MINING | {"total_kwh": {"typed": "30005.0005", "unit": "MWh"}}))
    accept(stories.submit(one, world.alice), world)
    answer(response(round, "C1"), world.charlie, **HALF_MINING)

    tables = {table.id: table for table in answer_tables(material_of(round, world, provisional=True))}

    assert [table.columns[:5] for table in tables.values()] == [tables["D01"].columns[:5]] * len(tables)
    assert [column.code for column in tables["D01"].columns[:5]] == [
        "receipt",
        "organisation",
        "unit",
        "state",
        "version",
    ]
    assert sorted(tables["D01"].column("state")) == ["accepted", "awaiting review"]
    assert set(tables["D02"].column("version")) == {1}


def test_a_question_that_takes_several_choices_has_a_column_for_each(round, world):
    clients = [{"row": "r1", "cells": {"client_name": {"typed": "甲"}}}]
    several = {"mining_role": {"typed": "own hosting"}, "clients": clients}
    accept(answer(response(round, "A1"), world.alice, **(HALF_MINING | several)), world)
    accept(answer(response(round, "C1"), world.charlie), world)

    answers = tables_of(round, world)["D01"]

    apart = [column for column in answers.columns if column.code.startswith("mining_role/")]
    asked = round.version.definition["choices"]["mining_roles"]
    assert [column.label for column in apart] == [f"Role: {choice['label']['en']}" for choice in asked]
    mine = answers.column("unit").index("甲云一号")
    chosen = {column.code: answers.column(column.code)[mine] for column in apart}
    assert {code for code, told in chosen.items() if told == 1} == {"mining_role/own", "mining_role/hosting"}
    assert set(chosen.values()) == {0, 1}
    assert {answers.column(column.code)[1 - mine] for column in apart} == {None}


def test_names_may_stand_in_the_place_of_labels(round, world):
    accept(answer(response(round, "A1"), world.alice, **HALF_MINING), world)

    tables = {table.id: table for table in answer_tables(material_of(round, world), Words(by_names=True))}
    answers = tables["D01"]

    assert (answers.column("has_mining"), answers.column("mining_role")) == (["yes"], ["own"])
    assert {column.code: column.label for column in answers.columns}["total_kwh"] == "total_kwh"
    assert {column.code: column.label for column in answers.columns}["mining_role/own"] == "mining_role/own"
    assert answers.column("mining_method") == ["meter"]
    assert tables["D02"].title == "business"
    assert tables["D02"].column("business_type") == ["01", "09"]


def test_too_many_choices_have_no_columns_and_are_named():
    choices = [{"name": f"c{n}", "label": {"zh": f"{n}", "en": f"{n}"}} for n in range(MOST_CHOICES_APART + 1)]
    form = load(stored(question("q", "choices", choices="many"), choices={"many": choices}))
    (asked,) = across_versions(form.questions).values()

    assert Words().choices_apart(asked) == []
    assert not_apart([asked]) == ("Too many choices for a column each: q.",)
