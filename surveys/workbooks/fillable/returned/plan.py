"""What a workbook would change, unit by unit, before anything is saved: the same reading and the same findings as on the web."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.lib.problems import Problem
from surveys.questionnaires.form import Definition, Finding
from surveys.registry.models import Organisation
from surveys.responses.drafting import Merge
from surveys.responses.models import Confirmation, Draft
from surveys.rounds.models import Assignment, Round
from surveys.workbooks.fillable.returned.comparing import Compared, Contested, Tally, added_up
from surveys.workbooks.fillable.returned.contents import Contents, Owner
from surveys.workbooks.fillable.returned.entries import CellProblem
from surveys.workbooks.fillable.returned.noughts import BlankColumn


@dataclass(frozen=True)
class Decisions:
    """What whoever uploads has said on the page. `mine`: contested cells that are to stand as the workbook says, `noughts`:
    columns whose noughts are meant, `reasons`: of each unit, by the keys of its findings."""

    mine: frozenset[str] = frozenset()
    noughts: frozenset[str] = frozenset()
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def mine_of(self, owner: uuid.UUID) -> set[str]:
        """By `OWNER/KEY`: two data centers may have been changed at the same question."""
        here = f"{owner}/"
        return {key.removeprefix(here) for key in self.mine if key.startswith(here)}


@dataclass
class UnitPlan:
    """`assignment`: None for the organisation's own data. `known`: what stands there, before anybody has typed.
    `reasons`: those given now; `known_reasons`: those in the draft besides. `wrong`: cells for which nothing of the unit is
    saved; `missing`: what is still to be answered; `doubts`: findings that want a reason."""

    owner: Owner
    compared: Compared
    assignment: Assignment | None = None
    draft: Draft | None = None
    confirmation: Confirmation | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    merge: Merge | None = None
    findings: tuple[Finding, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    known_reasons: Mapping[str, str] = field(default_factory=dict)
    wrong: list[CellProblem] = field(default_factory=list)
    missing: list[CellProblem] = field(default_factory=list)
    doubts: list[tuple[Finding, CellProblem]] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.wrong

    @property
    def is_to_be_saved(self) -> bool:
        return self.is_good and (self.compared.is_touched or bool(self.reasons))

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way of submitting it once it is saved."""
        return self.is_good and not self.missing and not self.unexplained

    @property
    def unexplained(self) -> list[tuple[Finding, CellProblem]]:
        return [(one, place) for one, place in self.doubts if not self.known_reasons.get(one.key, "").strip()]

    @property
    def comes_back(self) -> bool:
        """Whether its rows stand in the marked copy; what is only incomplete is saved, and goes on from there."""
        return bool(self.wrong)

    @property
    def contested(self) -> list[Contested]:
        return self.compared.contested

    @property
    def tally(self) -> Tally:
        """Without the cells that are wrong."""
        wrong = {(one.sheet, _row_of(one.cell), one.question) for one in self.wrong}
        rows = self.compared.cells.items()
        cells = ((place, name, tally) for place, row in rows for name, tally in row.items())
        return added_up(tally for place, name, tally in cells if not wrong or (*place, name) not in wrong)


def _row_of(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0) - 1


@dataclass
class Plan:
    """`remarks`: what was not as we had handed it out, and how it was read all the same."""

    round: Round
    organisation: Organisation
    definition: Definition
    contents: Contents
    units: list[UnitPlan] = field(default_factory=list)
    own: UnitPlan | None = None
    noughts: list[BlankColumn] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def all(self) -> Iterator[UnitPlan]:
        if self.own:
            yield self.own
        yield from self.units

    @property
    def errors(self) -> list[CellProblem]:
        return [*self.contents.stray, *(one for unit in self.all for one in unit.wrong)]

    @property
    def wrong(self) -> int:
        return len({(one.sheet, one.cell) for one in self.errors})

    @property
    def tally(self) -> Tally:
        return added_up(unit.tally for unit in self.all)

    @property
    def contested(self) -> list[tuple[UnitPlan, Contested]]:
        return [(unit, one) for unit in self.all for one in unit.contested]

    def counts(self) -> dict[str, int]:
        tally = self.tally
        return {
            "facilities": len(self.units), "new": tally.new, "changed": tally.changed, "same": tally.same,
            "wrong": self.wrong,
        }  # fmt: skip
