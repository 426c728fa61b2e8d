"""What is read from an uploaded table, whatever its format: cells as text, and what is peculiar about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from surveys.lib.language import current_language, in_every_language
from surveys.lib.numbers import canonical
from surveys.lib.text import Text, in_language

DIGITS_KEPT = 15
"""Of a number, by spreadsheets; what is typed behind them becomes 0."""
HALF_A_SECOND = timedelta(milliseconds=500)
Place = tuple[int, int]
"""Row and column, counted from 0."""


class WorkbookRefused(ValueError):
    """The file cannot be used; `message` says why and what to do, in every language."""

    def __init__(self, words: Callable[[], str] | Text) -> None:
        self.message = in_every_language(words) if callable(words) else words
        super().__init__(self.message["en"])

    def __str__(self) -> str:
        return in_language(self.message, current_language())


@dataclass(frozen=True)
class Area:
    """Cells that were merged into one. Counted from 0, the last ones within."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top + 1}:{column_letters(self.right)}{self.bottom + 1}"


@dataclass(frozen=True)
class Sheet:
    """Cells as text, row by row from A1; blank cells are empty strings. Rows may be of different lengths.

    `cut` are numbers of more than fifteen digits, whose last digits are no longer what was typed; `days` are dates and
    times, which spreadsheets also make of a code such as 1-2.
    """

    name: str
    rows: list[list[str]]
    cut: frozenset[Place] = frozenset()
    days: frozenset[Place] = frozenset()
    merged: tuple[Area, ...] = ()
    is_hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    def location(self, row: int, column: int) -> str:
        """`单位!B5`, counting both from 0."""
        return f"{self.name}!{column_letters(column)}{row + 1}"

    def text_at(self, row: int, column: int) -> str:
        texts = self.rows[row] if row < len(self.rows) else []
        return texts[column] if column < len(texts) else ""


@dataclass(frozen=True)
class Book:
    """`links` are other workbooks whose saved values stand in cells; `objects` and `left_out` (sheets) were not read."""

    sheets: list[Sheet]
    links: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_plain_text: bool = False


@dataclass
class Cells:
    """A sheet in the making: cells as a library gives them, and as its format shows them where that is a code."""

    rows: list[list[str]] = field(default_factory=list)
    cut: set[Place] = field(default_factory=set)
    days: set[Place] = field(default_factory=set)

    def add_row(self, cells: Sequence[object]) -> None:
        row, texts = len(self.rows), [cell if type(cell) is str else text_of(cell) for cell in cells]
        for column, cell in enumerate(cells):
            if type(cell) is str:  # as most are
                continue
            if isinstance(cell, float) and _is_cut(texts[column]):
                self.cut.add((row, column))
            elif isinstance(cell, (date, time, timedelta)):
                self.days.add((row, column))
        self.rows.append(texts)

    def show(self, place: Place, shown: str) -> None:
        row, column = place
        self.rows += [[] for _row in range(row + 1 - len(self.rows))]
        self.rows[row] += [""] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = shown


def text_of(cell: object) -> str:
    """A cell as a person would have typed it. Spreadsheets hold numbers as doubles; their shortest spelling is what was typed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return canonical(Decimal(repr(cell)))
    if isinstance(cell, datetime):
        # A spreadsheet counts in parts of a day: noon can be a few microseconds before noon.
        shown = (cell + HALF_A_SECOND).replace(microsecond=0)
        return shown.date().isoformat() if shown.time() == time.min else shown.isoformat(" ")
    if isinstance(cell, (date, time, timedelta, int)):
        return str(cell)
    return str(cell or "")


def _is_cut(number: str) -> bool:
    return len(number) > DIGITS_KEPT and len(number.lstrip("-0.").replace(".", "")) > DIGITS_KEPT


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
