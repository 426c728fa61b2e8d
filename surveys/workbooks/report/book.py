"""The report, or the answers it was made from, as one workbook: a cover, then a sheet for each table. No formulas."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.lib.clock import show
from surveys.lib.files.whole import whole_file
from surveys.reports.book import all_tables
from surveys.reports.microdata import Microdata
from surveys.reports.tables.answers import answer_tables
from surveys.reports.tables.asked import Words
from surveys.reports.tables.fitting import for_people
from surveys.reports.tables.method import basis, cover
from surveys.reports.tables.proof import warnings
from surveys.reports.tables.table import Column, Kind, Table
from surveys.workbooks import styles as looks
from surveys.workbooks.cells import cell_at, controls_in, title_of_sheet, without_controls, write, write_text
from surveys.workbooks.report.charts import add_chart
from surveys.workbooks.tables import HEADER_ROW, set_widths, write_header, write_rows

COVER_ROW = 5
TOTAL_POINTS = 22
FROZEN_COLUMNS = {"R02": 2, "R04": 2}


def write_report(microdata: Microdata, path: Path, *, language: str) -> None:
    """The whole file or none."""
    with translation.override(language), whole_file(path) as file:
        write_book(microdata, all_tables(microdata), file)


def write_answers(microdata: Microdata, path: Path, *, language: str, by_names: bool = False) -> None:
    """The whole file or none. by_names: questions and choices are called by these instead of their labels."""
    with translation.override(language), whole_file(path) as file:
        write_book(microdata, [cover(microdata), *answer_tables(microdata, Words(by_names))], file)


def write_book(microdata: Microdata, tables: list[Table], file: BinaryIO) -> None:
    """In the language that is active; the first table is the cover."""
    book = Workbook()
    looks.add_styles(book)
    first, *others = tables
    _write_cover(book.worksheets[0], first, microdata, controls_in(tables))
    for table in others:
        _write_sheet(book.create_sheet(sheet_title(table)), for_people(table), microdata)
    book.properties.title = without_controls(microdata.round.title)
    book.properties.creator = without_controls(str(microdata.round.survey.authority))
    book.save(file)


def sheet_title(table: Table) -> str:
    return title_of_sheet(f"{table.id} {table.title}")


# --- the cover ---------------------------------------------------------------------------------------------------


def _write_cover(sheet: Worksheet, table: Table, microdata: Microdata, removed: int) -> None:
    sheet.title = table.title
    _write_head(sheet, microdata.round.title, microdata)
    label, value = table.index("item"), table.index("value")
    widths = {"A": 30, "B": 80}
    for row, cells in enumerate(table.rows, start=COVER_ROW):
        item, fact = cell_at(sheet, row, 1, "report item"), cell_at(sheet, row, 2, "report text")
        write(item, cells[label], _zone(microdata))
        write(fact, cells[value], _zone(microdata))
        if not isinstance(cells[value], str):
            fact.number_format = "0.0000" if cells[0] == "share_percent" else "#,##0"
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    _write_notes(sheet, COVER_ROW + len(table.rows) + 1, _removed(removed), columns=2, width=sum(widths.values()))
    _finish(sheet, microdata, table, header_row=None)


def _removed(characters: int) -> list[str]:
    if not characters:
        return []
    text = ngettext(
        "%(n)d control character that a workbook cannot hold was removed.",
        "%(n)d control characters that a workbook cannot hold were removed.",
        characters,
    )
    return [text % {"n": characters}]


# --- a table -----------------------------------------------------------------------------------------------------


def _write_sheet(sheet: Worksheet, table: Table, microdata: Microdata) -> None:
    _write_head(sheet, f"{table.id} {table.title}", microdata)
    headers = [header_of(column, microdata.round.time_zone) for column in table.columns]
    widths = set_widths(sheet, table, headers)
    write_header(sheet, table, headers, widths)
    write_rows(sheet, table, widths, _zone(microdata))
    after = _write_total(sheet, table, HEADER_ROW + len(table.rows) + 1, _zone(microdata))
    after = _write_notes(sheet, after + 1, table.notes, columns=len(table.columns), width=sum(widths))
    add_chart(sheet, table, header_row=HEADER_ROW, below=after + 1)
    sheet.freeze_panes = f"{get_column_letter(frozen_columns(table) + 1)}{HEADER_ROW + 1}"
    if is_list(table) and table.rows:
        last = get_column_letter(len(table.columns))
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + len(table.rows)}"
    _finish(sheet, microdata, table, header_row=HEADER_ROW)


def is_list(table: Table) -> bool:
    """Long, to be filtered and printed on many pages: the ledgers, and the answers."""
    return table.id in ("R02", "R04") or table.id.startswith("D")


def frozen_columns(table: Table) -> int:
    """Those that say what the line is about."""
    return FROZEN_COLUMNS.get(table.id, 3 if table.id.startswith("D") else 1)


def header_of(column: Column, zone: str) -> str:
    """The label and below it its unit, so that no figure stands without one."""
    unit = column.unit
    if column.kind is Kind.MOMENT:
        unit = _("Beijing time") if zone == "Asia/Shanghai" else zone
    in_brackets = _("(%(unit)s)") % {"unit": unit}
    return f"{column.label}\n{in_brackets}" if unit else column.label


def _write_head(sheet: Worksheet, title: str, microdata: Microdata) -> None:
    subtitle = [] if title == microdata.round.title else [microdata.round.title]
    subtitle.append(str(microdata.region or microdata.round.survey.authority.region))
    subtitle.append(_("as of %(moment)s") % {"moment": show(microdata.at, microdata.round.time_zone)})
    for row, text, style in ((1, title, "report title"), (2, " · ".join(subtitle), "report subtitle")):
        write_text(cell_at(sheet, row, 1, style), text)
    sheet.row_dimensions[1].height, sheet.row_dimensions[3].height = 26, 20
    cautions = warnings(microdata)
    style = "report warning" if microdata.snapshot.provisional or cautions else "report subtitle"
    write_text(cell_at(sheet, 3, 1, style), " · ".join([basis(microdata), *cautions]))


def _write_total(sheet: Worksheet, table: Table, number: int, zone: ZoneInfo) -> int:
    """The next free row."""
    if table.total is None:
        return number
    sheet.row_dimensions[number].height = TOTAL_POINTS
    for index, (column, value) in enumerate(zip(table.columns, table.total, strict=True), start=1):
        cell = cell_at(sheet, number, index, looks.style_of(column, in_total=True))
        cell.number_format = looks.number_format(column)
        write(cell, value, zone)
    return number + 1


def _write_notes(sheet: Worksheet, row: int, notes: Sequence[str], *, columns: int, width: float) -> int:
    """The next free row. A note stretches over the whole table, so that it is printed with it."""
    for note in notes:
        write_text(cell_at(sheet, row, 1, "report note"), note)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        sheet.row_dimensions[row].height = looks.height_of([(note, width)])
        row += 1
    return row


def _finish(sheet: Worksheet, microdata: Microdata, table: Table, *, header_row: int | None) -> None:
    sheet.sheet_view.showGridLines = False
    looks.set_up_printing(
        sheet,
        title=without_controls(f"{microdata.round.title} · {table.title}"),
        footer=microdata.sha256[:12],
        of_pages=_("page &P of &N"),
        header_row=header_row,
        on_one_page=not is_list(table),
        frozen=frozen_columns(table),
    )


def _zone(microdata: Microdata) -> ZoneInfo:
    return ZoneInfo(microdata.round.time_zone)
