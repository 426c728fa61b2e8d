"""What is known of an organisation's units in a round, for a workbook to fill in. Reads only: no draft is made by it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation

from surveys.lib.clock import show as show_moment
from surveys.questionnaires.evaluation import Instance, first_answers, stored_value
from surveys.questionnaires.form import Definition, Question, StoredEntry, show
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Organisation
from surveys.responses.facts import assignment as facts
from surveys.responses.facts.last_wave import Answers, still_meant
from surveys.responses.facts.waves import earlier_returns, given_by, of_units
from surveys.responses.models import Confirmation
from surveys.responses.queries import for_reading
from surveys.responses.states import State
from surveys.rounds.deadlines import accepts_answers
from surveys.rounds.models import Assignment, Round
from surveys.rounds.queries import deadline_of
from surveys.workbooks.fillable.layout import SAID_LAST, SheetLayout, layout_of
from surveys.workbooks.fillable.token import FormToken
from surveys.workbooks.fillable.writing.form import LANGUAGES, FillableForm, FilledSheet, Line

ROWS_FOR_A_UNIT, FEWEST_ROWS, MOST_ROWS = 5, 20, 300
"""Blank rows of a table that has as many as there are things to tell."""


class NothingToAnswer(Exception):
    """None of the organisation's units may be answered now."""


def gather(
    *, round: Round, organisation: Organisation, assignments: QuerySet[Assignment], language: str, at: datetime
) -> FillableForm:
    """`assignments`: those of the round that this person may answer. Raises NothingToAnswer."""
    with translation.override(LANGUAGES[language]):
        return _gather(round, organisation, assignments, language, at)


def _gather(
    round: Round, organisation: Organisation, assignments: QuerySet[Assignment], language: str, at: datetime
) -> FillableForm:
    theirs = list(_of_form(assignments.filter(round=round, organisation=organisation, ineligible_because="")))
    still = [one for one in theirs if _may_be_answered(one, round, at)]
    if not still:
        raise NothingToAnswer
    known = _Known(round, organisation, still, at, language)
    deadlines = {deadline_of(one) for one in still}
    return FillableForm(
        token=FormToken(round.pk, organisation.pk, round.version_id, language, at),
        round=round,
        organisation=organisation,
        definition=known.definition,
        language=language,
        units={code_of(one): str(one) for one in still},
        sheets=[known.sheet(layout) for layout in layout_of(known.definition)],
        left_out=[f"{code_of(one)} {one}" for one in theirs if one.response.state == State.ACCEPTED],
        own_deadlines=deadlines != {round.deadline},
    )


def code_of(assignment: Assignment) -> str:
    return assignment.facility.code if assignment.facility else assignment.organisation.number


def _of_form(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    rows = for_reading(assignments).select_related("response__draft", "facility", "organisation", "region")
    return rows.order_by("facility__code", "pk")


def _may_be_answered(assignment: Assignment, round: Round, at: datetime) -> bool:
    return assignment.response.state != State.ACCEPTED and accepts_answers(round, deadline_of(assignment), at)


class _Known:
    """Looked up once for all units of the form."""

    def __init__(
        self, round: Round, organisation: Organisation, units: Sequence[Assignment], at: datetime, language: str
    ) -> None:
        self.round, self.organisation, self.units = round, organisation, units
        self.definition = definition_of(round.version)
        self._now, self._siblings = round.on_its_clock(at), facts.Siblings()
        self._answered = last_returns(round, organisation, units)
        self._language = language
        flat = [one for one in self.definition.questions if not (one.table or one.is_table)]
        self._last = {
            unit: in_words(self.definition, flat, answers, language) for unit, answers in self._answered.items()
        }
        confirmation = Confirmation.objects.filter(round=round, organisation=organisation).first()
        own = confirmation.answers if confirmation else facts.prefilled_for_organisation(round, organisation, at)
        self._of_organisation = self._line_of_organisation(own, confirmation.stamp if confirmation else "")
        self._of_units = [self._line_of_unit(one, own if confirmation else {}) for one in units]

    def sheet(self, layout: SheetLayout) -> FilledSheet:
        if layout.scope == "organisation":
            return filled_sheet(layout, [self._of_organisation])
        filled = filled_sheet(layout, self._of_units)
        return replace(filled, said_last=list(self._rows_said_last(layout.table))) if layout.table else filled

    def _rows_said_last(self, table: Question) -> Iterator[Line]:
        """Where they are not what the table was filled in with beforehand."""
        if any(column.prefill for column in table.questions):
            return
        for unit in self.units:
            for row in self._answered.get(unit.pk, {}).get(table.name, {}).get("rows", ()):
                said = in_words(self.definition, table.questions, row["cells"], self._language)
                yield Line(code_of(unit), str(unit), SAID_LAST, last=said)

    def _line_of_organisation(self, entries: Mapping[str, Any], stamp: str) -> tuple[Line, Instance]:
        known = facts.of_organisation(self.round, self.organisation)
        instance = self._worked_out(entries, known, "organisation")
        line = Line(
            self.organisation.number, self.organisation.name, str(self.organisation.pk), entries, stamp,
            calculated(self.definition, instance), self._last_of_anyone(),
        )  # fmt: skip
        return line, instance

    def _last_of_anyone(self) -> Mapping[str, str]:
        """The organisation's data go with each of its returns: those of any of them are its own."""
        return next(iter(self._last.values()), {})

    def _line_of_unit(self, unit: Assignment, confirmed: Mapping[str, Any]) -> tuple[Line, Instance]:
        unit.round = self.round
        answered = self._answered.get(unit.pk, {})
        known = facts.of_assignment(unit, self.definition.prefilling, self._siblings, answered)
        draft = getattr(unit.response, "draft", None)
        entries = draft.answers if draft else first_answers(
            self.definition, "unit", known=known, now=self._now, facts=known
        )  # fmt: skip
        instance = self._worked_out({**confirmed, **entries}, known, None)
        line = Line(
            code_of(unit), str(unit), str(unit.pk), entries, str(draft.version if draft else 0),
            calculated(self.definition, instance), self._last.get(unit.pk, {}),
            show_moment(deadline_of(unit), self.round.time_zone),
        )  # fmt: skip
        return line, instance

    def _worked_out(self, entries: Mapping[str, Any], known: Mapping[str, object], scope: str | None) -> Instance:
        return Instance(self.definition, entries, self.definition.names_in(scope), self._now, known)


def calculated(definition: Definition, instance: Instance) -> dict[str, Any]:
    return {one.name: instance.value(one.name) for one in definition.questions if one.is_calculated and not one.table}


def filled_sheet(layout: SheetLayout, whose: Sequence[tuple[Line, Instance]]) -> FilledSheet:
    """`whose`: the lines outside tables of those whose answers they are."""
    table = layout.table
    if table is None:
        return FilledSheet(layout, [line for line, _instance in whose])
    lines = [line for owner, instance in whose for line in _rows(table, owner, instance)]
    if all(instance.rows_wanted(table) is not None for _owner, instance in whose):
        return FilledSheet(layout, lines)
    room = table.rows.max * len(whose) - len(lines)
    wanted = min(max(FEWEST_ROWS, ROWS_FOR_A_UNIT * len(whose)), MOST_ROWS)
    return FilledSheet(layout, lines, max(0, min(room, wanted)))


def _rows(table: Question, owner: Line, instance: Instance) -> Iterator[Line]:
    """Those there are, and those there have to be."""
    stored = owner.entries.get(table.name)
    rows = [one for one in stored if isinstance(one, Mapping)] if isinstance(stored, list) else []
    worked_out = {one.id: one.values for one in instance.rows.get(table.name, ())}
    taken = [str(one.get("row", "")) for one in rows]
    for id, row in zip(taken, rows, strict=True):
        cells = row.get("cells")
        yield replace(
            owner,
            row=id,
            entries=cells if isinstance(cells, Mapping) else {},
            worked_out=worked_out.get(id, {}),
            last={},
        )
    free = (f"r{n}" for n in range(1, 2 * len(rows) + table.rows.max + 2) if f"r{n}" not in taken)
    for _missing in range((instance.rows_wanted(table) or 0) - len(rows)):
        yield replace(owner, row=next(free), entries={}, worked_out={}, last={})


def in_words(
    definition: Definition, questions: Iterable[Question], answers: Mapping[str, StoredEntry], language: str
) -> dict[str, str]:
    """What was said to them, figures in the unit they were given in."""
    said = ((one, answers[one.name]) for one in questions if one.name in answers and one.is_shown and not one.is_file)
    told = {
        question.name: show(question, stored_value(definition, question, entry), language, _unit_told(entry))
        for question, entry in said
    }
    return {name: text for name, text in told.items() if text}


def _unit_told(entry: StoredEntry) -> str:
    return entry.get("typed_unit") or entry.get("unit", "")


def last_returns(round: Round, organisation: Organisation, units: Sequence[Assignment]) -> dict[UUID, Answers]:
    """By assignment, as far as the form still means the same by them; one query for all."""
    earlier = earlier_returns(round)
    if earlier.query.is_empty():
        return {}
    named = "organisation" if round.asks_organisations else "facility"
    keys = {getattr(one, f"{named}_id"): one.pk for one in units}
    of_them = earlier.filter(of_units(named, list(keys)), given_by([organisation.pk]))
    found: dict[UUID, Answers] = {}
    for revision in of_them.select_related("version", "response__assignment"):
        unit = keys[getattr(revision.response.assignment, f"{named}_id")]
        found.setdefault(unit, still_meant(revision, definition_of(round.version)))
    return found
