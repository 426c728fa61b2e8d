"""Two people in one draft: entries merge, and where both wrote the same one, nobody's text is lost. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypedDict

Entry = object  # an entry as typed, the rows of a table, or None for "taken away"
MOST_SET_ASIDE = 200


class SetAside(TypedDict, total=False):
    """What somebody typed and no field holds. `version`: the id of the version it was typed under, where a later one does
    not take it; `is_kept`: put there by an amendment; `settled`: whoever answers has dealt with it."""

    question: str
    entry: object
    by: str
    at: str
    version: str
    is_kept: bool
    settled: bool


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
) -> Merge:
    """Lay `changes`, written against version `base`, over `answers`, whose entries last changed at version touched[name].

    `unseen`: the questions at which the page showed something else than what stands there, whatever its version."""
    merged = dict(answers)
    changed, conflicts = set(), []
    for question, yours in changes.items():
        theirs = answers.get(question)
        if _same(yours, theirs):
            continue
        if touched.get(question, 0) > base or question in unseen:
            conflicts.append(Conflict(question, yours, theirs))
            continue
        changed.add(question)
        if yours is None:
            merged.pop(question, None)
        else:
            merged[question] = yours
    return Merge(merged, frozenset(changed), tuple(conflicts))


def asides(so_far: list[SetAside], more: list[SetAside]) -> list[SetAside]:
    """What was set aside, each once; the oldest make room, but never what an amendment put there (`is_kept`)."""
    together = so_far + [one for one in more if not any(_is_told_by(one, other) for other in so_far)]
    surplus = sum(not one.get("is_kept") for one in together) - MOST_SET_ASIDE
    kept = []
    for one in together:
        if one.get("is_kept") or surplus <= 0:
            kept.append(one)
        else:
            surplus -= 1
    return kept


def _is_told_by(one: SetAside, other: SetAside) -> bool:
    """A page of the former version sends the same again with every save; what two people typed is told each time."""
    parts = ("question", "entry", "version")
    return "version" in one and all(one.get(part) == other.get(part) for part in parts)


def _same(one: Entry, other: Entry) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(entry: Entry) -> Entry:
    """An entry without its empty parts, so that {"typed": ""} and no entry at all are the same."""
    if isinstance(entry, dict):
        return {name: part for name, part in entry.items() if part} or None
    return entry or None
