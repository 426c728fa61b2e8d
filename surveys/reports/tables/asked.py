"""A question as all versions of its questionnaire ask it: in the newest words, with every choice there ever was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from surveys.lib import units
from surveys.lib.dates import may_be_year
from surveys.lib.language import current_language
from surveys.lib.numbers import places_of
from surveys.lib.text import Text, in_language
from surveys.questionnaires.evaluation import in_words
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Choice, Question, left_open, show
from surveys.reports.tables.table import Cell, Column, Kind

MOST_PLACES = 6
MOST_CHOICES_APART = 200
"""Beyond these, a question that takes several choices has no columns of their own for them: a sheet has 16,384."""


def across_versions(questions: Iterable[Question]) -> dict[str, Question]:
    """By name; the questions come as the versions follow one another, the newest last."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.name, []).append(question)
    return {name: _merged(versions) for name, versions in found.items()}


def _merged(versions: Sequence[Question]) -> Question:
    return replace(
        versions[-1],
        choices=_all_of(one.choices for one in versions),
        methods=_all_of(one.methods for one in versions),
        may_be_unavailable=any(one.may_be_unavailable for one in versions),
    )


def _all_of(versions: Iterable[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """Those of the newest version as it has them, and behind them those that only older ones know."""
    found: dict[str, Choice] = {}
    for choices in reversed(list(versions)):
        for choice in choices:
            found.setdefault(choice.name, choice)
    return tuple(found.values())


@dataclass(frozen=True)
class Words:
    """How questions and choices are called: by their labels, or by their names, as programs want them."""

    by_names: bool = False

    def of_question(self, question: Question) -> str:
        return question.name if self.by_names else _spoken(left_open(question.label)) or question.name

    def of_choice(self, choice: Choice) -> str:
        return choice.name if self.by_names else _spoken(left_open(choice.label)) or choice.name

    def of_method(self, question: Question, name: object) -> str:
        return next((self.of_choice(method) for method in question.methods if method.name == name), "")

    def column(self, question: Question, values: Iterable[Value]) -> Column:
        return column_of(question, values, self.of_question(question))

    def cell(self, asked: Question | None, value: Value, column: Question) -> Cell:
        """Figures, dates and moments as themselves; what is in another unit than the column names it.

        `asked` is the question as the return's own version has it, None where it asks for something else by that name.
        """
        if asked is None or value is None:
            return None
        is_plain = _is_number(value) and asked.canonical_unit == column.canonical_unit
        if is_plain or asked.of_type.column in (Kind.DATE, Kind.MOMENT, Kind.YEAR):
            return value  # type: ignore[return-value]
        if self.by_names and asked.of_type.means == "choice":
            return in_words(value)
        # Of the same list, the newest words are shown; where there is none any more, those it was answered in.
        shown = column if asked.choices and column.choices else asked
        return show(shown, value, current_language(), asked.canonical_unit)

    def choices_apart(self, question: Question) -> list[tuple[Column, Choice]]:
        """A column for each choice of a question that takes several."""
        if not takes_several(question) or len(question.choices) > MOST_CHOICES_APART:
            return []
        label = self.of_question(question)
        between = "/" if self.by_names else ": "
        return [
            (
                Column(f"{question.name}/{choice.name}", f"{label}{between}{self.of_choice(choice)}", kind=Kind.NUMBER),
                choice,
            )
            for choice in question.choices
        ]


def is_chosen(asked: Question | None, value: Value, choice: Choice) -> int | None:
    """1 or 0; a blank where this choice was not offered, or nothing was answered."""
    if asked is None or not takes_several(asked) or asked.choice(choice.name) is None or not isinstance(value, tuple):
        return None
    return int(choice.name in value)


def takes_several(question: Question) -> bool:
    return question.type == "choices"


def column_of(question: Question, values: Iterable[Value], label: str) -> Column:
    numbers = [value for value in values if _is_number(value)]
    kind = Kind(question.of_type.column)
    if kind is Kind.NUMBER or (kind is Kind.TEXT and numbers):
        unit = question.canonical_unit
        if not unit and numbers and all(may_be_year(number) for number in numbers):  # type: ignore[arg-type]
            return Column(question.name, label, kind=Kind.YEAR)
        places = max((places_of(number) for number in numbers), default=0)  # type: ignore[arg-type]
        shown = units.unit(unit).label(current_language()) if unit else ""
        return Column(question.name, label, shown, Kind.NUMBER, min(places, MOST_PLACES))
    return Column(question.name, label, kind=kind)


def _is_number(value: Value) -> bool:
    return hasattr(value, "as_tuple")


def _spoken(words: Text) -> str:
    return in_language(words, current_language())
