"""Forms in other files than .xlsx, and what is said of how a file was read."""

import io

import openpyxl
import pytest

from surveys.workbooks.xlsform.reading import read_form
from tests.workbooks.reading.ods_files import ods, row, text
from tests.workbooks.reading.xls_files import shared, xls
from tests.workbooks.xlsform.forms import places, questions, read, survey, told

HEADINGS = ("type", "name", "label::English (en)")
FORM = 'Our form,,\n\ntype,name,label::English (en)\ninteger,q,"How many, in all?"\n'
WHOLE = """survey,,,
,type,name,label::English (en)
,select_one fuels,q,Fuel
choices,,,
,list_name,name,label::English (en)
,fuels,coal,Coal
,fuels,001,Gas
settings,,,
,form_title,form_id,default_language
,Fuels,fuels,en
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_is_the_survey(encoding, separator):
    content = FORM.replace(",,", separator * 2).replace("type,name,", f"type{separator}name{separator}")
    content = content.replace("integer,q,", f"integer{separator}q{separator}").encode(encoding)

    assert questions(content)["q"]["label"] == {"en": "How many, in all?"}


def test_rows_of_a_text_keep_their_numbers():
    assert places((FORM + "integer,9 9,x\n").encode())[-1].startswith("survey!B5")


def test_a_text_holds_all_sheets_as_pyxform_writes_them():
    form = read(WHOLE.encode())

    assert form.definition["title"]["en"] == "Fuels"
    assert [choice["name"] for choice in form.definition["choices"]["fuels"]] == ["coal", "001"]
    assert not form.has_errors


def test_sheets_in_a_text_name_their_cells():
    assert places(WHOLE.replace("coal", "co al,").encode(), "warning") != []
    (place, *_others) = places(WHOLE.replace("select_one", "select_on").encode())
    assert place == "survey!B3"


def as_xls():
    texts = [*HEADINGS, "integer", "q", "How many?"]
    return xls(*(shared(place // 3, place % 3, place) for place in range(6)), texts=texts)


def as_ods():
    return ods(row(*map(text, HEADINGS)), row(*map(text, ("integer", "q", "How many?"))))


@pytest.mark.parametrize("made", [as_xls, as_ods])
def test_other_workbooks_are_read_like_an_xlsx(made):
    assert questions(made())["q"]["label"] == {"en": "How many?"}


def peculiar():
    book = openpyxl.load_workbook(io.BytesIO(survey(("integer", "a", "A"), ("integer", "b", "B"), headings=HEADINGS)))
    book["survey"].merge_cells("C2:C3")
    book["survey"].row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_peculiar_about_the_file_is_told():
    said = told(peculiar(), "warning")

    assert "survey!A1: Hidden or filtered rows were read too: 3." in said
    assert "survey!A1: Merged cells; their text counts for the first cell only: C2:C3." in said


LONG = 1234567890123456789


@pytest.mark.parametrize("column", ["list_name", "name", "region"])
def test_a_code_that_is_a_number_with_lost_digits_is_refused_by_its_cell(column):
    cells = {"list_name": "fuels", "name": "coal", "label": "Coal", "region": "x"} | {column: LONG}
    content = survey(("select_one fuels", "q", "Q"), choices=[tuple(cells), tuple(cells.values())])

    letter = "ABCD"[list(cells).index(column)]
    assert f"choices!{letter}2" in [line.split(":")[0] for line in told(content) if "15 digits" in line]


def test_a_label_that_is_a_long_number_is_a_label():
    content = survey(("integer", "q", LONG))

    assert [line for line in told(content) if "15 digits" in line] == []


def test_choices_that_are_shown_with_zeros_keep_them():
    book = openpyxl.load_workbook(
        io.BytesIO(survey(("select_one f", "q", "Q"), choices=[("list_name", "name", "label"), ("f", 7, "seven")]))
    )
    book["choices"]["B2"].number_format = "000"
    file = io.BytesIO()
    book.save(file)

    assert read_form(file.getvalue()).definition["choices"]["f"][0]["name"] == "007"
