"""What sheets and columns a form has as a workbook."""

import pytest

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading import load
from surveys.workbooks.fillable.layout import ORGANISATION, UNITS_OF_ANSWERS, layout_of, mark


@pytest.mark.parametrize("form", names())
def test_every_answer_that_can_be_typed_has_its_columns(form):
    definition = load(template(form))
    asked = {one.name for one in definition.questions if one.is_answered and not one.is_table and not one.is_file}
    columns = [column for sheet in layout_of(definition) for column in sheet.columns]
    assert {column.question.name for column in columns if column.is_input} == asked
    assert len({column.name for column in columns}) == len(columns)


def test_each_sheet_says_whose_answers_it_holds():
    definition = load(template("mining_2021"))
    sheets = {sheet.key: sheet for sheet in layout_of(definition)}
    assert list(sheets)[:2] == [ORGANISATION, UNITS_OF_ANSWERS]
    assert sheets[UNITS_OF_ANSWERS].names[:3] == ("@code", "@name", "@row")
    tables = {question.name for question in definition.questions if question.is_table}
    assert tables == {key for key, sheet in sheets.items() if sheet.table}


def test_a_part_of_an_answer_stands_in_a_column_of_its_own():
    names_of_columns = {name for sheet in layout_of(load(template("mining_2021"))) for name in sheet.names}
    assert {"total_kwh", "total_kwh:unit"} <= names_of_columns
    assert any("/" in name for name in names_of_columns)


def test_a_blank_entry_has_one_mark_however_it_is_spelt():
    assert mark(None) == mark({}) == mark({"typed": ""}) == mark([])
    assert mark({"typed": "0"}) != mark(None)
    assert mark({"typed": "1", "unit": "kWh"}) == mark({"unit": "kWh", "typed": "1", "method": ""})
