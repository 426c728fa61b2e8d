"""The lists of the drop-downs: each a column of a hidden sheet, reached by a name.

A list written into a cell's rule would be cut at 255 characters by some programs, and can hold no comma in any.
"""

import re
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from surveys.workbooks.cells import write_at
from surveys.workbooks.fillable.layout import LISTS

_NO_LETTER = re.compile(r"\W")


class Menus:
    """A list that is wanted twice stands there once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet = book.create_sheet(LISTS)
        self._sheet.sheet_state = "veryHidden"
        self._names: dict[tuple[str, ...], str] = {}

    def name(self, called: str, items: Iterable[str]) -> str:
        """The defined name of the list; `called`: what it is about."""
        listed = tuple(items)
        if listed not in self._names:
            self._names[listed] = self._add(called, listed)
        return self._names[listed]

    def _add(self, called: str, items: tuple[str, ...]) -> str:
        column = len(self._names) + 1
        name = f"list_{column}_{_NO_LETTER.sub('_', called)}"[:200]
        letter = get_column_letter(column)
        write_at(self._sheet, 1, column, name)
        for row, item in enumerate(items, start=2):
            write_at(self._sheet, row, column, item)
        area = f"'{LISTS}'!${letter}$2:${letter}${len(items) + 1}"
        self._book.defined_names[name] = DefinedName(name, attr_text=area)
        return name
