"""What answers can be copied from: the unit's last return, and what its operator is answering for another of its units."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from surveys.questionnaires.form import Definition, Question, RowEntry, read
from surveys.questionnaires.queries import definition_of
from surveys.responses.amendment.carrying import from_an_earlier_page, typed_again
from surveys.responses.facts.last_wave import still_meant
from surveys.responses.facts.waves import last_return
from surveys.responses.models import Draft
from surveys.rounds.models import Assignment

Entry = Any


@dataclass(frozen=True)
class Source:
    """`words`: what it is called beside the copies; `answers`: as typed, those the form here can take."""

    words: str
    answers: Mapping[str, Entry]


def last_of(assignment: Assignment) -> Source | None:
    """Its operator's own last return, whatever version of the questionnaire that was about."""
    latest = last_return(assignment)
    if latest is None:
        return None
    before, now = definition_of(latest.version), definition_of(assignment.round.version)
    document = {**latest.answers, "answers": dict(still_meant(latest, now))}
    typed, _lost = from_an_earlier_page(before, now, typed_again(before, document))  # type: ignore[arg-type]
    return Source(f"{latest.response.assignment.round.title}, {latest.receipt}", _copyable(now, typed))


def others_of(assignment: Assignment, seen: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Of those somebody may see, the operator's other units in the round for which something was written."""
    written = Q(response__draft__saved_at__isnull=False)
    theirs = seen.filter(written, round=assignment.round_id, organisation=assignment.organisation_id)
    return theirs.exclude(pk=assignment.pk).order_by("facility__name", "pk")


def another(assignment: Assignment) -> Source:
    """What is being written for another unit of the same round; where it was submitted, what stands in its form by now."""
    draft = Draft.objects.filter(response__assignment=assignment).first()
    return Source(str(assignment), _copyable(definition_of(assignment.round.version), draft.answers if draft else {}))


def _copyable(definition: Definition, answers: Mapping[str, object]) -> dict[str, Entry]:
    asked = [definition.question(name) for name in definition.writable("unit") if answers.get(name)]
    taken = {one.name: _taken(one, answers[one.name]) for one in asked if not is_its_own(one)}
    return {name: entry for name, entry in taken.items() if entry}


def is_its_own(question: Question) -> bool:
    """A file was uploaded for one return alone, and what the register says of a unit is true of no other."""
    return question.is_known or question.is_file or any(is_its_own(column) for column in question.questions)


def _taken(question: Question, entry: Entry) -> Entry:
    if not question.is_table:
        return _readable(question, entry)
    rows = [_row(question, row) for row in entry] if isinstance(entry, list) else []
    return [row for row in rows if row["cells"]]


def _row(table: Question, row: RowEntry) -> RowEntry:
    """Rows get ids of their own, so that nobody who writes in the table takes them for those that stood there."""
    cells = {column.name: _readable(column, row["cells"].get(column.name)) for column in table.questions}
    id = row["row"] if table.rows.are_fixed else f"r{secrets.token_hex(4)}"
    return {"row": id, "cells": {name: cell for name, cell in cells.items() if cell}}


def _readable(question: Question, entry: Entry) -> Entry:
    if not entry or not question.is_answered or read(question, entry).problem:
        return None
    own_unit = {"unit"} if entry.get("unit") == question.unit else set()
    return {name: part for name, part in entry.items() if part and name not in own_unit}
