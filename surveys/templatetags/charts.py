"""Bar charts as rows of a table: name, figures, bars. The text is text, so it wraps, is read out and is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template

from surveys.lib.numbers import canonical, round_half_up, show_number
from surveys.reports.book import CHARTS
from surveys.reports.tables.by_size import by_size
from surveys.reports.tables.fitting import for_people
from surveys.reports.tables.table import Cell, Column, Kind, Table

register = template.Library()

COLOURS = ("#1d4e89", "#b45309")


@dataclass(frozen=True)
class Bar:
    """`width` in percent of the longest there can be."""

    label: str
    colour: str
    width: str
    figure: str
    unit: str


@dataclass(frozen=True)
class Key:
    colour: str
    label: str
    unit: str


@dataclass(frozen=True)
class Chart:
    title: str
    keys: tuple[Key, ...]
    lines: tuple[tuple[str, tuple[Bar, ...]], ...]


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(table: Table) -> dict[str, Chart]:
    """The chart of a table that has one and a figure to draw; the total is not drawn."""
    bars = CHARTS.get(table.id)
    if bars is None or not any(_figure(cell) for code in bars.values for cell in table.column(code)):
        return {}
    table = for_people(by_size(table, bars.values, bars.codes) if bars.by_size else table)
    columns = [table.columns[table.index(code)] for code in bars.values]
    rows = zip(table.column(bars.names), *(table.column(code) for code in bars.values), strict=True)
    return {"chart": draw(table.title, columns, [(str(name), figures) for name, *figures in rows])}


def draw(title: str, columns: Sequence[Column], rows: Sequence[tuple[str, Sequence[Cell]]]) -> Chart:
    longest = _longest(columns, [cell for _name, figures in rows for cell in figures])
    return Chart(
        title=title,
        keys=tuple(Key(colour, c.label, c.unit) for c, colour in zip(columns, COLOURS, strict=False)),
        lines=tuple((name, _bars(columns, figures, longest)) for name, figures in rows),
    )


def _longest(columns: Sequence[Column], cells: Sequence[Cell]) -> Decimal:
    """Percentages are drawn of a hundred, so that two charts of them can be compared."""
    whole = Decimal(100) if all(column.kind is Kind.PERCENT for column in columns) else Decimal(0)
    return max([whole, *map(_figure, cells)])


def _figure(cell: Cell) -> Decimal:
    """A blank has no bar, and so has a rest below zero."""
    return max(Decimal(cell), Decimal(0)) if isinstance(cell, Decimal | int) else Decimal(0)


def _bars(columns: Sequence[Column], figures: Sequence[Cell], longest: Decimal) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=column.label,
            colour=colour,
            width=canonical(round_half_up(_figure(cell) / longest * 100, 1)),
            figure=_shown(cell, column),
            unit=column.unit,
        )
        for cell, column, colour in zip(figures, columns, COLOURS, strict=False)
    )


def _shown(cell: Cell, column: Column) -> str:
    return show_number(Decimal(cell), column.places) if isinstance(cell, Decimal | int) else "—"
