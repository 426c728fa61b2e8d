"""Rows that have no order of their own, the largest first; what is left over comes last, however large."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from surveys.reports.tables.table import Cell, Table

_LEFT_OVER = re.compile(
    r"(-|9[89]|(98|99)?\s*(其他|其它|未知|不详|不清楚|未说明|(others?|unknown|not (known|stated|specified))\b).*)",
    re.IGNORECASE,
)
"""Codes and names of what no other row holds: “-”, 98 and 99 as classifications have them, “other” and “unknown”."""


def by_size(table: Table, codes: Sequence[str], names: Sequence[str]) -> Table:
    """Ordered by the columns `codes`, the first of them first; the columns `names` tell what is left over."""
    sizes, named = [table.index(code) for code in codes], [table.index(name) for name in names]

    def place(row: tuple[Cell, ...]) -> tuple[bool, list[Decimal]]:
        return any(_LEFT_OVER.fullmatch(str(row[n])) for n in named), [_descending(row[n]) for n in sizes]

    return replace(table, rows=tuple(sorted(table.rows, key=place)), sources=())


def _descending(cell: Cell) -> Decimal:
    """A blank comes after every figure."""
    return -Decimal(cell) if isinstance(cell, Decimal | int) else Decimal("Infinity")
