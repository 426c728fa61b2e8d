"""The answers as tables: what was submitted, by question, in canonical units."""

from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from surveys.questionnaires.loading import load
from surveys.reports import snapshots
from surveys.reports.queries import microdata
from surveys.reports.tables.answers import answer_tables, column_of
from surveys.responses.actions import save_draft
from surveys.workbooks.report.book import write_answers
from tests.questionnaires.examples import question, stored
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response
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

    assert column_of(asked, [value and Decimal(value) for value in values]).kind == kind
