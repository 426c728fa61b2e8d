"""What a type of question is, as plain data and plain functions: its home is one file beside this one.

How a control is drawn is in rendering/controls.py, how a column of it looks in a workbook in reports/tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from surveys.lib.text import Text
from surveys.questionnaires.expressions import Kind, Value, kinds
from surveys.questionnaires.form.choice import Choice

# What questions can carry beside their name, their type and their columns.
OF_ALL = frozenset({"number", "label", "relevant", "extended"})
OF_SHOWN = OF_ALL | {"hint", "guidance", "appearance"}
OF_ANSWERED = OF_SHOWN | {
    "required", "required_message", "default", "initial", "read_only", "constraint", "constraint_message", "prefill",
}  # fmt: skip
OF_NUMBERS = OF_ANSWERED | {"unit", "units", "methods", "may_be_unavailable", "aggregate"}
OF_CHOICES = OF_ANSWERED | {"choices", "choice_filter", "aggregate"}


class Misread(Exception):
    """What was typed is no answer to a question of this type."""

    def __init__(self, message: Text) -> None:
        self.message = message


class Asked(Protocol):
    """What reading and showing an answer look at in its question."""

    @property
    def decimals(self) -> int | None: ...
    @property
    def max_length(self) -> int | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def units(self) -> tuple[str, ...]: ...
    @property
    def choices(self) -> Sequence[Choice]: ...
    def choice(self, name: str, /) -> Choice | None: ...


Typed = tuple[Value, str]
"""The canonical value, None when blank, and the unit it was taken in."""
Read = Callable[[Asked, str, str], Typed]
"""Question, text, unit chosen beside it. Raises Misread and Unreadable."""
Show = Callable[[Value, str], str]
"""Value, language."""
Control = Literal["line", "lines", "position", "tick", "one of", "several of", "file", "nothing"]
"""What a person fills in; nothing where whoever draws the page draws the question itself."""


def nothing(question: Asked, typed: str, unit: str) -> Typed:
    """Notes, calculations and whole tables are not typed."""
    return None, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionType:
    """label: in a list of types; words: in a sentence.

    attributes: what such a question can carry. example: what may be typed there, where no list of choices says it.
    kind: what expressions take an answer for; that of a calculation is its expression's. means: what an answer goes on
    meaning under another type of the same sort: a figure in its unit, the words that were typed, or the choice.
    tells_reading: whether people are told how an answer was understood.
    xlsform_words: how the type column may call it, in small letters; xlsform: what an exported form writes there, and
    which word of the appearance makes this type of that one. control: what it is answered with. column: the
    reports.tables.table.Kind of its values.
    """

    name: str
    label: Text
    words: Text
    attributes: frozenset[str]
    example: str = ""
    read: Read = nothing
    show: Show | None = None
    kind: Kind = kinds.TEXT
    means: Literal["figure", "words", "choice", "value"] = "value"
    is_answered: bool = True
    is_shown: bool = True
    has_value: bool = True
    adds_up: bool = True
    stands_in_tables: bool = True
    tells_reading: bool = False
    xlsform_words: tuple[str, ...] = ()
    xlsform: str = ""
    xlsform_appearance: str = ""
    control: Control = "line"
    column: str = "text"

    def carries(self, attribute: str) -> bool:
        return attribute in self.attributes

    @property
    def is_number(self) -> bool:
        """Whether an answer is a figure, which may have a unit."""
        return self.means == "figure"
