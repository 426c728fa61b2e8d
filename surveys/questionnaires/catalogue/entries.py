"""How a check of the catalogue is written: a function that gives full entries of a definition's `checks`.

In messages a parameter's name stands for what the author put there: `{in_use}` shows the answer to that question.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from surveys.lib.text import Text
from surveys.questionnaires.catalogue.parameters import Amount, Parameter, Question, parameter
from surveys.questionnaires.form import StoredCheck, StoredShown, placeholders

Writer = Callable[..., list[StoredCheck]]

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class EditCheck:
    """title: what must hold. write gives the entries from the arguments."""

    id: str
    name: str
    title: Text
    parameters: tuple[Parameter, ...]
    write: Writer

    def parameter(self, name: str) -> Parameter | None:
        return next((one for one in self.parameters if one.name == name), None)

    def entries(self, arguments: Mapping[str, object], message: Text | None = None) -> list[StoredCheck]:
        """Full entries, with other words if there are any; raises Unsuitable."""
        told = {one.name: arguments.get(one.name, one.default) for one in self.parameters}
        written = self.write(**told)
        return [self._named({**entry, "message": message or entry["message"]}, told) for entry in written]

    def _named(self, entry: StoredCheck, told: Mapping[str, object]) -> StoredCheck:
        """The entry with everything called as the definition calls it."""
        taken = {name for argument in told.values() for name in question_names(argument)}
        computed = {one.name: _computed(one, told[one.name]) for one in self.parameters}
        values = entry["values"] | {name: value for name, value in computed.items() if value}
        free = {name: _free(name, taken) for name in values}
        named = {one.name: _placeholder(told[one.name]) for one in self.parameters}
        named |= {name: f"{{{new}}}" for name, new in free.items()}
        message = {language: _filled(words, named) for language, words in entry["message"].items()}
        used = placeholders(message)
        shown = {new: values[name] for name, new in free.items() if new in used}
        return {**entry, "id": self.id, "message": message, "values": shown}


def _computed(one: Parameter, argument: object) -> StoredShown | None:
    """What a message shows for an argument that is an expression, or a number of something."""
    if not isinstance(argument, Amount) or argument.question or (argument.is_number and not one.unit):
        return None
    return {"calculate": argument.text, "unit": one.unit} if one.unit else {"calculate": argument.text}


def _placeholder(argument: object) -> str:
    """What stands in a message for an argument that is a question, a number or a word."""
    names = question_names(argument)
    return f"{{{names[0]}}}" if names else str(argument)


def _filled(words: str, named: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: named.get(found[1], found[0]), words)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def question_names(argument: object) -> list[str]:
    """The questions an argument is."""
    match argument:
        case Question():
            return [argument.name]
        case Amount():
            return [argument.question.name] if argument.question else []
        case tuple():
            return [name for part in argument for name in question_names(part)]
        case _:
            return []


CATALOGUE: dict[str, EditCheck] = {}


def edit_check(id: str, *, zh: str, en: str) -> Callable[[Writer], Writer]:
    """Registers a check under its id; the words say what must hold."""

    def register(write: Writer) -> Writer:
        kinds = get_type_hints(write, include_extras=True)
        parameters = tuple(_parameter(one, kinds[one.name]) for one in inspect.signature(write).parameters.values())
        CATALOGUE[id] = EditCheck(id, write.__name__, {"zh": zh, "en": en}, parameters, write)
        return write

    return register


def _parameter(one: inspect.Parameter, annotation: object) -> Parameter:
    is_required = one.default is inspect.Parameter.empty
    return parameter(one.name, annotation, None if is_required else one.default, is_required=is_required)


def hard(at: Iterable[object], rule: str, zh: str, en: str, **more: Any) -> StoredCheck:
    return _entry("hard", at, rule, zh, en, **more)


def soft(at: Iterable[object], rule: str, zh: str, en: str, **more: Any) -> StoredCheck:
    return _entry("soft", at, rule, zh, en, **more)


def info(at: Iterable[object], rule: str, zh: str, en: str, **more: Any) -> StoredCheck:
    return _entry("info", at, rule, zh, en, **more)


def _entry(
    severity: str,
    at: Iterable[object],
    rule: str,
    zh: str,
    en: str,
    *,
    relevant: str = "",
    table: Question | None = None,
    values: Mapping[str, StoredShown] | None = None,
) -> StoredCheck:
    """at: what the finding is about; it stands at the first. table: whose rows are looked at one by one."""
    questions = [name for argument in at for name in question_names(argument)]
    entry: StoredCheck = {
        "severity": severity,
        "questions": list(dict.fromkeys(questions)),
        "rule": rule,
        "message": {"zh": zh, "en": en},
        "values": dict(values or {}),
    }
    if relevant:
        entry["relevant"] = relevant
    if table:
        entry["table"] = table.name
    return entry


def shown_like(question: Question, calculate: str) -> StoredShown:
    """A value shown in the unit its reader used for the question."""
    return {"calculate": calculate, "like": question.name}


def shown_in(unit: str, calculate: str, decimals: int) -> StoredShown:
    return {"calculate": calculate, "unit": unit, "decimals": decimals}


def plain(calculate: str, decimals: int | None = None) -> StoredShown:
    return {"calculate": calculate} if decimals is None else {"calculate": calculate, "decimals": decimals}


def percent(part: str) -> StoredShown:
    """0.05 as 5%, with no more places than it needs."""
    return {"calculate": f"{part} * 100", "unit": "%"}
