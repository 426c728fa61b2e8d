"""Two people in one draft: entries merge, and where both wrote the same one, nobody's text is lost. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Entry = Any  # an entry as typed, the rows of a table, or None for "taken away"
MOST_SET_ASIDE = 200


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


def merge(answers: Mapping[str, Entry], touched: Mapping[str, int], base: int, changes: Mapping[str, Entry]) -> Merge:
    """Lay `changes`, written against version `base`, over `answers`, whose entries last changed at version touched[name]."""
    merged = dict(answers)
    changed, conflicts = set(), []
    for question, yours in changes.items():
        theirs = answers.get(question)
        if _same(yours, theirs):
            continue
        if touched.get(question, 0) > base:
            conflicts.append(Conflict(question, yours, theirs))
            continue
        changed.add(question)
        if yours is None:
            merged.pop(question, None)
        else:
            merged[question] = yours
    return Merge(merged, frozenset(changed), tuple(conflicts))


def _same(one: Entry, other: Entry) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(entry: Entry) -> Entry:
    """An entry without its empty parts, so that {"typed": ""} and no entry at all are the same."""
    if isinstance(entry, dict):
        return {name: part for name, part in entry.items() if part} or None
    return entry or None
