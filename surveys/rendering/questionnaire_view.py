"""A questionnaire as somebody sees it now: what was typed, what the engine says of it, what a reviewer remarked.

Drawing (questions.py) and the portal's views share it; it needs no Response, so a version can be shown before its issue.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from surveys.lib.language import current_language
from surveys.lib.text import Text, in_language
from surveys.questionnaires.evaluation import Evaluation, InstanceRow, evaluate, sections_for
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import (
    Choice,
    Definition,
    Entry,
    Finding,
    Question,
    Quoting,
    Reading,
    RowEntry,
    Section,
    SectionScope,
    markup,
    show,
)
from surveys.responses.tenants.queries import FromTenants

MISSING = "required"
Rows = list[RowEntry]


@dataclass(frozen=True, slots=True)
class Aside:
    """What somebody typed while a colleague changed the same answer; `index` is where it stands in the draft's list."""

    index: int
    entry: object
    by: str
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer asks of one answer; the reply stands among the reasons, by this key."""

    key: str
    text: str


@dataclass(frozen=True)
class QuestionnaireView:
    """`tells_missing`: whether blanks are pointed out, which is done after somebody saved, not when he first looks.

    `remarks` are the reviewer's, by question; `corrected` those questions answered differently since, or whose remarks were
    replied to, `earlier` what was submitted; `asides` what lost against a colleague's entry. `offers_likely`: whether the
    page can take what was likely meant. `among`: what the names of its fields begin with where several returns stand on
    one page. `addresses`: of the sections that who reads it may open, by name. `from_tenants`: what tenants answered, where
    the page can take it over.
    """

    definition: Definition
    answers: Mapping[str, object]
    evaluation: Evaluation
    scope: SectionScope
    language: str
    tells_missing: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
    corrected: frozenset[str] = frozenset()
    earlier: Mapping[str, str] = field(default_factory=dict)
    asides: Mapping[str, Sequence[Aside]] = field(default_factory=dict)
    more_rows_in: str = ""
    offers_likely: bool = False
    among: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    from_tenants: Mapping[str, FromTenants] = field(default_factory=dict)

    def say(self, text: Text) -> str:
        return in_language(text, self.language)

    def tell(self, text: Text) -> str:
        """A label or a hint in plain words, with the answers it shows."""
        return markup.plain(self.say(self.quoting.text(text)))

    def drawn(self, text: Text) -> SafeString:
        """The same with its lists and links."""
        return SafeString(markup.html(self.say(self.quoting.text(text))))

    @cached_property
    def quoting(self) -> Quoting:
        return Quoting(self.definition, self._shown)

    def _shown(self, question: Question, language: str) -> str:
        reading = self.reading(question, None)
        file = reading.file.get("name", "") if reading else ""
        return file or show(question, self.value(question), language)

    def offered(self, question: Question, row: str | None) -> Sequence[Choice]:
        line = self._lines.get((question.table, row)) if row else None
        return self.evaluation.instance.offered(question, line)

    def is_asked(self, column: Question, row: str) -> bool:
        """Whether it applies in this row; of a row that nobody has begun, all does."""
        line = self._lines.get((column.table, row))
        return line is None or column.name in line.relevant

    def is_read_only(self, question: Question, row: str | None) -> bool:
        line = self._lines.get((question.table, row)) if row else None
        return self.evaluation.instance.is_read_only(question, line)

    def entry(self, name: str) -> Entry:
        found: Any = self.answers.get(name)
        entry: Entry = found if isinstance(found, dict) else {}  # type: ignore[assignment]  # read as far as it is one
        return entry

    def rows(self, name: str) -> Rows:
        found = self.answers.get(name)
        return found if isinstance(found, list) else []

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The relevant sections, each with its relevant questions."""
        return sections_for(self.definition, self.evaluation, self.scope)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The questions that are relevant, and the columns of their tables."""
        questions = (question for section in self.sections for question in section.questions)
        return frozenset(one.name for question in questions for one in (question, *question.questions))

    def section(self, name: str) -> Section | None:
        return next((section for section in self.sections if section.name == name), None)

    def reading(self, question: Question, row: str | None) -> Reading | None:
        """How the engine read an answer; None where it did not look at it."""
        engine = self.evaluation.instance
        if row is None:
            return engine.readings.get(question.name)
        line = self._lines.get((question.table, row))
        return line.readings.get(question.name) if line else None

    def value(self, question: Question, row: str | None = None) -> Value:
        if row is None:
            return self.evaluation.instance.value(question.name)
        line = self._lines.get((question.table, row))
        return line.values.get(question.name) if line else None

    @cached_property
    def _lines(self) -> dict[tuple[str, str], InstanceRow]:
        tables = self.evaluation.instance.rows
        return {(table, line.id): line for table, lines in tables.items() for line in lines}

    def findings(self, question: str, row: str | None = None) -> Sequence[Finding]:
        return self._findings.get((question, row), ())

    @cached_property
    def _findings(self) -> dict[tuple[str, str | None], list[Finding]]:
        found: dict[tuple[str, str | None], list[Finding]] = {}
        for finding in self.evaluation.grouped:
            if self.tells_missing or finding.check != MISSING:
                found.setdefault((finding.question, finding.row), []).append(finding)
        return found

    def findings_in(self, section: Section) -> list[Finding]:
        """Of every question and column of the section, in the order of the questionnaire."""
        section_of = self.definition.section_of
        return [finding for finding in self.evaluation.grouped if section_of(finding.question).name == section.name]


def blank_view(definition: Definition, scope: SectionScope, now: datetime) -> QuestionnaireView:
    """The questionnaire before anyone has answered, as a preview shows it."""
    return QuestionnaireView(definition, {}, evaluate(definition, {}, now=now, scope=scope), scope, current_language())


_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def key_of(row: str) -> str:
    """A row's id as it may stand in names and ids of the page; rows made elsewhere may be called anything."""
    return row if _PLAIN_ID.fullmatch(row) else "x" + hashlib.sha256(row.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Location:
    """Where an answer stands on the page: the name its field is sent under, its id, and the row it belongs to."""

    field: str
    id: str
    row: str | None = None

    @classmethod
    def of(cls, question: str) -> "Location":
        return cls(f"a.{question}", f"f-{question}")

    @classmethod
    def beside(cls, among: str, question: str) -> "Location":
        """Of one of several returns on a page."""
        return cls(f"{among}.a.{question}", f"f-{among}-{question}")

    @classmethod
    def of_reason(cls, key: str, among: str = "") -> "Location":
        """Of what is said of a finding or a remark, by its key."""
        return cls(f"{among}.r.{key}" if among else f"r.{key}", f"{among}-r-{key}" if among else f"r-{key}")

    @classmethod
    def of_cell(cls, column: Question, row: str) -> "Location":
        key = key_of(row)
        return cls(f"a.{column.table}.{key}.{column.name}", f"f-{column.table}-{key}-{column.name}", row)

    @classmethod
    def of_finding(cls, definition: Definition, finding: Finding) -> "Location":
        question = definition.question(finding.question)
        if question.table and finding.row:
            return cls.of_cell(question, finding.row)
        return cls.of(question.table or question.name)


def marks(questions: Iterable[Question], answers: Mapping[str, object]) -> str:
    """What the page was drawn with, as "name:mark …": an answer that comes back with the same mark was not touched there."""
    return " ".join(f"{question.name}:{mark(question, answers.get(question.name))}" for question in questions)


def cell_marks(questions: Iterable[Question], answers: Mapping[str, object]) -> str:
    """The same of the cells of tables, as "table/row/column:mark …": two people in one table merge cell by cell."""
    tables = [(table, as_sent(table, answers.get(table.name)) or []) for table in questions if table.is_table]
    columns = {column.name: column for table, _rows in tables for column in table.questions}
    return " ".join(
        f"{table.name}/{quote(row['row'], safe='')}/{name}:{mark(columns[name], entry)}"
        for table, rows in tables
        for row in rows
        for name, entry in row["cells"].items()
    )


def mark(question: Question, answer: object) -> str:
    return hashlib.sha256(repr(as_sent(question, answer)).encode()).hexdigest()[:10]


def as_sent(question: Question, answer: object) -> Any:
    """An answer the way a page sends it back: without empty parts, empty rows and a unit that is the question's own."""
    if question.is_table:
        rows = answer if isinstance(answer, list) else []
        sent: Rows = [{"row": str(row.get("row", "")), "cells": _cells_as_sent(question, row)} for row in rows]
        return _without_empty_rows(question, sent) or None
    if not isinstance(answer, Mapping):
        return None
    unit = "" if answer.get("unit") == question.unit else answer.get("unit")
    parts = {"typed": answer.get("typed"), "unit": unit, "method": answer.get("method")}
    parts["unavailable"] = answer.get("unavailable")
    return {name: part for name, part in parts.items() if part} or None


def _without_empty_rows(table: Question, rows: Rows) -> Rows:
    """Where an answer says how many rows there are, only those behind the last one filled are left out."""
    if not table.rows.are_fixed:
        return [row for row in rows if row["cells"]]
    last = max((location for location, row in enumerate(rows) if row["cells"]), default=-1)
    return rows[: last + 1]


def _cells_as_sent(table: Question, row: RowEntry) -> dict[str, Entry]:
    cells = row.get("cells") or {}
    sent = {column.name: as_sent(column, cells.get(column.name)) for column in table.questions}
    return {name: entry for name, entry in sent.items() if entry}
