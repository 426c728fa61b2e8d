"""How the cells of a workbook to fill in look, as the numbers of their styles."""

from dataclasses import dataclass
from functools import cached_property

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from surveys.workbooks.cells import write_at
from surveys.workbooks.styles import ACCENT, FONT, INK, QUIET

PAPER, SHADED, BAND = "FFFFFF", "F1F3F5", "DCE6EE"
MOST_PLACES = 6
DAY, PLAIN, WORDS, YEAR = "yyyy-mm-dd", "General", "@", "0"


@dataclass(frozen=True, slots=True)
class Look:
    """colour: of what stands behind. is_open: whether it may be written into."""

    size: int = 10
    ink: str = INK
    bold: bool = False
    colour: str = ""
    wrap: bool = False
    across: str = "left"
    lines: bool = True
    is_open: bool = False
    format: str = PLAIN


TITLE = Look(size=14, bold=True, lines=False)
ADVICE = Look(size=9, ink=QUIET, lines=False)
SECTION = Look(bold=True, ink=ACCENT, colour=BAND)
LABEL = Look(bold=True, ink="FFFFFF", colour=ACCENT, wrap=True)
UNIT = Look(size=9, ink=QUIET, colour=SHADED, wrap=True)
NAME = Look(size=7, ink="A0A7AE", colour=SHADED)
ITEM = Look(bold=True, wrap=True)
FACT = Look(wrap=True)
KNOWN = Look(colour=SHADED)
QUIET_FACT = Look(size=9, ink=QUIET, colour=SHADED)


class Looks:
    """The styles of one workbook, each registered when it is first used."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.worksheets[0]
        self._ids: dict[Look, int] = {}
        self._samples: dict[Look, Cell] = {}

    def id(self, look: Look) -> int:
        if look not in self._ids:
            self._ids[look] = self._sample(look).style_id
        return self._ids[look]

    def put(self, sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
        if look not in self._samples:
            self._samples[look] = self._sample(look)
        cell = write_at(sheet, row, column, text) if text else sheet.cell(row, column)
        cell._style = self._samples[look]._style  # type: ignore[union-attr,attr-defined]  # to register it anew for each cell takes long

    def _sample(self, look: Look) -> Cell:
        cell = Cell(self._sheet, row=1, column=1)
        cell.font = Font(name=FONT, size=look.size, color=look.ink, bold=look.bold)
        if look.colour:
            cell.fill = PatternFill("solid", fgColor=look.colour)
        if look.lines:
            cell.border = Border(left=self._hair, right=self._hair, top=self._hair, bottom=self._hair)
        indent = 1 if look.lines and look.across != "center" else 0
        cell.alignment = Alignment(horizontal=look.across, vertical="center", wrap_text=look.wrap, indent=indent)
        cell.protection = Protection(locked=not look.is_open)
        cell.number_format = look.format
        return cell

    @cached_property
    def _hair(self) -> Side:
        return Side(style="hair", color="BFC5CB")


def of_places(places: int) -> str:
    """The number format that shows so many decimal places."""
    return "#,##0" + ("." + "0" * places if places else "")
