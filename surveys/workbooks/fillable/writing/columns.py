"""The columns of a sheet to fill in as they are written: what stands above them, and what becomes of a line in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from surveys.lib import units
from surveys.lib.numbers import canonical, round_half_up
from surveys.questionnaires.expressions import Sort, Value
from surveys.questionnaires.form import Question, Section, show
from surveys.questionnaires.form.types.acknowledge import TICKS
from surveys.workbooks.fillable import words
from surveys.workbooks.fillable.choices import texts_of, texts_of_question
from surveys.workbooks.fillable.layout import TICK, UNITS_OF_ANSWERS, Column
from surveys.workbooks.fillable.writing import looks
from surveys.workbooks.fillable.writing.form import FillableForm, FilledSheet, Line
from surveys.workbooks.fillable.writing.formulas import Formulas
from surveys.workbooks.fillable.writing.looks import Look, Looks
from surveys.workbooks.streamed import cells
from surveys.workbooks.streamed.cells import Tails

Tail = Callable[[Line], str]
MOST_DIGITS = 15
"""Of a number, in spreadsheets."""
_EXACT = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d*[1-9]))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BEGINNING = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets do not agree about what number a day has."""
MOST_PLACES_SHOWN = 6


@dataclass(frozen=True)
class WrittenColumn:
    """name: in the row of names. answers: what is filled in there, where anything is. section: whose band it lies under."""

    name: str
    heading: str
    in_what: str
    tail: Tail
    answers: Column | None = None
    section: Section | None = None
    is_hidden: bool = False


class Columns:
    """Of one sheet."""

    def __init__(self, form: FillableForm, sheet: FilledSheet, styles: Looks, formulas: Formulas) -> None:
        self._form, self._sheet, self._looks, self._language = form, sheet, styles, form.language
        self._formulas = formulas

    def all(self) -> list[WrittenColumn]:
        return [*self._own(), *(column for one in self._sheet.layout.columns for column in self._of(one))]

    # --- whose the line is ---

    def _own(self) -> Iterator[WrittenColumn]:
        shut = self._looks.id(looks.KNOWN)
        code = self._looks.id(Look(is_open=True, format=looks.WORDS))
        written, chosen, alone = partial(cells.text, shut), partial(cells.text, code), self._only_code()
        yield self._named("@code", lambda line: written(line.code) if line.row else chosen(line.code or alone))
        yield self._named("@name", lambda line: written(line.name))
        yield self._named("@row", lambda line: written(line.row), is_hidden=True)
        if self._form.own_deadlines and self._sheet.layout.key == UNITS_OF_ANSWERS:
            yield self._named("@deadline", lambda line: written(line.deadline))

    def _only_code(self) -> str:
        """Whose rows all rows are; nothing where that has to be chosen."""
        if self._sheet.layout.scope == "organisation":
            return self._form.organisation.number
        return next(iter(self._form.units)) if len(self._form.units) == 1 else ""

    def _named(self, name: str, tail: Tail, *, is_hidden: bool = False) -> WrittenColumn:
        heading = words.both(words.OWN[name], self._language)
        return WrittenColumn(name, heading, "", tail, is_hidden=is_hidden)

    # --- what is answered ---

    def _of(self, column: Column) -> Iterator[WrittenColumn]:
        question = column.question
        section = self._form.definition.section_of(question.name)
        texts = words.heading(column, self._language), words.in_what(column, self._language)
        yield WrittenColumn(column.name, *texts, self._tail(column), column, section)
        is_last_part = column == [one for one in self._sheet.layout.columns if one.question == question][-1]
        is_new = not question.prefill  # what was filled in beforehand from somewhere needs no comparison
        if is_last_part and is_new and any(question.name in line.last for line in self._sheet.lines):
            yield self._said_last(question, section)

    def _said_last(self, question: Question, section: Section) -> WrittenColumn:
        name, quiet = question.name, self._looks.id(looks.QUIET_FACT)
        said = partial(cells.text, quiet)
        heading = words.numbered(question, words.LAST, self._language)
        return WrittenColumn(f"{name}:last", heading, "", lambda line: said(line.last.get(name, "")), None, section)

    def _tail(self, column: Column) -> Tail:
        if column.question.is_calculated:
            return self._calculated(column.question)
        if column.choice:
            return self._ticked(column)
        written = self._writer(column)
        if column.part == "unit":
            part, own = _part(column.question.name, "unit"), column.question.unit
            return lambda line: written(part(line) or (own if line.row else ""))
        return _filled(written, column.question.name, column.part)

    def _ticked(self, column: Column) -> Tail:
        name, choice = column.question.name, column.choice
        style = self._style(column, Look(across="center"))
        tick, none = cells.text(style, TICK), cells.blank(style)
        part = _part(name, "typed")
        return lambda line: tick if choice in part(line).split() else none

    def _writer(self, column: Column) -> Callable[[str], str]:
        """How a text of this column is written."""
        question, part = column.question, column.part
        if part == "unit":
            label = {one: words.unit_label(one, self._language) for one in question.units}
            return self._worded(column, label)
        if part == "method":
            return self._worded(column, texts_of(question.methods, self._language))
        if part == "typed" and question.of_type.control == "tick":
            return self._worded(column, {}, TICKS)
        if part == "typed" and question.of_type.control == "one of":
            return self._worded(column, texts_of_question(question, self._language))
        if part == "typed" and (question.is_number or question.type == "year"):
            return self._figures(column)
        if part == "typed" and question.type == "date":
            return self._days(column)
        style = self._style(column, Look(format=looks.WORDS, wrap=question.of_type.control == "lines"))
        return partial(cells.text, style)

    def _worded(
        self, column: Column, texts: Mapping[str, str], ticks: frozenset[str] = frozenset()
    ) -> Callable[[str], str]:
        style = self._style(column, Look())

        def written(name: str) -> str:
            return cells.text(style, TICK if name.strip().casefold() in ticks else texts.get(name.strip(), name))

        return Tails(written).__getitem__

    def _figures(self, column: Column) -> Callable[[str], str]:
        """As a number where it is one digit for digit, else as it was typed."""
        blank = cells.blank(self._style(column, Look(across="right")))
        typed = self._style(column, Look(across="right", format=looks.WORDS))
        shown = looks.YEAR if column.question.type == "year" else ""
        whole = cells.number(self._style(column, Look(across="right", format=shown or looks.of_places(0))), "%s")
        by_places: dict[int, int] = {}

        def written(text: str) -> str:
            if not text:
                return blank
            if text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= MOST_DIGITS:
                return whole % text
            found = _EXACT.fullmatch(text)
            if found is None or len(text) > MOST_DIGITS or text == "-0":
                return cells.text(typed, text)
            places = len(found[1] or "")
            if places not in by_places:
                format = shown or looks.of_places(places)
                by_places[places] = self._style(column, Look(across="right", format=format))
            return cells.number(by_places[places], text)

        return written

    def _days(self, column: Column) -> Callable[[str], str]:
        day, text = self._style(column, Look(format=looks.DAY)), self._style(column, Look(format=looks.WORDS))

        def written(typed: str) -> str:
            if not typed:
                return cells.blank(day)
            found = _day(typed)
            return cells.number(day, _serial(found)) if found else cells.text(text, typed)

        return Tails(written).__getitem__

    def _calculated(self, question: Question) -> Tail:
        """As a formula where it can be one; the other columns must have their places before that is known."""
        name, shown, formulas = question.name, self._worked_out(question), self._formulas

        def written(line: Line) -> str:
            style, worked_out, is_number = shown(line.worked_out.get(name))
            if formula := formulas.of_calculation(question):
                return cells.formula(style, formula, worked_out, is_number=is_number)
            return cells.number(style, worked_out) if is_number else cells.text(style, worked_out)

        return written

    def _worked_out(self, question: Question) -> Callable[[Value], tuple[int, str, bool]]:
        """Its style, what is shown, and whether that is a number: a figure in the unit of its question, a day; or words."""
        text, day = self._looks.id(looks.KNOWN), self._looks.id(Look(colour=looks.SHADED, format=looks.DAY))
        places = MOST_PLACES_SHOWN if question.decimals is None else question.decimals
        format = looks.of_places(question.decimals) if question.decimals is not None else looks.PLAIN
        figure = self._looks.id(Look(colour=looks.SHADED, across="right", format=format))

        blank = {Sort.NUMBER: figure, Sort.DATE: day}.get(self._form.definition.kinds[question.name].sort, text)

        def shown(value: Value) -> tuple[int, str, bool]:
            if value is None:
                return blank, "", False
            if isinstance(value, Decimal):
                own = units.from_canonical(value, question.unit) if question.unit else value
                return figure, canonical(round_half_up(own, places)), True
            if type(value) is date and value >= FIRST_DAY:
                return day, _serial(value), True
            return text, show(question, value, self._language), False

        return shown

    def _style(self, column: Column, look: Look) -> int:
        shut = Look(colour=looks.SHADED, across=look.across, format=look.format, wrap=look.wrap)
        opened = Look(is_open=True, across=look.across, format=look.format, wrap=look.wrap)
        return self._looks.id(opened if column.is_input else shut)


def _filled(written: Callable[[str], str], question: str, part: str) -> Tail:
    """One part of an entry: the innermost deed of a large workbook."""
    blank = written("")

    def tail(line: Line) -> str:
        entry = line.entries.get(question)
        if not entry:
            return blank
        try:
            return written(entry.get(part) or "")
        except (AttributeError, TypeError):  # no entry at all, or no text in it
            return blank

    return tail


def _part(question: str, part: str) -> Callable[[Line], str]:
    """One part of an entry as typed; blank for whatever is no entry."""

    def of_line(line: Line) -> str:
        entry = line.entries.get(question)
        if not entry or not isinstance(entry, dict):
            return ""
        found = entry.get(part)
        return found if isinstance(found, str) else ""

    return of_line


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None
    return found if found and found >= FIRST_DAY else None


def _serial(day: date) -> str:
    return str((day - _BEGINNING).days)
