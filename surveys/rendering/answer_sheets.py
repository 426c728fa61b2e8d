"""What was submitted as tables: a line for each answer, and a table for each table among them. Figures stand there as they
were sent and once more in the unit they are added up in, as numbers to calculate with."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.lib import units
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.form import Definition, Question, StoredDocument, StoredFinding
from surveys.rendering.answer_lines import Chapter, Line, chapters_of_document, submitted_text
from surveys.rendering.stored_answers import LeftBlank, StoredAnswer, no_answer_in_words, stored_answers
from surveys.reports.tables.table import Cell, Column, Kind, Table, text


def tables_of_document(
    definition: Definition,
    document: StoredDocument,
    findings: Iterable[StoredFinding],
    reasons: Mapping[str, str],
    left_blank: LeftBlank = None,
) -> list[Table]:
    """In the language that is active. What was left blank and what was not asked say so, as far as that is known."""
    chapters = chapters_of_document(definition, document, findings, reasons, left_blank)
    stored = stored_answers(definition, document, left_blank)
    tables = [answer.question for answer in stored.values() if answer.question.is_table]
    apart = [_table(question, stored[question.name]) for question in tables]
    return [_answers(chapters, stored), *apart]


def _answers(chapters: Iterable[Chapter], stored: Mapping[str, StoredAnswer]) -> Table:
    columns = (
        text("section", _("Section")),
        text("question", _("Question")),
        text("answer", _("Answer")),
        Column("figure", _("As a number"), kind=Kind.NUMBER),
        text("unit", _("Unit")),
        text("explanation", _("Explanation")),
    )
    rows = [_row(chapter, line, stored.get(line.question.name)) for chapter in chapters for line in chapter.lines]
    return Table("", _("Answers"), columns, tuple(rows))


def _row(chapter: Chapter, line: Line, answer: StoredAnswer | None) -> tuple[Cell, ...]:
    where = f"{chapter.number} {_words(chapter.label)}".strip()
    asked = f"{line.question.number} {_words(line.question.label)}".strip()
    if answer is None:
        return (where, asked, "", None, "", no_answer_in_words(line.question, line.is_asked))
    figure = _figure(answer)
    return (
        where,
        asked,
        _on_its_sheet(answer) if line.question.is_table else submitted_text(answer),
        figure,
        _unit(answer.question) if figure is not None else "",
        _explanation(line, answer),
    )


def _figure(answer: StoredAnswer) -> Decimal | None:
    """What was calculated counts where it has a unit."""
    question = answer.question
    is_one = question.is_number or bool(question.canonical_unit)
    return answer.value if is_one and isinstance(answer.value, Decimal) else None


def _on_its_sheet(answer: StoredAnswer) -> str:
    return _("%(n)d rows, on a sheet of their own") % {"n": len(answer.rows)}


def _explanation(line: Line, answer: StoredAnswer) -> str:
    unavailable = [_("not available: %(reason)s") % {"reason": answer.unavailable}] if answer.unavailable else []
    method = [answer.method] if answer.method else []
    given = [told.reason for told in line.findings if told.reason]
    marks = [in_language(told.message, current_language()) for told in line.findings if told.is_mark]
    return "\n".join([*unavailable, *method, *marks, *dict.fromkeys(given)])


def _table(question: Question, answer: StoredAnswer) -> Table:
    """Figures of each column in one unit, so that they can be added up."""
    columns = question.shown_columns
    rows = tuple(tuple(map(_cell, row)) for row in answer.rows)
    return Table(question.number, _words(question.label), tuple(map(_column, columns)), rows)


def _cell(cell: StoredAnswer) -> Cell:
    """One left blank is blank."""
    if cell.is_asked is False:
        return no_answer_in_words(cell.question, cell.is_asked)
    figure = _figure(cell)
    return figure if figure is not None else cell.unavailable or submitted_text(cell)


def _column(question: Question) -> Column:
    kind = Kind.NUMBER if question.is_number or question.canonical_unit else Kind.TEXT
    return Column(question.name, _words(question.label), _unit(question), kind)


def _unit(question: Question) -> str:
    """That in which its figures are added up."""
    symbol = question.canonical_unit
    return units.unit(symbol).label(current_language()) if symbol else ""


def _words(label: Mapping[str, str]) -> str:
    return in_language(dict(label), current_language())
