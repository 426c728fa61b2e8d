"""Reading what was typed into canonical values. Whatever is typed, reading never raises: it gives a value or a finding."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any, TypedDict

from surveys.lib import units
from surveys.lib.cleaning import read_text
from surveys.lib.dates import Month, read_date, read_month
from surveys.lib.numbers import read_quantity
from surveys.lib.text import Text, in_language
from surveys.lib.times import read_moment, read_time
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import messages
from surveys.questionnaires.form.definition import TICKED, Choice, Question
from surveys.questionnaires.form.findings import Finding

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


class _Misread(Exception):
    def __init__(self, message: Text) -> None:
        self.message = message


_BLANK = Reading()


def read(question: Question, entry: Any) -> Reading:
    """The canonical value of an entry, or what is wrong with it."""
    if entry is None:
        return _BLANK
    if not isinstance(entry, Mapping) or any(not isinstance(part, str) for part in entry.values() if part is not None):
        return Reading(problem=_problem(question, messages.UNREADABLE_ENTRY))
    typed, unit, method, unavailable = (entry.get(part) or "" for part in ("typed", "unit", "method", "unavailable"))
    try:
        reason = read_text(unavailable) or ""
        value, unit = _READERS[question.type](question, typed, unit)
        if value is None and reason:
            return _not_available(question, reason, typed)
        if value is not None and method and method not in {one.name for one in question.methods}:
            raise _Misread(messages.with_typed(messages.NO_SUCH_METHOD, method))
    except (Unreadable, _Misread) as error:
        return Reading(problem=_problem(question, error.message), typed=typed, unit=unit)
    method = method if value is not None else ""
    return Reading(value, None, _understood(question, value), typed, unit, method, "", about_file(question, entry))


def about_file(question: Question, entry: Mapping[str, Any]) -> dict[str, str]:
    """Name, size and SHA-256 of the file an entry, as typed or as stored, names; nothing for other questions."""
    parts = ("name", "size", "sha256") if question.type == "file" else ()
    return {part: entry[part] for part in parts if entry.get(part)}


def _problem(question: Question, message: Text) -> Finding:
    return Finding("reading", "hard", question.name, None, message, (question.name,))


def _not_available(question: Question, reason: str, typed: str) -> Reading:
    if not question.may_be_unavailable:
        return Reading(
            problem=_problem(question, messages.about_question(messages.MUST_BE_ANSWERED, question.label)), typed=typed
        )
    return Reading(unavailable=reason)


_Result = tuple[Value, str]


def _text(question: Question, typed: str, unit: str) -> _Result:
    return read_text(typed, max_length=question.max_length, lines=question.type == "long_text"), ""


def _number(question: Question, typed: str, unit: str) -> _Result:
    number, typed_unit = read_quantity(typed, decimals=question.decimals, units=question.units)
    if number is None:
        return None, ""
    symbol = _unit(question, typed_unit or unit)
    return (units.to_canonical(number, symbol) if symbol else number), symbol


def _unit(question: Question, typed: str) -> str:
    """The unit meant: one typed behind the number goes before the one chosen beside it, and that before the default."""
    if not typed:
        return question.unit
    found = units.find(typed)
    if found and found.symbol in question.units:
        return found.symbol
    if not question.units:
        raise Unreadable("no_unit", unit=typed)
    raise Unreadable("unit", unit=typed, allowed="、".join(question.units))


def _date(question: Question, typed: str, unit: str) -> _Result:
    return read_date(typed), ""


def _month(question: Question, typed: str, unit: str) -> _Result:
    return read_month(typed), ""


def _time(question: Question, typed: str, unit: str) -> _Result:
    clock = read_time(typed)
    return (f"{clock:%H:%M}" if clock else None), ""


def _datetime(question: Question, typed: str, unit: str) -> _Result:
    return read_moment(typed), ""


def _acknowledge(question: Question, typed: str, unit: str) -> _Result:
    answer = typed.strip().casefold()
    if answer in _NO or not answer:
        return None, ""
    if answer not in _YES | {TICKED.casefold()}:
        raise _Misread(messages.with_typed(messages.TICK_OR_NOT, typed))
    return TICKED, ""


_YES = frozenset({"yes", "是", "true", "1", "y", "√", "有"})
_NO = frozenset({"no", "否", "false", "0", "n", "×", "无"})


def _yes_no(question: Question, typed: str, unit: str) -> _Result:
    answer = typed.strip().casefold()
    if answer and answer not in _YES | _NO:
        raise _Misread(messages.with_typed(messages.YES_OR_NO, typed))
    return (answer in _YES if answer else None), ""


def _choice(question: Question, typed: str, unit: str) -> _Result:
    text = typed.strip()
    return (_named(question, text).name if text else None), ""


def _choices(question: Question, typed: str, unit: str) -> _Result:
    """In the order of the questionnaire, each once: the same choice of answers is the same answer."""
    parts = _separate(question, typed)
    chosen = {_named(question, part).name for part in parts}
    return tuple(choice.name for choice in question.choices if choice.name in chosen) or None, ""


def _separate(question: Question, typed: str) -> list[str]:
    """Names are separated by spaces; a workbook may hold labels, which are separated by commas because they may contain spaces."""
    names = typed.split()
    if all(question.choice(name) for name in names):
        return names
    return [part.strip() for part in re.split(r"[,，、;；\n]", typed) if part.strip()]


def _named(question: Question, text: str) -> Choice:
    """By its name, or by its label in any language; what is one choice's name is never taken for another's label."""
    if exact := question.choice(text):
        return exact
    wanted = text.casefold()
    named = (choice for choice in question.choices if wanted == choice.name.casefold())
    labelled = (choice for choice in question.choices if wanted in _labels(choice))
    found = next(chain(named, labelled), None)
    if found is None:
        raise _Misread(messages.with_typed(messages.NO_SUCH_CHOICE, text))
    return found


def _labels(choice: Choice) -> list[str]:
    return [label.strip().casefold() for label in choice.label.values()]


def _nothing(question: Question, typed: str, unit: str) -> _Result:
    """Notes, calculations and whole tables are not typed."""
    return None, ""


_READERS: dict[str, Callable[[Question, str, str], _Result]] = {
    "text": _text,
    "long_text": _text,
    "hidden": _text,
    "integer": _number,
    "decimal": _number,
    "percent": _number,
    "date": _date,
    "month": _month,
    "time": _time,
    "datetime": _datetime,
    "yes_no": _yes_no,
    "acknowledge": _acknowledge,
    "file": _text,
    "choice": _choice,
    "choices": _choices,
    "table": _nothing,
    "note": _nothing,
    "calculated": _nothing,
}


def _understood(question: Question, value: Value) -> str:
    if question.is_number and isinstance(value, Decimal):
        return messages.quantity(value, question.canonical_unit, "zh")
    return str(messages.simple(value)["zh"]) if question.type in ("date", "month", "time", "datetime") and value else ""


def show(question: Question, value: Value, language: str, unit: str = "") -> str:
    """A canonical value for people: in the unit given or the question's own, choices by their labels, '' when blank.

    Typed figures are shown exactly, calculated ones with the decimals of their question.
    """
    if value is None:
        return ""
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
