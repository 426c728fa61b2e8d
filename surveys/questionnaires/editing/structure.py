"""The shape of a stored definition that can be worked on: less than sound, which only load() can tell.

Sections, questions and columns are objects with a name of their own, checks and choices are objects, texts are texts.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveys.lib.text import Text, filled
from surveys.questionnaires.editing import messages
from surveys.questionnaires.editing.references import with_columns
from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import StoredDefinition, StoredItem

LONGEST_LIST_NAME = 60
LIST_NAME = re.compile(rf"[\w.-]{{1,{LONGEST_LIST_NAME}}}")
DEEPEST = 40


class EditError(ValueError):
    """What cannot be done, in every language."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message["en"])


def structure_problem(data: Any) -> Text | None:
    """Why this cannot be worked on at all; None when it can."""
    if not isinstance(data, dict) or not _is_storable(data, DEEPEST):
        return messages.NO_DEFINITION
    path = _DEFINITION(data) if isinstance(data.get("sections"), list) else ".sections"
    if path is not None:
        location = path.removeprefix(".")
        return filled(messages.WRONG_STRUCTURE, location=location)
    definition: StoredDefinition = data  # type: ignore[assignment]  # of that shape, as was just seen
    wrong = next((name for name in data.get("choices") or {} if not LIST_NAME.fullmatch(name)), None)
    if wrong is not None:
        return filled(messages.UNUSABLE_LIST_NAME, name=wrong)
    for name in all_names(definition):
        if not isinstance(name, str) or not NAME.fullmatch(name):
            return filled(messages.FORBIDDEN_NAME, name=str(name))
    twice = [name for name, times in Counter(all_names(definition)).items() if times > 1]
    return filled(messages.NAME_TWICE, name=twice[0]) if twice else None


def all_names(definition: StoredDefinition) -> Iterator[Any]:
    """Of sections, questions and columns, in order."""
    for section in definition["sections"]:
        yield section.get("name")
        yield from (question.get("name") for question in with_columns(section))


def _is_storable(value: object, levels: int) -> bool:
    """Only what every database and the canonical form of JSON can hold."""
    if isinstance(value, str):
        return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, list):
        return levels > 0 and all(_is_storable(item, levels - 1) for item in value)
    if isinstance(value, dict):
        pairs = (isinstance(key, str) and _is_storable(key, 1) for key in value)
        return levels > 0 and all(pairs) and all(_is_storable(item, levels - 1) for item in value.values())
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**9)


Shape = Callable[[object], str | None]
"""Gives where a value is not as it should be, as a path that begins with a dot or a bracket; None when nothing is wrong."""


def _is(*kinds: type) -> Shape:
    def problem(value: object) -> str | None:
        fits = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
        return None if fits else ""

    return problem


def _list_of(shape: Shape) -> Shape:
    def problem(value: object) -> str | None:
        if not isinstance(value, list):
            return ""
        found = ((number, shape(item)) for number, item in enumerate(value))
        return next((f"[{number}]{path}" for number, path in found if path is not None), None)

    return problem


def _map_of(shape: Shape) -> Shape:
    def problem(value: object) -> str | None:
        return "" if not isinstance(value, dict) else _object(dict.fromkeys(value, shape))(value)

    return problem


def _object(keys: Mapping[str, Shape]) -> Shape:
    """What else stands in it is no matter here; a key may be left out, but not be null."""

    def problem(value: object) -> str | None:
        if not isinstance(value, dict):
            return ""
        told = ((key, keys[key](inner)) for key, inner in value.items() if key in keys)
        return next((f".{key}{path}" for key, path in told if path is not None), None)

    return problem


_STRING, _NAMES, _WHOLE, _FLAG = _is(str), _list_of(_is(str)), _is(int), _is(bool)
_TEXT = _map_of(_STRING)


def _argument(value: object) -> str | None:
    """What a catalogued check is told, or a choice is noted for: a text or a list of texts."""
    return _NAMES(value) if isinstance(value, list) else _is(str, int, bool)(value)


_ROWS = _object({"min": _WHOLE, "max": _WHOLE, "count": _STRING})
_STRINGS_ASKED = (
    "type", "number", "unit", "choices", "methods", "prefill", "default", "appearance", "aggregate", "accept", "scope",
    "relevant", "constraint", "calculation", "initial", "choice_filter",
)  # fmt: skip
_ASKED: dict[str, Shape] = {
    **dict.fromkeys(_STRINGS_ASKED, _STRING),
    **dict.fromkeys(("label", "hint", "guidance", "required_message", "constraint_message"), _TEXT),
    **dict.fromkeys(("decimals", "max_length"), _WHOLE),
    **dict.fromkeys(("extended", "may_be_unavailable"), _FLAG),
    **dict.fromkeys(("required", "read_only"), _is(str, bool)),
    **dict.fromkeys(("units", "proves"), _NAMES),
    "rows": _ROWS,
}
_COLUMN = _object({**_ASKED, "questions": _list_of(_object({}))})
_QUESTION = _object({**_ASKED, "questions": _list_of(_COLUMN)})
_SECTION = _object({**_ASKED, "questions": _list_of(_QUESTION)})
_CHOICE = _object({"name": _STRING, "label": _TEXT, "attributes": _map_of(_argument)})
_SHOWN = _object({"calculate": _STRING, "unit": _STRING, "like": _STRING, "decimals": _WHOLE})


_CHECK = _object(
    {
        **dict.fromkeys(("id", "check", "severity", "relevant", "rule", "table"), _STRING),
        "questions": _NAMES,
        "message": _TEXT,
        "values": _map_of(_SHOWN),
        "with": _map_of(_argument),
    }
)
_DEFINITION = _object(
    {
        **dict.fromkeys(("code", "unit", "zone", "other_periods"), _STRING),
        **dict.fromkeys(("title", "introduction", "roles"), _TEXT),
        "extended": _FLAG,
        "notes": _list_of(_TEXT),
        **dict.fromkeys(("core", "languages"), _NAMES),
        "nil": _object({"question": _STRING, "value": _STRING, "requires": _NAMES}),
        "choices": _map_of(_list_of(_CHOICE)),
        "sections": _list_of(_SECTION),
        "checks": _list_of(_CHECK),
    }
)


def empty(code: str, title: Text, unit: str = "facility") -> StoredDefinition:
    """A questionnaire without questions."""
    section: StoredItem = {"name": "section1", "number": "A", "label": dict(messages.FIRST_SECTION), "scope": "unit"}
    return {
        "format": 1,
        "code": code,
        "unit": unit,
        "title": title,
        "choices": {},
        "sections": [{**section, "questions": []}],
        "checks": [],
    }
