"""What the content of an .ods says of its tables: how far they reach, what cells show, what is hidden and merged."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from surveys.lib.unreadable import FAILED_FORMULAS, NOT_WORKED_OUT
from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Area, Place
from surveys.workbooks.reading.number_formats import as_percentage, is_code, with_its_unit
from surveys.workbooks.reading.packages import Attributes, local

FILE_IN_A_FORMULA = re.compile(r"'file:([^']+)'#")
HIDDEN = frozenset({"collapse", "filter"})


@dataclass
class Table:
    name: str
    is_hidden: bool = False
    extent: limits.Extent = field(default_factory=limits.Extent)
    shown: dict[Place, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass
class _Cell:
    column: int
    repeated: int
    number: float | None
    columns: int
    rows: int
    is_formula: bool
    has_value: bool
    failed: bool
    is_percentage: bool
    text: list[str] = field(default_factory=list)

    def shown(self, text: str) -> str:
        """What a cell shows where that is something else than its value; a formula that failed is no blank."""
        if self.failed:
            return text if text in FAILED_FORMULAS else "#VALUE!"
        if self.is_formula and not self.has_value:
            return NOT_WORKED_OUT
        if self.number is None:
            return ""
        if self.is_percentage:
            return as_percentage(self.number)
        return text if is_code(text, self.number) else with_its_unit(text, self.number) or ""


class Content:
    """Refuses what reaches too far; rows and cells stand there once and say how often they are meant."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.links: set[str] = set()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = self._in_a_note = 0
        self._characters = 0
        self._row = self._column = self._table_column = self._rows = 0
        self._cells: list[_Cell] = []
        self._cell: _Cell | None = None
        self._is_text = False

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        begin = getattr(self, f"_begin_{tag.replace('-', '_')}", None)
        if begin is not None:
            begin({_name(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        end = getattr(self, f"_end_{local(name).replace('-', '_')}", None)
        if end is not None:
            end()

    def text(self, characters: str) -> None:
        if self._cell is not None and self._is_text and not self._in_a_note:
            self._cell.text.append(characters)

    # --- tables and their looks ---

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("name", "")

    def _begin_table_properties(self, attributes: Attributes) -> None:
        if attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def _begin_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > 1:
            raise limits.broken()
        is_hidden = attributes.get("style-name", "") in self._hidden_styles
        self.tables.append(Table(attributes.get("name", ""), is_hidden))
        self._row = self._table_column = 0

    def _end_table(self) -> None:
        self._depth -= 1

    def _begin_dde_link(self, _attributes: Attributes) -> None:
        raise limits.dangerous()

    def _begin_table_source(self, attributes: Attributes) -> None:
        self._link(attributes.get("href", ""))

    _begin_cell_range_source = _begin_table_source

    def _link(self, address: str) -> None:
        self.links.add(re.split(r"[/\\]", unquote(address))[-1])

    # --- columns and rows ---

    def _begin_table_column(self, attributes: Attributes) -> None:
        if not self._depth:
            return
        first = self._table_column
        self._table_column += _times(attributes, "number-columns-repeated")
        if attributes.get("visibility") in HIDDEN:
            self.tables[-1].hidden_columns.update(range(first, min(self._table_column, limits.MOST_COLUMNS)))

    def _begin_table_row(self, attributes: Attributes) -> None:
        self._rows, self._column, self._cells = _times(attributes, "number-rows-repeated"), 0, []
        if self._depth and attributes.get("visibility") in HIDDEN:
            last = min(self._row + self._rows, limits.MOST_ROWS)
            self.tables[-1].hidden_rows.update(range(self._row, last))

    def _end_table_row(self) -> None:
        for cell in self._cells:
            self._take(cell)
        self._row, self._cells = self._row + self._rows, []

    def _take(self, cell: _Cell) -> None:
        table, text = self.tables[-1], "".join(cell.text)
        last_row, last_column = self._row + self._rows, cell.column + cell.repeated
        table.extent.reach(last_row, last_column)
        self._characters += len(text) * cell.repeated * self._rows
        if self._characters > limits.MOST_CHARACTERS:
            raise limits.too_big()
        if cell.columns > 1 or cell.rows > 1:
            area = Area(self._row, cell.column, self._row + cell.rows - 1, cell.column + cell.columns - 1)
            table.merged.append(area)
        if shown := cell.shown(text):
            places = ((row, column) for row in range(self._row, last_row) for column in range(cell.column, last_column))
            table.shown.update(dict.fromkeys(places, shown))

    # --- cells ---

    def _begin_table_cell(self, attributes: Attributes) -> None:
        if not self._depth or self._cell is not None:
            return
        is_number = attributes.get("value-type") in ("float", "percentage")
        self._cell = _Cell(
            column=self._column,
            repeated=_times(attributes, "number-columns-repeated"),
            number=float(attributes["value"]) if is_number else None,
            is_formula="formula" in attributes,
            has_value="value-type" in attributes,
            failed=attributes.get("calcext:value-type") == "error",
            is_percentage=attributes.get("value-type") == "percentage",
            columns=_times(attributes, "number-columns-spanned"),
            rows=_times(attributes, "number-rows-spanned"),
        )
        for address in FILE_IN_A_FORMULA.findall(attributes.get("formula", "")):
            self._link(address)

    _begin_covered_table_cell = _begin_table_cell

    def _end_table_cell(self) -> None:
        if self._cell is None:
            return
        self._column += self._cell.repeated
        if self._cell.is_formula or self._cell.has_value or any(self._cell.text):
            self._cells.append(self._cell)
        self._cell = None

    _end_covered_table_cell = _end_table_cell

    def _begin_annotation(self, _attributes: Attributes) -> None:
        self._in_a_note += 1

    def _end_annotation(self) -> None:
        self._in_a_note -= 1

    def _begin_p(self, _attributes: Attributes) -> None:
        self._is_text = True

    def _end_p(self) -> None:
        self._is_text = False


def _name(key: str) -> str:
    """LibreOffice says some things a second time, and in a name space of its own more exactly."""
    return key if key.startswith("calcext:") else local(key)


def _times(attributes: Attributes, name: str) -> int:
    times = int(attributes.get(name, "1"))
    if times < 1:
        raise limits.broken()
    return times
