"""What a check of the catalogue is told: questions, amounts, limits, words and conditions, read from an author's text."""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Union, get_args, get_origin

from surveys.lib.text import Text, filled
from surveys.questionnaires.catalogue import messages
from surveys.questionnaires.expressions import NAMELIKE

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


class Unsuitable(ValueError):
    """What is wrong with what a check was told, in every language."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message["en"])


@dataclass(frozen=True, slots=True)
class Question:
    """In a rule it stands as ${name}."""

    name: str

    def __str__(self) -> str:
        return f"${{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Column(Question):
    """A column of the table that `rows` is told, where it is told one."""


@dataclass(frozen=True, slots=True)
class Table(Question):
    """Whose rows the check looks at."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Whatever a rule can compute with: a question, a number or an expression such as fact('facility.it_kw')."""

    text: str

    def __str__(self) -> str:
        if self.question:
            return str(self.question)
        return self.text if self.is_number else f"({self.text})"

    @property
    def question(self) -> Question | None:
        return Question(self.text) if NAMELIKE.fullmatch(self.text) else None

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.text) is not None


# A plain number that tells how far is too far, and an expression that is true or false.
Limit = Annotated[str, "limit"]
Condition = Annotated[str, "condition"]

# Amounts by the unit they are shown in where no question lends its own.
Days = Annotated[Amount, "天"]
Energy = Annotated[Amount, "kWh"]
Power = Annotated[Amount, "kW"]
Connection = Annotated[Amount, "kVA"]

Questions = tuple[Question, ...]
Columns = tuple[Column, ...]
Amounts = tuple[Amount, ...]
Limits = tuple[Limit, ...]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """kind is one of KINDS; default is None where something must be told."""

    name: str
    kind: str
    unit: str
    is_required: bool
    default: object


def parameter(name: str, annotation: object, default: object, *, is_required: bool) -> Parameter:
    """What a function's signature says of one of its parameters."""
    options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    (wanted,) = (option for option in options if option is not type(None))
    base, *marks = get_args(wanted) if get_origin(wanted) is Annotated else (wanted,)
    if base is str and marks:
        return Parameter(name, marks[0], "", is_required, default)
    return Parameter(name, _KIND_OF[base], "".join(marks), is_required, default)


def read(kind: str, value: object) -> object:
    """The argument an author's text stands for; raises Unsuitable."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    told = value if isinstance(value, list) else [value]
    texts = [text.strip() for text in told if isinstance(text, str) and text.strip()]
    if not texts or len(texts) < len(told):
        raise Unsuitable(messages.TEXT_HERE)
    if kind in _LISTS:
        return _LISTS[kind](texts)
    if isinstance(value, list):
        raise Unsuitable(messages.ONLY_ONE)
    return KINDS[kind](texts[0])


def _question(text: str) -> Question:
    return Question(_name(text))


def _column(text: str) -> Column:
    return Column(_name(text))


def _table(text: str) -> Table:
    return Table(_name(text))


def _name(text: str) -> str:
    if not NAMELIKE.fullmatch(text):
        raise Unsuitable(filled(messages.NO_NAME_OF_QUESTION, text=text))
    return text


def _limit(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise Unsuitable(filled(messages.NOT_A_NUMBER, text=text))
    return text


def _word(text: str) -> str:
    """It will stand in quotes inside a rule."""
    if "'" in text:
        raise Unsuitable(messages.NO_QUOTES)
    return text


def _split(texts: list[str]) -> list[str]:
    """A list, or one text with spaces between the parts, as a cell of a form holds it."""
    return [part for text in texts for part in text.split()]


def _amounts(texts: list[str]) -> Amounts:
    parts = _split(texts)
    return tuple(map(Amount, parts if all(map(NAMELIKE.fullmatch, parts)) else texts))


KINDS: Mapping[str, Callable[[str], object]] = {
    "question": _question,
    "column": _column,
    "table": _table,
    "amount": Amount,
    "limit": _limit,
    "word": _word,
    "condition": str,
}
NAMES = frozenset({"question", "column", "table", "questions", "columns"})
"""The kinds that name questions and nothing else."""
_LISTS: Mapping[str, Callable[[list[str]], object]] = {
    "questions": lambda texts: tuple(map(_question, _split(texts))),
    "columns": lambda texts: tuple(map(_column, _split(texts))),
    "amounts": _amounts,
    "limits": lambda texts: tuple(map(_limit, _split(texts))),
    "words": lambda texts: tuple(map(_word, _split(texts))),
}
_KIND_OF: Mapping[object, str] = {
    Question: "question",
    Column: "column",
    Table: "table",
    Amount: "amount",
    str: "word",
    Questions: "questions",
    Columns: "columns",
    Amounts: "amounts",
    Limits: "limits",
    Words: "words",
}
