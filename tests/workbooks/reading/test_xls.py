import pytest
from django.utils import translation

from surveys.workbooks.reading import MOST_ROWS, WorkbookRefused, read_workbook
from tests.workbooks.reading.xls_files import (
    OWN_SHEETS,
    PASSWORD,
    failed,
    hidden_column,
    hidden_row,
    linked,
    merged,
    number,
    packed,
    shared,
    true,
    workbook,
    xls,
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def sheet(*cells, **options):
    return read_workbook(xls(*cells, **options)).sheets[0]


def test_cells_come_back_as_they_would_be_typed():
    day, noon, hour = number(0, 2, 44314, 1), number(0, 3, 44314.5, 1), number(0, 4, 0.25, 2)
    cells = [shared(0, 0, 0), number(0, 1, 1200.5), day, noon, hour, true(0, 5), failed(0, 6)]

    read = sheet(*cells, texts=("单位",), formats=("General", "yyyy-mm-dd", "hh:mm"))

    assert read.name == "survey"
    assert read.rows == [["单位", "1200.5", "2021-04-28", "2021-04-28 12:00:00", "06:00:00", "TRUE", "#DIV/0!"]]


def test_a_number_that_is_shown_as_a_code_is_that_code():
    cells = [number(0, place, 7, place) for place in range(4)]

    assert sheet(*cells, formats=("General", "000", '"DC-"00', "#,##0.00")).rows == [["7", "007", "DC-07", "7"]]


def test_places_count_from_the_first_cell_even_when_it_is_blank():
    read = sheet(number(2, 2, 1))

    assert (read.text_at(2, 2), read.text_at(0, 0), len(read.rows)) == ("1", "", 3)


def test_what_is_peculiar_is_kept():
    cells = [number(2, 0, 123456789012345678), hidden_row(1), hidden_column(1), merged(2, 0, 3, 1)]
    links = linked("\x01C:\x03tmp\x03Other.xls") + OWN_SHEETS + linked(" ")

    book = read_workbook(xls(*cells, visibility=2, extra=links, storages=["MBD0018A1F3", "_SX_DB_CUR"]))
    (read,) = book.sheets

    assert (read.is_hidden, read.hidden_rows, read.hidden_columns) == (True, (1,), (1,))
    assert ([str(area) for area in read.merged], read.cut) == (["A3:B4"], {(2, 0)})
    assert (book.links, book.objects) == (("Other.xls",), ("MBD0018A1F3",))


def test_the_last_row_within_the_limits_is_read():
    assert sheet(number(MOST_ROWS - 1, 0, 1)).rows[-1] == ["1"]


def test_workbooks_of_excel_95_are_told_by_the_name_of_their_stream():
    assert sheet(number(0, 0, 1), stream="Book").rows == [["1"]]


LONG = "x" * 8_000
REFUSED = {
    "a row too many": (lambda: xls(number(MOST_ROWS, 0, 1)), "50,000"),
    "too many cells": (lambda: xls(number(MOST_ROWS - 1, 99, 1)), "more than can be read"),
    "a long text in many cells": (lambda: xls(*(shared(n, 0, 0) for n in range(6000)), texts=(LONG,)), "more than can"),
    "a project of programs": (lambda: xls(number(0, 0, 1), storages=["_VBA_PROJECT_CUR"]), "macros"),
    "a sheet of old macros": (lambda: xls(number(0, 0, 1), kind=1), "macros"),
    "a link that starts a program": (lambda: xls(number(0, 0, 1), extra=linked("cmd\x03/C calc")), "macros"),
    "a password": (lambda: xls(number(0, 0, 1), extra=PASSWORD), "password"),
    "a package with a password": (lambda: xls(number(0, 0, 1), stream="EncryptedPackage"), "password"),
    "a text of Word": (lambda: xls(number(0, 0, 1), stream="WordDocument"), "something else"),
    "records cut off": (lambda: packed(workbook(number(0, 0, 1))[:90]), "damaged"),
    "a file cut off": (lambda: xls(number(0, 0, 1))[:1024], "damaged"),
    "nothing but its mark": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
}


@pytest.mark.parametrize("flaw", REFUSED)
def test_what_cannot_be_used_is_refused_in_words(flaw):
    made, words = REFUSED[flaw]

    with pytest.raises(WorkbookRefused, match=words):
        read_workbook(made())
