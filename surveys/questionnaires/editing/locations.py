"""Where in a questionnaire something stands, in people's words; places are those of problems.Problem."""

import re

from surveys.lib.text import filled, in_language
from surveys.questionnaires.diff import ATTRIBUTES
from surveys.questionnaires.editing import messages
from surveys.questionnaires.editing.operations import find
from surveys.questionnaires.editing.references import check_id
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.form import StoredCheck, StoredDefinition, StoredItem

LONGEST_LABEL = 40
_NUMBERED_CHECK = re.compile(r"checks\[(\d{1,4})\]")


def in_words(definition: StoredDefinition, location: str, language: str) -> str:
    """ "mining_kwh.relevant" as “C05 Mining electricity (when it applies)”; what cannot be named stays as it is."""
    if (number := check_number(definition, location)) is not None:
        entry = definition["checks"][number]
        return _of_attribute(_called_check(entry, number, language), key_of_check(entry, location), language)
    first, _dot, key = location.partition(".")
    if first == "choices" and key:
        return _of_list(definition, key, language)
    try:
        return _of_attribute(_called(find(definition, first), language), key, language)
    except EditError:
        return _attribute(location, language) or location


def check_number(definition: StoredDefinition, location: str) -> int | None:
    """Which of the checks a problem speaks of: "checks[3].with" or "check E29.rule"."""
    entries = definition.get("checks", [])
    if found := _NUMBERED_CHECK.match(location):
        return int(found[1]) if int(found[1]) < len(entries) else None
    if not location.startswith("check "):
        return None
    wanted = location.removeprefix("check ")
    ids = [check_id(entry) for entry in entries]
    fitting = [number for number, id in enumerate(ids) if id and (wanted == id or wanted.startswith(f"{id}."))]
    return max(fitting, key=lambda number: len(ids[number]), default=None)


def key_of_check(entry: StoredCheck, location: str) -> str:
    """What of this check is meant: "with.total" of "checks[3].with.total", "rule" of "check E29.rule"; '' for all of it."""
    told = (
        _NUMBERED_CHECK.sub("", location, count=1)
        if location.startswith("checks[")
        else location.partition(check_id(entry))[2]
    )
    return told.removeprefix(".")


def list_of(definition: StoredDefinition, key: str) -> str:
    """The list of choices that "business[3].label" or "business.09.label" stands in; '' when there is none."""
    lists = definition.get("choices", {})
    return next((one for one in lists if re.match(rf"{re.escape(one)}([.\[]|$)", key)), "")


def _of_attribute(owner: str, key: str, language: str) -> str:
    attribute = _attribute(key, language)
    if not attribute:
        return owner
    return in_language(filled(messages.ATTRIBUTE, owner=owner, attribute=attribute), language)


def _attribute(key: str, language: str) -> str:
    return in_language(ATTRIBUTES.get(re.split(r"[.\[]", key)[0], {}), language)


def _called(item: StoredItem, language: str) -> str:
    label = in_language(item.get("label") or {}, language)
    shown = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
    return f"{item.get('number') or ''} {shown or item.get('name', '')}".strip()


def _called_check(entry: StoredCheck, number: int, language: str) -> str:
    return in_language(filled(messages.CHECK, name=check_id(entry) or number + 1), language)


def _of_list(definition: StoredDefinition, key: str, language: str) -> str:
    name = list_of(definition, key) or key
    rest = key.removeprefix(name)
    if row := re.match(r"\[(\d+)\]", rest):
        return in_language(filled(messages.LIST_ROW, name=name, row=int(row[1]) + 1), language)
    choice = rest.removeprefix(".").split(".")[0]
    message = messages.LIST_CHOICE if choice else messages.LIST
    return in_language(filled(message, name=name, choice=choice), language)
