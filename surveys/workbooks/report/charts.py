"""Native charts under the tables: bars, in the order of the rows, without the total."""

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from surveys.reports.book import CHARTS, Bars
from surveys.reports.tables.table import Kind, Table

COLOURS = ("1D4F76", "C96A1B")
WIDTH_CM, HEIGHT_CM = 24, 9


def add_chart(sheet: Worksheet, table: Table, *, header_row: int, below: int) -> None:
    """Nothing for a table that is not drawn or has no rows."""
    bars = CHARTS.get(table.id)
    if bars is None or not table.rows:
        return
    first, last = header_row + 1, header_row + len(table.rows)
    chart = _chart(table, bars)
    for code, colour in zip(bars.values, COLOURS, strict=False):
        index = table.index(code)
        cells = Reference(sheet, min_col=index + 1, min_row=first, max_row=last)
        series = Series(cells, title=table.columns[index].label)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=table.index(bars.names) + 1, min_row=first, max_row=last))
    sheet.add_chart(chart, f"A{below}")


def _chart(table: Table, bars: Bars) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping = "col", "clustered"
    chart.title = table.title
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    chart.gapWidth = 60
    chart.y_axis.title = table.columns[table.index(bars.values[0])].unit or None
    if table.columns[table.index(bars.values[0])].kind is Kind.PERCENT:
        chart.y_axis.scaling.max = 100
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format, chart.y_axis.numFmt.sourceLinked = "#,##0", False
    # Without this, recent spreadsheets leave the axes out.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "t"
    if len(bars.values) == 1:
        chart.legend = None
    return chart
