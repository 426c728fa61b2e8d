"""Answers as typed, carried from one version of a questionnaire to a later one. Pure.

What means the same under the later version stays as it was typed. What is no longer asked, or would be lost or read as
something else, is set aside: no field of the later version could hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaires.form import Definition, Question, RowEntry, StoredDocument, StoredEntry, StoredRow, read

Entry = Any


@dataclass
class Carried:
    """answers: what stands under the later version. aside: what does not, by question; of a table, only the cells lost."""

    answers: dict[str, Entry] = field(default_factory=dict)
    aside: dict[str, Entry] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


def untouched(old: Definition, new: Definition) -> frozenset[str]:
    """The questions that are the same in both, whose answers need no look."""
    return frozenset(one.name for one in new.questions if old.asks(one.name) and old.question(one.name) == one)


def carry(
    old: Definition,
    new: Definition,
    answers: Mapping[str, Entry],
    scope: str = "unit",
    same: frozenset[str] | None = None,
) -> Carried:
    """`scope`: whose answers these are; a question that went over to the other scope is no longer asked here.
    `same`: what is `untouched`, for who carries many."""
    carried, here = Carried(), new.names_in(scope)
    same = untouched(old, new) if same is None else same
    for name, entry in answers.items():
        kept, lost = None, entry
        if name in here:
            stays = name in same or not old.asks(name)
            kept, lost = (entry, None) if stays else _carry_one(old.question(name), new.question(name), entry)
        if kept is not None:
            carried.answers[name] = kept
        if lost:
            carried.aside[name] = lost
        if kept != entry:
            carried.changed.add(name)
    return carried


def _carry_one(old: Question, new: Question, entry: Entry) -> tuple[Entry, Entry]:
    """What is kept and what is lost of an answer, None for nothing."""
    if new.table or old.table or old.is_table != new.is_table or (new.type != old.type and not new.is_answered):
        return None, entry
    if old.is_table:
        return _carry_rows(old, new, entry)
    kept = _carry_cell(old, new, entry)
    return kept, None if _says_all(kept, entry) else entry


def _carry_rows(old: Question, new: Question, entry: Entry) -> tuple[Entry, Entry]:
    rows = [_carry_row(old, new, row) for row in entry] if isinstance(entry, list) else []
    kept = [row for row, _lost in rows if row["cells"]]
    lost = [row for _kept, row in rows if row["cells"]]
    return kept or None, lost or None


def _carry_row(old: Question, new: Question, row: RowEntry) -> tuple[RowEntry, RowEntry]:
    kept, lost = {}, {}
    before, after = ({column.name: column for column in table.questions} for table in (old, new))
    for name, entry in (row.get("cells") or {}).items():
        cell = _carry_cell(before[name], after[name], entry) if name in before and name in after else None
        if cell is not None:
            kept[name] = cell
        if not _says_all(cell, entry) and _says_something(entry):
            lost[name] = entry
    return {"row": row.get("row"), "cells": kept}, {"row": row.get("row"), "cells": lost}


def _says_something(entry: Entry) -> bool:
    return isinstance(entry, Mapping) and bool(entry.get("typed") or entry.get("unavailable"))


def _says_all(kept: Entry, entry: Entry) -> bool:
    """Nothing of the entry is gone; a unit that was only implied may have been written out."""
    return isinstance(kept, Mapping) and all(kept.get(part) == said for part, said in entry.items())


def _carry_cell(old: Question, new: Question, entry: Entry) -> Entry:
    """The entry as it stands at the later question, None where it does not fit."""
    if not isinstance(entry, Mapping) or (entry.get("unavailable") and not new.may_be_unavailable):
        return None
    fitted = _fitted(old, new, entry)
    if fitted and fitted.get("method") and fitted["method"] not in {one.name for one in new.methods}:
        return {part: said for part, said in fitted.items() if part != "method"}
    return fitted


def _fitted(old: Question, new: Question, entry: Mapping[str, object]) -> Mapping[str, object] | None:
    before, after = old.of_type.means, new.of_type.means
    if before == after == "figure":
        return _in_its_unit(old, new, entry)
    if old.type == new.type and before != "choice":
        return entry
    if after == "words" and before != "choice" and not old.is_file and not old.unit:
        return entry
    is_told_by_words = before == after == "choice" or (before == "words" and not new.is_file and not new.unit)
    return entry if is_told_by_words and read(new, entry).problem is None else None


def _in_its_unit(old: Question, new: Question, entry: Mapping[str, object]) -> Mapping[str, object] | None:
    """A figure goes on meaning what it meant: where another unit is offered first, its own is written beside it."""
    reading = read(old, entry)
    unit = reading.unit if reading.value is not None else entry.get("unit") or old.unit
    if unit == new.unit or (unit and entry.get("unit") == unit and unit in new.units):
        return entry
    return {**entry, "unit": unit} if unit and unit in new.units else None


def from_an_earlier_page(
    drawn: Definition, now: Definition, changes: Mapping[str, Entry]
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """What a page drawn with an earlier version sends: the changes as they stand now, and what has no place any more."""
    writable = drawn.writable("unit")
    carried = carry(drawn, now, {name: entry for name, entry in changes.items() if entry and name in writable})
    return {name: None for name, entry in changes.items() if not entry} | carried.answers, carried.aside


def put_back(
    old: Definition, new: Definition, name: str, entry: Entry, answers: dict[str, Entry], scope: str = "unit"
) -> bool:
    """Put what was set aside under `old` into the answers again, where a later version takes it and nobody has answered
    meanwhile. Whether all of it stands there now."""
    carried = carry(old, new, {name: entry}, scope)
    if name in carried.aside or name not in carried.answers:
        return False
    if not answers.get(name):
        answers[name] = carried.answers[name]
        return True
    if not new.question(name).is_table:
        return False
    answers[name], is_complete = _with_cells(answers[name], carried.answers[name])
    return is_complete


def _with_cells(rows: list[Any], again: list[Any]) -> tuple[list[Any], bool]:
    """The rows with the cells that are blank in them; False when a row or a blank is no longer there to take one."""
    returning = {row["row"]: row["cells"] for row in again}
    filled = [{**row, "cells": {**returning.get(row["row"], {}), **row["cells"]}} for row in rows]
    placed = {row["row"]: row["cells"] for row in filled}
    is_complete = all(
        placed.get(row, {}).get(name) == cell for row, of in returning.items() for name, cell in of.items()
    )
    return filled, is_complete


def typed_again(definition: Definition, document: StoredDocument) -> dict[str, Entry]:
    """The entries a stored document was made of: as typed, in the unit in which they were read."""
    found: dict[str, Entry] = {}
    for name, cell in document["answers"].items():
        if not definition.asks(name) or definition.question(name).calculation:
            continue
        if "rows" in cell:
            found[name] = [_typed_row(definition, row) for row in cell["rows"]]
        else:
            found[name] = _typed(cell)
    return found


def _typed_row(definition: Definition, row: StoredRow) -> RowEntry:
    typed = {name: cell for name, cell in row["cells"].items() if definition.asks(name)}
    cells = {name: _typed(cell) for name, cell in typed.items() if not definition.question(name).calculation}
    return {"row": row["row"], "cells": cells}


def _typed(cell: StoredEntry) -> Entry:
    if "unavailable" in cell:
        return {"unavailable": cell["unavailable"]}
    about_file = {part: cell[part] for part in ("name", "size", "sha256") if part in cell}
    parts = {"typed": cell.get("typed", cell["value"]), "unit": cell.get("typed_unit") or cell.get("unit", "")}
    parts["method"] = cell.get("method", "")
    return {name: part for name, part in parts.items() if part} | about_file
