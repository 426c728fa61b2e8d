"""What was submitted, as a workbook for its sender's files: a cover with what the receipt says, the answers, and a sheet for
each table among them. To be read, not to be filled in; no formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.reports.tables.table import Table
from surveys.workbooks import styles as looks
from surveys.workbooks.cells import cell_at, without_controls, write_text
from surveys.workbooks.report.book import header_of, sheet_title
from surveys.workbooks.tables import HEADER_ROW, set_widths, write_header, write_rows

COVER_WIDTHS = (26, 84)
FIRST_FACT = 4


@dataclass(frozen=True)
class Submitted:
    """`facts`: item and what is said of it. `mark` names the very submission at the foot of each page."""

    title: str
    unit: str
    mark: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    time_zone: str


def write_submitted(submitted: Submitted, file: BinaryIO) -> None:
    """In the language that is active."""
    book = Workbook()
    looks.add_styles(book)
    _write_cover(book.worksheets[0], submitted)
    for table in submitted.tables:
        _write_table(book.create_sheet(sheet_title(table)), table, submitted)
    book.properties.title = without_controls(submitted.title)
    book.properties.creator = without_controls(submitted.unit)
    book.save(file)


def _write_cover(sheet: Worksheet, submitted: Submitted) -> None:
    sheet.title = _("Receipt of data submitted")
    _write_head(sheet, submitted, submitted.title)
    for row, (item, said) in enumerate(submitted.facts, start=FIRST_FACT):
        write_text(cell_at(sheet, row, 1, "report item"), item)
        write_text(cell_at(sheet, row, 2, "report text"), said)
        sheet.row_dimensions[row].height = looks.height_of([(said, COVER_WIDTHS[1])])
    for index, width in enumerate(COVER_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    _finish(sheet, submitted, sheet.title, header_row=None)


def _write_table(sheet: Worksheet, table: Table, submitted: Submitted) -> None:
    _write_head(sheet, submitted, table.title)
    headers = [header_of(column, submitted.time_zone) for column in table.columns]
    widths = set_widths(sheet, table, headers)
    write_header(sheet, table, headers, widths)
    write_rows(sheet, table, widths, ZoneInfo(submitted.time_zone))
    _show_every_digit(sheet, table)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    _finish(sheet, submitted, table.title, header_row=HEADER_ROW)


def _show_every_digit(sheet: Worksheet, table: Table) -> None:
    """Each figure has decimals of its own: rounded ones would say something else than was submitted."""
    for row, cells in enumerate(table.rows, start=HEADER_ROW + 1):
        for column, value in enumerate(cells, start=1):
            if isinstance(value, Decimal):
                sheet.cell(row, column).number_format = _format_of(value)


def _format_of(figure: Decimal) -> str:
    exponent = figure.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * places if places else "")


def _write_head(sheet: Worksheet, submitted: Submitted, title: str) -> None:
    write_text(cell_at(sheet, 1, 1, "report title"), title)
    write_text(cell_at(sheet, 2, 1, "report subtitle"), submitted.unit)
    sheet.row_dimensions[1].height = 26


def _finish(sheet: Worksheet, submitted: Submitted, title: str, *, header_row: int | None) -> None:
    sheet.sheet_view.showGridLines = False
    looks.set_up_printing(
        sheet,
        title=without_controls(f"{submitted.title} · {title}"),
        footer=submitted.mark,
        of_pages=_("page &P of &N"),
        header_row=header_row,
        on_one_page=False,
    )
