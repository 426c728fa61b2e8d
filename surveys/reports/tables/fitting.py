"""Amounts of electricity as people read them: their columns in one unit of the reader's language that fits their size.

For machines such a column stays what its code says. What is shown is the same figure, exactly, in another unit.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from surveys.lib.language import current_language
from surveys.lib.units import Unit, from_canonical, to_canonical, unit
from surveys.reports.amounts import CHINESE, ENGLISH
from surveys.reports.tables.table import Cell, Column, Table

TOO_SMALL = Decimal("0.1")
"""What is shown with two places and less than this has lost most of its digits."""


def for_people(table: Table) -> Table:
    """All of a table's amounts in one unit, so that its columns and the bars of its chart can be compared."""
    fitted = [column.amount_in for column in table.columns]
    if not any(fitted):
        return table
    chosen = _fitting([_kwh(row[n], symbol) for row in table.rows for n, symbol in enumerate(fitted) if symbol])

    def converted(row: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(_in(chosen, cell, symbol) for cell, symbol in zip(row, fitted, strict=True))

    return replace(
        table,
        columns=tuple(_shown(column, chosen) for column in table.columns),
        rows=tuple(map(converted, table.rows)),
        total=converted(table.total) if table.total is not None else None,
    )


def _fitting(amounts: Sequence[Decimal | None]) -> Unit:
    """The largest of which the largest row has at least one; one smaller where the smallest would be hard to read.

    Plain kWh have a column of their own.
    """
    known = [unit(symbol) for symbol in (CHINESE if current_language() == "zh" else ENGLISH) if symbol != "kWh"]
    sizes = [abs(kwh) for kwh in amounts if kwh]
    largest = max(sizes, default=Decimal(0))
    place = next((n for n, one in enumerate(known) if largest >= one.in_base), len(known) - 1)
    is_lost = bool(sizes) and from_canonical(min(sizes), known[place].symbol) < TOO_SMALL
    return known[min(place + is_lost, len(known) - 1)]


def _kwh(cell: Cell, symbol: str) -> Decimal | None:
    return to_canonical(cell, symbol) if isinstance(cell, Decimal) else None


def _in(chosen: Unit, cell: Cell, symbol: str) -> Cell:
    kwh = _kwh(cell, symbol) if symbol else None
    return cell if kwh is None else from_canonical(kwh, chosen.symbol)


def _shown(column: Column, chosen: Unit) -> Column:
    if not column.amount_in:
        return column
    return replace(column, unit=chosen.label(current_language()), amount_in=chosen.symbol)
