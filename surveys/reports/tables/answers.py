"""The answers themselves as tables: a line for each return, a column for each question, and a table for each table.

The columns are those of every version that was answered, found by the questions' names: a question that came or went
between two versions shifts nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.lib import units
from surveys.lib.dates import may_be_year
from surveys.lib.language import current_language
from surveys.lib.numbers import places_of
from surveys.lib.text import Text, in_language
from surveys.questionnaires.evaluation import values_of
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Definition, Question, StoredEntry, StoredFinding, left_open, show
from surveys.questionnaires.queries import definition_of
from surveys.reports.microdata import Answered, Microdata, ReturnRow
from surveys.reports.tables.table import Cell, Column, Kind, Table, text
from surveys.responses.models import Revision

MOST_PLACES = 6


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

    @property
    def receipt(self) -> str:
        return self.row.answered.receipt if self.row.answered else ""

    def asked(self, question: Question) -> Question:
        """As its own version asked it: only there is every choice known."""
        return self.definition.question(question.name) if self.definition.asks(question.name) else question


def answer_tables(microdata: Microdata) -> list[Table]:
    """In the language that is active; figures in canonical units."""
    returns = list(_returns(microdata))
    definitions = [one for _number, one in sorted({one.version: one.definition for one in returns}.items())]
    questions = _by_name(question for one in definitions for question in one.questions if not question.table)
    tables = [question for question in questions.values() if question.is_table]
    return [
        _of_returns(returns, [one for one in questions.values() if one.has_value and not one.is_table]),
        *(_of_rows(number, table, definitions, returns) for number, table in enumerate(tables, start=2)),
        _of_findings(returns),
    ]


def _returns(microdata: Microdata) -> Iterator[Return]:
    rows = {row.answered.revision_id: row for row in microdata.rows if row.answered}
    revisions = Revision.objects.filter(response__assignment__round=microdata.round).select_related("version")
    found = {revision.pk: revision for revision in revisions.order_by().iterator() if revision.pk in rows}
    for pk, row in rows.items():
        revision = found[pk]
        definition = definition_of(revision.version)
        values, entries = values_of(definition, revision.answers), revision.answers["answers"]
        yield Return(row, revision.version.number, definition, values, entries, revision.findings, revision.reasons)


def _by_name(questions: Iterable[Question]) -> dict[str, Question]:
    """As the newest version that asks it has it."""
    return {question.name: question for question in questions}


# --- a line for each return --------------------------------------------------------------------------------------


def _of_returns(returns: list[Return], questions: list[Question]) -> Table:
    columns: list[tuple[Column, Callable[[Return], Cell]]] = [*_identity(), *_about_submission()]
    for question in questions:
        columns += _columns_of(question, returns)
    return Table(
        id="D01",
        title=_("Answers"),
        columns=tuple(column for column, _of in columns),
        rows=tuple(tuple(of(one) for _column, of in columns) for one in returns),
        sources=tuple(one.row.response_id for one in returns),
    )


def _identity() -> list[tuple[Column, Callable[[Return], Cell]]]:
    return [
        (text("receipt", _("Receipt")), lambda one: one.receipt),
        (text("organisation", _("Organisation")), lambda one: one.row.organisation.name),
        (text("unit", _("Data center")), lambda one: one.row.facility.name if one.row.facility else ""),
    ]


def _about_submission() -> list[tuple[Column, Callable[[Return], Cell]]]:
    return [
        (text("number", _("Registration number")), lambda one: one.row.organisation.number),
        (text("code", _("Facility code")), lambda one: one.row.facility.code if one.row.facility else ""),
        (text("region", _("District")), lambda one: one.row.region.name),
        (Column("revision", _("Revision"), kind=Kind.NUMBER), lambda one: _said(one).number),
        (Column("submitted_at", _("Submitted at"), kind=Kind.MOMENT), lambda one: _said(one).submitted_at),
        (text("late", _("Late")), lambda one: _("yes") if one.row.is_late else _("no")),
        (text("nil", _("Nil return")), lambda one: _("yes") if _said(one).is_nil else _("no")),
    ]


def _said(one: Return) -> Answered:
    assert one.row.answered is not None
    return one.row.answered


def _columns_of(question: Question, returns: list[Return]) -> list[tuple[Column, Callable[[Return], Cell]]]:
    """The answer, and where the question has them how it was obtained and why there is none."""
    name, label = question.name, _label(question)
    values = [one.values.get(name) for one in returns]
    columns: list[tuple[Column, Callable[[Return], Cell]]] = [
        (column_of(question, values), lambda one: _cell(one.asked(question), one.values.get(name), question))
    ]
    if question.methods:
        column = text(f"{name}.method", _("%(label)s: how obtained") % {"label": label})
        columns.append((column, lambda one: _method(one.asked(question), one.entries.get(name, {}))))
    if question.may_be_unavailable:
        column = text(f"{name}.unavailable", _("%(label)s: why not available") % {"label": label})
        columns.append((column, lambda one: one.entries.get(name, {}).get("unavailable", "")))
    return columns


def _method(question: Question, entry: StoredEntry) -> str:
    return next((_spoken(method.label) for method in question.methods if method.name == entry.get("method")), "")


# --- the rows of a table -----------------------------------------------------------------------------------------


def _of_rows(number: int, table: Question, definitions: list[Definition], returns: list[Return]) -> Table:
    asked = [one.question(table.name) for one in definitions if one.asks(table.name)]
    columns = _by_name(column for one in asked for column in one.questions if column.has_value)
    lines = [
        (one, number_of_row, row)
        for one in returns
        for number_of_row, row in enumerate(_rows(one, table.name), start=1)
    ]
    identity = _identity()
    return Table(
        id=f"D{number:02}",
        title=_label(table),
        columns=(
            *(column for column, _of in identity),
            Column("row", _("Row"), kind=Kind.NUMBER),
            *(column_of(column, [row.get(name) for _one, _place, row in lines]) for name, column in columns.items()),
        ),
        rows=tuple(
            (
                *(of(one) for _column, of in identity),
                number_of_row,
                *(_cell(one.asked(column), row.get(name), column) for name, column in columns.items()),
            )
            for one, number_of_row, row in lines
        ),
        sources=tuple(one.row.response_id for one, _place, _row in lines),
    )


def _rows(one: Return, table: str) -> tuple[Mapping[str, Value], ...]:
    value = one.values.get(table)
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()


# --- what the checks said ----------------------------------------------------------------------------------------


def _of_findings(returns: list[Return]) -> Table:
    lines = [(one, finding) for one in returns for finding in one.findings]
    severities = {"hard": _("hard"), "soft": _("to be explained"), "info": _("info")}
    columns: list[tuple[Column, Callable[[Return, StoredFinding], Cell]]] = [
        *((column, lambda one, _finding, of=of: of(one)) for column, of in _identity()),
        (text("check", _("Check")), lambda one, finding: finding["check"]),
        (text("severity", _("Severity")), lambda one, finding: severities.get(finding["severity"], "")),
        (text("question", _("Question")), lambda one, finding: _label_of(one.definition, finding["question"])),
        (text("message", _("Finding")), lambda one, finding: _spoken(finding["message"])),
        (text("reason", _("Reason given")), lambda one, finding: one.reasons.get(finding["key"], "")),
    ]
    return Table(
        id="D99",
        title=_("Findings"),
        columns=tuple(column for column, _of in columns),
        rows=tuple(tuple(of(one, finding) for _column, of in columns) for one, finding in lines),
        sources=tuple(one.row.response_id for one, _finding in lines),
    )


# --- cells -------------------------------------------------------------------------------------------------------


def column_of(question: Question, values: Iterable[Value]) -> Column:
    label = _label(question)
    numbers = [value for value in values if _is_number(value)]
    kind = Kind(question.of_type.column)
    if kind is Kind.NUMBER or (kind is Kind.TEXT and numbers):
        unit = question.canonical_unit
        if not unit and numbers and all(may_be_year(number) for number in numbers):  # type: ignore[arg-type]
            return Column(question.name, label, kind=Kind.YEAR)
        places = max((places_of(number) for number in numbers), default=0)  # type: ignore[arg-type]
        shown = units.unit(unit).label(current_language()) if unit else ""
        return Column(question.name, label, shown, Kind.NUMBER, min(places, MOST_PLACES))
    return Column(question.name, label, kind=kind)


def _is_number(value: Value) -> bool:
    return hasattr(value, "as_tuple")


def _cell(asked: Question, value: Value, column: Question) -> Cell:
    """Figures, dates and moments as themselves, choices by their labels; what is in another unit than the column names it."""
    is_plain = _is_number(value) and asked.canonical_unit == column.canonical_unit
    if value is None or is_plain or asked.of_type.column in (Kind.DATE, Kind.MOMENT, Kind.YEAR):
        return value  # type: ignore[return-value]
    return show(asked, value, current_language(), asked.canonical_unit)


def _label(question: Question) -> str:
    return _spoken(left_open(question.label)) or question.name


def _label_of(definition: Definition, name: str) -> str:
    return _label(definition.question(name)) if definition.asks(name) else name


def _spoken(words: Text) -> str:
    return in_language(words, current_language())
