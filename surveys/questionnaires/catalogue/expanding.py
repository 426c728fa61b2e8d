"""From the short form of a check, `{"check": "E29", "with": {…}}`, to full entries of a definition."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.lib.text import Text, enumeration, filled
from surveys.questionnaires.catalogue import messages
from surveys.questionnaires.catalogue.entries import CATALOGUE, EditCheck
from surveys.questionnaires.catalogue.parameters import Unsuitable, read
from surveys.questionnaires.form import StoredCheck

Blame = Callable[[str, Text], None]
"""Says of a key what is wrong with it."""

# What the engine does by itself wherever there is a question of the kind.
BUILT_IN: Mapping[str, dict[str, str]] = {
    "E36": {
        "zh": "附件的类型、大小和病毒检查符合要求",
        "en": "Attachments are of an allowed type and size and without viruses",
    },
    "E54": {
        "zh": "上次回报并非零报告或“不涉及”的，本次作零报告或填“不涉及”须说明",
        "en": "Who files nil, or declares that there is no mining, after saying otherwise in the last return explains it",
    },
}
BESIDE = ("id", "severity", "message", "relevant", "table")
"""What may stand beside "check" and "with" and goes before what the catalogue says; `relevant` is added to it."""


def expand(entry: object, blame: Blame) -> Sequence[object]:
    """The full entries an entry stands for; one without "check" as it is, none where the problems forbid it."""
    if not isinstance(entry, Mapping) or "check" not in entry:
        return [entry]
    check = _check_named(entry["check"], blame)
    if check is None:
        return []
    for key in sorted(entry.keys() - {"check", "with", *BESIDE}):
        blame(str(key), messages.UNKNOWN_FIELD)
    arguments = _arguments(check, entry.get("with", {}), blame)
    return [] if arguments is None else _entries(check, arguments, entry, blame)


def _check_named(id: object, blame: Blame) -> EditCheck | None:
    check = CATALOGUE.get(id) if isinstance(id, str) else None
    if check is None and str(id) in BUILT_IN:
        blame("check", filled(messages.ALWAYS_DONE, check=str(id)))
    elif check is None:
        blame("check", filled(messages.NO_SUCH_CHECK, check=str(id)))
    return check


def _arguments(check: EditCheck, told: object, blame: Blame) -> dict[str, object] | None:
    """By parameter; None if any is missing, unknown or unfit."""
    if not isinstance(told, Mapping):
        blame("with", messages.OBJECT_HERE)
        return None
    problems = [_unknown(check, str(name)) for name in told if check.parameter(str(name)) is None]
    problems += [_missing(check, one.name) for one in check.parameters if one.is_required and one.name not in told]
    arguments = {}
    for one in check.parameters:
        if one.name in told:
            try:
                arguments[one.name] = read(one.kind, told[one.name])
            except Unsuitable as problem:
                problems.append((one.name, problem.message))
    for name, message in problems:
        blame(f"with.{name}", message)
    return None if problems else arguments


def _unknown(check: EditCheck, name: str) -> tuple[str, Text]:
    known = enumeration(one.name for one in check.parameters)
    return name, filled(messages.UNKNOWN_PARAMETER, check=check.id, name=name, known=known)


def _missing(check: EditCheck, name: str) -> tuple[str, Text]:
    return name, filled(messages.PARAMETER_MISSING, check=check.id, name=name)


def _entries(
    check: EditCheck, arguments: Mapping[str, object], entry: Mapping[str, object], blame: Blame
) -> list[StoredCheck]:
    words = entry.get("message")
    if (words is not None and not isinstance(words, dict)) or not _is_text(words or {}):
        blame("message", messages.TEXT_IN_LANGUAGES)
        return []
    try:
        written = check.entries(arguments, words)
    except Unsuitable as problem:
        blame("with", problem.message)
        return []
    beside: Any = {key: entry[key] for key in ("id", "severity", "table") if key in entry}
    return [_narrowed({**one, **beside}, entry.get("relevant")) for one in written]


def _is_text(words: Mapping[object, object]) -> bool:
    return all(isinstance(one, str) for one in words.values())


def _narrowed(entry: StoredCheck, relevant: Any) -> StoredCheck:
    """Both conditions must hold. What is no text is left for the schema to blame."""
    if relevant and isinstance(relevant, str) and entry.get("relevant"):
        relevant = f"({entry['relevant']}) and ({relevant})"
    return {**entry, "relevant": relevant} if relevant else entry
