"""What a unit said in the last wave, that is in its last return (waves.py), and how its peers have changed."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from django.core.cache import caches
from django.db.models import QuerySet

from surveys.lib.hidiroglou_berthelot import Pair, Spread, spread
from surveys.questionnaires.expressions import PREVIOUS, RATIO_HIGH, RATIO_LOW, to_number
from surveys.questionnaires.form import Definition, Question, StoredEntry, StoredRow
from surveys.questionnaires.queries import definition_of
from surveys.responses.facts.document_values import value_of
from surveys.responses.facts.peers import KEPT_SECONDS, MOST
from surveys.responses.facts.waves import earlier_returns, last_return, of_units
from surveys.responses.models import Revision
from surveys.rounds.models import Assignment, Round

TRUTHS = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
"""How databases write what stands as true and false in a document, and how it is called."""
Answers = Mapping[str, StoredEntry]
"""Those of a revision's document."""


def about_last_wave(assignment: Assignment, wanted: Collection[str], last: Answers | None = None) -> dict[str, object]:
    """The wanted facts about the unit's last answers and about what changes are usual; few queries, none if none is wanted.
    `last`: those answers, where they are known already."""
    ratios = {_question(name) for name in wanted if name.startswith((RATIO_LOW, RATIO_HIGH))}
    previous = {_question(name) for name in wanted if name.startswith(PREVIOUS)}
    if not (ratios or previous):
        return {}
    answers = _last_answers(assignment) if last is None else last
    definition = definition_of(assignment.round.version)
    said = {f"{PREVIOUS}{name}": _said(definition, answers, name) for name in previous}
    return said | dict(_usual_changes(assignment, answers, ratios))


def denied_by_nil(round: Round, assignments: Collection[Assignment]) -> set[UUID]:
    """Those of the round whose last return said something that a nil return now would contradict; one query for all."""
    definition = definition_of(round.version)
    if definition.nil is None:
        return set()
    named = "organisation" if round.asks_organisations else "facility"
    units = {(getattr(one, f"{named}_id"), one.organisation_id): one.pk for one in assignments}
    earlier = earlier_returns(round).filter(of_units(named, [unit for unit, _operator in units]))
    said = earlier.annotate(said=value_of(definition.nil.question))
    last: dict[tuple[UUID, UUID], str | None] = {}
    keys = (f"response__assignment__{named}_id", "response__assignment__organisation_id")
    for unit, operator, text in said.values_list(*keys, "said"):
        last.setdefault((unit, operator), text)
    denied = (key for key, text in last.items() if text and definition.nil.value not in (text, TRUTHS.get(text)))
    return {units[key] for key in denied if key in units}


def _question(fact: str) -> str:
    return fact.rpartition(".")[2]


def _last_answers(assignment: Assignment) -> Answers:
    """Empty for a unit that has said nothing before."""
    latest = last_return(assignment)
    return still_meant(latest, definition_of(assignment.round.version)) if latest else {}


def still_meant(revision: Revision, now: Definition) -> Answers:
    """Its answers as far as a form that asks now means the same by them."""
    before, answers = definition_of(revision.version), revision.answers["answers"]
    return answers if before is now else _still_meant(before, now, answers)


def _still_meant(before: Definition, now: Definition, answers: Answers) -> Answers:
    """Without the figures that were given without a unit, or in that of another quantity, and choices read as figures."""
    other = {one.name for one in now.questions if before.asks(one.name) and _is_another(before.question(one.name), one)}
    return {name: _without(other, answer) for name, answer in answers.items() if name not in other}


def _is_another(before: Question, now: Question) -> bool:
    return before.canonical_unit != now.canonical_unit or bool(before.choices and now.is_number)


def _without(other: Collection[str], answer: StoredEntry) -> StoredEntry:
    rows: list[StoredRow] = [
        {**row, "cells": {name: cell for name, cell in row["cells"].items() if name not in other}}
        for row in answer.get("rows", ())
    ]
    return {**answer, "rows": rows} if rows else answer


def _said(definition: Definition, answers: Answers, name: str) -> object:
    """What was said to a question, as text; of a column, the list of its cells; of a table, its rows."""
    name = name if definition.asks(name) else definition.roles.get(name, name)
    table = definition.question(name).table if definition.asks(name) else ""
    rows = answers.get(table or name, {}).get("rows")
    if rows is None:
        return [] if table else answers.get(name, {}).get("value")
    cells = [{column: cell.get("value") for column, cell in row["cells"].items()} for row in rows]
    return [row.get(name) for row in cells] if table else cells


def _usual_changes(
    assignment: Assignment, answers: Answers, questions: Collection[str]
) -> Iterator[tuple[str, Decimal]]:
    """Only of figures that stand outside tables: rows have no peers."""
    for question in questions:
        before = to_number(answers.get(question, {}).get("value"))
        found = _spread(assignment, question) if isinstance(before, Decimal) and before > 0 else None
        if found and isinstance(before, Decimal):
            low, high = found.ratios(before)
            yield from ((f"{RATIO_LOW}{question}", low), (f"{RATIO_HIGH}{question}", high))


def _spread(assignment: Assignment, question: str) -> Spread | None:
    """How the figure has changed since the last wave at units of the same kind, kept for five minutes once eight have answered."""
    key = f"spread:{assignment.round_id}:{assignment.facility.kind if assignment.facility else ''}:{question}"
    kept: Spread | None = caches["memory"].get(key)
    if kept is None and (kept := spread(_changes(assignment, question))):
        caches["memory"].set(key, kept, KEPT_SECONDS)
    return kept


def _changes(assignment: Assignment, question: str) -> list[Pair]:
    """Figures before and now of those who have answered in this round; the newest 500 are enough."""
    reporting_unit, alike = _alike(assignment)
    asked = Assignment.objects.filter(round=assignment.round_id, ineligible_because="")
    here = Revision.objects.filter(response__assignment__in=asked, **alike)
    now = _figures(here.order_by("-submitted_at")[:MOST], reporting_unit, question)
    earlier = earlier_returns(assignment.round).filter(of_units(reporting_unit, list(now)))
    before = _figures(earlier, reporting_unit, question)
    return [(before[key], now[key]) for key in now if key in before]


def _alike(assignment: Assignment) -> tuple[str, dict[str, object]]:
    if assignment.facility is None:
        return "organisation", {"response__assignment__facility": None}
    return "facility", {"response__assignment__facility__kind": assignment.facility.kind}


def _figures(revisions: QuerySet[Revision], reporting_unit: str, question: str) -> dict[UUID, Decimal]:
    """By unit, from the first of its revisions. As text on the way: SQLite would turn a figure into a float."""
    reported = revisions.annotate(reported=value_of(question))
    first: dict[UUID, str | None] = {}
    for key, text in reported.values_list(f"response__assignment__{reporting_unit}_id", "reported"):
        first.setdefault(key, text)
    figures = {key: to_number(text) for key, text in first.items()}
    return {key: figure for key, figure in figures.items() if isinstance(figure, Decimal)}
