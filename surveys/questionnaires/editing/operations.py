"""Changing a stored definition: a definition in, a new one out, the old one untouched.

What is changed need not be sound: load() says what is still wrong with it. But it must be of the right shape, see
shapes.py. Questions, columns and sections are called by their names, checks by their place in the list.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.lib.text import filled
from surveys.questionnaires.editing import messages
from surveys.questionnaires.editing.references import mentions, renamed, with_columns, would_mean_something_else
from surveys.questionnaires.editing.structure import EditError, all_names
from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import StoredCheck, StoredDefinition, StoredItem

# --- finding ---------------------------------------------------------------------------------------------------------


def names(definition: StoredDefinition) -> set[str]:
    return set(all_names(definition))


def free_name(definition: StoredDefinition, stem: str) -> str:
    """A name like the stem that nothing bears yet."""
    taken = names(definition)
    stem = (re.sub(r"[^A-Za-z0-9_]", "_", stem) or "question")[:50]
    stem = stem if NAME.fullmatch(stem) else f"q_{stem}"
    if stem not in taken:
        return stem
    bare = stem.rstrip("0123456789")
    return next(name for n in range(2, len(taken) + 3) if (name := f"{bare}{n}") not in taken)


def find(definition: StoredDefinition, name: str) -> StoredItem:
    """The section, question or column of this name, to be read only."""
    return _siblings_and_index(definition, name)[2]


def parent_of(definition: StoredDefinition, name: str) -> str:
    """The name of the section or table something stands in; '' for a section."""
    for section in definition["sections"]:
        for holder in (section, *with_columns(section)):
            if any(inner["name"] == name for inner in holder.get("questions", [])):
                return str(holder["name"])
    find(definition, name)
    return ""


def _siblings_and_index(definition: StoredDefinition, name: str) -> tuple[list[StoredItem], int, StoredItem]:
    for siblings in _lists_of_siblings(definition):
        for index, item in enumerate(siblings):
            if item["name"] == name:
                return siblings, index, item
    raise EditError(filled(messages.NO_SUCH_ITEM, name=name))


def _lists_of_siblings(definition: StoredDefinition) -> Iterator[list[StoredItem]]:
    yield definition["sections"]
    for section in definition["sections"]:
        for holder in (section, *section.get("questions", [])):
            yield holder.get("questions", [])


# --- sections, questions, columns ------------------------------------------------------------------------------------


def add_section(definition: StoredDefinition, section: StoredItem, *, after: str = "") -> StoredDefinition:
    new = copy.deepcopy(definition)
    _must_be_free(new, section["name"])
    index = next((n + 1 for n, one in enumerate(new["sections"]) if one["name"] == after), len(new["sections"]))
    new["sections"].insert(index, {"questions": [], **copy.deepcopy(section)})
    return new


def add_question(definition: StoredDefinition, question: StoredItem, *, into: str, after: str = "") -> StoredDefinition:
    """Into a section, or as a column into a table; behind a question, or at the end."""
    new = copy.deepcopy(definition)
    _must_be_free(new, question["name"])
    holder = find(new, into)
    if not _holds_questions(new, holder):
        raise EditError(filled(messages.HOLDS_NO_QUESTIONS, name=into))
    siblings = holder.setdefault("questions", [])
    index = next((n + 1 for n, one in enumerate(siblings) if one["name"] == after), len(siblings))
    siblings.insert(index, copy.deepcopy(question))
    return new


def _holds_questions(definition: StoredDefinition, holder: StoredItem) -> bool:
    return holder in definition["sections"] or holder.get("type") == "table"


def _must_be_free(definition: StoredDefinition, name: str) -> None:
    if not NAME.fullmatch(name):
        raise EditError(messages.UNUSABLE_NAME)
    if name in names(definition):
        raise EditError(filled(messages.NAME_TAKEN, name=name))


def change(definition: StoredDefinition, name: str, attributes: Mapping[str, object]) -> StoredDefinition:
    """Set attributes of a section, question or column; None unsets. Its name and what stands in it are not attributes."""
    new = copy.deepcopy(definition)
    _set(find(new, name), {key: value for key, value in attributes.items() if key not in ("name", "questions")})
    return new


def _set(item: Any, attributes: Mapping[str, object]) -> None:
    for key, value in attributes.items():
        if value is None:
            item.pop(key, None)
        else:
            item[key] = copy.deepcopy(value)


def rename(definition: StoredDefinition, old: str, new_name: str) -> StoredDefinition:
    """Give a section, question or column another name, wherever it is mentioned."""
    find(definition, old)
    if old == new_name:
        return copy.deepcopy(definition)
    _must_be_free(definition, new_name)
    if would_mean_something_else(definition, old, new_name):
        raise EditError(filled(messages.NAME_OF_A_VALUE, name=new_name))
    new = copy.deepcopy(renamed(definition, old, new_name))
    find(new, old)["name"] = new_name
    return new


def move(definition: StoredDefinition, name: str, by: int) -> StoredDefinition:
    """Up (-1) or down (+1) among its siblings. A question leaves its section at the edge for the next one."""
    new = copy.deepcopy(definition)
    siblings, index, item = _siblings_and_index(new, name)
    target = index + by
    if 0 <= target < len(siblings):
        siblings.insert(target, siblings.pop(index))
        return new
    sections = new["sections"]
    home = next((n for n, section in enumerate(sections) if section.get("questions") is siblings), None)
    if home is None or not 0 <= home + by < len(sections):
        return new  # a column, a section, or the first or last question of all
    siblings.pop(index)
    neighbours = sections[home + by].setdefault("questions", [])
    neighbours.insert(len(neighbours) if by < 0 else 0, item)
    return new


def move_to(definition: StoredDefinition, name: str, holder: str) -> StoredDefinition:
    """A question to the end of a section, or as a column to the end of a table."""
    new = copy.deepcopy(definition)
    siblings, index, item = _siblings_and_index(new, name)
    target = find(new, holder)
    if target is item or not _holds_questions(new, target):
        raise EditError(filled(messages.HOLDS_NO_QUESTIONS, name=holder))
    _move_between(new, siblings, index, target.setdefault("questions", []))
    return new


def move_beside(definition: StoredDefinition, name: str, neighbour: str, *, behind: bool = False) -> StoredDefinition:
    """A question before or behind another one, wherever that stands; a section before or behind a section."""
    new = copy.deepcopy(definition)
    siblings, index, item = _siblings_and_index(new, name)
    theirs, _place, other = _siblings_and_index(new, neighbour)
    if neighbour in own_names(item):
        return new
    _move_between(new, siblings, index, theirs)
    theirs.pop()
    theirs.insert(next(n for n, one in enumerate(theirs) if one is other) + behind, item)
    return new


def _move_between(
    definition: StoredDefinition, siblings: list[StoredItem], index: int, theirs: list[StoredItem]
) -> None:
    """To the end of `theirs`, where it may stand there."""
    sections = definition["sections"]
    if (siblings is sections) != (theirs is sections):
        raise EditError(messages.SECTION_AMONG_QUESTIONS)
    in_table = not any(theirs is one for one in (sections, *(section.get("questions") for section in sections)))
    if in_table and siblings[index].get("type") == "table":
        raise EditError(messages.TABLE_IN_TABLE)
    theirs.append(siblings.pop(index))


def duplicate(definition: StoredDefinition, name: str) -> StoredDefinition:
    """A copy right behind it under free names; rules inside the copy speak of the copy."""
    new = copy.deepcopy(definition)
    siblings, index, item = _siblings_and_index(new, name)
    taken: StoredDefinition = {"sections": [*copy.deepcopy(new["sections"])]}
    copied: StoredDefinition = {"sections": [copy.deepcopy(item)]}
    for inner in own_names(item):
        fresh = free_name(taken, inner)
        taken["sections"].append({"name": fresh})
        copied = renamed(copied, inner, fresh)
        find(copied, inner)["name"] = fresh
    siblings.insert(index + 1, copied["sections"][0])
    return new


def own_names(item: StoredItem) -> list[str]:
    """Its own name and those of all that stands in it."""
    return [item["name"], *(inner["name"] for inner in with_columns(item))]


def remove(definition: StoredDefinition, name: str) -> StoredDefinition:
    """Take a section, question or column out, with what stands in it. Who mentions it is left to `orphaned`."""
    new = copy.deepcopy(definition)
    siblings, index, _item = _siblings_and_index(new, name)
    if siblings is new["sections"] and len(siblings) == 1:
        raise EditError(messages.LAST_SECTION)
    siblings.pop(index)
    return new


def orphaned(definition: StoredDefinition, name: str) -> list[str]:
    """The places that would speak of nothing if this were removed."""
    left = remove(definition, name)
    gone = own_names(find(definition, name))
    return sorted({index for one in gone for index in mentions(left, one)})


# --- checks and the head ---------------------------------------------------------------------------------------------


def check_at(definition: StoredDefinition, index: int) -> StoredCheck:
    checks: list[StoredCheck] = definition.get("checks", [])
    if not 0 <= index < len(checks):
        raise EditError(messages.NO_SUCH_CHECK)
    return checks[index]


def set_check(definition: StoredDefinition, index: int, entry: StoredCheck) -> StoredDefinition:
    """Write a check in its place; the place behind the last is a new one's."""
    new = copy.deepcopy(definition)
    checks = new.setdefault("checks", [])
    if not 0 <= index <= len(checks):
        raise EditError(messages.NO_SUCH_CHECK)
    checks[index : index + 1] = [copy.deepcopy(entry)]
    return new


def altered(entry: StoredCheck, attributes: Mapping[str, object]) -> StoredCheck:
    """A check with these attributes set; None unsets."""
    new = copy.deepcopy(entry)
    _set(new, attributes)
    return new


def remove_check(definition: StoredDefinition, index: int) -> StoredDefinition:
    check_at(definition, index)
    new = copy.deepcopy(definition)
    del new["checks"][index]
    return new


def set_head(definition: StoredDefinition, attributes: Mapping[str, object]) -> StoredDefinition:
    """Set what belongs to the whole: title, code, notes, core, nil, roles, zone, languages and the like; None unsets."""
    new = copy.deepcopy(definition)
    _set(new, {key: value for key, value in attributes.items() if key not in ("sections", "checks", "choices")})
    return new
