"""A table on a sheet: as wide as what stands in it, its header on one line, figures as figures."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.reports.tables.table import Table
from surveys.workbooks import styles as looks
from surveys.workbooks.cells import cell_at, write, write_text

HEADER_ROW = 4


def set_widths(sheet: Worksheet, table: Table, headers: Sequence[str]) -> list[float]:
    widths: list[float] = []
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in (*table.rows, *([table.total] if table.total else []))]
        widths.append(looks.column_width(column, headers[index], cells))
        sheet.column_dimensions[get_column_letter(index + 1)].width = widths[-1]
    return widths


def write_header(sheet: Worksheet, table: Table, headers: Sequence[str], widths: Sequence[float]) -> None:
    for index, (column, header) in enumerate(zip(table.columns, headers, strict=True), start=1):
        style = "report header of figures" if column.is_figure else "report header"
        write_text(cell_at(sheet, HEADER_ROW, index, style), header)
    sheet.row_dimensions[HEADER_ROW].height = looks.height_of(list(zip(headers, widths, strict=True)), room=8)


def write_rows(sheet: Worksheet, table: Table, widths: Sequence[float], zone: ZoneInfo) -> None:
    styles = [(looks.style_of(column), looks.number_format(column)) for column in table.columns]
    for number, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for index, value in enumerate(row, start=1):
            style, number_format = styles[index - 1]
            cell = cell_at(sheet, number, index, style)
            cell.number_format = number_format
            write(cell, value, zone)
        texts = [(value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str)]
        sheet.row_dimensions[number].height = looks.height_of(texts)
