"""Answers for reading: what stands in a draft or in a stored document, question by question, in the page's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.evaluation.evaluating import values_of
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form.answers import Finding, Reading, show
from surveys.questionnaires.form.definition import Definition, Question
from surveys.rendering.file_controls import AttachedFile
from surveys.rendering.questionnaire_view import Location, QuestionnaireView


@dataclass(frozen=True)
class Line:
    """`text` is empty when nothing was answered; `also` is the same figure in the unit it is added up in."""

    question: Question
    text: str
    also: str = ""
    unavailable: str = ""
    method: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Finding, ...] = ()
    file: AttachedFile | None = None

    @property
    def anchor(self) -> str:
        return Location.of(self.question.name).id


@dataclass(frozen=True)
class Chapter:
    name: str
    number: str
    label: dict[str, str]
    lines: tuple[Line, ...]


def chapters_of_view(view: QuestionnaireView) -> list[Chapter]:
    return [
        Chapter(
            section.name,
            section.number,
            section.label,
            tuple(_typed(view, q) for q in _answered_in(section.questions)),
        )
        for section in view.sections
    ]


def chapters_of_document(definition: Definition, document: Mapping[str, Any]) -> list[Chapter]:
    """Only what was asked and answered: a document leaves blanks out."""
    values, answers = values_of(definition, document), document["answers"]
    chapters = []
    for section in definition.sections:
        questions = [question for question in section.questions if question.name in answers]
        lines = tuple(submitted_line(q, answers[q.name], values.get(q.name)) for q in questions)
        if lines:
            chapters.append(Chapter(section.name, section.number, section.label, lines))
    return chapters


def _answered_in(questions: tuple[Question, ...]) -> list[Question]:
    return [question for question in questions if question.is_shown and question.has_value]


def _typed(view: QuestionnaireView, question: Question) -> Line:
    findings = [
        finding for finding in view.evaluation.findings if question.name in (finding.question, _table_of(view, finding))
    ]
    if question.is_table:
        return Line(question, "", rows=_typed_rows(view, question), findings=tuple(findings))
    reading, value = view.reading(question, None), view.value(question)
    file = AttachedFile.of(question, view.entry(question.name)) if value else None
    return Line(
        question,
        str(file) if file else _text(question, value, reading, view.language),
        also=_also(question, value, reading.unit if reading else "", view.language),
        unavailable=reading.unavailable if reading else "",
        method=_method(question, reading.method if reading else "", view.language),
        findings=tuple(findings),
        file=file,
    )


def _table_of(view: QuestionnaireView, finding: Finding) -> str:
    return view.definition.question(finding.question).table


def _text(question: Question, value: Value, reading: Reading | None, language: str) -> str:
    if value is None:
        return reading.typed if reading else ""
    return show(question, value, language, reading.unit if reading else "")


def _also(question: Question, value: Value, unit: str, language: str) -> str:
    """The canonical figure, where the one shown is in another unit."""
    if value is None or not question.is_number:
        return ""
    canonical = show(question, value, language, question.canonical_unit)
    return "" if canonical == show(question, value, language, unit) else canonical


def _typed_rows(view: QuestionnaireView, table: Question) -> tuple[tuple[str, ...], ...]:
    def text(column: Question, row: str) -> str:
        return _text(column, view.value(column, row), view.reading(column, row), view.language)

    lines = view.evaluation.instance.rows.get(table.name, [])
    return tuple(tuple(text(column, line.id) for column in table.shown_columns) for line in lines)


def submitted_line(question: Question, cell: Mapping[str, Any], value: Value) -> Line:
    language = current_language()
    if question.is_table:
        assert isinstance(value, tuple)
        rows = zip(cell["rows"], value, strict=True)
        return Line(question, "", rows=tuple(_submitted_row(question, row["cells"], values) for row, values in rows))
    unit, file = _unit_typed(question, cell), AttachedFile.of(question, cell)
    return Line(
        question,
        str(file) if file else show(question, value, language, unit),
        also=_also(question, value, unit, language),
        unavailable=cell.get("unavailable", ""),
        method=_method(question, cell.get("method", ""), language),
        file=file,
    )


def _submitted_row(table: Question, cells: Mapping[str, Any], values: Any) -> tuple[str, ...]:
    language = current_language()
    units = {column.name: _unit_typed(column, cells.get(column.name, {})) for column in table.questions}
    return tuple(show(column, values.get(column.name), language, units[column.name]) for column in table.shown_columns)


def _unit_typed(question: Question, cell: Mapping[str, Any]) -> str:
    """A document names the typed unit only where it is not the canonical one; what was calculated was not typed."""
    return cell.get("typed_unit") or (cell.get("unit", "") if question.is_number else "")


def _method(question: Question, name: str, language: str) -> str:
    return next((in_language(one.label, language) for one in question.methods if one.name == name), name)
