"""Reading a table written as text: .csv with commas, semicolons or tabs, in Unicode or as Chinese systems write it."""

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from surveys.lib.cleaning import plain_breaks
from surveys.lib.files.plain_text import decoded, is_table
from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Book, Sheet, WorkbookRefused

if TYPE_CHECKING:
    from _csv import Reader

NAME = "CSV"
SEPARATORS = ("\t", "|", ";", ",")
"""Of two that part the rows alike, the one that stands in texts less often goes before."""
LINES_TO_JUDGE_BY = 200
_FIRST_LINE = re.compile(r"sep=(.)\r?\n", re.I)
# How programs keep a spreadsheet from dropping the zeros of a code.
_TEXT_AS_FORMULA = re.compile(r'="([^"]*)"')


def read_delimited(content: bytes) -> Book:
    text = decoded(content)
    if text is None:
        raise WorkbookRefused(
            lambda: _("This is neither a workbook nor a table as text. Save it as .xlsx, or as .csv in UTF-8.")
        )
    if not is_table(text):
        raise WorkbookRefused(
            lambda: _("The file is a web page or another text, not a table. Open it, and save it as .xlsx or .csv.")
        )
    told = _FIRST_LINE.match(text)
    rows = [[], *_rows(text[told.end() :], told[1])] if told else _rows(text, _separator_of(text))
    return Book([Sheet(NAME, rows)], is_plain_text=True)


def _separator_of(text: str) -> str:
    """The one by which most rows become equally long; a title above them counts little."""
    start = "".join(text.splitlines(keepends=True)[:LINES_TO_JUDGE_BY])
    return max(SEPARATORS, key=lambda separator: _evenness(start, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many rows have the same length, of more than one cell, and which."""
    try:
        rows = [row for row in _reader(text, separator) if any(row)]
    except csv.Error:
        return 0, 0
    lengths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((count, length) for length, count in lengths.items()), default=(0, 0))


def _rows(text: str, separator: str) -> list[list[str]]:
    extent, rows = limits.Extent(), []
    lines = _reader(text, separator, strict=True)
    try:
        for cells in lines:
            rows.append([_plain(cell) for cell in cells])
            if filled := _filled(rows[-1]):
                extent.reach(len(rows), filled)
    except csv.Error as error:
        line = lines.line_num
        if "field limit" in str(error):
            raise _too_long(line) from error
        raise WorkbookRefused(
            lambda: (
                _("The quotation marks around line %(line)d do not match. Mend them, or save the table as .xlsx.")
                % {"line": line}
            )
        ) from error
    return rows


def _too_long(line: int) -> WorkbookRefused:
    return WorkbookRefused(
        lambda: (
            _("A cell in line %(line)d holds more than %(most)s characters.")
            % {"line": line, "most": f"{csv.field_size_limit():,}"}
        )
    )


def _reader(text: str, separator: str, *, strict: bool = False) -> "Reader":
    """Whoever writes a blank behind a comma puts the quotation mark behind the blank."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=strict)


def _filled(cells: list[str]) -> int:
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)


def _plain(cell: str) -> str:
    as_formula = _TEXT_AS_FORMULA.fullmatch(cell.strip())
    return as_formula[1] if as_formula else plain_breaks(cell)
