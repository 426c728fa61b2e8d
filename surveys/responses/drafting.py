"""Two people in one draft: entries merge, and where both wrote the same one, nobody's text is lost. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from surveys.responses.row_merging import RowsDrawn, merge_rows

Entry = object  # an entry as typed, the rows of a table, or None for "taken away"
MOST_SET_ASIDE = 200


class SetAside(TypedDict, total=False):
    """What somebody typed and no field holds. `version`: the id of the version it was typed under, where a later one does
    not take it; `is_kept`: put there by an amendment; `settled`: whoever answers has dealt with it; `reason`: the key of the
    finding of which the entry was the reason, not the answer."""

    question: str
    entry: object
    by: str
    at: str
    version: str
    is_kept: bool
    settled: bool
    reason: str


@dataclass(frozen=True)
class Conflict:
    """The same question, changed by a colleague since the page was drawn. His entry stands; yours is set aside."""

    question: str
    yours: Entry
    theirs: Entry


@dataclass(frozen=True)
class Merge:
    answers: dict[str, Entry]
    changed: frozenset[str]
    conflicts: tuple[Conflict, ...]


def merge(
    answers: Mapping[str, Entry],
    touched: Mapping[str, int],
    base: int,
    changes: Mapping[str, Entry],
    unseen: Collection[str] = (),
    rows: Mapping[str, RowsDrawn] | None = None,
) -> Merge:
    """Lay `changes`, written against version `base`, over `answers`, whose entries last changed at version touched[name].

    `unseen`: the questions at which the page showed something else than what stands there, whatever its version.
    `rows`: by table, the rows that the page showed; of these each cell is merged by itself."""
    merged = dict(answers)
    changed, conflicts = set(), []
    for question, yours in changes.items():
        theirs = answers.get(question)
        if _same(yours, theirs):
            continue
        if rows and question in rows:
            table = merge_rows(_rows(theirs), _rows(yours), rows[question])
            if table.lost or table.has_kept:
                conflicts.append(Conflict(question, table.lost, theirs))
            yours = table.rows or None
            if _same(yours, theirs):
                continue
        elif touched.get(question, 0) > base or question in unseen:
            conflicts.append(Conflict(question, yours, theirs))
            continue
        changed.add(question)
        if yours is None:
            merged.pop(question, None)
        else:
            merged[question] = yours
    return Merge(merged, frozenset(changed), tuple(conflicts))


def replaced(
    answers: Mapping[str, Entry],
    reasons: Mapping[str, str],
    by: Mapping[str, Entry],
    by_reasons: Mapping[str, str],
) -> list[tuple[str, Entry]]:
    """What of one person's answers and reasons does not stand in another's that take their place, by question."""
    lost = [(name, entry) for name, entry in answers.items() if _plain(entry) and not _same(entry, by.get(name))]
    texts = [(key, text) for key, text in reasons.items() if text and text not in by_reasons.get(key, "")]
    return lost + [(key.split(":")[1], {"typed": text}) for key, text in texts]


def set_aside_reason(key: str, text: str, by: str, at: datetime) -> SetAside:
    return {"question": key.split(":")[1], "entry": {"typed": text}, "by": by, "at": at.isoformat(), "reason": key}


def asides(so_far: list[SetAside], more: list[SetAside]) -> list[SetAside]:
    """What was set aside, each once. The oldest make room, those first that somebody has decided over, but never what an
    amendment put there (`is_kept`)."""
    together = list(so_far)
    for one in more:
        if not any(_is_told_by(one, other) for other in so_far):
            _put(together, one)
    going = sorted((one for one in together if not one.get("is_kept")), key=lambda one: not one.get("settled"))
    del going[max(len(going) - MOST_SET_ASIDE, 0) :]
    return [one for one in together if not any(one is other for other in going)]


def _put(together: list[SetAside], one: SetAside) -> None:
    """At the end, or in the place of what the same person had typed so far when he goes on writing."""
    place = next((place for place, other in enumerate(together) if _goes_on(other, one)), len(together))
    together[place : place + 1] = [one]


def _goes_on(earlier: SetAside, one: SetAside) -> bool:
    is_open = (
        not earlier.get("settled") and not one.get("settled") and "version" not in earlier and "version" not in one
    )
    is_same = all(earlier.get(part) == one.get(part) for part in ("question", "by", "reason"))
    return is_open and is_same and _is_part(earlier["entry"], one["entry"])


def _is_part(earlier: Entry, entry: Entry) -> bool:
    """Whether the earlier one was the beginning of the entry."""
    if isinstance(earlier, list) and isinstance(entry, list):
        cells = {row["row"]: row["cells"] for row in _rows(entry)}
        return all(_are_parts(row["cells"], cells.get(row["row"], {})) for row in _rows(earlier))
    if isinstance(earlier, dict) and isinstance(entry, dict):
        typed, more = str(earlier.get("typed", "")), str(entry.get("typed", ""))
        return more.startswith(typed) and {**earlier, "typed": ""} == {**entry, "typed": ""}
    return _same(earlier, entry)


def _are_parts(earlier: Mapping[str, Entry], cells: Mapping[str, Entry]) -> bool:
    return all(_is_part(entry, cells.get(column)) for column, entry in earlier.items())


def _is_told_by(one: SetAside, other: SetAside) -> bool:
    """A page of the former version sends the same again with every save; what two people typed is told each time."""
    parts = ("question", "entry", "version")
    return "version" in one and all(one.get(part) == other.get(part) for part in parts)


def _rows(entry: Entry) -> list[dict[str, Any]]:
    rows = entry if isinstance(entry, list) else []
    return [{"row": str(row.get("row", "")), "cells": row.get("cells") or {}} for row in rows if isinstance(row, dict)]


def _same(one: Entry, other: Entry) -> bool:
    if not one or not other:
        return not _plain(one or other)
    return one == other or bool(_plain(one) == _plain(other))


def _plain(entry: Entry) -> Entry:
    """An entry without its empty parts, so that {"typed": ""} and no entry at all are the same."""
    if isinstance(entry, dict) and not all(entry.values()):
        return {name: part for name, part in entry.items() if part} or None
    return entry or None
