"""A rule tried out on answers somebody made up: what it gives, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from surveys.lib.dates import Month, read_date, read_month
from surveys.lib.numbers import canonical, read_number
from surveys.lib.text import filled, in_language
from surveys.lib.times import read_moment, read_time
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.expressions import (
    TRUTHS,
    Column,
    ExpressionError,
    Scope,
    Surroundings,
    Unknown,
    Value,
    evaluate,
    kinds,
    parse,
    to_clock,
    to_text,
    written_day_or_moment,
)
from surveys.questionnaires.expressions.checker import errors
from surveys.questionnaires.form import TYPES, Choice
from surveys.questionnaires.trial import messages

Outcome = dict[str, str]

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_MOST_PLACES = 1_000
_PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.+)?", re.ASCII)


def try_rule(
    expression: object,
    answers: object = None,
    types: object = None,
    context: object = None,
    now: object = None,
    *,
    language: str = "en",
) -> Outcome:
    """{"result", "type"} or {"error"}; never raises.

    answers: question -> what was typed, a list of such mappings for a table, several choices with spaces in between.
    types: question or column -> its type in XLSForm's words or ours. context: the question the dot stands for; a column
    is seen from the first row of its table. now: ISO 8601, its offset says which zone "today" is meant in.
    """
    try:
        trial = _Trial(_moment(now))
        trial.take(_mapping(answers, "answers"), _mapping(types, "types"))
        return outcome(trial.worth(_text(expression, "expression"), _text(context or "", "context")))
    except (ExpressionError, Unreadable) as error:
        return {"error": in_language(error.message, language)}


def try_case(case: object) -> Outcome:
    """A case as a file for manage.py evaluate holds it."""
    if not isinstance(case, dict):
        return {"error": "A case is an object with the key “expression”"}
    wanted = ("expression", "answers", "types", "context", "now")
    return try_rule(*(case.get(key) for key in wanted))


def outcome(value: Value) -> Outcome:
    """Blank and unknown are both blank here."""
    text = "" if isinstance(value, Unknown) else str(to_text(value))
    return {"result": text, "type": _type_of(value) if text else "blank"}


def _type_of(value: Value) -> str:
    match value:
        case bool():
            return "boolean"
        case Decimal():
            return "number"
        case date() | Month():
            return "date"
        case _:
            return "string"


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ExpressionError(filled(messages.OBJECT_WANTED, what=what))
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise ExpressionError(filled(messages.TEXT_WANTED, what=what))
    return value


def _moment(value: object) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(_text(value, "now"))
    except ValueError:
        raise ExpressionError(messages.MOMENT_WANTED) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Trial:
    now: datetime
    singles: dict[str, Value] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)

    def take(self, answers: Mapping[str, object], types: Mapping[str, object]) -> None:
        self.singles = dict.fromkeys(types)
        for name, answer in answers.items():
            if isinstance(answer, list) and not _are_choices(answer):
                self._take_table(name, answer, types)
            else:
                self.singles[name] = self._read(name, answer, types)

    def _take_table(self, table: str, rows: list[object], types: Mapping[str, object]) -> None:
        self.singles.pop(table, None)
        cells = [_mapping(row, table) for row in rows]
        self.tables[table] = [{name: self._read(name, cell, types) for name, cell in row.items()} for row in cells]
        self.columns |= {name: table for row in cells for name in row}

    def _read(self, name: str, answer: object, types: Mapping[str, object]) -> Value:
        if isinstance(answer, list) and (_are_choices(answer) or not answer):
            answer = " ".join(answer)
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            return None
        if isinstance(answer, bool) and name not in types:
            return answer
        value = _as_typed(_written(name, answer), _text(types.get(name, ""), "types"))
        local = isinstance(value, datetime) and value.tzinfo is None
        return value.replace(tzinfo=self.now.tzinfo) if local and isinstance(value, datetime) else value

    def worth(self, expression: str, context: str) -> Value:
        known = {**dict.fromkeys(self.singles), **self.tables, **self.columns}
        if context and context not in known:
            raise ExpressionError(filled(messages.NO_SUCH_QUESTION, name=context))
        tree = parse(expression)
        table = self.columns.get(context, "")
        elsewhere = {name: kinds.ANY.column for name, its in self.columns.items() if its != table}
        around = Surroundings(
            dict.fromkeys(known, kinds.ANY) | elsewhere,
            kinds.ANY if context else None,
            table=table,
            tables=self._tables_of_columns(),
        )
        found = errors(tree, around)
        if found:
            raise ExpressionError(found[0])
        return evaluate(tree, self._scope(context, table))

    def _tables_of_columns(self) -> Mapping[str, str]:
        """What nobody answered may be a column of a table without rows."""
        empty = next((table for table, rows in self.tables.items() if not any(rows)), "")
        return {**{name: empty for name, value in self.singles.items() if value is None}, **self.columns}

    def _scope(self, context: str, table: str) -> Scope:
        lookup = self._inside(table) if table else self.value
        return Scope(
            lookup,
            self.now,
            self.now.date(),
            current=lookup(context) if context else None,
            position=1 if table else None,
            # Nobody has said what the choices are called.
            label=lambda question, choice: choice,
        )

    def value(self, name: str) -> Value:
        if name in self.tables:
            return tuple(self.tables[name]) or None
        if name in self.columns:
            return Column(row.get(name) for row in self.tables[self.columns[name]])
        return self.singles.get(name)

    def _inside(self, table: str) -> Callable[[str], Value]:
        def lookup(name: str) -> Value:
            return self.tables[table][0].get(name) if self.columns.get(name) == table else self.value(name)

        return lookup


@dataclass(frozen=True, slots=True)
class _Anything:
    """A question nobody has written: no limits, no units, no choices."""

    decimals: int | None = None
    max_length: int | None = None
    unit: str = ""
    units: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    choice: Callable[[str], Choice | None] = dict[str, Choice]().get


def _are_choices(answer: list[object]) -> bool:
    return bool(answer) and all(isinstance(one, str) for one in answer)


def _written(name: str, answer: object) -> str:
    match answer:
        case str():
            return answer
        case bool():
            return "yes" if answer else "no"
        case int() | Decimal() if abs(Decimal(answer).adjusted()) < _MOST_PLACES:
            return canonical(Decimal(answer))
        case _:
            raise ExpressionError(filled(messages.ANSWER_AS_TEXT, name=name))


def _as_typed(text: str, kind: str) -> Value:
    word = kind.strip().lower().replace(" ", "_")
    if word.startswith(_SEVERAL):
        return tuple(text.split())
    if word not in _READERS and word in TYPES and TYPES[word].means == "value":
        return TYPES[word].read(_Anything(), text, "")[0]
    return _READERS.get(word, _as_it_is)(text)


def _as_it_is(text: str) -> Value:
    return text


def _plainly(text: str) -> Value:
    """Of unsaid type: a number or a date where it is written as one, else text; 09 is a code."""
    if _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    found = written_day_or_moment(text) if _PLAIN_DATE.fullmatch(text) else text
    return text if isinstance(found, Unknown) else found


def _number(text: str) -> Value:
    return read_number(text)


def _whole_number(text: str) -> Value:
    return read_number(text, decimals=0)


def _date_of(text: str) -> Value:
    return read_date(text)


def _month_of(text: str) -> Value:
    return read_month(text)


def _time_of(text: str) -> Value:
    """ODK's own way of writing is kept, with seconds and offset."""
    if not isinstance(to_clock(text), Unknown):
        return text
    return read_time(text)


def _moment_of(text: str) -> Value:
    found = written_day_or_moment(text)
    return found if isinstance(found, datetime) else read_moment(text)


def _truth(text: str) -> Value:
    if text.lower() not in TRUTHS:
        raise ExpressionError(filled(messages.YES_OR_NO, text=text))
    return TRUTHS[text.lower()]


_SEVERAL = ("select_multiple", "choices", "rank")
_READERS: dict[str, Callable[[str], Value]] = {
    "": _plainly,
    "calculate": _plainly,
    "calculated": _plainly,
    "hidden": _plainly,
    "integer": _whole_number,
    "int": _whole_number,
    "decimal": _number,
    "percent": _number,
    "range": _number,
    "date": _date_of,
    "today": _date_of,
    "month": _month_of,
    "time": _time_of,
    "datetime": _moment_of,
    "start": _moment_of,
    "end": _moment_of,
    "yes_no": _truth,
    "boolean": _truth,
}
