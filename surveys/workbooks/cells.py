"""Writing cells so that a spreadsheet shows what we mean: text stays text, figures stay exact."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from surveys.lib.cleaning import NOT_IN_XML
from surveys.reports.tables.table import Cell, Table, plain

MOST_CHARACTERS = 32_767
"""What a cell can hold, a limit of the format."""
LONGEST_TITLE = 31
"""Of a sheet."""
FIRST_YEAR = 1900
"""Earlier days, such as 0202-01-01 typed for 2020, have no number in a spreadsheet and would be shown as ####."""
# What the format takes for one character by its code: _x0041_ would be read back as A.
TAKEN_FOR_A_CHARACTER = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_TITLE = re.compile(r"[][:*?/\\]")
_TAKEN_FOR_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell_at(sheet: Worksheet, row: int, column: int, style: str) -> SheetCell:
    """A cell in this style; never one that is hidden under a merged one."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    cell.style = style
    return cell


def write(cell: SheetCell, value: Cell, zone: ZoneInfo) -> None:
    match value:
        case None:
            return
        case str():
            write_text(cell, value)
        case date() if value.year < FIRST_YEAR:
            write_text(cell, value.isoformat())
        case datetime():
            cell.value = value.astimezone(zone).replace(tzinfo=None)
        case date():
            cell.value = value
        case _:
            write_number(cell, value)


def write_text(cell: SheetCell, text: str) -> None:
    """As text, whatever it looks like; also when somebody edits the cell and confirms it."""
    text = fitting(text)
    cell.value, cell.data_type = text, "s"
    if text.startswith(_TAKEN_FOR_A_FORMULA):
        cell.quotePrefix = True


def write_at(sheet: Worksheet, row: int, column: int, text: str) -> SheetCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    write_text(cell, text)
    return cell


def write_number(cell: SheetCell, number: Decimal | int) -> None:
    """Digit for digit: the library would send it through a float."""
    cell.value = plain(number)
    cell.data_type = "n"


def fitting(text: str) -> str:
    """What can stand in a cell, spelt so that it is read back as it was typed."""
    text = without_controls(text)[:MOST_CHARACTERS]
    longer_by = len(spelt(text)) - len(text)
    return spelt(text[: MOST_CHARACTERS - longer_by])


def spelt(text: str) -> str:
    return TAKEN_FOR_A_CHARACTER.sub("_x005F_", text)


def without_controls(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def title_of_sheet(text: str) -> str:
    """As spreadsheets allow it: on one line, and its length counted as they count, in UTF-16.

    What is taken for a character by its code is broken up, since not all of them read the escape in a title.
    """
    plain = TAKEN_FOR_A_CHARACTER.sub(" ", without_controls(text))
    title = " ".join(_NOT_IN_A_TITLE.sub("", plain).split())
    return title.encode("utf-16-le")[: 2 * LONGEST_TITLE].decode("utf-16-le", errors="ignore").strip("' ")


def controls_in(tables: Iterable[Table]) -> int:
    """How many characters the cells lose because XML cannot hold them."""
    cells = (cell for table in tables for row in table.rows for cell in row)
    return sum(len(NOT_IN_XML.findall(cell)) for cell in cells if isinstance(cell, str))
