"""What a part of an .xlsx says as a sheet: how far its cells reach, what their formats show, what is hidden and merged."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Area, Place
from surveys.workbooks.reading.number_formats import is_percentage, is_shown_otherwise, meant
from surveys.workbooks.reading.packages import Attributes, local, parser_for
from surveys.workbooks.reading.xlsx_rows import plain_rows

# What makes a cell more than a format, be it empty: a reader then keeps room for it.
HOLDING = frozenset({"v", "f", "is"})
REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?(\d{1,10})")
PROGRAM_LINKS = frozenset({"ddeLink", "oleLink"})
YES = frozenset({"1", "true", "on"})
MOST_MERGED = 100_000


@dataclass
class SharedTexts:
    """How long the shared texts are, and how many cells show each, over all parts."""

    lengths: Counter[int] = field(default_factory=Counter)
    cells: Counter[int] = field(default_factory=Counter)

    def show(self, text: int) -> None:
        if text < 0:  # the library takes it for the first one
            raise limits.broken()
        self.cells[text] += 1

    @property
    def characters(self) -> int:
        return sum(self.lengths[text] * cells for text, cells in self.cells.items())


PERCENTAGES = {"9": "0%", "10": "0.00%"}
"""Formats that no workbook writes out."""


class Styles:
    """The number format of each style a cell can name, where it shows more than the number; '' for all the others."""

    def __init__(self) -> None:
        self.of_cells: list[str] = []
        self._formats = dict(PERCENTAGES)
        self._are_of_cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "numFmt":
            format = attributes.get("formatCode", "")
            if is_shown_otherwise(format) or is_percentage(format):
                self._formats[attributes.get("numFmtId", "")] = format
        elif tag == "cellXfs":
            self._are_of_cells = True
        elif tag == "xf" and self._are_of_cells:
            self.of_cells.append(self._formats.get(attributes.get("numFmtId", ""), ""))

    def end(self, name: str) -> None:
        self._are_of_cells = self._are_of_cells and local(name) != "cellXfs"

    def text(self, characters: str) -> None:
        """Formats are told by attributes."""


class Part:
    """Refuses a sheet as soon as a cell that holds something lies too far out, and counts what its cells share.

    `styles` are the number formats cells name by their place.
    """

    def __init__(self, shared: SharedTexts, styles: Sequence[str] = ()) -> None:
        self.shared, self.styles = shared, styles
        self.extent = limits.Extent()
        self.row = self.column = 0
        self.texts = 0
        self.shown: dict[Place, str] = {}
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._shows_shared = False
        self._format = ""
        self._heard: list[str] | None = None
        self._parser = parser_for(self)

    def hear(self, content: bytes) -> None:
        """Of most elements it is enough to hear that they begin, and there are many."""
        if plain := plain_rows(content, self.styles):
            content = plain.rest
            self.extent.reach(max(plain.rows, default=0), max(map(_column_number, plain.columns), default=0))
            self.shared.cells.update(plain.shared)
        self._listen(False)
        self._parser.Parse(content, True)

    def _listen(self, to_texts: bool) -> None:
        self._parser.EndElementHandler = self.end if to_texts else None
        self._parser.CharacterDataHandler = self.text if to_texts else None

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "c":
            self._begin_cell(attributes)
            return
        if tag in HOLDING:
            self.extent.reach(self.row, self.column)
        if tag == "row":
            self._begin_row(attributes)
        elif tag == "si" or (tag == "v" and (self._shows_shared or self._format)):
            if self._heard is not None:
                # One inside the other, so that it could not be told which one a cell shows.
                raise limits.broken()
            self._heard = []
            self._listen(True)
        elif tag == "col" and attributes.get("hidden") in YES:
            self._hide_columns(int(attributes["min"]), int(attributes["max"]))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag in PROGRAM_LINKS:
            raise limits.dangerous()

    def text(self, characters: str) -> None:
        if self._heard is not None:
            self._heard.append(characters)

    def end(self, name: str) -> None:
        tag = local(name)
        if self._heard is None or tag not in ("si", "v"):
            return
        text, self._heard = "".join(self._heard), None
        self._listen(False)
        if tag == "si":
            self.shared.lengths[self.texts] = max(self.shared.lengths[self.texts], len(text))
            self.texts += 1
        elif self._shows_shared:
            self.shared.show(int(text))
        elif shown := meant(self._format, float(text)):
            self.shown[self.row - 1, self.column - 1] = shown

    def _begin_row(self, attributes: Attributes) -> None:
        self.row = int(attributes.get("r") or self.row + 1)
        self.column = 0
        if attributes.get("hidden") in YES and self.row <= limits.MOST_ROWS:
            self.hidden_rows.add(self.row - 1)

    def _begin_cell(self, attributes: Attributes) -> None:
        reference, kind = attributes.get("r"), attributes.get("t") or "n"
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = _row_and_column(reference)
        self._shows_shared = kind == "s"
        style = int(attributes.get("s") or 0)
        self._format = self.styles[style] if kind == "n" and 0 <= style < len(self.styles) else ""

    def _hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first - 1, min(last, limits.MOST_COLUMNS)))

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (top, left), (bottom, right) = _row_and_column(first), _row_and_column(last or first)
        if len(self.merged) < MOST_MERGED:
            self.merged.append(Area(top - 1, left - 1, bottom - 1, right - 1))


def _row_and_column(reference: str) -> tuple[int, int]:
    """Counted from 1."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise limits.broken()
    letters, row = match.groups()
    return int(row), _column_number(letters)


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
