"""What a workbook would change and what is wrong with it, for programs."""

from typing import TypedDict

from surveys.lib.text import in_language
from surveys.workbooks.fillable.returned.comparing import Contested
from surveys.workbooks.fillable.returned.entries import CellProblem
from surveys.workbooks.fillable.returned.plan import Plan


class ToldCell(TypedDict):
    sheet: str
    cell: str
    question: str
    value: str
    message: str


class ToldConflict(TypedDict):
    cell: str
    question: str
    key: str


class ToldPlan(TypedDict):
    """The four counts are of cells."""

    facilities: int
    new: int
    changed: int
    same: int
    wrong: int
    errors: list[ToldCell]
    missing: list[ToldCell]
    conflicts: list[ToldConflict]
    reasons: list[ToldCell]


def as_json(plan: Plan, language: str) -> ToldPlan:
    """`missing`, `conflicts` and `reasons` are no errors: what is still blank, what a colleague changed, what wants a reason."""
    contested: list[ToldConflict] = [
        {"cell": place_of_contested(one), "question": one.question.name, "key": one.key}
        for _unit, one in plan.contested
    ]
    missing = [_told(one, language) for unit in plan.all for one in unit.missing]
    doubts = [_told(place, language) for unit in plan.all for _finding, place in unit.unexplained]
    errors = [_told(one, language) for one in plan.errors]
    counts = plan.counts()
    return {
        "facilities": counts["facilities"],
        "new": counts["new"],
        "changed": counts["changed"],
        "same": counts["same"],
        "wrong": counts["wrong"],
        "errors": errors,
        "missing": missing,
        "conflicts": contested,
        "reasons": doubts,
    }


def place_of_contested(one: Contested) -> str:
    return f"{one.row.sheet.sheet.name}!{one.row.sheet.cell(one.row.place, one.question.name)}"


def _told(one: CellProblem, language: str) -> ToldCell:
    message = in_language(one.message, language)
    return {"sheet": one.sheet, "cell": one.cell, "question": one.question, "value": one.value, "message": message}
