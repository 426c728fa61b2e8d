"""What of a workbook is whose: the sheets of a form, known by their rows of names, and which form it is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.workbooks.fillable import token
from surveys.workbooks.fillable.layout import FORM, ISSUED, LISTS, ORGANISATION, UNITS_OF_ANSWERS, SheetLayout
from surveys.workbooks.fillable.returned.headings import names_under
from surveys.workbooks.reading import Book, Sheet

OURS = frozenset({FORM, LISTS, ISSUED})
MOST_ROWS_ABOVE = 40
FEWEST_NAMES = 2
LONGEST_NUMBER = 250
Key = tuple[str, str, str]
"""Sheet, code, row: of which row of answers something was issued."""


@dataclass(frozen=True)
class AnsweredSheet:
    """`top`: the row above the first answer. `columns`: where each name stands; `twice`: where it stands once more."""

    layout: SheetLayout
    sheet: Sheet
    top: int
    columns: Mapping[str, int]
    twice: Mapping[str, int] = field(default_factory=dict)
    is_by_headings: bool = False

    def text(self, row: int, name: str) -> str:
        column = self.columns.get(name)
        return "" if column is None else self.sheet.text_at(row, column)

    def cell(self, row: int, name: str) -> str:
        """`B5`; of a column that is gone, the first one of the row."""
        return self.sheet.location(row, self.columns.get(name, 0)).rpartition("!")[2]

    @property
    def rows(self) -> range:
        return range(self.top + 1, len(self.sheet.rows))


@dataclass(frozen=True)
class Issued:
    """What stood in a row of the workbook when it was handed out, and in which version of the draft."""

    version: str
    entries: Mapping[str, Any]


def form_of(book: Book) -> token.FormToken | None:
    """From wherever its number stands: in the hidden sheet, on the cover, or in a name of the workbook."""
    sheets = sorted(book.sheets, key=lambda sheet: sheet.name != FORM)
    texts = (text for sheet in sheets for row in sheet.rows for text in row)
    return next((form for text in texts if _may_be_signed(text) and (form := token.read(text))), None)


def _may_be_signed(text: str) -> bool:
    return text.startswith(f"{token.FORMAT}.") and len(text) < LONGEST_NUMBER


def sheets_of(book: Book, layouts: Iterable[SheetLayout]) -> list[AnsweredSheet]:
    """Each at most once; where two sheets have the same row of names, the one that has more of them."""
    layouts, found = tuple(layouts), dict[str, AnsweredSheet]()
    for sheet in book.sheets:
        filled = None if sheet.name in OURS else _by_names(sheet, layouts) or _by_headings(sheet, layouts)
        known = found.get(filled.layout.key) if filled else None
        if filled and (known is None or len(known.columns) < len(filled.columns)):
            found[filled.layout.key] = filled
    return [found[layout.key] for layout in layouts if layout.key in found]


def _by_names(sheet: Sheet, layouts: tuple[SheetLayout, ...]) -> AnsweredSheet | None:
    known = {name for layout in layouts for name in layout.names}
    best = max(range(min(len(sheet.rows), MOST_ROWS_ABOVE)), key=lambda row: (_hits(sheet, row, known), row), default=0)
    if not sheet.rows or _hits(sheet, best, known) < FEWEST_NAMES:
        return None
    names = [text.strip() for text in sheet.rows[best]]
    layout = max(layouts, key=lambda one: len(set(names) & set(one.names) - set(one.own)))
    if not set(names) & set(layout.names) - set(layout.own):
        return None
    columns, twice = dict[str, int](), dict[str, int]()
    for column, name in enumerate(names):
        if name and not name.endswith(":last"):
            (twice if name in columns else columns)[name] = column
    return AnsweredSheet(layout, sheet, best, columns, twice)


def _hits(sheet: Sheet, row: int, known: set[str]) -> int:
    return sum(text.strip() in known for text in sheet.rows[row])


def _by_headings(sheet: Sheet, layouts: tuple[SheetLayout, ...]) -> AnsweredSheet | None:
    """Where somebody deleted the row of names: what stands in the last row of known headings counts."""
    best: AnsweredSheet | None = None
    for layout in layouts:
        for row in range(min(len(sheet.rows), MOST_ROWS_ABOVE)):
            columns = names_under(layout, sheet.rows[row])
            if len(columns) >= FEWEST_NAMES and (best is None or len(columns) >= len(best.columns)):
                best = AnsweredSheet(layout, sheet, row, columns, is_by_headings=True)
    return best


def issued_in(book: Book) -> dict[Key, Issued] | None:
    """None where the sheet that holds it is gone or was written to."""
    sheet = next((one for one in book.sheets if one.name == ISSUED), None)
    try:
        return dict(_issued(sheet)) if sheet else None
    except (ValueError, IndexError):
        return None


def _issued(sheet: Sheet) -> Iterator[tuple[Key, Issued]]:
    for key, code, row, version, *parts in sheet.rows[1:]:
        entries = json.loads("".join(parts) or "{}")
        if key and isinstance(entries, dict):
            yield (key, code, "" if key in (UNITS_OF_ANSWERS, ORGANISATION) else row), Issued(version, entries)
