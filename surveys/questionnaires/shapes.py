"""The shape of a stored definition that can be worked on: less than sound, which only load() can tell.

Sections, questions and columns are objects with a name of their own, checks and choices are objects, texts are texts.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from surveys.questionnaires.mentions import TEXTS, with_columns
from surveys.questionnaires.texts import Text

Json = dict[str, Any]

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}", re.ASCII)
LIST_NAME = re.compile(r"[\w.-]{1,60}")
DEEPEST = 40


class EditError(ValueError):
    """What cannot be done, in every language."""

    def __init__(self, zh: str, en: str) -> None:
        self.message: Text = {"zh": zh, "en": en}
        super().__init__(en)


def shape_flaw(data: Any) -> Text | None:
    """Why this cannot be worked on at all; None when it can."""
    if not isinstance(data, dict) or not _is_storable(data, DEEPEST):
        return {"zh": "这不是调查表的定义", "en": "This is no definition of a questionnaire"}
    if not _has_the_lists(data):
        return {"zh": "定义的结构不对", "en": "The definition is not built as it should be"}
    for name in all_names(data):
        if not isinstance(name, str) or not NAME.fullmatch(name):
            return {"zh": f"名称“{name}”不能使用", "en": f"The name “{name}” cannot be used"}
    twice = [name for name, times in Counter(all_names(data)).items() if times > 1]
    return {"zh": f"名称“{twice[0]}”重复", "en": f"The name “{twice[0]}” is used twice"} if twice else None


def all_names(definition: Json) -> Iterator[Any]:
    """Of sections, questions and columns, in order."""
    for section in definition["sections"]:
        yield section.get("name")
        yield from (question.get("name") for question in with_columns(section))


def _is_storable(value: Any, levels: int) -> bool:
    """Only what every database and the canonical form of JSON can hold."""
    if isinstance(value, str):
        return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, list):
        return levels > 0 and all(_is_storable(item, levels - 1) for item in value)
    if isinstance(value, dict):
        pairs = (isinstance(key, str) and _is_storable(key, 1) for key in value)
        return levels > 0 and all(pairs) and all(_is_storable(item, levels - 1) for item in value.values())
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**9)


def _has_the_lists(data: Json) -> bool:
    choices = data.get("choices", {})
    lists = isinstance(choices, dict) and all(LIST_NAME.fullmatch(name) for name in choices)
    return (
        _are_objects(data.get("sections"))
        and all(_are_objects(section.get("questions", [])) for section in data["sections"])
        and all(_are_objects(one.get("questions", [])) for section in data["sections"] for one in with_columns(section))
        and all(_are_texts(item) for section in data["sections"] for item in (section, *with_columns(section)))
        and _are_objects(data.get("checks", []))
        and all(_are_texts(entry) for entry in data.get("checks", []))
        and lists
        and all(_are_objects(rows) and all(_are_texts(row) for row in rows) for rows in choices.values())
        and _are_texts(data)
    )


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


_TEXTS = (*TEXTS, "message", "roles")
_OBJECTS = (*_TEXTS, "rows", "nil", "attributes", "with", "values")
_STRINGS = (
    "code",
    "unit",
    "zone",
    "type",
    "number",
    "choices",
    "methods",
    "prefill",
    "id",
    "check",
    "severity",
    "table",
)
_LISTS = ("units", "core", "notes")


def _are_texts(item: Json) -> bool:
    """What pages show as texts are texts. A definition's own `choices` are looked at elsewhere."""
    objects = all(isinstance(item.get(key) or {}, dict) for key in _OBJECTS)
    words = objects and all(isinstance(text, str) for key in _TEXTS for text in (item.get(key) or {}).values())
    strings = all(isinstance(item.get(key) or "", str) for key in _STRINGS if key != "choices" or "type" in item)
    return words and strings and all(isinstance(item.get(key) or [], list) for key in _LISTS)


def empty(code: str, title: Text, unit: str = "facility") -> Json:
    """A questionnaire without questions."""
    section = {"name": "section1", "number": "A", "label": {"zh": "第一部分", "en": "Part one"}, "scope": "unit"}
    return {
        "format": 1,
        "code": code,
        "unit": unit,
        "title": title,
        "choices": {},
        "sections": [section | {"questions": []}],
        "checks": [],
    }
