"""What a workbook says of one owner against what was handed out and what stands in the draft now. Pure.

A cell that says what was handed out was not touched; one that was touched goes into the draft, unless somebody else has
changed that answer meanwhile: then both texts are shown, and his stands until it is decided.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from surveys.questionnaires.form import Question
from surveys.responses.row_merging import RowsDrawn
from surveys.workbooks.fillable.layout import mark
from surveys.workbooks.fillable.returned.contents import Contents, Returned, RowOfAnswers
from surveys.workbooks.fillable.returned.entries import Entry
from surveys.workbooks.fillable.returned.recognising import Issued
from surveys.workbooks.fillable.spelling import Spelt, spelt

Answers = Mapping[str, Any]


class Contested(NamedTuple):
    """An answer that two people changed. `key`: by which it is decided."""

    key: str
    row: RowOfAnswers
    question: Question
    yours: Entry | None
    theirs: Any


@dataclass
class Compared:
    """`changes`, `unseen`, `drawn`: as responses.actions.save_draft takes them. `cells`: by sheet and row, each question's."""

    returned: Returned
    changes: dict[str, Any] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    drawn: dict[str, RowsDrawn] = field(default_factory=dict)
    contested: list[Contested] = field(default_factory=list)
    cells: dict[tuple[str, int], dict[str, "Tally"]] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()

    def count(self, row: RowOfAnswers, question: Question, tally: "Tally") -> None:
        self.cells.setdefault((row.sheet.sheet.name, row.place), {})[question.name] = tally

    @property
    def is_touched(self) -> bool:
        """Whether anybody has written anything that the draft does not say."""
        return bool(self.contested) or any(
            one.new or one.changed for row in self.cells.values() for one in row.values()
        )


class Tally(NamedTuple):
    """Cells, against what stands in the draft: of a question with several choices, each of them is one."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @classmethod
    def of(cls, question: Question, yours: Spelt | None, now: Spelt | None, *, is_taken: bool) -> "Tally":
        if question.of_type.control == "several of":
            mine, theirs = (set((one or {}).get("typed", "").split()) for one in (yours, now))
            return cls(len(mine - theirs), len(theirs - mine), len(mine & theirs)) if is_taken else cls(same=len(mine))
        if not is_taken:
            return NONE if yours is None else SAME
        return NEW if now is None else CHANGED


NONE, NEW, CHANGED, SAME = Tally(), Tally(new=1), Tally(changed=1), Tally(same=1)


def added_up(tallies: Iterable[Tally]) -> Tally:
    each = Counter(tallies)
    return Tally(*(sum(one[part] * times for one, times in each.items()) for part in range(len(NONE))))


def compare(contents: Contents, returned: Returned, now: Answers, decided: Collection[str] = ()) -> Compared:
    """`now`: what stands in the draft. `decided`: the keys of those contested cells that are to stand as the workbook says."""
    compared = Compared(returned, decided=frozenset(decided))
    _Comparison(contents, compared, now, compared.decided).run()
    return compared


@dataclass
class _Comparison:
    contents: Contents
    to: Compared
    now: Answers
    decided: Collection[str]

    def run(self) -> None:
        returned = self.to.returned
        self.wrong = {(one.sheet, one.cell, one.question) for one in returned.problems}
        if returned.flat:
            self._flat(returned.flat)
        for sheet in self.contents.sheets:
            table = sheet.layout.table
            if table and (sheet.layout.scope == "organisation") == returned.owner.is_organisation:
                self._table(table, returned.rows.get(table.name, []))

    def _flat(self, row: RowOfAnswers) -> None:
        """What was blank in the workbook and still is in the draft, as most is, needs no comparing."""
        known = row.entries.keys() if self.wrong or not row.issued else row.issued.entries.keys() | self.now.keys()
        fresh = {name: entry for name, entry in row.entries.items() if entry and name not in known}
        self.to.changes |= fresh
        self._count_fresh(row, fresh)
        for name, entry in row.entries.items():
            if name not in known:
                continue
            question = self.contents.definition.question(name)
            if self.wrong and self._is_wrong(row, question):
                continue
            if self._is_taken(row, question, entry, self.now.get(name), name):
                self.to.changes[name] = entry
                if any(one.question is question and one.key not in self.decided for one in self.to.contested):
                    self.to.unseen.add(name)

    def _count_fresh(self, row: RowOfAnswers, fresh: Mapping[str, Entry]) -> None:
        self.to.cells[row.sheet.sheet.name, row.place] = dict.fromkeys(fresh, NEW)
        for name in fresh.keys() & self.contents.several:
            question = self.contents.definition.question(name)
            self.to.count(row, question, Tally.of(question, fresh[name], None, is_taken=True))

    def _is_taken(self, row: RowOfAnswers, question: Question, entry: Entry | None, now: object, key: str) -> bool:
        """Counts the cell; whether anything is to be done about it."""
        before = row.issued.entries.get(question.name) if row.issued else None
        if row.issued and not (before or now):  # as most are, and what it says in other words makes no difference then
            if entry:
                self.to.count(row, question, Tally.of(question, entry, None, is_taken=True))
            return bool(entry)
        yours, was, stands = (spelt(question, one) if one else None for one in (entry, before, now))
        is_touched = yours != was if row.issued else yours is not None
        is_taken = is_touched and yours != stands
        if is_taken and (stands != was if row.issued else stands is not None):
            self.to.contested.append(Contested(key, row, question, entry, now))
            if key not in self.decided:
                return True
        self.to.count(row, question, Tally.of(question, yours, stands, is_taken=is_taken))
        return is_taken

    def _is_wrong(self, row: RowOfAnswers, question: Question) -> bool:
        cells = {row.sheet.cell(row.place, name) for name in row.sheet.columns if _question_of(name) == question.name}
        return any((row.sheet.sheet.name, cell, question.name) in self.wrong for cell in cells)

    def _table(self, table: Question, rows: list[RowOfAnswers]) -> None:
        issued = dict(self.contents.rows_issued.get((table.name, self.to.returned.owner.code), {}))
        if not rows and not (issued and self.to.returned.flat):
            return
        columns = {column.name: column for column in table.questions}
        standing = {row["row"]: row.get("cells") or {} for row in self.now.get(table.name) or ()}
        drawn = {id: {name: mark(spelt(columns[name], entry)) for name, entry in cells.items() if name in columns}
                 for id, cells in issued.items()}  # fmt: skip
        yours: list[dict[str, Any]] = [
            {"row": row.id, "cells": self._cells(row, columns, standing, drawn)} for row in rows
        ]
        self._count_rows_taken_away(table, issued.keys() - {row.id for row in rows}, standing)
        self.to.drawn[table.name] = RowsDrawn(
            drawn,
            lambda name, entry: mark(spelt(columns[name], entry)) if name in columns else repr(entry),
            table.rows.are_fixed,
        )
        kept = [row for row in yours if row["cells"] or (row["row"] in standing and not issued.get(str(row["row"])))]
        self.to.changes[table.name] = kept or None

    def _cells(
        self,
        row: RowOfAnswers,
        columns: Mapping[str, Question],
        standing: Mapping[str, Any],
        drawn: dict[str, dict[str, str]],
    ) -> dict[str, Any]:
        issued = row.issued or Issued("", {})
        cells = {name: entry for name, entry in issued.entries.items() if name in columns}
        for name, entry in row.entries.items():
            question = columns[name]
            if self.wrong and self._is_wrong(row, question):
                continue
            key, now = f"{question.table}/{row.id}/{name}", standing.get(row.id, {}).get(name)
            if not self._is_taken(row, question, entry, now, key):
                continue
            cells[name] = entry
            if key in self.decided:
                drawn.setdefault(row.id, {})[name] = mark(spelt(question, now))
        return {name: entry for name, entry in cells.items() if entry}

    def _count_rows_taken_away(self, table: Question, gone: Iterable[str], standing: Mapping[str, Any]) -> None:
        for id in () if table.rows.are_fixed else gone:
            cells = sum(bool(entry) for entry in standing.get(id, {}).values())
            self.to.cells.setdefault((table.name, -1), {})[id] = Tally(changed=cells)


def _question_of(name: str) -> str:
    return name.partition("/")[0].partition(":")[0]
