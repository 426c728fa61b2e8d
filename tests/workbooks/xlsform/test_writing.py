"""What is written is read back as the same definition."""

import copy
import io
import shutil
import subprocess

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading.loader import load_published
from surveys.workbooks.xlsform.reading import CannotBeWritten, read_form, write_form
from tests.questionnaires.examples import question, stored
from tests.servers import missing
from tests.workbooks.xlsform.generated_definitions import definitions

PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'quoted",
    "1e5",
    "007",
    "TRUE",
    "_x0041_",
    "2021-04-28",
    "x ${a}",
]


def sheets(definition, **options):
    return openpyxl.load_workbook(io.BytesIO(write_form(definition, **options)))


def read_again(definition):
    return read_form(write_form(definition))


@pytest.mark.parametrize("name", names())
def test_every_questionnaire_of_the_library_comes_back_exactly(name):
    form = read_again(template(name))

    assert form.definition == template(name)
    assert form.problems == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(definitions())
def test_whatever_loads_comes_back_the_same(definition):
    """Also what would refuse every return: its author mends it in the file."""
    loaded = load_published(definition)

    form = read_again(definition)

    assert form.definition == definition
    assert load_published(form.definition) == loaded


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_never_a_formula_and_stays_as_it_was(payload):
    definition = stored(question("a", label={"zh": payload, "en": payload}, hint={"zh": payload}, default=payload))

    book = sheets(definition)

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert read_again(definition).definition["sections"][0]["questions"][0] == {
        "name": "a",
        "type": "text",
        "label": {"zh": payload, "en": payload},
        "hint": {"zh": payload},
        "default": payload,
    }


def test_what_xml_cannot_hold_is_left_out():
    form = read_again(stored(question("a", label={"zh": "甲\x00\x1f\ud800乙\r\n丙"})))

    assert form.definition["sections"][0]["questions"][0]["label"] == {"zh": "甲乙\n丙"}


def test_a_text_longer_than_a_cell_is_refused():
    with pytest.raises(CannotBeWritten):
        write_form(stored(question("a", label={"zh": "长" * 40_000})))


def test_both_languages_have_a_column_though_one_is_empty():
    heading = [cell.value for cell in sheets(stored(question("a", label={"en": "A"})))["survey"][1]]

    assert heading[:4] == ["type", "name", "label::中文 (zh)", "label::English (en)"]


def test_a_language_nobody_asked_for_is_kept():
    definition = stored(question("a", label={"fr": "Nom"}))

    assert "label::fr (fr)" in [cell.value for cell in sheets(definition, languages=("zh",))["survey"][1]]


def test_the_heading_stays_in_sight_and_columns_are_wide_enough():
    book = sheets(template("mining_2021"))

    assert {name: book[name].freeze_panes for name in ("survey", "choices", "settings", "checks")} == {
        "survey": "C2",
        "choices": "C2",
        "settings": "A2",
        "checks": "A2",
    }
    widths = [dimension.width for dimension in book["survey"].column_dimensions.values()]
    assert (min(widths) >= 10, max(widths)) == (True, 60)


def test_the_last_sheet_explains_our_own_columns():
    book = sheets(stored(question("a")))

    assert book.sheetnames[-1] == "说明 Notes"
    assert ("checks", "id, check, parameters") in [(row[0], row[1]) for row in book["说明 Notes"].values]


def test_a_list_spelling_out_yes_and_no_does_not_come_back():
    definition = stored(question("a", type="yes_no"), choices={"yes_no": [{"name": "x", "label": {"en": "X"}}]})

    assert "yes_no_" in [row[0] for row in sheets(definition)["choices"].values]
    assert read_again(definition).definition["choices"] == definition["choices"]


def test_checks_of_the_catalogue_keep_their_parameters():
    told = {"part": "a", "whole": 'concat("x", "; y")', "parts": ["a", "b c"]}
    definition = stored(question("a"), checks=[{"check": "E29", "with": told, "severity": "soft"}])

    assert read_again(definition).definition["checks"] == definition["checks"]


def test_what_a_spreadsheet_saves_again_reads_the_same(tmp_path):
    if not shutil.which("soffice"):
        missing("LibreOffice (the package libreoffice-calc)")
    definition = copy.deepcopy(template("mining_2021"))
    definition["sections"][0]["questions"][0]["label"]["en"] = "=1+1"
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_form(definition))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        tmp_path / "again",
        path,
    ]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)

    assert read_form(tmp_path / "again" / "form.xlsx").definition == definition
