"""What a page shows of a workbook that came back."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.form import Definition, Question, read, show
from surveys.workbooks.fillable.returned.comparing import Tally
from surveys.workbooks.fillable.returned.entries import CellProblem
from surveys.workbooks.fillable.returned.plan import Plan, UnitPlan

MOST_SHOWN = 200


@dataclass(frozen=True)
class UnitLine:
    name: str
    tally: Tally
    wrong: int
    state: str
    tone: str


def preview_of(plan: Plan, noughts_meant: Collection[str]) -> dict[str, Any]:
    problems = [_told(plan.definition, one) for one in plan.errors]
    return {
        "remarks": [remark.told(current_language()) for remark in plan.remarks],
        "counts": plan.counts(),
        "lines": [_line(unit) for unit in plan.all],
        "problems": problems[:MOST_SHOWN],
        "more_problems": max(len(problems) - MOST_SHOWN, 0),
        "contested": list(_contested(plan)),
        "noughts": [
            {"key": one.key, "label": _label(plan.definition, one.question.name), "is_meant": one.key in noughts_meant}
            for one in plan.noughts
        ],
        "doubts": list(_doubts(plan)),
        "to_save": sum(unit.is_to_be_saved for unit in plan.units),
        "may_save": any(unit.is_to_be_saved for unit in plan.all) or _confirms(plan),
        "comes_back": bool(plan.errors),
    }


def _confirms(plan: Plan) -> bool:
    return plan.own is not None and plan.own.confirmation is None and plan.own.is_ready


def _line(unit: UnitPlan) -> UnitLine:
    wrong = len({(one.sheet, one.cell) for one in unit.wrong})
    return UnitLine(unit.owner.name, unit.tally, wrong, *_state(unit))


def _state(unit: UnitPlan) -> tuple[str, str]:
    if unit.wrong:
        return _("wrong cells, not saved"), "problem"
    if unit.missing and (unit.compared.is_touched or unit.assignment is None):
        return _("answers missing"), "attention"
    if unit.unexplained:
        return _("wants a reason"), "attention"
    if unit.contested:
        return _("changed by two people"), "attention"
    return (_("to be saved"), "accent") if unit.is_to_be_saved else (_("no change"), "plain")


def _told(definition: Definition, one: CellProblem) -> dict[str, str]:
    place = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
    label = _label(definition, one.question) if one.question else ""
    return {"place": place, "label": label, "value": one.value, "message": in_language(one.message, current_language())}


def _label(definition: Definition, name: str) -> str:
    return definition.label_of(name, current_language())


def _contested(plan: Plan) -> Iterator[dict[str, Any]]:
    for unit, one in plan.contested:
        draft = unit.draft or unit.confirmation
        by = getattr(draft, "saved_by", None) or getattr(draft, "confirmed_by", None) if draft else None
        yield {
            "key": f"{unit.owner.id}/{one.key}",
            "place": f"{one.row.sheet.sheet.name}!{one.row.sheet.cell(one.row.place, one.question.name)}",
            "unit": unit.owner.name,
            "label": _label(plan.definition, one.question.name),
            "yours": _in_words(one.question, one.yours),
            "theirs": _in_words(one.question, one.theirs),
            "by": str(by or ""),
            "is_mine": one.key in unit.compared.decided,
        }


def _in_words(question: Question, entry: Any) -> str:
    """As it was typed, a choice by its label; blank where there is nothing."""
    if not isinstance(entry, dict):
        return ""
    reading, language = read(question, entry), current_language()
    if question.choices and reading.value is not None:
        return show(question, reading.value, language)
    return " ".join(filter(None, (entry.get("typed"), entry.get("unit"), entry.get("unavailable"))))


def _doubts(plan: Plan) -> Iterator[dict[str, str]]:
    for unit in plan.all:
        for finding, place in unit.doubts if unit.is_good else ():
            told = _told(plan.definition, place)
            field, known = f"reason.{unit.owner.id}.{finding.key}", unit.known_reasons.get(finding.key, "")
            yield told | {"unit": unit.owner.name, "field": field, "reason": known}
