"""Bar charts as SVG tags: geometry in attributes, a title and a description to be read out, the figures in a table beside."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from surveys.lib.numbers import canonical, round_half_up, show_number
from surveys.reports.book import CHARTS, Bars
from surveys.reports.tables.fitting import for_people
from surveys.reports.tables.table import Cell, Column, Table

register = template.Library()

WIDTH, LABELS, FIGURES = 760, 190, 110
BAR, GAP, LEGEND, LINE = 14, 8, 28, 13
LABEL_COLUMNS = 26
COLOURS = ("#1d4e89", "#b45309")


@dataclass(frozen=True)
class Bar:
    y: int
    width: str
    height: int
    colour: str
    figure: str
    figure_x: str
    text_y: int
    tells: str


@dataclass(frozen=True)
class Line:
    """One row of the table: its name and a bar for each column."""

    name: str
    text_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Key:
    x: int
    colour: str
    label: str


@dataclass(frozen=True)
class Chart:
    id: str
    title: str
    description: str
    width: int
    height: int
    labels: int
    lines: tuple[Line, ...]
    keys: tuple[Key, ...]


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(table: Table, *, with_figures: bool = True) -> dict[str, object]:
    """The chart of a table that has one and a figure to draw; the total is not drawn. `with_figures` where the table itself is not on the page."""
    bars, table = CHARTS.get(table.id), for_people(table)
    if bars is None or not any(_figure(cell) for code in bars.values for cell in table.column(code)):
        return {}
    columns = [table.columns[table.index(code)] for code in bars.values]
    rows = [(str(name), figures) for name, *figures in zip(*_cells(table, bars), strict=True)]
    return {
        "chart": draw(table, columns, rows),
        "names": table.columns[table.index(bars.names)].label,
        "columns": columns if with_figures else None,
        "rows": [(name, [_shown(cell, c) for cell, c in zip(figures, columns, strict=True)]) for name, figures in rows],
    }


def _cells(table: Table, bars: Bars) -> list[list[Cell]]:
    return [table.column(bars.names), *(table.column(code) for code in bars.values)]


def draw(table: Table, columns: Sequence[Column], rows: Sequence[tuple[str, Sequence[Cell]]]) -> Chart:
    most = max((_figure(cell) for _name, figures in rows for cell in figures), default=Decimal(0))
    top = LEGEND if len(columns) > 1 else 0
    high = len(columns) * BAR + GAP
    lines = [_line(name, figures, columns, top + n * high, most) for n, (name, figures) in enumerate(rows)]
    return Chart(
        id=f"chart-{table.id}",
        title=table.title,
        description=_description(columns, rows),
        width=WIDTH,
        height=top + len(rows) * high,
        labels=LABELS - GAP,
        lines=tuple(lines),
        keys=_keys(columns) if len(columns) > 1 else (),
    )


def _figure(cell: Cell) -> Decimal:
    """A blank has no bar, and so has a rest below zero."""
    return max(Decimal(cell), Decimal(0)) if isinstance(cell, Decimal | int) else Decimal(0)


def _line(name: str, figures: Sequence[Cell], columns: Sequence[Column], y: int, most: Decimal) -> Line:
    bars = [
        _bar(name, cell, column, y + n * BAR, most, COLOURS[n % len(COLOURS)])
        for n, (cell, column) in enumerate(zip(figures, columns, strict=True))
    ]
    return Line(fitting(name), y + (len(columns) * BAR) // 2 + LINE // 3, tuple(bars))


def fitting(name: str) -> str:
    """What of a name there is room for; the whole one is told at its bars."""
    room, kept = LABEL_COLUMNS, ""
    for character in name:
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            return kept[:-1] + "…"
        kept += character
    return kept


def _bar(name: str, cell: Cell, column: Column, y: int, most: Decimal, colour: str) -> Bar:
    room = WIDTH - LABELS - FIGURES
    width = round_half_up(_figure(cell) / most * room, 1) if most else Decimal(0)
    figure = _shown(cell, column)
    return Bar(
        y=y,
        width=canonical(width),
        height=BAR - 2,
        colour=colour,
        figure=figure,
        figure_x=canonical(LABELS + width + 6),
        text_y=y + BAR - 4,
        tells=f"{name}, {column.label}: {figure} {column.unit}".strip(),
    )


def _keys(columns: Sequence[Column]) -> tuple[Key, ...]:
    return tuple(
        Key(
            LABELS + n * 270,
            COLOURS[n % len(COLOURS)],
            f"{column.label} ({column.unit})" if column.unit else column.label,
        )
        for n, column in enumerate(columns)
    )


def _description(columns: Sequence[Column], rows: Sequence[tuple[str, Sequence[Cell]]]) -> str:
    """What somebody who does not see the chart should know first: the largest of each kind of bar."""
    parts = []
    for n, column in enumerate(columns):
        name, figures = max(rows, key=lambda row: _figure(row[1][n]))
        unit = f" {column.unit}" if column.unit else ""
        told = {"label": column.label, "name": name, "figure": _shown(figures[n], column) + unit}
        parts.append(_("%(label)s: the largest is %(name)s with %(figure)s.") % told)
    return " ".join(parts)


def _shown(cell: Cell, column: Column) -> str:
    return show_number(Decimal(cell), column.places) if isinstance(cell, Decimal | int) else "—"
