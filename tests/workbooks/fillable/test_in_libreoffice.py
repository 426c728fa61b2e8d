"""What is left of a workbook to fill in after LibreOffice has saved it, as .xlsx and by way of .ods."""

import io

import openpyxl
import pytest

from surveys.questionnaires.form.types import TYPES
from surveys.workbooks.fillable import token
from surveys.workbooks.fillable.layout import FORM, TOKEN
from surveys.workbooks.fillable.writing.places import FIRST_ROW, LABEL_ROW, NAMES_ROW
from surveys.workbooks.reading import read_workbook
from tests.workbooks.fillable.made_up_forms import asked, definition_of, form_of, words, written
from tests.workbooks.libreoffice import saved_again

LONG = [{"name": f"k{n}", "label": words(f"A long label, with a comma, of kind {n}")} for n in range(80)]
PARTS = {"units": ["kWh", "MWh"], "methods": "kinds", "may_be_unavailable": True}
MORE = {
    "decimal": {"constraint": ". >= 0 and . <= ${q_integer}", "unit": "kWh"} | PARTS,
    "integer": {"constraint": ". >= 0"},
    "date": {"constraint": ". <= today()"},
    "choice": {"choices": "kinds", "label": words("Kind of ${q_text}"), "hint": words("Of several, the largest.")},
    "choices": {"choices": "few"},
    "calculated": {"calculation": "${q_integer} * 2"},
    "text": {"max_length": 20},
}
EVERY = [
    asked(f"q_{name}", name, **MORE.get(name, {}))
    for name, one in TYPES.items()
    if name not in ("table", "hidden", "file")
]
TABLE = asked(
    "rows", "table", rows={"min": 0, "max": 9}, questions=[asked("x", "integer"), asked("y", "choice", choices="few")]
)
FEW = [{"name": "a", "label": words("Alpha")}, {"name": "b", "label": words("Beta")}]
ANSWERS = {
    "q_text": {"typed": "=1+1"}, "q_long_text": {"typed": "a & b\n<c>"}, "q_integer": {"typed": "12"},
    "q_decimal": {"typed": "1,200.5 万千瓦时", "unit": "MWh", "method": "k3"}, "q_percent": {"typed": "12.5"},
    "q_date": {"typed": "2021-04-28"}, "q_month": {"typed": "2021-04"}, "q_month_range": {"typed": "2020-04/2021-03"},
    "q_year": {"typed": "2021"}, "q_time": {"typed": "08:30"}, "q_datetime": {"typed": "2021-04-28 08:30"},
    "q_geopoint": {"typed": "39.9042, 116.4074"}, "q_yes_no": {"typed": "no"}, "q_acknowledge": {"typed": "OK"},
    "q_choice": {"typed": "k79"}, "q_choices": {"typed": "b"},
    "rows": [{"row": "r1", "cells": {"x": {"typed": "3"}, "y": {"typed": "a"}}}],
}  # fmt: skip
SHEET = "Data centers"


@pytest.fixture(scope="module")
def ours():
    form = definition_of([*EVERY, TABLE], choices={"kinds": LONG, "few": FEW})
    return written(form_of(form, {"A1": ANSWERS, "A2": {}}))


@pytest.fixture(scope="module", params=["xlsx", "ods"])
def theirs(request, ours, tmp_path_factory):
    """As .xlsx in any case, for the library to look into."""
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / "form.xlsx"
    path.write_bytes(ours)
    again = saved_again(folder, path, request.param)
    return openpyxl.load_workbook(again if request.param == "xlsx" else saved_again(folder, again))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet):
    return [
        {name.value: cell.value for name, cell in zip(sheet[NAMES_ROW], row, strict=False) if name.value}
        for row in sheet.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + 1)
    ]


def test_what_stands_in_the_cells_is_the_same(ours, theirs):
    for title in (SHEET, "rows"):
        before, after = cells(opened(ours)[title]), cells(theirs[title])
        assert [{name: str(value) for name, value in row.items() if name != "q_calculated"} for row in before] == [
            {name: str(value) for name, value in row.items() if name != "q_calculated"} for row in after
        ]


def test_blank_stays_blank(theirs):
    blank = cells(theirs[SHEET])[1]
    assert {name for name, value in blank.items() if value not in (None, "")} - {"q_calculated"} == {
        "@code", "@name", "@row", "q_decimal:unit",
    }  # fmt: skip


def test_the_form_is_known_again(ours, theirs):
    told = dict(theirs[FORM].iter_rows(max_col=2, values_only=True))
    assert token.read(told["token"]) is not None
    assert theirs.defined_names[TOKEN].value.strip('"') == told["token"]
    assert theirs[FORM].sheet_state != "visible"


def rules(book, title=SHEET):
    """By the name above it, what a cell of the first line is held to."""
    sheet, found = book[title], {}
    for name in sheet[NAMES_ROW]:
        place = f"{name.column_letter}{FIRST_ROW}"
        found[name.value] = next((one for one in sheet.data_validations.dataValidation if place in one.sqref), None)
    return found


def test_its_checks_are_kept(ours, theirs):
    before, after = rules(opened(ours)), rules(theirs)
    for name, rule in before.items():
        if rule is not None:
            kept = after[name]
            assert (kept.type or "none", kept.prompt, kept.error) == (rule.type or "none", rule.prompt, rule.error), (
                name
            )


def test_a_list_may_be_longer_than_a_rule_can_hold(ours, theirs):
    for book in (opened(ours), theirs):
        name = rules(book)["q_choice"].formula1
        title, area = next(iter(book.defined_names[name].destinations))
        assert [cell.value for (cell,) in book[title][area]] == [one["label"]["en"] for one in LONG]


def test_every_question_has_the_rule_that_fits_it(ours):
    kinds = {name: (rule.type if rule else None) for name, rule in rules(opened(ours)).items()}
    assert {name: kinds[name] for name in ("q_integer", "q_decimal", "q_date", "q_text", "q_percent")} == {
        "q_integer": "whole", "q_decimal": "decimal", "q_date": "custom", "q_text": "textLength", "q_percent": "decimal",
    }  # fmt: skip
    lists = ("q_choice", "q_yes_no", "q_acknowledge", "q_choices/a", "q_decimal:unit", "q_decimal:method")
    assert {kinds[name] for name in lists} == {"list"}
    assert kinds["q_calculated"] is None


def test_a_label_that_quotes_an_answer_is_left_open_and_the_hint_is_shown_beside_the_cell(ours):
    sheet = opened(ours)[SHEET]
    names = [cell.value for cell in sheet[NAMES_ROW]]
    assert sheet.cell(LABEL_ROW, names.index("q_choice") + 1).value.startswith("Kind of …\n")
    assert "Of several, the largest." in rules(opened(ours))["q_choice"].prompt


def test_only_what_may_be_answered_is_open_in_a_protected_sheet(ours, theirs):
    for book in (opened(ours), theirs):
        sheet = book[SHEET]
        names = [cell.value for cell in sheet[NAMES_ROW]]
        shut = {name for name, cell in zip(names, sheet[FIRST_ROW], strict=False) if name and cell.protection.locked}
        assert shut == {"@code", "@name", "@row", "q_calculated"}
        assert sheet.protection.sheet
    assert opened(ours)[SHEET].freeze_panes == f"D{FIRST_ROW}"


def test_our_own_reader_takes_it_as_it_comes_back(ours, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(ours)
    for kind in ("xlsx", "ods"):
        book = read_workbook(saved_again(tmp_path, path, kind).read_bytes())
        (sheet,) = [one for one in book.sheets if one.name == SHEET]
        assert sheet.rows[FIRST_ROW - 1][:2] == ["A1", "Unit A1"]
