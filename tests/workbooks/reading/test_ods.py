import pytest
from django.utils import translation

from surveys.workbooks.reading import MOST_COLUMNS, MOST_ROWS, WorkbookRefused, read_workbook
from surveys.workbooks.reading.limits import MOST_CHARACTERS
from tests.workbooks.reading.ods_files import blank, number, ods, row, text


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def rows(*written, **options):
    return read_workbook(ods(*written, **options)).sheets[0].rows


def test_cells_come_back_as_they_would_be_typed():
    day = '<table:table-cell office:value-type="date" office:date-value="2021-04-28"><text:p>28.04.21</text:p></table:table-cell>'

    assert rows(row(text("单位"), number("1200.5"), day)) == [["单位", "1200.5", "2021-04-28"]]


def test_a_number_that_is_shown_as_a_code_is_that_code():
    shown = row(
        number(1, "001"),
        number(7, "DC-007"),
        number(1234, "1,234"),
        number(2021, "2021"),
        number(3, "3.00"),
        number(1200, "1.2 MW"),
    )

    assert rows(shown) == [["001", "DC-007", "1234", "2021", "3", "1.2 MW"]]


def test_rows_and_cells_are_repeated_as_often_as_they_say():
    first = row(number(1, "001", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="3"')

    assert rows(first, row(text("x"))) == [["001", "001"], ["001", "001"], ["001", "001"], ["x", ""]]


def test_line_ends_between_cells_are_no_cells():
    cells = text("甲云").replace("><", ">\n  <"), number(3), text(" ")

    assert rows("\n".join([row("\n", "\n  ".join(cells), "\n"), ""])) == [["甲云", "3", " "]]


def test_a_moment_called_by_the_name_that_pyexcel_has_for_it_is_read():
    cell = '<table:table-cell office:value-type="datetime" office:value="2018-06-01 08:30:00"/>'

    assert rows(row(cell)) == [["2018-06-01 08:30:00"]]


def test_formats_far_out_do_no_harm():
    far = row(blank(16384), attributes='table:number-rows-repeated="1048574"')

    assert rows(row(text("x"), blank(16383)), far) == [["x"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p>', "#DIV/0!"),
        ('office:value-type="string" calcext:value-type="error"><text:p>Err:502</text:p>', "#VALUE!"),
        (">", "#GETTING_DATA"),
    ],
)
def test_a_formula_that_failed_is_no_blank(cell, shown):
    assert rows(row(f'<table:table-cell table:formula="of:=1/0" {cell}</table:table-cell>')) == [[shown]]


def test_a_note_is_no_part_of_its_cell():
    note = "<office:annotation><text:p>00</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="float" office:value="1">{note}<text:p>01</text:p></table:table-cell>'

    assert rows(row(cell)) == [["01"]]


def test_what_is_peculiar_is_kept():
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    merged = text("x", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    formula = "table:formula=\"of:=['file:///C:/tmp/Other%20one.ods'#$Sheet1.A1]\""
    written = ods(
        row(merged, attributes='table:visibility="filter"'),
        row("<table:covered-table-cell/>", text("y", formula), number(123456789012345678)),
        columns=columns,
        style="ta2",
        parts=["Object 1/content.xml", "Object 1/styles.xml"],
    )

    book = read_workbook(written)
    (sheet,) = book.sheets

    assert (sheet.is_hidden, sheet.hidden_rows, sheet.hidden_columns) == (True, (0,), (2,))
    assert ([str(area) for area in sheet.merged], sheet.cut) == (["A1:A2"], {(1, 2)})
    assert (book.links, book.objects) == (("Other one.ods",), ("Object 1",))


def test_the_last_cell_within_the_limits_is_read():
    last = row(blank(MOST_COLUMNS - 1), number(1))

    assert rows(last)[0][-1] == "1"
    assert len(rows(row(attributes=f'table:number-rows-repeated="{MOST_ROWS - 1}"'), row(number(1)))) == MOST_ROWS


LONG = "x" * 30_000
HOSTILE = {
    "a column too many": lambda: ods(row(blank(MOST_COLUMNS), number(1))),
    "a row too many": lambda: ods(row(attributes=f'table:number-rows-repeated="{MOST_ROWS}"'), row(number(1))),
    "a cell repeated too far": lambda: ods(row(number(1, 1, 'table:number-columns-repeated="16384"'))),
    "a row repeated too far": lambda: ods(row(number(1), attributes='table:number-rows-repeated="1048576"')),
    "too many cells": lambda: ods(
        row(number(1, 1, 'table:number-columns-repeated="500"'), attributes='table:number-rows-repeated="4001"')
    ),
    "a long text in many cells": lambda: ods(
        row(text(LONG), attributes=f'table:number-rows-repeated="{MOST_CHARACTERS // len(LONG) + 1}"')
    ),
    "nought times": lambda: ods(row(number(1, 1, 'table:number-columns-repeated="0"'))),
    "no number of times": lambda: ods(row(number(1, 1, 'table:number-columns-repeated="x"'))),
    "a table in a table": lambda: ods(row(f"<table:table-cell><table:table>{row(number(1))}</table:table></table:table-cell>")),
    "broken": lambda: ods("<table:table-row>"),
    "cut off": lambda: ods(row(number(1)))[:-100],
    "too large a part": lambda: ods(row(number(1)), before=f"<!--{' ' * 30_000_000}-->"),
}  # fmt: skip
TOLD = {
    "a program": (lambda: ods(row(number(1)), parts=["Basic/Standard/Module1.xml"]), "macros"),
    "a script": (lambda: ods(row(number(1)), parts=["Scripts/python/run.py"]), "macros"),
    "a link that starts a program": (
        lambda: ods(row(number(1)), before="<table:dde-links><table:dde-link/></table:dde-links>"), "macros"
    ),
    "a password": (lambda: ods(row(number(1)), manifest="<manifest:encryption-data/>"), "password"),
    "a password around all": (lambda: ods(row(number(1)), parts=["encrypted-package"]), "password"),
}  # fmt: skip


@pytest.mark.parametrize("flaw", HOSTILE)
def test_what_is_hostile_is_refused_with_a_sentence(flaw):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(HOSTILE[flaw]())

    assert len(str(refused.value)) > 10


@pytest.mark.parametrize("flaw", TOLD)
def test_programs_and_passwords_are_refused_in_words(flaw):
    made, word = TOLD[flaw]

    with pytest.raises(WorkbookRefused, match=word):
        read_workbook(made())


def test_the_empty_lists_of_programs_do_no_harm():
    lists = ["Basic/script-lc.xml", "Basic/Standard/script-lb.xml", "Basic/Standard/dialog-lb.xml"]

    assert rows(row(text("x")), parts=lists) == [["x"]]
