"""A report's table as HTML: figures aligned and grouped, a blank as a dash, a row with the way to the return it was taken from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.urls import reverse

from surveys.lib.clock import show
from surveys.lib.numbers import show_number
from surveys.reports.tables.table import Cell, Column, Table

register = template.Library()

LEADS_BACK = {"R02", "R04"}
"""The tables whose data centers are links to their returns; where the revision is named, to that one."""


@dataclass(frozen=True)
class Shown:
    text: str
    is_figure: bool
    href: str = ""


@register.inclusion_tag("bureau/reports/table.html")
def report_table(table: Table, zone: str, page: "Page[Any] | None" = None) -> dict[str, object]:
    """All rows, or those of a page of row numbers. The total stands under the last page only."""
    numbers = list(page) if page is not None else list(range(len(table.rows)))
    is_last = page is None or not page.has_next()
    return {
        "table": table,
        "rows": [_row(table, number, zone) for number in numbers],
        "total": _cells(table.columns, table.total, zone) if table.total and is_last else None,
    }


def _row(table: Table, number: int, zone: str) -> list[Shown]:
    cells = _cells(table.columns, table.rows[number], zone)
    if table.id in LEADS_BACK:
        index = table.index("facility")
        cells[index] = Shown(cells[index].text, is_figure=False, href=_way_back(table, number))
    return cells


def _way_back(table: Table, number: int) -> str:
    source = table.sources[number]
    if any(column.code == "revision" for column in table.columns):
        return reverse("bureau:review_revision", args=[source, table.rows[number][table.index("revision")]])
    return reverse("bureau:review", args=[source])


def _cells(columns: Iterable[Column], cells: Iterable[Cell], zone: str) -> list[Shown]:
    return [Shown(shown(cell, column, zone), column.is_figure) for cell, column in zip(cells, columns, strict=True)]


def shown(cell: Cell, column: Column, zone: str) -> str:
    match cell:
        case None:
            return "—"
        case datetime():
            return show(cell, zone)
        case date():
            return cell.isoformat()
        case Decimal() | int():
            return show_number(Decimal(cell), column.places if column.is_figure else None)
        case _:
            return cell
