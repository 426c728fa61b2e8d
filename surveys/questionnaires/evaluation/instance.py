"""One set of answers being worked out: what each question is worth, and whether it is asked at all.

Questions are taken in the definition's order, each behind what it depends on, so one pass is enough. A question that is
not relevant is worth nothing here, whatever was typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from surveys.questionnaires.expressions import (
    Column,
    Kind,
    Scope,
    Sort,
    Unknown,
    Value,
    adds_up_nothing,
    evaluate,
    holds,
    prepared,
    to_date,
    to_number,
    to_text,
    to_truth,
)
from surveys.questionnaires.form import (
    Choice,
    Definition,
    Expression,
    Finding,
    Question,
    Reader,
    Reading,
    Section,
    messages,
)
from surveys.questionnaires.form import answers as reading_of

_NOTHING = Reading()


@dataclass(slots=True)
class InstanceRow:
    """position counts from 1, as people count rows."""

    id: str
    position: int
    entries: Mapping[str, object]
    scope: Scope
    readings: dict[str, Reading] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    relevant: set[str] = field(default_factory=set)


class Instance:
    def __init__(
        self,
        definition: Definition,
        answers: Mapping[str, object],
        active: frozenset[str],
        now: datetime,
        facts: Mapping[str, object],
        read: Reader = reading_of.read,
    ) -> None:
        """active: the questions that take part; the others are worth nothing. now: in the zone that holds where the definition
        names none."""
        self.definition = definition
        self.answers = answers
        self.active = active
        self._read = read
        self.readings: dict[str, Reading] = {}
        self.values: dict[str, Value] = {}
        self.rows: dict[str, list[InstanceRow]] = {}
        self.relevant: set[str] = set()
        self._sections: dict[str, bool] = {}
        here = now.astimezone(definition.zone) if definition.zone else now
        self.scope = Scope(
            self.value,
            here,
            here.date(),
            prepared({name: facts[name] for name in facts.keys() & definition.facts}, definition.kinds),
            definition.attributes,
            label=definition.choice_label,
        )
        for name in definition.order:
            if name in active:
                self._work_out(definition.question(name))

    def value(self, name: str) -> Value:
        """A column is the list of its cells, a table the list of its rows."""
        return self.values.get(name)

    def reading(self, name: str, row: InstanceRow | None = None) -> Reading:
        readings = row.readings if row and name in row.values else self.readings
        return readings.get(name, _NOTHING)

    def row_positions(self) -> dict[tuple[str, str], int]:
        """By table and row: two tables may call their rows alike."""
        return {(table, row.id): row.position for table, rows in self.rows.items() for row in rows}

    def offered(self, question: Question, row: InstanceRow | None = None) -> tuple[Choice, ...]:
        """The choices that the answers so far leave to choose from."""
        if question.choice_filter is None:
            return question.choices
        tree, scope = question.choice_filter.tree, row.scope if row else self.scope
        return tuple(one for one in question.choices if holds(tree, replace(scope, choice=one.columns)) is True)

    def is_read_only(self, question: Question, row: InstanceRow | None = None) -> bool:
        rule = question.read_only
        if not isinstance(rule, Expression):
            return rule
        return holds(rule.tree, row.scope if row else self.scope) is True

    def rows_wanted(self, table: Question) -> int | None:
        """How many rows there are to be, fixed or by the answers; None where who answers decides, or it is not known yet."""
        if table.rows.count is None:
            return table.rows.min if table.rows.are_fixed else None
        wanted = to_number(evaluate(table.rows.count.tree, self.scope))
        return None if isinstance(wanted, Unknown) else min(max(int(wanted), 0), table.rows.max)

    def _work_out(self, question: Question) -> None:
        if question.table:
            self._work_out_column(question)
            return
        section = self.definition.section_of(question.name)
        if not (self._is_section_relevant(section) and _applies(question.relevant, self.scope)):
            self.values[question.name] = None
            return
        self.relevant.add(question.name)
        if question.is_table:
            self._work_out_rows(question)
        else:
            entry = self.answers.get(question.name)
            self.readings[question.name], self.values[question.name] = self._answer(question, entry, self.scope)

    def _is_section_relevant(self, section: Section) -> bool:
        if section.name not in self._sections:
            self._sections[section.name] = _applies(section.relevant, self.scope)
        return self._sections[section.name]

    def _answer(self, question: Question, entry: object, scope: Scope) -> tuple[Reading, Value]:
        if question.calculation:
            tree = question.calculation.tree
            value = None if adds_up_nothing(tree, scope) else evaluate(tree, scope)
            return _NOTHING, _of_kind(value, self.definition.kinds[question.name])
        reading = self._read(question, entry)
        if isinstance(reading.value, datetime):
            return reading, self.scope.local(reading.value).replace(tzinfo=self.scope.now.tzinfo)
        return reading, reading.value

    def _work_out_rows(self, table: Question) -> None:
        entries = self.answers.get(table.name)
        rows = entries if isinstance(entries, list) else []
        if entries and not isinstance(entries, list):
            problem = Finding("reading", "hard", table.name, None, messages.UNREADABLE_ENTRY, (table.name,))
            self.readings[table.name] = Reading(problem=problem)
        # One row too many is enough to see that there are too many.
        kept = [row for row, _ in zip(_rows_that_count(table, rows), range(table.rows.max + 1), strict=False)]
        self.rows[table.name] = [self._row(entry, index) for index, entry in enumerate(kept, start=1)]
        self.values[table.name] = tuple(row.values for row in self.rows[table.name]) or None

    def _row(self, entry: Mapping[str, Any], position: int) -> InstanceRow:
        values: dict[str, Value] = {}

        def lookup(name: str) -> Value:
            return values[name] if name in values else self.value(name)

        scope = replace(self.scope, lookup=lookup, position=position)
        return InstanceRow(str(entry.get("row") or f"r{position}"), position, entry["cells"], scope, values=values)

    def _work_out_column(self, column: Question) -> None:
        rows = self.rows.get(column.table, [])
        for row in rows:
            row.values[column.name] = None
            if _applies(column.relevant, row.scope):
                row.relevant.add(column.name)
                answer = self._answer(column, row.entries.get(column.name), row.scope)
                row.readings[column.name], row.values[column.name] = answer
        self.values[column.name] = Column(row.values[column.name] for row in rows)


def _applies(rule: Expression | None, scope: Scope) -> bool:
    """Only a rule that is true applies; unknown is not enough."""
    return rule is None or holds(rule.tree, scope) is True


def _rows_that_count(table: Question, rows: list[object]) -> Iterable[Mapping[str, Any]]:
    """Empty rows do not, save between others where an answer says how many rows there are: the third stays the third."""
    if not table.rows.are_fixed:
        return (row for row in rows if isinstance(row, Mapping) and _is_filled(row))
    last = max((index for index, row in enumerate(rows) if _is_filled(row)), default=-1)
    return (row for row in rows[: last + 1] if isinstance(row, Mapping) and isinstance(row.get("cells"), Mapping))


def _is_filled(row: object) -> bool:
    """Empty rows are what is left of a table somebody scrolled through."""
    cells = row.get("cells") if isinstance(row, Mapping) else None
    if not isinstance(cells, Mapping):
        return False
    return any(_is_entered(cell) for cell in cells.values())


def _is_entered(cell: object) -> bool:
    """Whether something stands there, were it nonsense: nonsense is to be told, not dropped."""
    parts = [cell.get("typed"), cell.get("unavailable")] if isinstance(cell, Mapping) else [cell]
    return any(part.strip() if isinstance(part, str) else part is not None for part in parts)


_CONVERSIONS = {Sort.NUMBER: to_number, Sort.TRUTH: to_truth, Sort.DATE: to_date, Sort.TEXT: to_text}


def _of_kind(value: Value, kind: Kind) -> Value:
    """What a calculation gave, as its kind says; unknown is a blank."""
    if value is None or isinstance(value, Unknown):
        return None
    if isinstance(value, datetime) and kind.sort is Sort.DATE:
        return value
    converted = _CONVERSIONS[kind.sort](value) if kind.sort in _CONVERSIONS else value
    return None if isinstance(converted, Unknown) or converted == "" else converted
