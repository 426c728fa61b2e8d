"""Saving what a workbook says: the good units into their drafts, and the organisation's own data by confirming them."""

from dataclasses import dataclass, field
from datetime import datetime

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit
from surveys.responses.confirming import confirm_organisation
from surveys.responses.models import Confirmation
from surveys.responses.together.saving import Save, save_drafts
from surveys.workbooks.fillable.returned.overlaying import SavedByUpload
from surveys.workbooks.fillable.returned.plan import Plan, UnitPlan


@dataclass
class SavedPlan:
    """`refused`: those that take no more answers by now. `remembered`: what stands in the drafts behind the saving."""

    saved: list[UnitPlan] = field(default_factory=list)
    refused: list[UnitPlan] = field(default_factory=list)
    remembered: dict[str, SavedByUpload] = field(default_factory=dict)


def save_plan(*, plan: Plan, by: User | None, at: datetime, name: str = "") -> SavedPlan:
    """One that has just been closed keeps no other from being saved. `name`: of the file."""
    done = SavedPlan()
    if plan.own and _is_to_be_confirmed(plan.own):
        _try_to_confirm(done, plan, plan.own, by, at)
    _save_units(done, [unit for unit in plan.units if unit.is_to_be_saved], by, at)
    if done.saved:
        _record(plan, done, by, at, name)
    return done


def _try_to_confirm(done: SavedPlan, plan: Plan, own: UnitPlan, by: User | None, at: datetime) -> None:
    try:
        confirmation = own.confirmation = _confirm(plan, own, by, at)
    except (ChangedSinceShown, NotReadyToSubmit):
        done.refused.append(own)
        return
    done.saved.append(own)
    done.remembered[str(own.owner.id)] = {"version": confirmation.stamp, "answers": confirmation.answers}


def _is_to_be_confirmed(own: UnitPlan) -> bool:
    """Once for the round; again where the workbook says something else. What is contested has to be decided first."""
    is_decided = not (own.merge and own.merge.conflicts)
    return own.is_ready and is_decided and (own.confirmation is None or own.compared.is_touched or bool(own.reasons))


def _confirm(plan: Plan, own: UnitPlan, by: User | None, at: datetime) -> Confirmation:
    assert own.merge
    return confirm_organisation(
        round=plan.round,
        organisation=plan.organisation,
        by=by,
        answers=own.merge.answers,
        reasons=own.known_reasons,
        shown=own.confirmation.stamp if own.confirmation else "",
        at=at,
    )


def _save_units(done: SavedPlan, units: list[UnitPlan], by: User | None, at: datetime) -> None:
    drafts = save_drafts(by=by, saves=[_save(unit) for unit in units], at=at)
    for unit in units:
        assert unit.assignment
        draft = drafts.get(unit.assignment.response.pk)
        (done.saved if draft else done.refused).append(unit)
        if draft:
            done.remembered[str(unit.owner.id)] = {"version": str(draft.version), "answers": draft.answers}


def _save(unit: UnitPlan) -> Save:
    assert unit.assignment
    response, compared = unit.assignment.response, unit.compared
    response.assignment = unit.assignment
    return Save(
        response=response,
        base=unit.draft.version if unit.draft else 0,
        changes=compared.changes,
        known=unit.known,
        reasons=unit.reasons,
        unseen=compared.unseen,
        rows=compared.drawn,
        merged=unit.merge,
    )


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
