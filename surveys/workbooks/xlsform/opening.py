"""The sheets of a form, in whatever format its file is.

A text holds one table. It is the sheet `survey`, or all of them one below the other as pyxform writes them: the name of
each in the first column, its rows from the second column on.
"""

from dataclasses import replace

from surveys.workbooks.reading import Sheet, read_workbook, remarks_on, remarks_on_sheet
from surveys.workbooks.xlsform.columns import SHEETS, SURVEY
from surveys.workbooks.xlsform.problems import NOWHERE, Cell, Problems

MOST_ROWS_ABOVE = 20
_HEADINGS = frozenset({"type", "name"})


def opened(content: bytes, problems: Problems) -> list[Sheet]:
    """Raises WorkbookRefused."""
    book = read_workbook(content)
    for remark in remarks_on(book):
        problems.warning(Cell(remark.location, "A1") if remark.location else NOWHERE, remark.message)
    for sheet in book.sheets:
        if _plain(sheet.name) in SHEETS:
            for remark in remarks_on_sheet(sheet):
                problems.warning(Cell(sheet.name, "A1"), remark.message)
    return _sheets_of_text(book.sheets[0]) if book.is_plain_text else book.sheets


def _sheets_of_text(sheet: Sheet) -> list[Sheet]:
    if any(_named(row) == SURVEY for row in sheet.rows):
        return _one_below_the_other(sheet)
    headings = (place for place, row in enumerate(sheet.rows[:MOST_ROWS_ABOVE]) if set(map(_plain, row)) >= _HEADINGS)
    top = next(headings, 0)
    # A title above the headings is left out, and every row keeps its number.
    return [replace(sheet, name=SURVEY, rows=[[] for _above in range(top)] + sheet.rows[top:])]


def _one_below_the_other(sheet: Sheet) -> list[Sheet]:
    found: dict[str, list[list[str]]] = {}
    own: list[list[str]] = []
    for place, row in enumerate(sheet.rows):
        if name := _named(row):
            own = found.setdefault(name, [])
        own += [[] for _row in range(place - len(own))]
        own.append(["", *row[1:]] if not name else [])
    return [Sheet(name, rows) for name, rows in found.items()]


def _named(row: list[str]) -> str:
    name = _plain(row[0]) if row else ""
    return name if name in SHEETS else ""


def _plain(text: str) -> str:
    return text.strip().lower()
