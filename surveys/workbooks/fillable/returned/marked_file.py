"""Marking a workbook that somebody uploaded. It is opened for that, so all of this happens where uploads are read."""

import base64
import io
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from string import digits
from typing import TypedDict

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.workbooks.cells import cell_at, write_text
from surveys.workbooks.fillable.returned.in_memory import save
from surveys.workbooks.fillable.returned.prompts import give_prompt
from surveys.workbooks.fillable.returned.recognising import OURS
from surveys.workbooks.reading import Book, format_of
from surveys.workbooks.reading.formats import XLSX

WRONG, OPEN = PatternFill("solid", fgColor="F8C9C4"), PatternFill("solid", fgColor="FDEBB3")
WIDE, LONGEST, LINE_POINTS = 60, 2000, 16


class Mark(TypedDict):
    """Rows are counted from 0, cells are called `B5`."""

    row: int
    cell: str
    words: str
    is_wrong: bool


class MarkedColumn(TypedDict):
    """`place`: where it stands already, in a copy that was marked before."""

    name: str
    heading: str
    place: int | None


class Order(TypedDict):
    """What is to be done to a sheet; `gone`: the rows that are left out."""

    sheet: str
    names_row: int
    heading_row: int
    columns: list[MarkedColumn]
    marks: list[Mark]
    gone: list[int]


def marked(content: bytes, *, orders: Sequence[Order]) -> str:
    """The workbook by base64."""
    book = _opened(content)
    for order in orders:
        sheet = book[order["sheet"]] if order["sheet"] in book.sheetnames else None
        if isinstance(sheet, Worksheet):
            _mark(sheet, order)
    file = io.BytesIO()
    save(book, file)
    return base64.b64encode(file.getvalue()).decode()


def _opened(content: bytes) -> Workbook:
    format = format_of(content)
    if format is XLSX:
        with suppress(
            Exception
        ):  # this library refuses much of what other programs write; the cells can be read all the same
            return load_workbook(io.BytesIO(content))
    return _as_xlsx(format.read(content))


def _as_xlsx(read: Book) -> Workbook:
    """The texts of the cells alone."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in read.sheets:
        written: Worksheet = book.create_sheet(sheet.name)
        for row, texts in enumerate(sheet.rows, start=1):
            for column, text in enumerate(texts, start=1):
                if text:
                    write_text(cell_at(written, row, column, "Normal"), text)
        if sheet.name in OURS:
            written.sheet_state = "hidden"
    return book


def _mark(sheet: Worksheet, order: Order) -> None:
    for area in list(sheet.merged_cells.ranges):
        if area.max_row > order["names_row"] + 1:
            sheet.unmerge_cells(str(area))
    if order["marks"]:
        problem, reason = (_column(sheet, order, column) for column in order["columns"])
        _put_marks(sheet, order, problem, reason)
    _take_out(sheet, order["names_row"] + 1, [row + 1 for row in order["gone"]])


def _column(sheet: Worksheet, order: Order, column: MarkedColumn) -> int:
    place = sheet.max_column + 1 if column["place"] is None else column["place"] + 1
    heading, name = (cell_at(sheet, order[row] + 1, place, "Normal") for row in ("heading_row", "names_row"))
    write_text(heading, column["heading"])
    write_text(name, column["name"])
    heading.font, heading.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for cell in (heading, name):
        _look_like(cell, sheet.cell(cell.row, max(place - 1, 1)))
    sheet.column_dimensions[get_column_letter(place)].width = WIDE
    return place


def _look_like(cell: Cell, model: object) -> None:
    """The column is one of the sheet's."""
    if isinstance(model, Cell) and model.has_style:
        for part in ("font", "fill", "border", "alignment"):
            setattr(cell, part, copy(getattr(model, part)))


def _put_marks(sheet: Worksheet, order: Order, problem: int, reason: int) -> None:
    by_row: dict[int, list[Mark]] = defaultdict(list)
    for mark in order["marks"]:
        by_row[mark["row"]].append(mark)
        sheet[mark["cell"]].fill = WRONG if mark["is_wrong"] else OPEN
        give_prompt(sheet, mark["cell"], mark["words"])
    for row, found in by_row.items():
        beside = cell_at(sheet, row + 1, problem, "Normal")
        now = row + 1 - bisect_left(order["gone"], row)
        lines = [f"{mark['cell'].rstrip(digits)}{now}: {mark['words']}" for mark in found]
        write_text(beside, "\n".join(lines)[:LONGEST])
        sheet.row_dimensions[now].height = LINE_POINTS * sum(map(_lines_of, lines))
        beside.alignment = Alignment(wrap_text=True, vertical="top")
        beside.fill = WRONG if any(mark["is_wrong"] for mark in found) else OPEN
        sheet.cell(row + 1, reason).protection = Protection(locked=False)


def _lines_of(text: str) -> int:
    """A Chinese character takes the room of two; the rest is for words that are not broken."""
    return 1 + sum(1 if character.isascii() else 2 for character in text) // (WIDE - 5)


def _take_out(sheet: Worksheet, top: int, gone: list[int]) -> None:
    """From below, run by run; what moves up keeps its formulas pointing at its own row."""
    last = sheet.max_row
    for first, count in reversed(_runs(gone)):
        sheet.delete_rows(first, count)
    kept = [row for row in range(top + 1, last + 1) if row not in set(gone)] if gone else []
    for now, was in enumerate(kept, start=top + 1):
        _translate(sheet, was, now)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and sum(runs[-1]) == row:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs


def _translate(sheet: Worksheet, was: int, now: int) -> None:
    """The library moves cells, but not what their formulas say."""
    for cell in sheet[now] if now != was and now <= sheet.max_row else ():
        if isinstance(cell.value, str) and cell.data_type == "f":
            letter = get_column_letter(cell.column)
            cell.value = Translator(cell.value, f"{letter}{was}").translate_formula(f"{letter}{now}")
