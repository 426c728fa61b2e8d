"""Reading what was typed into canonical values. Whatever is typed, reading never raises: it gives a value or a finding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypedDict

from surveys.lib.cleaning import read_text
from surveys.lib.dates import Month
from surveys.lib.text import LANGUAGES, Text, in_language
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import messages
from surveys.questionnaires.form.choice import Choice
from surveys.questionnaires.form.definition import Question
from surveys.questionnaires.form.findings import Finding
from surveys.questionnaires.form.types.question_type import Misread

__all__ = ["Answers", "Entry", "Finding", "Month", "Reading", "RowEntry", "read", "show"]


class Entry(TypedDict, total=False):
    """One answer as typed. unavailable: why there is none.

    Of a file typed is its id; name, size (in bytes) and sha256 are written beside it by whoever keeps the files.
    """

    typed: str
    unit: str
    method: str
    unavailable: str
    name: str
    size: str
    sha256: str


class RowEntry(TypedDict):
    row: str
    cells: dict[str, Entry]


Answers = Mapping[str, Entry | list[RowEntry]]


@dataclass(frozen=True, slots=True)
class Reading:
    """value in canonical form, None when blank; understood is what to tell the person ("12,005,000 kWh").

    typed and unit are what was typed and the unit it was taken in; unavailable is the reason why there is no value.
    file is what an entry says of the file it names.
    """

    value: Value = None
    problem: Finding | None = None
    understood: str = ""
    typed: str = ""
    unit: str = ""
    method: str = ""
    unavailable: str = ""
    file: Mapping[str, str] = field(default_factory=dict)


_BLANK = Reading()


Reader = Callable[[Question, object], Reading]


def read(question: Question, entry: object, *, tells: bool = True) -> Reading:
    """The canonical value of an entry, or what is wrong with it. `tells`: also how it was understood."""
    if entry is None:
        return _BLANK
    if not isinstance(entry, Mapping) or any(not isinstance(part, str) for part in entry.values() if part is not None):
        return Reading(problem=_problem(question, messages.UNREADABLE_ENTRY))
    typed, unit, method, unavailable = (entry.get(part) or "" for part in ("typed", "unit", "method", "unavailable"))
    try:
        reason = read_text(unavailable) or ""
        value, unit = question.of_type.read(question, typed, unit)
        if value is None and reason:
            return _not_available(question, reason, typed)
        if value is not None and method and method not in {one.name for one in question.methods}:
            raise Misread(messages.with_typed(messages.NO_SUCH_METHOD, method))
    except (Unreadable, Misread) as error:
        return Reading(problem=_problem(question, error.message), typed=typed, unit=unit)
    method = method if value is not None else ""
    understood = _understood(question, value) if tells else ""
    return Reading(value, None, understood, typed, unit, method, "", about_file(question, entry))


def about_file(question: Question, entry: Mapping[str, Any]) -> dict[str, str]:
    """Name, size and SHA-256 of the file an entry, as typed or as stored, names; nothing for other questions."""
    parts = ("name", "size", "sha256") if question.is_file else ()
    return {part: entry[part] for part in parts if entry.get(part)}


def _problem(question: Question, message: Text) -> Finding:
    return Finding("reading", "hard", question.name, None, message, (question.name,))


def _not_available(question: Question, reason: str, typed: str) -> Reading:
    if not question.may_be_unavailable:
        return Reading(
            problem=_problem(question, messages.about_question(messages.MUST_BE_ANSWERED, question.label)), typed=typed
        )
    return Reading(unavailable=reason)


def _understood(question: Question, value: Value) -> str:
    if value is None or not question.of_type.tells_reading:
        return ""
    return show(question, value, LANGUAGES[0], question.canonical_unit)


def show(question: Question, value: Value, language: str, unit: str = "") -> str:
    """A canonical value for people: in the unit given or the question's own, choices by their labels, '' when blank.

    Typed figures are shown exactly, calculated ones with the decimals of their question.
    """
    if value is None:
        return ""
    if question.of_type.show:
        return question.of_type.show(value, language)
    if isinstance(value, Decimal):
        decimals = question.decimals if question.calculation else None
        return messages.quantity(value, unit or question.unit, language, decimals=decimals)
    names = value if isinstance(value, tuple) else (value,)
    labelled = [question.choice(str(name)) for name in names] if question.choices else []
    if labelled:
        return messages.listed([_in_words(choice, language) for choice in labelled if choice], language)
    return messages.simple(value)[language]


def _in_words(choice: Choice, language: str) -> str:
    return in_language(messages.left_open(choice.label), language)
