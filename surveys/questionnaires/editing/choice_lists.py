"""Lists of choices of a stored definition, and taking over questions of another one with the lists they need."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from surveys.lib.text import filled
from surveys.questionnaires.editing import messages
from surveys.questionnaires.editing.operations import (
    add_question,
    add_section,
    find,
    free_name,
    move_to,
    names,
    own_names,
)
from surveys.questionnaires.editing.references import renamed, with_columns
from surveys.questionnaires.editing.structure import LIST_NAME, EditError
from surveys.questionnaires.form import StoredChoice, StoredDefinition, StoredItem

_ATTRIBUTE = re.compile(r"""(\battribute\(\s*)(['"])(.*?)\2""")
_KEYS: tuple[Literal["choices", "methods"], ...] = ("choices", "methods")


def lists_of(definition: StoredDefinition) -> dict[str, list[StoredChoice]]:
    found: dict[str, list[StoredChoice]] = definition.get("choices", {})
    return found


def list_of(definition: StoredDefinition, name: str) -> list[StoredChoice]:
    if name not in lists_of(definition):
        raise EditError(filled(messages.NO_SUCH_LIST, name=name))
    return lists_of(definition)[name]


def set_list(definition: StoredDefinition, name: str, rows: Iterable[StoredChoice]) -> StoredDefinition:
    """Write a list of choices, a new one or one that is there."""
    if not LIST_NAME.fullmatch(name):
        raise EditError(filled(messages.UNUSABLE_LIST_NAME, name=name))
    new = copy.deepcopy(definition)
    new.setdefault("choices", {})[name] = copy.deepcopy(list(rows))
    return new


def rename_list(definition: StoredDefinition, old: str, new_name: str) -> StoredDefinition:
    list_of(definition, old)
    if old != new_name and new_name in lists_of(definition):
        raise EditError(filled(messages.LIST_NAME_TAKEN, name=new_name))
    new = set_list(definition, new_name, list_of(definition, old))
    new["choices"] = {new_name if name == old else name: new["choices"][name] for name in lists_of(definition)}
    for question in _questions(new):
        for key in _KEYS:
            if question.get(key) == old:
                question[key] = new_name
    found: StoredDefinition = _in_rules(new, old, new_name)
    return found


def _questions(definition: StoredDefinition) -> Iterator[StoredItem]:
    return (question for section in definition["sections"] for question in with_columns(section))


def _in_rules(value: Any, old: str, new_name: str) -> Any:
    """attribute('old', …) named by another list, in every rule."""
    if isinstance(value, dict):
        return {key: _in_rules(item, old, new_name) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_rules(item, old, new_name) for item in value]
    if not isinstance(value, str) or "attribute(" not in value:
        return value
    return _ATTRIBUTE.sub(lambda m: f"{m[1]}{m[2]}{new_name}{m[2]}" if m[3] == old else m[0], value)


def users_of_list(definition: StoredDefinition, name: str) -> list[str]:
    """The questions that offer this list, and "" when a rule asks it for an attribute."""
    users = [q["name"] for q in _questions(definition) if name in (q.get("choices"), q.get("methods"))]
    return users + ([""] if _in_rules(definition, name, f"{name}?") != definition else [])


def remove_list(definition: StoredDefinition, name: str) -> StoredDefinition:
    list_of(definition, name)
    if users_of_list(definition, name):
        raise EditError(filled(messages.LIST_IN_USE, name=name))
    new = copy.deepcopy(definition)
    del new["choices"][name]
    return new


def insert(
    definition: StoredDefinition, source: StoredDefinition, wanted: Iterable[str], *, into: str
) -> StoredDefinition:
    """Questions of another definition with the lists of choices they need, under free names, into a section.

    Rules among the questions taken go on speaking of each other; what else a rule speaks of has to be there, or load()
    names it.
    """
    taken = [copy.deepcopy(find(source, name)) for name in wanted]
    part: StoredDefinition = {"sections": taken}
    new = copy.deepcopy(definition)
    for old in [name for question in taken for name in own_names(question)]:
        fresh = free_name({"sections": [*new["sections"], *part["sections"]]}, old) if old in names(new) else old
        if fresh != old:
            part = renamed(part, old, fresh)
            find(part, old)["name"] = fresh
    for question in part["sections"]:
        new = add_question(_with_lists(new, source, question), question, into=into)
    return new


def insert_in_sections(
    definition: StoredDefinition, source: StoredDefinition, wanted: Iterable[str]
) -> StoredDefinition:
    """The same, in sections of their own as in the source; taken at once, so that their rules go on speaking of each other."""
    named = set(wanted)
    parts = [(one, [q["name"] for q in one.get("questions", []) if q["name"] in named]) for one in source["sections"]]
    new, homes = definition, []
    for section, taken in ((section, taken) for section, taken in parts if taken):
        head: StoredItem = {**section, "name": free_name(new, section["name"]), "questions": []}
        new = add_section(new, head)
        homes += [head["name"]] * len(taken)
    if not homes:
        return new
    new = insert(new, source, [name for _section, taken in parts for name in taken], into=homes[0])
    for question, home in zip(find(new, homes[0])["questions"], homes, strict=True):
        new = move_to(new, question["name"], home)
    return new


def _with_lists(definition: StoredDefinition, source: StoredDefinition, question: StoredItem) -> StoredDefinition:
    """The definition with the lists a question needs; a list that says something else under its name gets a free one."""
    new = copy.deepcopy(definition)
    own = new.setdefault("choices", {})
    for item in (question, *question.get("questions", [])):
        for key in _KEYS:
            name = item.get(key, "")
            rows = lists_of(source).get(name)
            if rows is None:
                continue
            free = name if own.get(name, rows) == rows else _free_list(own, name, rows)
            own[free] = copy.deepcopy(rows)
            item[key] = free
    return new


def _free_list(lists: Mapping[str, object], name: str, rows: list[StoredChoice]) -> str:
    candidates = (f"{name}_{n}" for n in range(2, len(lists) + 3))
    return next(one for one in candidates if lists.get(one, rows) == rows)
