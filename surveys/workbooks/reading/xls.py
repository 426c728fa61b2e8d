"""Reading an .xls, the workbook of Excel 97 to 2003, which old systems and WPS still write.

Its records are looked through before the library keeps room for them. What it holds besides cells is never opened.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import starmap

import xlrd

from surveys.lib.files.old_office import OldOffice
from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Area, Book, Cells, Sheet, WorkbookRefused
from surveys.workbooks.reading.number_formats import meant
from surveys.workbooks.reading.xls_records import Records

_HIDDEN = frozenset({1, 2})


def read_xls(content: bytes) -> Book:
    try:
        return _read(content)
    except (WorkbookRefused, MemoryError):
        raise
    except Exception as error:  # the library has errors of all kinds for what is damaged
        raise limits.broken() from error


def _read(content: bytes) -> Book:
    package = OldOffice(content)
    if package.is_protected:
        raise limits.protected()
    if package.holds_programs:
        raise limits.dangerous()
    if not package.workbook:
        raise limits.no_workbook()
    records = Records(package.workbook)
    sheets = list(_sheets(content))
    return Book(sheets, tuple(records.links), package.objects, tuple(records.left_out))


def _sheets(content: bytes) -> Iterator[Sheet]:
    book = _opened(content)
    characters = 0
    for sheet in book.sheets():
        made = _sheet(book, sheet)
        characters += sum(len(text) for row in made.rows for text in row)
        if characters > limits.MOST_CHARACTERS:
            raise limits.too_big()
        yield made


def _opened(content: bytes) -> xlrd.Book:
    """With its formats; without them where a program has written these in a way of its own."""
    try:
        return xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except (AssertionError, LookupError, xlrd.XLRDError):
        return xlrd.open_workbook(file_contents=content, ragged_rows=True, logfile=io.StringIO())


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    cells = Cells()
    for row in range(sheet.nrows):
        cells.add_row(_without_blank_end([_value(book, cell) for cell in sheet.row(row)]))
        for column in range(len(cells.rows[row])):
            if shown := _shown(book, sheet.cell(row, column)):
                cells.show((row, column), shown)
    return Sheet(
        sheet.name,
        cells.rows,
        frozenset(cells.cut),
        frozenset(cells.days),
        merged=tuple(starmap(_area, sheet.merged_cells)),
        is_hidden=sheet.visibility in _HIDDEN,
        hidden_rows=tuple(sorted(row for row, info in sheet.rowinfo_map.items() if info.hidden)),
        hidden_columns=tuple(sorted(column for column, info in sheet.colinfo_map.items() if info.hidden)),
    )


def _area(top: int, after_bottom: int, left: int, after_right: int) -> Area:
    return Area(top, left, after_bottom - 1, after_right - 1)


def _without_blank_end(cells: list[object]) -> list[object]:
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> object:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            return float(cell.value)
        case xlrd.XL_CELL_DATE:
            return _moment(cell.value, book.datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#N/A")
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case _:
            return ""


def _moment(days: float, since: int) -> object:
    """A number below one is a time of day; one that is no day at all stays a number."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(days, since)
    except (OverflowError, ValueError):
        return days
    return moment.time() if 0 <= days < 1 else moment


def _shown(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str | None:
    if cell.ctype != xlrd.XL_CELL_NUMBER or cell.xf_index is None:
        return None
    style = book.xf_list[cell.xf_index]
    return meant(book.format_map[style.format_key].format_str, cell.value)
