"""How a report workbook looks: named styles, number formats, widths measured for Chinese text, print set-up."""

import math
import unicodedata
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from surveys.reports.tables.table import Cell, Column, Kind

FONT = "Microsoft YaHei"
INK, QUIET, ACCENT, WARNING = "1A1A1A", "595959", "1D4F76", "8A4B00"
NARROWEST, WIDEST = 9, 52
LINE_POINTS = 16
MARGIN = 3
TALLEST = 409
"""Points a row can have, a limit of spreadsheets; also less than a page."""

HAIR = Side(style="hair", color="BFBFBF")
RULE = Side(style="thin", color=INK)


def add_styles(book: Workbook) -> None:
    for style in _styles():
        book.add_named_style(style)


def _styles() -> list[NamedStyle]:
    body, bold = Font(name=FONT, size=10, color=INK), Font(name=FONT, size=10, color=INK, bold=True)
    left = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    right = Alignment(horizontal="right", vertical="center", indent=1)
    above = Border(top=RULE)
    return [
        NamedStyle("report title", font=Font(name=FONT, size=15, color=INK, bold=True), alignment=Alignment(vertical="center")),
        NamedStyle("report subtitle", font=Font(name=FONT, size=10, color=QUIET), alignment=Alignment(vertical="top")),
        NamedStyle("report warning", font=Font(name=FONT, size=10, color=WARNING, bold=True)),
        NamedStyle("report note", font=Font(name=FONT, size=9, color=QUIET), alignment=Alignment(vertical="top", wrap_text=True)),
        NamedStyle(
            "report header",
            font=Font(name=FONT, size=10, color="FFFFFF", bold=True),
            fill=PatternFill("solid", fgColor=ACCENT),
            alignment=Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1),
        ),
        NamedStyle(
            "report header of figures",
            font=Font(name=FONT, size=10, color="FFFFFF", bold=True),
            fill=PatternFill("solid", fgColor=ACCENT),
            alignment=Alignment(horizontal="right", vertical="center", wrap_text=True, indent=1),
        ),
        NamedStyle("report text", font=body, alignment=left, border=Border(bottom=HAIR)),
        NamedStyle("report figure", font=body, alignment=right, border=Border(bottom=HAIR)),
        NamedStyle("report item", font=bold, alignment=left, border=Border(bottom=HAIR)),
        NamedStyle("report total", font=bold, alignment=left, border=above),
        NamedStyle("report total figure", font=bold, alignment=right, border=above),
    ]  # fmt: skip


def style_of(column: Column, *, in_total: bool = False) -> str:
    figure = column.is_figure
    if in_total:
        return "report total figure" if figure else "report total"
    return "report figure" if figure else "report text"


def number_format(column: Column) -> str:
    match column.kind:
        case Kind.NUMBER:
            return "#,##0" + ("." + "0" * column.places if column.places else "")
        case Kind.PERCENT:
            return "0." + "0" * column.places
        case Kind.DATE:
            return "yyyy-mm-dd"
        case Kind.MOMENT:
            return "yyyy-mm-dd hh:mm"
        case Kind.YEAR:
            return "0"
        case _:
            return "General"


# --- measuring ---------------------------------------------------------------------------------------------------


def width_of(text: str) -> int:
    """In columns of a spreadsheet: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shown(cell: Cell, column: Column) -> str:
    """About as wide as the spreadsheet will show it."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case datetime():
            return "2021-04-28 12:00"
        case int():
            return f"{cell:,}"
        case _ if column.is_figure:
            return f"{cell:,.{column.places}f}"
        case _:
            return str(cell)


def column_width(column: Column, header: str, cells: list[Cell]) -> int:
    """As wide as the widest cell; the label in the header may take two lines, its unit one."""
    widest = max((width_of(line) for cell in cells for line in shown(cell, column).split("\n")), default=0)
    label, _, unit = header.partition("\n")
    return min(max(NARROWEST, max(widest, math.ceil(width_of(label) / 2) + 2, width_of(unit)) + MARGIN), WIDEST)


def lines_of(text: str, width: float) -> int:
    room = max(1.0, width - MARGIN + 1)
    return sum(max(1, math.ceil(width_of(line) / room)) for line in text.split("\n"))


def height_of(texts: list[tuple[str, float]], *, room: int = 2) -> float:
    """The points a row needs whose cells hold these texts in columns of these widths, as far as a row can grow."""
    needed = LINE_POINTS * max((lines_of(text, width) for text, width in texts), default=1) + room
    return min(needed, TALLEST)


# --- printing ----------------------------------------------------------------------------------------------------


MOST_ON_A_PAGE = 20
LONGEST_IN_A_FOOTER = 90
"""Characters of one part; were all three with their codes longer than 255, a spreadsheet would call the file damaged."""


def set_up_printing(
    sheet: Worksheet,
    *,
    title: str,
    footer: str,
    of_pages: str,
    header_row: int | None,
    on_one_page: bool,
    frozen: int = 1,
) -> None:
    """A4 across, the header row on every page and the pages numbered; as wide as the page, where that can be read.

    Wider tables go over several pages, each with the columns that are frozen.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    is_readable = sheet.max_column <= MOST_ON_A_PAGE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(on_one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=is_readable)
    if not is_readable:
        sheet.page_setup.scale = 70
        sheet.print_title_cols = f"A:{get_column_letter(frozen)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    foot = sheet.oddFooter
    assert foot is not None
    for part, text in ((foot.left, _literal(title)), (foot.center, of_pages), (foot.right, _literal(footer))):
        part.text, part.size = text, 8


def _literal(text: str) -> str:
    """In headers and footers an ampersand begins a code."""
    return text[:LONGEST_IN_A_FOOTER].replace("&", "&&")
