"""Where a stored definition mentions a name, and how to put another in its place.

Questions, columns and sections share one set of names. Rules write ${name}, texts too, messages of checks and constraints {name};
checks, core, nil, roles, what a file proves and the parameters of catalogued checks hold bare names.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.catalogue.parameters import NAMES
from surveys.questionnaires.expressions import FUNCTIONS, NAMELIKE, REFERENCE
from surveys.questionnaires.expressions.function import NAME
from surveys.questionnaires.form import StoredCheck, StoredChoice, StoredDefinition, StoredItem, StoredShown

Rewrite = Callable[[str], str]
Shaped = TypeVar("Shaped", bound=Mapping[str, object])

RULES = frozenset(
    {
        "relevant",
        "required",
        "read_only",
        "constraint",
        "calculation",
        "initial",
        "choice_filter",
        "count",
        "rule",
        "calculate",
    }
)
TEXTS = frozenset({"label", "hint", "guidance", "required_message", "constraint_message", "title", "introduction"})
# No question can be called this, so that whatever changes mentions the name.
_PROBE = "-"
_CALLING_BY_NAME = "|".join(re.escape(name) for name, one in FUNCTIONS.items() if NAME in one.parameters)
_PIECE = re.compile(
    rf"""(?P<call>(?:(?<![\w.:-])(?P<by_name>{_CALLING_BY_NAME})\s*)?\()|(?P<end>\))"""
    rf"""|'[^']*'|"[^"]*"|(?P<reference>{REFERENCE})""",
    re.ASCII,
)
_REFERENCE = re.compile(REFERENCE, re.ASCII)
_PLACEHOLDER = re.compile(REFERENCE.removeprefix(r"\$"), re.ASCII)


def in_rule(source: str, old: str, new: str) -> str:
    """What stands between quotes is text and stays, save where a function wants a name, jr:choice-name(…, '${name}')."""
    by_name: list[bool] = []

    def put(found: re.Match[str]) -> str:
        if found["call"]:
            by_name.append(bool(found["by_name"]))
        elif found["end"]:
            del by_name[-1:]
        elif found["reference"]:
            return in_words(found[0], old, new)
        elif by_name and by_name[-1]:
            return found[0][0] + in_words(found[0][1:-1], old, new) + found[0][-1]
        return found[0]

    return _PIECE.sub(put, source)


def in_words(words: str, old: str, new: str) -> str:
    return _REFERENCE.sub(lambda found: f"${{{new}}}" if found[1] == old else found[0], words)


def in_message(words: str, old: str, new: str) -> str:
    return _PLACEHOLDER.sub(lambda found: f"{{{new}}}" if found[1] == old else found[0], words)


def renamed(definition: StoredDefinition, old: str, new: str) -> StoredDefinition:
    """The definition with every mention of the name rewritten; the thing itself keeps its `name`."""
    return _rewritten(definition, lambda key, value: _in_definition(key, value, old, new))


def would_mean_something_else(definition: StoredDefinition, old: str, new: str) -> bool:
    """Whether the message of a check would show a value of its own in the place of the question."""
    entries = (entry for entry in definition.get("checks", []) if new in _own_values(entry))
    return any(_check_value(entry, "message", words := entry.get("message"), old, new) != words for entry in entries)


def mentions(definition: StoredDefinition, name: str) -> list[str]:
    """The places that mention a name, as problems call them: "mining_kwh.relevant", "check E29", "core" …"""
    return list(dict.fromkeys(_locations(definition, name)))


def _locations(definition: StoredDefinition, name: str) -> Iterator[str]:
    for section in definition["sections"]:
        for item in (section, *with_columns(section)):
            own = {key: value for key, value in item.items() if key not in ("questions", "name")}
            changed = (key for key, value in own.items() if _asked_value(key, value, name, _PROBE) != value)
            yield from (f"{item.get('name', '')}.{key}" for key in changed)
    for number in checks_mentioning(definition, name):
        yield f"check {check_id(definition['checks'][number])}"
    for list_name, choices in (definition.get("choices") or {}).items():
        yield from (
            f"choices.{list_name}[{number}]"
            for number, choice in enumerate(choices)
            if _in_choice(choice, name, _PROBE) != choice
        )
    for key in ("core", "nil", "roles", "title", "introduction", "notes"):
        if (value := definition.get(key)) is not None and _in_definition(key, value, name, _PROBE) != value:
            yield key


def checks_mentioning(definition: StoredDefinition, name: str) -> list[int]:
    """Their places in the list."""
    entries = definition.get("checks", [])
    return [number for number, entry in enumerate(entries) if _in_check(entry, name, _PROBE) != entry]


def check_id(entry: StoredCheck) -> str:
    """What people call a check."""
    return str(entry.get("id") or entry.get("check") or "")


def with_columns(section: StoredItem) -> Iterator[StoredItem]:
    """The questions of a section, the columns of a table behind it."""
    for question in section.get("questions", []):
        yield question
        yield from question.get("questions", [])


def _rewritten(shaped: Shaped, rewrite: Callable[[str, object], object]) -> Shaped:
    """An object of the same shape; no type can say that what is rewritten under a key is still of the key's kind."""
    return {key: rewrite(key, value) for key, value in shaped.items()}  # type: ignore[return-value]


def _in_asked(item: Shaped, old: str, new: str) -> Shaped:
    """A section, a question or a column, with what stands in it."""
    return _rewritten(item, lambda key, value: _asked_value(key, value, old, new))


def _asked_value(key: str, value: object, old: str, new: str) -> object:
    if key == "questions" and isinstance(value, list):
        return [_in_asked(inner, old, new) for inner in value]
    if key == "rows":
        return _in_asked(value, old, new) if isinstance(value, dict) else value
    if key in RULES:
        return in_rule(value, old, new) if isinstance(value, str) else value
    if key == "proves":
        return _in_names(value, old, new)
    if key == "constraint_message":
        return _each(value, lambda words: in_message(words, old, new))
    return _each(value, lambda words: in_words(words, old, new)) if key in TEXTS else value


def _in_definition(key: str, value: object, old: str, new: str) -> object:
    match key, value:
        case "sections", list():
            return [_in_asked(section, old, new) for section in value]
        case "checks", list():
            return [_in_check(entry, old, new) for entry in value]
        case "choices", dict():
            return {name: [_in_choice(choice, old, new) for choice in choices] for name, choices in value.items()}
        case "nil", dict():
            return {part: told if part == "value" else _in_names(told, old, new) for part, told in value.items()}
        case "core" | "roles", _:
            return _in_names(value, old, new)
        case "title" | "introduction" | "notes", _:
            return _each(value, lambda words: in_words(words, old, new))
        case _:
            return value


def _in_choice(choice: StoredChoice, old: str, new: str) -> StoredChoice:
    return _rewritten(choice, lambda key, value: _asked_value(key, value, old, new) if key == "label" else value)


def _in_check(entry: StoredCheck, old: str, new: str) -> StoredCheck:
    return _rewritten(entry, lambda key, value: _check_value(entry, key, value, old, new))


def _in_names(value: object, old: str, new: str) -> object:
    return _each(value, lambda name: new if name == old else name)


def _check_value(entry: StoredCheck, key: str, value: object, old: str, new: str) -> object:
    match key:
        case "questions" | "table":
            return _in_names(value, old, new)
        case "message":
            if old in _own_values(entry) or old in _parameters(entry):
                return value  # the check's own value of that name is meant
            return _each(value, lambda words: in_message(words, old, new))
        case "values":
            return {name: _in_value(shown, old, new) for name, shown in _own_values(entry).items()}
        case "with":
            return _in_arguments(entry, value, old, new)
        case _:
            return in_rule(value, old, new) if key in RULES and isinstance(value, str) else value


def _in_arguments(entry: StoredCheck, told: object, old: str, new: str) -> object:
    """What a catalogued check is told: names of questions, amounts and conditions, but no words and limits."""
    if not isinstance(told, dict):
        return told
    kinds = _parameters(entry)
    return {key: _in_argument(kinds.get(key, ""), value, old, new) for key, value in told.items()}


def _parameters(entry: StoredCheck) -> dict[str, str]:
    """The kinds of what a catalogued check is told, by name."""
    check = CATALOGUE.get(str(entry.get("check")))
    return {one.name: one.kind for one in check.parameters} if check else {}


def _in_argument(kind: str, value: object, old: str, new: str) -> object:
    if kind in NAMES or kind in ("amount", "amounts"):
        return _each(value, lambda text: _in_amount(text, old, new))
    return _each(value, lambda text: in_rule(text, old, new)) if kind == "condition" else value


def _in_amount(text: str, old: str, new: str) -> str:
    """One name or several with spaces between; else an expression."""
    if all(NAMELIKE.fullmatch(part) for part in text.split()):
        return " ".join(new if part == old else part for part in text.split())
    return in_rule(text, old, new)


def _own_values(entry: StoredCheck) -> dict[str, StoredShown]:
    values = entry.get("values")
    return values if isinstance(values, dict) else {}


def _in_value(shown: object, old: str, new: str) -> object:
    if not isinstance(shown, dict):
        return shown
    found = _in_asked(shown, old, new)
    return {**found, "like": new} if shown.get("like") == old else found


def _each(value: object, rewrite: Rewrite) -> object:
    """Every text inside a value, however deep; keys stay."""
    if isinstance(value, str):
        return rewrite(value)
    if isinstance(value, list):
        return [_each(item, rewrite) for item in value]
    if isinstance(value, dict):
        return {key: _each(item, rewrite) for key, item in value.items()}
    return value
