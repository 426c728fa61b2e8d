"""What a spreadsheet says beside one cell, without disturbing what it checks in the others."""

from copy import copy

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 255


def give_prompt(sheet: Worksheet, cell: str, text: str) -> None:
    """The cell goes on being checked as before, by a rule of its own: no cell may lie under two."""
    found = next((one for one in sheet.data_validations.dataValidation if cell in one.sqref), None)
    rule = copy(found) if found else DataValidation(allow_blank=True)
    if found:
        found.sqref = MultiCellRange([part for area in found.sqref.ranges for part in _without(area, cell)])
        if not found.sqref.ranges:
            sheet.data_validations.dataValidation.remove(found)
    rule.sqref = MultiCellRange(cell)
    rule.prompt, rule.promptTitle, rule.showInputMessage = _cut(text), None, True
    sheet.add_data_validation(rule)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _without(area: CellRange, cell: str) -> list[CellRange]:
    """The area in up to four pieces around the cell."""
    one = CellRange(cell)
    if not area.issuperset(one):
        return [area]
    row, column = one.min_row, one.min_col
    pieces = [
        (area.min_col, area.min_row, area.max_col, row - 1),
        (area.min_col, row + 1, area.max_col, area.max_row),
        (area.min_col, row, column - 1, row),
        (column + 1, row, area.max_col, row),
    ]
    return [CellRange(_reference(*piece)) for piece in pieces if piece[0] <= piece[2] and piece[1] <= piece[3]]


def _reference(left: int, top: int, right: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
