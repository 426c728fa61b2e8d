"""The answers themselves as tables: a line for each return, a column for each question, and a table for each table.

The columns are those of every version that was answered, found by the questions' names: a question that came or went
between two versions shifts nothing, and one that was a table before keeps both of its places.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.evaluation import values_of
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition, Question, StoredEntry, StoredFinding
from surveys.questionnaires.queries import definition_of
from surveys.reports.microdata import Answered, Microdata, ReturnRow
from surveys.reports.snapshots import verdict
from surveys.reports.tables.asked import MOST_CHOICES_APART, Words, across_versions, is_chosen, takes_several
from surveys.reports.tables.table import Cell, Column, Kind, Table, text
from surveys.responses.models import Revision


@dataclass(frozen=True)
class Return:
    """A counted revision with the definition it was answered under."""

    row: ReturnRow
    version: int
    definition: Definition
    values: Mapping[str, Value]
    entries: Mapping[str, StoredEntry]
    findings: list[StoredFinding]
    reasons: Mapping[str, str]
    verdict: str | None = None

    @property
    def state(self) -> str:
        """How far its review had come at the moment of the figures."""
        if self.verdict is None:
            return _("awaiting review")
        return _("accepted, correction asked for") if self.row.awaits_correction else _("accepted")

    @property
    def receipt(self) -> str:
        return self.row.answered.receipt if self.row.answered else ""

    def asked(self, question: Question) -> Question | None:
        """As its own version asked it; None where something else, or nothing, goes by that name there."""
        own = self.definition.question(question.name) if self.definition.asks(question.name) else None
        is_same = own is not None and (own.table, own.is_table) == (question.table, question.is_table)
        return own if is_same else None


def answer_tables(microdata: Microdata, words: Words | None = None) -> list[Table]:
    """In the language that is active; figures in canonical units."""
    words = words or Words()
    returns = list(_returns(microdata))
    definitions = [one for _number, one in sorted({one.version: one.definition for one in returns}.items())]
    asked = [question for one in definitions for question in one.questions if not question.table]
    tables = across_versions(question for question in asked if question.is_table)
    single = across_versions(question for question in asked if question.has_value and not question.is_table)
    return [
        _of_returns(returns, single.values(), words),
        *(
            _of_rows(number, table, definitions, returns, words)
            for number, table in enumerate(tables.values(), start=2)
        ),
        _of_findings(returns, words),
    ]


def _returns(microdata: Microdata) -> Iterator[Return]:
    """A questionnaire is long, and the returns have it in common: their versions are read once."""
    rows = {row.answered.revision_id: row for row in microdata.rows if row.answered}
    versions = {version.pk: version for version in microdata.versions}
    revisions = Revision.objects.filter(response__assignment__round=microdata.round).order_by()
    columns = ("version_id", "answers", "findings", "reasons", "verdict")
    said = revisions.annotate(verdict=verdict(microdata.at)).values_list("pk", *columns)
    found = {pk: of_one for pk, *of_one in said.iterator() if pk in rows}
    for pk, row in rows.items():
        version_id, answers, findings, reasons, outcome = found.pop(pk)
        version = versions[version_id]
        definition, entries = definition_of(version), answers["answers"]
        values = values_of(definition, answers)
        yield Return(row, version.number, definition, values, entries, findings, reasons, verdict=outcome)


# --- a line for each return --------------------------------------------------------------------------------------


def _of_returns(returns: list[Return], questions: Iterable[Question], words: Words) -> Table:
    columns: list[tuple[Column, Callable[[Return], Cell]]] = [*_identity(), *_about_submission()]
    for question in questions:
        columns += _columns_of(question, returns, words)
    return Table(
        id="D01",
        title=_("Answers"),
        columns=tuple(column for column, _of in columns),
        rows=tuple(tuple(of(one) for _column, of in columns) for one in returns),
        notes=not_apart(questions),
        sources=tuple(one.row.response_id for one in returns),
    )


def not_apart(questions: Iterable[Question]) -> tuple[str, ...]:
    many = [one.name for one in questions if takes_several(one) and len(one.choices) > MOST_CHOICES_APART]
    text = _("Too many choices for a column each: %(questions)s.")
    return (text % {"questions": ", ".join(many)},) if many else ()


def _identity() -> list[tuple[Column, Callable[[Return], Cell]]]:
    return [
        (text("receipt", _("Receipt")), lambda one: one.receipt),
        (text("organisation", _("Organisation")), lambda one: one.row.organisation.name),
        (text("unit", _("Data center")), lambda one: one.row.facility.name if one.row.facility else ""),
        (text("state", _("State")), lambda one: one.state),
        (Column("version", _("Version"), kind=Kind.NUMBER), lambda one: one.version),
    ]


def _about_submission() -> list[tuple[Column, Callable[[Return], Cell]]]:
    return [
        (text("number", _("Registration number")), lambda one: one.row.organisation.number),
        (text("code", _("Data center code")), lambda one: one.row.facility.code if one.row.facility else ""),
        (text("region", _("District")), lambda one: one.row.region.name),
        (Column("revision", _("Revision"), kind=Kind.NUMBER), lambda one: _said(one).number),
        (Column("submitted_at", _("Submitted at"), kind=Kind.MOMENT), lambda one: _said(one).submitted_at),
        (text("late", _("Late")), lambda one: _("yes") if one.row.is_late else _("no")),
        (Column("was_due", _("Deadline then in force"), kind=Kind.MOMENT), lambda one: one.row.was_due),
        (Column("extended_to", _("Extended since to"), kind=Kind.MOMENT), lambda one: one.row.extended_to),
        (text("nil", _("Nil return")), lambda one: _("yes") if _said(one).is_nil else _("no")),
        (text("being_replaced", _("Being corrected")), lambda one: _("yes") if one.row.is_being_replaced else _("no")),
    ]


def _said(one: Return) -> Answered:
    assert one.row.answered is not None
    return one.row.answered


def _columns_of(
    question: Question, returns: list[Return], words: Words
) -> list[tuple[Column, Callable[[Return], Cell]]]:
    """The answer, each of its choices, and where the question has them how it was obtained and why there is none."""
    name, label = question.name, words.of_question(question)

    def entry(one: Return) -> StoredEntry:
        return one.entries.get(name, {}) if one.asked(question) else {}

    columns: list[tuple[Column, Callable[[Return], Cell]]] = [
        (
            words.column(question, [one.values.get(name) for one in returns if one.asked(question)]),
            lambda one: words.cell(one.asked(question), one.values.get(name), question),
        ),
        *(
            (column, lambda one, choice=choice: is_chosen(one.asked(question), one.values.get(name), choice))
            for column, choice in words.choices_apart(question)
        ),
    ]
    if question.methods:
        column = text(f"{name}.method", _("%(label)s: how obtained") % {"label": label})
        columns.append((column, lambda one: words.of_method(question, entry(one).get("method"))))
    if question.may_be_unavailable:
        column = text(f"{name}.unavailable", _("%(label)s: why not available") % {"label": label})
        columns.append((column, lambda one: entry(one).get("unavailable", "")))
    return columns


# --- the rows of a table -----------------------------------------------------------------------------------------


Line = tuple[Return, int, Mapping[str, Value]]


def _of_rows(number: int, table: Question, definitions: list[Definition], returns: list[Return], words: Words) -> Table:
    asked = (one.question(table.name) for one in definitions if one.asks(table.name))
    questions = across_versions(column for one in asked for column in one.questions if column.has_value)
    lines = [
        (one, number_of_row, row)
        for one in returns
        if one.asked(table)
        for number_of_row, row in enumerate(_rows(one, table.name), start=1)
    ]
    columns: list[tuple[Column, Callable[[Line], Cell]]] = [
        *((column, lambda line, of=of: of(line[0])) for column, of in _identity()),
        (Column("row", _("Row"), kind=Kind.NUMBER), lambda line: line[1]),
    ]
    for question in questions.values():
        columns += _columns_in_rows(question, lines, words)
    return Table(
        id=f"D{number:02}",
        title=words.of_question(table),
        columns=tuple(column for column, _of in columns),
        rows=tuple(tuple(of(line) for _column, of in columns) for line in lines),
        notes=not_apart(questions.values()),
        sources=tuple(one.row.response_id for one, _place, _row in lines),
    )


def _columns_in_rows(
    question: Question, lines: list[Line], words: Words
) -> list[tuple[Column, Callable[[Line], Cell]]]:
    name = question.name
    return [
        (
            words.column(question, [row.get(name) for _one, _place, row in lines]),
            lambda line: words.cell(line[0].asked(question), line[2].get(name), question),
        ),
        *(
            (column, lambda line, choice=choice: is_chosen(line[0].asked(question), line[2].get(name), choice))
            for column, choice in words.choices_apart(question)
        ),
    ]


def _rows(one: Return, table: str) -> tuple[Mapping[str, Value], ...]:
    value = one.values.get(table)
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()


# --- what the checks said ----------------------------------------------------------------------------------------


def _of_findings(returns: list[Return], words: Words) -> Table:
    lines = [(one, finding) for one in returns for finding in one.findings]
    severities = {"hard": _("hard"), "soft": _("to be explained"), "info": _("info")}
    columns: list[tuple[Column, Callable[[Return, StoredFinding], Cell]]] = [
        *((column, lambda one, _finding, of=of: of(one)) for column, of in _identity()),
        (text("check", _("Check")), lambda one, finding: finding["check"]),
        (text("severity", _("Severity")), lambda one, finding: severities.get(finding["severity"], "")),
        (text("question", _("Question")), lambda one, finding: _called(one.definition, finding["question"], words)),
        (text("message", _("Finding")), lambda one, finding: in_language(finding["message"], current_language())),
        (text("reason", _("Reason given")), lambda one, finding: one.reasons.get(finding["key"], "")),
    ]
    return Table(
        id="D99",
        title=_("Findings"),
        columns=tuple(column for column, _of in columns),
        rows=tuple(tuple(of(one, finding) for _column, of in columns) for one, finding in lines),
        sources=tuple(one.row.response_id for one, _finding in lines),
    )


def _called(definition: Definition, name: str, words: Words) -> str:
    return words.of_question(definition.question(name)) if definition.asks(name) else name
