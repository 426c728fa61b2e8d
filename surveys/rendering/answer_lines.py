"""Answers for reading: what stands in a draft or in a stored document, question by question, in the page's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import Text, in_language
from surveys.questionnaires.evaluation import quoting_of
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition, Finding, Question, Reading, StoredDocument, StoredFinding, show
from surveys.rendering.file_controls import AttachedFile
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.rendering.stored_answers import (
    LeftBlank,
    StoredAnswer,
    answered_in,
    method_in_words,
    stored_answers,
    was_asked,
)
from surveys.responses.tenants.declared import DECLARED


@dataclass(frozen=True)
class Told:
    """What a check said of an answer, and the reason that was given for it. `is_mark`: it says where the answer comes from."""

    severity: str
    message: Text
    reason: str
    is_mark: bool = False


@dataclass(frozen=True)
class Line:
    """`text` is empty when nothing was answered; `also` is the same figure in the unit it is added up in; `is_asked`: None
    where nothing was answered and nobody noted why."""

    question: Question
    text: str
    also: str = ""
    unavailable: str = ""
    method: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Told, ...] = ()
    file: AttachedFile | None = None
    is_asked: bool | None = True

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
            view.quoting.text(section.label),
            tuple(_typed(view, view.quoting.question(q)) for q in answered_in(section.questions)),
        )
        for section in view.sections
    ]


def not_asked(view: QuestionnaireView) -> list[str]:
    """What does not apply with the answers given, which is another thing than a blank."""
    sections = [section for section in view.definition.sections if section.scope == view.scope]
    left_out = [one for section in sections for one in answered_in(section.questions) if one.name not in view.asked]
    return [f"{question.number} {view.tell(question.label)}".strip() for question in left_out]


def chapters_of_document(
    definition: Definition,
    document: StoredDocument,
    findings: Iterable[StoredFinding] = (),
    reasons: Mapping[str, str] = MappingProxyType({}),
    left_blank: LeftBlank = None,
) -> list[Chapter]:
    """Also what was not asked, where that is known. Without the sections of which there is nothing to tell."""
    told = _told_by_question(definition, findings, reasons)
    stored, quoting = stored_answers(definition, document, left_blank), quoting_of(definition, document)

    def line(question: Question) -> Line:
        found = told.get(question.name, ())
        if answer := stored.get(question.name):
            return replace(_submitted(answer), findings=tuple(found))
        is_asked = was_asked(question.name, left_blank)
        return Line(quoting.question(question), "", findings=tuple(found), is_asked=is_asked)

    chapters = []
    for section in definition.sections:
        lines = tuple(one for one in map(line, answered_in(section.questions)) if one.is_asked is not None)
        if lines:
            chapters.append(Chapter(section.name, section.number, quoting.text(section.label), lines))
    return chapters


def apart_from_what_was_not_asked(chapters: Iterable[Chapter]) -> tuple[list[Chapter], list[str]]:
    """What was put to who answered, and what was not, in words."""
    chapters = list(chapters)
    left = [line.question for one in chapters for line in one.lines if not line.is_asked]
    asked = [replace(one, lines=tuple(line for line in one.lines if line.is_asked)) for one in chapters]
    words = [f"{question.number} {in_language(question.label, current_language())}".strip() for question in left]
    return [one for one in asked if one.lines], words


def _told_by_question(
    definition: Definition, findings: Iterable[StoredFinding], reasons: Mapping[str, str]
) -> dict[str, list[Told]]:
    """By question, or by the table it stands in."""
    found: dict[str, list[Told]] = {}
    for one in findings:
        name = one["question"]
        location = definition.question(name).table or name if definition.asks(name) else name
        told = Told(one["severity"], one["message"], reasons.get(one["key"], ""), is_mark=one["check"] == DECLARED)
        found.setdefault(location, []).append(told)
    return found


def _typed(view: QuestionnaireView, question: Question) -> Line:
    findings = [
        Told(finding.severity, finding.message, view.reasons.get(finding.key, ""))
        for finding in view.evaluation.grouped
        if question.name in (finding.question, _table_of(view, finding))
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
        method=method_in_words(question, reading.method if reading else "", view.language),
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
        reading = view.reading(column, row)
        if not view.is_asked(column, row):
            return _("not asked")
        return _not_available(reading.unavailable if reading else "") or _text(
            column, view.value(column, row), reading, view.language
        )

    lines = view.evaluation.instance.rows.get(table.name, [])
    return tuple(tuple(text(column, line.id) for column in table.shown_columns) for line in lines)


def _not_available(reason: str) -> str:
    return _("Not available: %(reason)s") % {"reason": reason} if reason else ""


def _submitted(answer: StoredAnswer) -> Line:
    question = answer.question
    if question.is_table:
        return Line(question, "", rows=tuple(tuple(map(_cell_text, row)) for row in answer.rows))
    return Line(
        question,
        submitted_text(answer),
        also=_also(question, answer.value, answer.typed_unit, current_language()),
        unavailable=answer.unavailable,
        method=answer.method,
        file=answer.file,
    )


def in_one_text(answer: StoredAnswer | None) -> str:
    """An answer in few words; a table row by row."""
    if answer is None:
        return ""
    if answer.question.is_table:
        return "\n".join(" · ".join(filter(None, map(_in_typed_unit, row))) for row in answer.rows)
    return submitted_text(answer) or answer.unavailable


def submitted_text(answer: StoredAnswer) -> str:
    return str(answer.file) if answer.file else _in_typed_unit(answer)


def _cell_text(answer: StoredAnswer) -> str:
    if answer.is_asked is False:
        return _("not asked")
    return _not_available(answer.unavailable) or _in_typed_unit(answer)


def _in_typed_unit(answer: StoredAnswer) -> str:
    return answer.shown(answer.typed_unit)
