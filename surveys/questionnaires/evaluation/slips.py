"""A figure in the wrong unit: what several checks then say is one message, and the figure that was likely meant can be offered.

A unit is likely if with it nothing more is said of the figure, and nothing new; and if the figure half way between the
two, as factors go, is still doubted: who is over a limit by little has not mistaken the unit. Where an error goes, doubts
may stay that have nothing to do with the unit, such as that the figure is a round one. Who mistook the unit of one figure
likely mistook it of the others given in it: what is new may go with theirs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.lib import units
from surveys.lib.numbers import canonical, places_of, round_half_up
from surveys.questionnaires.evaluation.checks import BUILT_IN
from surveys.questionnaires.evaluation.instance import Instance
from surveys.questionnaires.form import Entry, Finding, Question, Reading, RowEntry, read

MOST_EXAMINED = 3
Again = Callable[[Mapping[str, object]], Iterable[Finding]]
"""What is to be said of other answers."""


@dataclass(frozen=True, slots=True)
class Slip:
    """unit: the one the number was likely meant in, and value how much that is. keys: the findings that are all of this cause."""

    question: str
    row: str | None
    unit: str
    value: Decimal
    keys: tuple[str, ...]


def slips(instance: Instance, findings: Iterable[Finding], again: Again) -> tuple[Slip, ...]:
    """Those that explain the most first; what one explains is no matter of another."""
    everything = tuple(findings)
    before = {one.key for one in everything}
    told = [one for one in everything if one.check not in BUILT_IN and one.severity != "info"]
    found = [slip for figure in _figures(instance, told) if (slip := _likely(instance, told, before, figure, again))]
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda one: -len(one.keys)):
        if not any(set(slip.keys) & set(other.keys) for other in kept):
            kept.append(slip)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Figure:
    question: Question
    row: str | None
    reading: Reading
    value: Decimal

    def is_in(self, finding: Finding) -> bool:
        return self.question.name in finding.questions and finding.row in (None, self.row)


def _figures(instance: Instance, told: list[Finding]) -> list[_Figure]:
    """The figures with a unit that something is said of, those with the most first."""
    places = dict.fromkeys((name, one.row) for one in told for name in one.questions)
    figures = [figure for name, row in places if (figure := _figure(instance, name, row))]
    figures.sort(key=lambda figure: -sum(map(figure.is_in, told)))
    return figures[:MOST_EXAMINED]


def _figure(instance: Instance, name: str, row: str | None) -> _Figure | None:
    question = instance.definition.question(name)
    lines = {line.id: line for line in instance.rows.get(question.table, [])}
    if not question.unit or bool(question.table) != bool(row and row in lines):
        return None
    line = lines[row] if question.table and row else None
    reading = instance.reading(name, line)
    return (
        _Figure(question, row, reading, reading.value) if isinstance(reading.value, Decimal) and reading.value else None
    )


def _likely(instance: Instance, told: list[Finding], before: set[str], figure: _Figure, again: Again) -> Slip | None:
    """before: the keys of all that is said, also of what is missing: no unit adds to them."""
    about = {one.key: one.severity for one in told if figure.is_in(one)}

    def left(answers: Mapping[str, object]) -> set[str]:
        return {one.key for one in again(answers) if one.severity != "info"}

    def with_figure(entry: Entry) -> dict[str, Any]:
        return with_entry(instance.answers, figure.question, figure.row, entry)

    for symbol in _other_units(figure):
        entry, value = _meant(figure.question, figure.reading, symbol)
        if value == figure.value:
            continue
        after = left(with_figure(entry))
        if not after <= before:
            after = left(_with_companions(instance, figure, symbol, with_figure(entry)))
        settled = tuple(key for key in about if key not in after)
        if (
            after <= before
            and _is_settled(about, after)
            and not left(with_figure(_between(figure, value))).isdisjoint(settled)
        ):
            return Slip(figure.question.name, figure.row, symbol, value, settled)
    return None


def _with_companions(instance: Instance, figure: _Figure, symbol: str, answers: dict[str, Any]) -> Mapping[str, object]:
    """With all other figures outside of tables that are in the unit of this one in the other unit, too."""
    for question in instance.definition.questions:
        other = _figure(instance, question.name, None) if not question.table else None
        if other and question.is_answered and question != figure.question and other.reading.unit == figure.reading.unit:
            answers = with_entry(answers, question, None, _meant(question, other.reading, symbol)[0])
    return answers


def _is_settled(about: Mapping[str, str], after: set[str]) -> bool:
    """Whether nothing that was said is left to say, or only doubts once an error is gone."""
    stays = [severity for key, severity in about.items() if key in after]
    return not stays or ("hard" not in stays and "hard" in about.values())


def _other_units(figure: _Figure) -> list[str]:
    """Those the question offers; where it offers but one, all of the same quantity."""
    own, offered = figure.reading.unit, figure.question.units
    alike = (one for one in units.symbols() if units.unit(one).canonical == units.unit(own).canonical)
    return [one for one in (offered if len(offered) > 1 else alike) if one != own]


def meant(question: Question, entry: object, symbol: str) -> Entry | None:
    """The same number in another unit, as the question takes it; None where there is no number, or no such unit."""
    reading = read(question, entry)
    if not (isinstance(reading.value, Decimal) and question.unit and units.is_unit(symbol)):
        return None
    is_alike = units.unit(symbol).canonical == question.canonical_unit
    return _meant(question, reading, symbol)[0] if is_alike else None


def _meant(question: Question, reading: Reading, symbol: str) -> tuple[Entry, Decimal]:
    assert isinstance(reading.value, Decimal)
    number = units.from_canonical(reading.value, reading.unit)
    value = units.to_canonical(number, symbol)
    if symbol in question.units:
        return {"typed": canonical(number), "unit": symbol}, value
    return {"typed": canonical(units.from_canonical(value, question.unit)), "unit": question.unit}, value


def _between(figure: _Figure, value: Decimal) -> Entry:
    """As far from the one as from the other, counted in factors, and in as many decimals as the question takes."""
    number = units.from_canonical((figure.value * value).copy_abs().sqrt(), figure.reading.unit)
    most = figure.question.decimals
    rounded = round_half_up(number, min(places_of(number), 4 if most is None else most))
    return {"typed": canonical(rounded), "unit": figure.reading.unit}


def with_entry(answers: Mapping[str, object], question: Question, row: str | None, entry: Entry) -> dict[str, Any]:
    """The answers with this one of a question, or of a cell, changed; what else was said of it stays."""
    if not question.table:
        return {**answers, question.name: _changed(answers.get(question.name), entry)}
    rows: Any = answers.get(question.table) or []
    changed = [_row(one, question.name, entry) if one.get("row") == row else one for one in rows]
    return {**answers, question.table: changed}


def _row(row: Any, column: str, entry: Entry) -> RowEntry:
    cells = row.get("cells") or {}
    return {"row": str(row.get("row", "")), "cells": {**cells, column: _changed(cells.get(column), entry)}}


def _changed(entry: object, other: Entry) -> Any:
    return {**(entry if isinstance(entry, dict) else {}), **other}
