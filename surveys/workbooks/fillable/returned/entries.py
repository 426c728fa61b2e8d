"""The cells of a row, turned into entries as typed. Never refuses: what cannot be understood is told, cell by cell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from django.utils.translation import gettext as _

from surveys.lib import units
from surveys.lib.language import in_every_language
from surveys.lib.numbers import canonical, read_quantity
from surveys.lib.text import LANGUAGES, Text
from surveys.lib.unreadable import Unreadable
from surveys.questionnaires.form import Choice, Question
from surveys.questionnaires.form.types.acknowledge import TICKS
from surveys.questionnaires.form.types.yes_no import NO
from surveys.workbooks.fillable.choices import texts_of, texts_of_question
from surveys.workbooks.fillable.layout import TICK, Column
from surveys.workbooks.fillable.returned.recognising import AnsweredSheet
from surveys.workbooks.reading.book import DIGITS_KEPT, Place

Entry = dict[str, str]
_AS_SHOWN = Context(prec=DIGITS_KEPT, rounding=ROUND_HALF_UP)
_TICKED = TICKS | {TICK, "✔", "☑", "v", "x", "ｘ"}
_NOT_TICKED = NO | {"", "☐", "□", "-"}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """`cell`: `B5`; `message`: why it cannot be taken, in every language."""

    sheet: str
    cell: str
    question: str
    value: str
    message: Text


@dataclass
class Answer:
    """Where a question is answered in a sheet: the columns of the parts of its entry, or of its choices."""

    sheet: AnsweredSheet
    question: Question
    parts: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, int] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    is_number: bool = False

    def read(self, row: int, issued: Mapping[str, Any], problems: list[CellProblem]) -> Entry | None:
        """None where all of its cells are blank. `issued`: for the parts whose columns somebody took away."""
        if self.ticks:
            return self._ticked(row, issued, problems)
        cells = self.sheet.sheet.rows[row]
        width = len(cells)
        entry = {part: cells[place].strip() if place < width else "" for part, place in self.parts.items()}
        if not entry["typed"] and not entry.get("unavailable", issued.get("unavailable")):
            return None
        if issued:
            entry = {part: text for part, text in issued.items() if part not in entry and text} | entry
        if entry["typed"]:
            self._understand(row, entry, problems)
        return entry if all(entry.values()) else {part: text for part, text in entry.items() if text}

    def _understand(self, row: int, entry: Entry, problems: list[CellProblem]) -> None:
        entry["typed"] = self._typed(row, entry["typed"], problems)
        if entry.get("unit") or (self.is_number and not _is_whole(entry["typed"])):
            entry["unit"] = self._unit(row, entry, problems)
        if entry.get("method"):
            entry["method"] = self._method(row, entry, problems)

    def _typed(self, row: int, typed: str, problems: list[CellProblem]) -> str:
        if self.sheet.sheet.cut and (row, self.parts["typed"]) in self.sheet.sheet.cut:
            return self._without_noise(row, typed, problems)
        if self.choices:
            return self.choices.get(typed) or self.choices.get(_simple(typed), typed)
        return typed

    def _without_noise(self, row: int, typed: str, problems: list[CellProblem]) -> str:
        """What a formula works out has more digits than the sheet shows; a code or a whole number has lost its last ones."""
        if self.is_number and "." in typed:
            return canonical(_AS_SHOWN.create_decimal(Decimal(typed)))
        problems.append(self.problem(row, "typed", typed, lambda: _(
            "Spreadsheets keep 15 digits of a number; the last ones of this are lost. Enter it as text."
        )))  # fmt: skip
        return typed

    def _unit(self, row: int, entry: Entry, problems: list[CellProblem]) -> str:
        """The one behind the number goes before that of the column, where the two do not contradict each other."""
        written = entry.get("unit", "")
        chosen = units.find(written) if written else None
        if written and (chosen is None or chosen.symbol not in self.question.units):
            problems.append(self.problem(row, "unit", written, lambda: _(
                "This unit cannot be used here. Choose one of: %(units)s."
            ) % {"units": "、".join(self.question.units)}))  # fmt: skip
            return ""
        symbol = chosen.symbol if chosen else ""
        behind = self._unit_behind(entry["typed"])
        if behind and symbol not in ("", self.question.unit, behind):
            problems.append(self.problem(row, "typed", entry["typed"], lambda: _(
                "The cell says %(typed)s and the column of units %(chosen)s. Which is meant? Correct one of the two."
            ) % {"typed": behind, "chosen": symbol}))  # fmt: skip
        return "" if (behind or symbol) == self.question.unit else behind or symbol

    def _unit_behind(self, typed: str) -> str:
        if not self.is_number or _is_whole(typed):
            return ""
        try:
            found = units.find(read_quantity(typed, units=self.question.units)[1])
        except Unreadable:
            return ""
        return found.symbol if found and found.symbol in self.question.units else ""

    def _method(self, row: int, entry: Entry, problems: list[CellProblem]) -> str:
        written = entry["method"]
        if _simple(written) not in self.methods:
            problems.append(self.problem(row, "method", written, lambda: _(
                "This is none of the ways in which the figure can have been found. Choose one of the list."
            )))  # fmt: skip
            return ""
        return self.methods.get(_simple(written), "")

    def _ticked(self, row: int, issued: Mapping[str, Any], problems: list[CellProblem]) -> Entry | None:
        gone = {part: str(text) for part, text in issued.items() if part != "typed" and text}
        before = str(issued.get("typed") or "").split()
        names = [one.name for one in self.question.choices]
        ticked = [name for name in names if name in before and name not in self.ticks]
        for name, column in self.ticks.items():
            text = self.sheet.sheet.text_at(row, column).strip()
            if text.casefold() in _TICKED:
                ticked.append(name)
            elif text.casefold() not in _NOT_TICKED:
                problems.append(self.problem(row, name, text, lambda: _(
                    "Put %(tick)s here, or leave the cell blank."
                ) % {"tick": TICK}))  # fmt: skip
        typed = " ".join(dict.fromkeys(name for name in names if name in ticked))
        return (gone | ({"typed": typed} if typed else {})) or None

    def problem(self, row: int, part: str, value: str, words: Callable[[], str]) -> CellProblem:
        column = self.ticks.get(part, self.parts.get(part, next(iter((self.parts | self.ticks).values()))))
        cell = self.sheet.sheet.location(row, column).rpartition("!")[2]
        return CellProblem(self.sheet.sheet.name, cell, self.question.name, value, in_every_language(words))

    @property
    def columns(self) -> Iterable[int]:
        return (self.parts | self.ticks).values()


def answers_in(sheet: AnsweredSheet) -> list[Answer]:
    """The questions that can be read there: of one whose own column is gone, nothing is."""
    found: dict[str, Answer] = {}
    for column in sheet.layout.columns:
        if column.is_input and column.name in sheet.columns:
            answer = found.setdefault(column.question.name, Answer(sheet, column.question))
            _put(answer, column, sheet.columns[column.name])
    for answer in found.values():
        question = answer.question
        answer.is_number = question.is_number
        if question.of_type.control == "one of":
            answer.choices = _names_by_text(question, question.choices)
        answer.methods = _names_by_text(None, question.methods)
    return [answer for answer in found.values() if answer.ticks or "typed" in answer.parts]


def _put(answer: Answer, column: Column, place: int) -> None:
    if column.choice:
        answer.ticks[column.choice] = place
    else:
        answer.parts[column.part] = place


def _names_by_text(question: Question | None, choices: Iterable[Choice]) -> dict[str, str]:
    """Also by a label that is one choice's only, and by a number that a spreadsheet has made of a code such as 01."""
    choices = list(choices)
    found: dict[str, str] = {}
    for language in LANGUAGES:
        texts = texts_of_question(question, language) if question else texts_of(choices, language)
        found |= {_simple(text): name for name, text in texts.items()}
    found |= {_simple(one.name.lstrip("0")): one.name for one in choices if one.name.isdigit() and one.name.strip("0")}
    return found | {_simple(one.name): one.name for one in choices}


def _is_whole(typed: str) -> bool:
    return typed.isascii() and typed.isdigit()


def _simple(text: str) -> str:
    return " ".join(text.casefold().split())


def merged_over(sheet: AnsweredSheet) -> tuple[dict[Place, str], set[Place]]:
    """Cells merged with one above: what that says, and all cells of an area that holds a figure."""
    numbers = {column for one in answers_in(sheet) if one.question.is_number for column in one.columns}
    texts, figures = dict[Place, str](), set[Place]()
    for area in sheet.sheet.merged:
        if area.top <= sheet.top or area.left != area.right or area.top == area.bottom:
            continue
        text = sheet.sheet.text_at(area.top, area.left)
        places = [(row, area.left) for row in range(area.top, area.bottom + 1)]
        if area.left in numbers and text.strip():
            figures |= set(places)
        elif area.left not in numbers:
            texts |= dict.fromkeys(places[1:], text)
    return texts, figures
