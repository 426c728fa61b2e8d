"""A stored document for reading: each answer beside its question and the value it was read as, the rows of tables as well.

Operators (answer_lines.py) and reviewers (bureau/review/revision_view.py) lay it out in words of their own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.evaluation import cell_name, quoting_of, values_of
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition, Question, StoredDocument, StoredEntry, StoredRow, show
from surveys.rendering.file_controls import AttachedFile

LeftBlank = Collection[str] | None
"""Of a revision: what was asked and not answered; None where nobody noted it."""


@dataclass(frozen=True)
class StoredAnswer:
    """`entry` is what the document holds of it, nothing in a cell without an answer; a table has `rows` of its shown columns.
    `is_asked`: None where it has no answer and nobody noted why."""

    question: Question
    entry: StoredEntry
    value: Value
    rows: tuple[tuple["StoredAnswer", ...], ...] = ()
    is_asked: bool | None = True

    def shown(self, unit: str = "") -> str:
        """In this unit, else in the one it is added up in."""
        return show(self.question, self.value, current_language(), unit)

    @property
    def typed_unit(self) -> str:
        """A document names the typed unit only where it is not the canonical one; what was calculated was not typed."""
        return self.entry.get("typed_unit") or (self.entry.get("unit", "") if self.question.is_number else "")

    @property
    def method(self) -> str:
        return method_in_words(self.question, self.entry.get("method", ""), current_language())

    @property
    def unavailable(self) -> str:
        return self.entry.get("unavailable", "")

    @property
    def file(self) -> AttachedFile | None:
        return AttachedFile.of(self.question, self.entry)


def stored_answers(
    definition: Definition, document: StoredDocument, left_blank: LeftBlank = None
) -> dict[str, StoredAnswer]:
    """By question. Only what was asked and answered: a document leaves blanks out. Labels show the answers they quote."""
    values, entries = values_of(definition, document), document["answers"]
    quoting = quoting_of(definition, document)
    return {
        question.name: _stored(
            quoting.question(question), entries[question.name], values.get(question.name), left_blank
        )
        for question in definition.questions
        if question.name in entries and not question.table
    }


def _stored(question: Question, entry: StoredEntry, value: Value, left_blank: LeftBlank) -> StoredAnswer:
    if not question.is_table:
        return StoredAnswer(question, entry, value)
    read = value if isinstance(value, tuple) else ()
    rows = zip(entry.get("rows", ()), (row for row in read if isinstance(row, Mapping)), strict=True)
    return StoredAnswer(question, entry, value, tuple(_row(question, row, values, left_blank) for row, values in rows))


def _row(
    table: Question, row: StoredRow, values: Mapping[str, Value], left_blank: LeftBlank
) -> tuple[StoredAnswer, ...]:
    def cell(column: Question) -> StoredAnswer:
        if entry := row["cells"].get(column.name):
            return StoredAnswer(column, entry, values.get(column.name))
        is_asked = was_asked(cell_name(table.name, row["row"], column.name), left_blank)
        return StoredAnswer(column, {}, None, is_asked=is_asked)

    return tuple(map(cell, table.shown_columns))


def was_asked(unanswered: str, left_blank: LeftBlank) -> bool | None:
    """Of a question or a cell without an answer; None where nobody noted it."""
    return None if left_blank is None else unanswered in left_blank


def no_answer_in_words(question: Question, is_asked: bool | None) -> str:
    """Why there is none, '' where nobody noted it."""
    if is_asked is None:
        return ""
    if not is_asked:
        return _("not asked")
    return _("left blank") if question.is_answered else _("not calculated")


def answered_in(questions: Iterable[Question]) -> list[Question]:
    """Those that people see an answer of."""
    return [question for question in questions if question.is_shown and question.has_value]


def method_in_words(question: Question, name: str, language: str) -> str:
    return next((in_language(one.label, language) for one in question.methods if one.name == name), name)
