"""Saving what a workbook says: the good units, each through the one door of drafts, and the organisation's own data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit, RoundIsClosed, open_for_answering, save_draft
from surveys.responses.confirming import confirm_organisation
from surveys.responses.models import Draft
from surveys.responses.states import NotAllowedNow
from surveys.workbooks.fillable.returned.overlaying import SavedByUpload
from surveys.workbooks.fillable.returned.plan import Plan, UnitPlan


@dataclass
class SavedPlan:
    """`refused`: those that take no more answers by now. `remembered`: what stands in the drafts behind the saving."""

    saved: list[UnitPlan] = field(default_factory=list)
    refused: list[UnitPlan] = field(default_factory=list)
    remembered: dict[str, SavedByUpload] = field(default_factory=dict)


def save_plan(*, plan: Plan, by: User | None, at: datetime, name: str = "") -> SavedPlan:
    """Unit by unit, so that one which has just been closed keeps no other from being saved. `name`: of the file."""
    done = SavedPlan()
    if plan.own and _is_to_be_confirmed(plan.own):
        _try(done, plan.own, lambda unit: _confirm(plan, unit, by, at))
    for unit in plan.units:
        if unit.is_to_be_saved:
            _try(done, unit, lambda unit: _save(unit, by, at))
    done.remembered = _remembered(done)
    if done.saved:
        _record(plan, done, by, at, name)
    return done


def _try(done: SavedPlan, unit: UnitPlan, deed: Callable[[UnitPlan], None]) -> None:
    try:
        deed(unit)
    except (RoundIsClosed, NotAllowedNow, ChangedSinceShown, NotReadyToSubmit):
        done.refused.append(unit)
    else:
        done.saved.append(unit)


def _is_to_be_confirmed(own: UnitPlan) -> bool:
    """Once for the round; again where the workbook says something else. What is contested has to be decided first."""
    is_decided = not (own.merge and own.merge.conflicts)
    return own.is_ready and is_decided and (own.confirmation is None or own.compared.is_touched or bool(own.reasons))


def _confirm(plan: Plan, own: UnitPlan, by: User | None, at: datetime) -> None:
    assert own.merge and own.evaluation
    own.confirmation = confirm_organisation(
        round=plan.round,
        organisation=plan.organisation,
        by=by,
        answers=own.merge.answers,
        reasons=own.evaluation.reasons,
        shown=own.confirmation.stamp if own.confirmation else "",
        at=at,
    )


def _save(unit: UnitPlan, by: User | None, at: datetime) -> None:
    assert unit.assignment
    response, compared = unit.assignment.response, unit.compared
    response.assignment = unit.assignment
    draft = open_for_answering(response=response, by=by, at=at)
    save_draft(
        response=response,
        by=by,
        base=unit.draft.version if unit.draft else draft.version,
        changes=compared.changes,
        reasons=unit.reasons,
        unseen=compared.unseen,
        rows=compared.drawn,
        at=at,
    )


def _remembered(done: SavedPlan) -> dict[str, SavedByUpload]:
    units = {unit.assignment.response.pk: unit for unit in done.saved if unit.assignment}
    found: dict[str, SavedByUpload] = {}
    for draft in Draft.objects.filter(response__in=units):
        found[str(units[draft.response_id].owner.id)] = {"version": str(draft.version), "answers": draft.answers}
    for unit in done.saved:
        if unit.confirmation and not unit.assignment:
            found[str(unit.owner.id)] = {"version": unit.confirmation.stamp, "answers": unit.confirmation.answers}
    return found


def _record(plan: Plan, done: SavedPlan, by: User | None, at: datetime, name: str) -> None:
    tally = plan.tally
    details = {
        "file": name,
        "units": sum(unit.assignment is not None for unit in done.saved),
        "new": tally.new,
        "changed": tally.changed,
        "left_out": sum(bool(unit.wrong) for unit in plan.units) + len(done.refused),
    }
    record("filled_in_by_workbook", by=by, about=plan.organisation, at=at, round_id=plan.round.pk, details=details)
