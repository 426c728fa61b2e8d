from datetime import UTC, date, datetime

import openpyxl
import pytest

from surveys.workbooks import reading
from surveys.workbooks.reading import WorkbookRefused, column_letters, read_workbook
from tests.workbooks import hostile
from tests.workbooks.packages_of_others import PACKAGES


@pytest.mark.parametrize("flaw", hostile.HOSTILE)
def test_a_hostile_workbook_is_refused_with_a_sentence(flaw):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(hostile.HOSTILE[flaw]())

    assert len(str(refused.value)) > 10


@pytest.mark.parametrize("package", PACKAGES)
def test_workbooks_of_every_making_are_read(package):
    (sheet,) = read_workbook(PACKAGES[package]())

    assert (sheet.name, sheet.rows) == ("survey", [["单位", "1200.5"]])


def test_openpyxl_is_kept_from_entities_too():
    assert openpyxl.DEFUSEDXML


def test_cells_come_back_as_they_would_be_typed():
    row = (
        "文字",
        1200,
        0.1,
        1e15,
        True,
        date(2021, 4, 28),
        datetime(2021, 4, 28, 12, 30, tzinfo=UTC).replace(tzinfo=None),
    )

    (sheet,) = read_workbook(hostile.honest([row, ("last",)]))

    assert sheet.rows[0] == ["文字", "1200", "0.1", "1000000000000000", "TRUE", "2021-04-28", "2021-04-28 12:30:00"]


def test_a_moment_is_read_to_the_second_as_it_is_shown():
    noon = datetime(2021, 4, 28, 11, 59, 59, 999_000, tzinfo=UTC).replace(tzinfo=None)

    (sheet,) = read_workbook(hostile.honest([(noon,)]))

    assert sheet.rows == [["2021-04-28 12:00:00"]]


def test_a_formula_that_failed_is_no_blank():
    (sheet,) = read_workbook(hostile.with_sheet('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))

    assert sheet.rows == [["#DIV/0!"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>B1+1</f></c>',
        '<c r="A1" s="1" t="n"><f>B1+1</f><v></v></c>',
        '<c r="A1"><f t="shared" si="0"/><v/></c>',
    ],
)
def test_a_formula_nobody_has_worked_out_is_no_blank(cell):
    (sheet,) = read_workbook(hostile.with_sheet(f'<row r="1">{cell}<c r="B1"><v>7</v></c></row>'))

    assert sheet.rows == [["#GETTING_DATA", "7"]]


def test_a_formula_that_gives_an_empty_text_is_a_blank():
    cells = '<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>'

    (sheet,) = read_workbook(hostile.with_sheet(f'<row r="1">{cells}</row>'))

    assert sheet.rows == [["", "2"]]


def test_places_count_from_the_first_cell_even_when_it_is_blank():
    (sheet,) = read_workbook(hostile.with_cell_at("C3"))

    assert sheet.rows == [["", "", ""], ["", "", ""], ["", "", "1"]]
    assert sheet.location(2, 2) == "Sheet!C3"


@pytest.mark.parametrize(
    "reference", [f"A{reading.MOST_ROWS}", f"{column_letters(reading.MOST_COLUMNS - 1)}1", "SF4000"]
)
def test_the_last_cell_within_the_limits_is_read(reference):
    (sheet,) = read_workbook(hostile.with_cell_at(reference))

    assert sheet.rows[-1][-1] == "1"


@pytest.mark.parametrize(
    "reference", [f"A{reading.MOST_ROWS + 1}", f"{column_letters(reading.MOST_COLUMNS)}1", "SF4001"]
)
def test_the_first_cell_beyond_the_limits_is_refused(reference):
    with pytest.raises(WorkbookRefused):
        read_workbook(hostile.with_cell_at(reference))


@pytest.mark.parametrize("holding", ["<v></v>", "<v/>", "<f>1+1</f>", "<is><t>x</t></is>"])
def test_a_cell_far_out_that_could_hold_something_is_refused(holding):
    with pytest.raises(WorkbookRefused):
        read_workbook(hostile.with_sheet(f'<row r="900000"><c r="XFD900000" t="str">{holding}</c></row>'))


def test_cells_without_references_are_counted_one_by_one():
    with pytest.raises(WorkbookRefused):
        read_workbook(hostile.with_sheet("<row>" + "<c><v>1</v></c>" * 501 + "</row>"))


def test_two_hundred_parts_are_allowed():
    assert [sheet.name for sheet in read_workbook(hostile.with_many_parts(200))] == ["Sheet"]


def test_settings_of_a_printer_do_no_harm():
    content = hostile.with_parts([("xl/printerSettings/printerSettings1.bin", b"x")])

    assert [sheet.name for sheet in read_workbook(content)] == ["Sheet"]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(column, letters):
    assert column_letters(column) == letters
