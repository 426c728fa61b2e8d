"""A report's table as HTML: figures aligned and grouped, a blank as a dash, a row with the way to the return it was taken from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django import template
from django.core.paginator import Page
from django.urls import reverse

from surveys.lib.clock import show_without_zone, zone_in_words
from surveys.lib.numbers import show_number
from surveys.reports.tables.fitting import for_people
from surveys.reports.tables.table import Cell, Column, Kind, Table

T = TypeVar("T")
register = template.Library()

LEADS_BACK = {"R02", "R04"}
"""The tables whose data centers are links to their returns; where the revision is named, to that one."""

_RESPONSE = ("frame", "eligible", "complete", "refusal", "non_contact", "other", "rr2", "kw_percent")
AT_FIRST = {
    "R01": ("region", *_RESPONSE),
    "R01C": ("class", *_RESPONSE),
    "R02": ("organisation", "facility", "region", "kw", "state", "deadline", "days_overdue", "contacts", "phones"),
    "R03": ("region", "facilities", "with_mining", "total_wan", "mining_wan", "share_percent", "share_returns"),
    "R04": ("organisation", "facility", "region", "has_mining", "total_kwh", "mining_kwh", "share_percent", "status"),
}
"""What a page shows of the tables that are too wide for it, until all columns are asked for."""


@dataclass(frozen=True)
class Shown:
    text: str
    is_figure: bool
    href: str = ""
    is_receipt: bool = False


@register.inclusion_tag("bureau/reports/table.html")
def report_table(
    table: Table, zone: str, page: "Page[Any] | None" = None, *, all_columns: bool = True
) -> dict[str, object]:
    """All rows, or those of a page of row numbers. The total stands under the last page only."""
    table = for_people(table)
    numbers = list(page) if page is not None else list(range(len(table.rows)))
    is_last = page is None or not page.has_next()
    chosen = _chosen(table, all_columns)
    return {
        "table": table,
        "columns": [(column, _unit(column, zone)) for column in _of(table.columns, chosen)],
        "rows": [_of(_row(table, number, zone), chosen) for number in numbers],
        "total": _of(_cells(table.columns, table.total, zone), chosen) if table.total and is_last else None,
    }


def _unit(column: Column, zone: str) -> str:
    """Of moments, it is the zone they are told in."""
    return zone_in_words(zone) if column.kind == Kind.MOMENT else column.unit


@register.filter
def columns_on_request(table: Table) -> bool:
    return len(_chosen(table, all_columns=False)) < len(table.columns)


def _chosen(table: Table, all_columns: bool) -> list[int]:
    first = AT_FIRST.get(table.id, ())
    return [n for n, column in enumerate(table.columns) if all_columns or not first or column.code in first]


def _of(things: Sequence[T], chosen: list[int]) -> list[T]:
    return [things[n] for n in chosen]


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
    return [
        Shown(shown(cell, column, zone), column.is_figure, is_receipt=column.code == "receipt")
        for cell, column in zip(cells, columns, strict=True)
    ]


def shown(cell: Cell, column: Column, zone: str) -> str:
    match cell:
        case None:
            return "—"
        case datetime():
            return show_without_zone(cell, zone)
        case date():
            return cell.isoformat()
        case Decimal() | int() if column.kind is Kind.YEAR:
            return f"{cell:.0f}"
        case Decimal() | int():
            return show_number(Decimal(cell), column.places if column.is_figure else None)
        case _:
            return cell
