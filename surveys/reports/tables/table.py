"""Tables as data: columns that say what they hold, rows, and a total that is never among the rows.

A table is declared by its columns; the total line is computed by the same columns from everything together, so that a
total share is sum over sum by construction. Looks are the business of pages and workbooks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum, auto
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from surveys.lib.numbers import canonical

T = TypeVar("T")
Cell = str | Decimal | int | date | datetime | None


class Kind(StrEnum):
    TEXT = auto()
    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    MOMENT = auto()
    YEAR = auto()


@dataclass(frozen=True)
class Column:
    """`code` is for machines and never translated. `places` are the decimals shown; the figure itself is exact.

    amount_in: the symbol of the unit of an amount of electricity that people are shown in one that fits its size.
    """

    code: str
    label: str
    unit: str = ""
    kind: Kind = Kind.TEXT
    places: int = 0
    amount_in: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.PERCENT)


@dataclass(frozen=True)
class Table:
    """`sources` names, row by row, the response a row was taken from; empty where rows are sums."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[object, ...] = ()

    def column(self, code: str) -> list[Cell]:
        """The cells of one column, the total not among them."""
        index = self.index(code)
        return [row[index] for row in self.rows]

    def total_of(self, code: str) -> Cell:
        return self.total[self.index(code)] if self.total else None

    def index(self, code: str) -> int:
        return [column.code for column in self.columns].index(code)

    def with_total(self, **cells: Cell) -> "Table":
        """With a total line that holds these cells; in the other columns nothing can be added up."""
        return replace(self, total=tuple(cells.get(column.code) for column in self.columns))

    def to_json(self) -> dict[str, object]:
        columns = [{"code": c.code, "label": c.label, "unit": c.unit} for c in self.columns]
        shape: dict[str, object] = {"title": self.title, "columns": columns, "rows": [_plain(row) for row in self.rows]}
        if self.total is not None:
            shape["total"] = _plain(self.total)
        return shape | {"notes": list(self.notes)}


def _plain(row: Iterable[Cell]) -> list[str | None]:
    return [plain(cell) for cell in row]


def plain(cell: Cell) -> str | None:
    """For machines: numbers as exact strings, moments in UTC, blanks as None."""
    match cell:
        case None | str():
            return cell
        case int() | Decimal():
            return canonical(Decimal(cell))
        case datetime():
            return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case _:
            return cell.isoformat()


@dataclass(frozen=True)
class Layout(Generic[T]):
    """A table in the making: its columns, each with what it takes from an item."""

    id: str
    title: str
    columns: Sequence[tuple[Column, Callable[[T], Cell]]]
    notes: Sequence[str] = field(default_factory=list)

    def filled(self, items: Iterable[T], total: T | None = None, sources: Iterable[object] = ()) -> Table:
        return Table(
            id=self.id,
            title=self.title,
            columns=tuple(column for column, _of in self.columns),
            rows=tuple(self._row(item) for item in items),
            total=self._row(total) if total is not None else None,
            notes=tuple(note for note in self.notes if note),
            sources=tuple(sources),
        )

    def _row(self, item: T) -> tuple[Cell, ...]:
        return tuple(of(item) for _column, of in self.columns)


def text(code: str, label: str) -> Column:
    return Column(code, label)


def count(code: str, label: str, unit: str = "") -> Column:
    return Column(code, label, unit, Kind.NUMBER)


def number(code: str, label: str, unit: str, places: int = 0) -> Column:
    return Column(code, label, unit, Kind.NUMBER, places)


def amount_of_electricity(code: str, label: str) -> Column:
    """In 万千瓦时 for machines, in what fits for people."""
    return Column(code, label, _("10,000 kWh"), Kind.NUMBER, 2, amount_in="万千瓦时")


def percentage(code: str, label: str) -> Column:
    return Column(code, label, "%", Kind.PERCENT, 2)


def total_label() -> str:
    return _("Total")
