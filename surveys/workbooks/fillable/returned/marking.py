"""The copy that comes back: what in it is to be coloured, what is said beside it, and which rows are left out."""

import base64
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from surveys.lib.confined import Unreadable, confined
from surveys.lib.text import in_language
from surveys.workbooks.fillable.layout import PROBLEM, REASON
from surveys.workbooks.fillable.returned.entries import CellProblem
from surveys.workbooks.fillable.returned.marked_file import Mark, Order, marked
from surveys.workbooks.fillable.returned.plan import Plan
from surveys.workbooks.fillable.returned.recognising import AnsweredSheet
from surveys.workbooks.reading.limits import unreadable


def marked_copy(content: bytes, plan: Plan, language: str) -> bytes:
    """The workbook with the rows alone that have something to be put right; always an .xlsx. Raises WorkbookRefused."""
    orders = [_order(plan, sheet, language) for sheet in plan.contents.sheets]
    try:
        return base64.b64decode(confined(f"{marked.__module__}.{marked.__name__}", content, orders=orders))
    except Unreadable as error:
        raise unreadable(error.reason) from error


def _order(plan: Plan, sheet: AnsweredSheet, language: str) -> Order:
    marks = _marks(plan, sheet, language)
    kept = _rows_kept(plan, sheet) | {mark["row"] for mark in marks}
    filled = [row for row in sheet.rows if any(map(str.strip, sheet.sheet.rows[row]))]
    return {
        "sheet": sheet.sheet.name,
        "names_row": sheet.top,
        "heading_row": _heading_row(sheet),
        "columns": [
            {"name": PROBLEM, "heading": _("What is wrong here"), "place": sheet.columns.get(PROBLEM)},
            {"name": REASON, "heading": _("Why it is right all the same"), "place": sheet.columns.get(REASON)},
        ],
        "marks": marks,
        "gone": [row for row in filled if row not in kept and not sheet.text(row, "@row").startswith("@")],
    }


def _heading_row(sheet: AnsweredSheet) -> int:
    """The last one above the row of names in which something stands over the codes."""
    code = sheet.columns.get("@code", 0)
    return next((row for row in range(sheet.top - 1, -1, -1) if sheet.sheet.text_at(row, code).strip()), 0)


def _marks(plan: Plan, sheet: AnsweredSheet, language: str) -> list[Mark]:
    back = [unit for unit in plan.all if unit.comes_back]
    open = [one for unit in back for one in (*unit.missing, *(place for _finding, place in unit.unexplained))]
    found: dict[str, list[tuple[CellProblem, bool]]] = defaultdict(list)
    for one, is_wrong in (*((one, True) for one in plan.errors), *((one, False) for one in open)):
        if one.sheet == sheet.sheet.name and one.cell:
            found[one.cell].append((one, is_wrong))
    return [_mark(cell, problems, language) for cell, problems in found.items()]


def _mark(cell: str, problems: Iterable[tuple[CellProblem, bool]], language: str) -> Mark:
    problems = list(problems)
    messages = dict.fromkeys(in_language(one.message, language) for one, _is_wrong in problems)
    row = int("".join(filter(str.isdigit, cell))) - 1
    return {"row": row, "cell": cell, "words": "\n".join(messages), "is_wrong": any(wrong for _one, wrong in problems)}


def _rows_kept(plan: Plan, sheet: AnsweredSheet) -> set[int]:
    units = (unit for unit in plan.all if unit.comes_back)
    return {row.place for unit in units for row in unit.compared.returned.rows.get(sheet.layout.key, ())}
