"""Trying a workbook: recognising whose it is, reading it, and saying what it would change. Nothing is written."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from surveys.lib.language import in_every_language
from surveys.lib.problems import Problem
from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.form import Definition, Finding, ManyAnswers, SectionScope
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Organisation
from surveys.responses.amendment.carrying import carry
from surveys.responses.drafting import merge
from surveys.responses.evaluation import Confirmed, evaluate_answers
from surveys.responses.facts import assignment as facts
from surveys.responses.models import Confirmation
from surveys.rounds.models import Assignment, Round
from surveys.workbooks.fillable import token
from surveys.workbooks.fillable.layout import layout_of
from surveys.workbooks.fillable.returned.comparing import Compared, compare
from surveys.workbooks.fillable.returned.contents import Contents, Owner, Returned, read_contents
from surveys.workbooks.fillable.returned.locating import located, place_of
from surveys.workbooks.fillable.returned.noughts import doubtful_columns
from surveys.workbooks.fillable.returned.overlaying import Remembered, with_what_was_saved
from surveys.workbooks.fillable.returned.plan import Decisions, Plan, UnitPlan
from surveys.workbooks.fillable.returned.recognising import form_of, sheets_of
from surveys.workbooks.reading import Book, WorkbookRefused

INCOMPLETE = "required", "rows"
"""Findings of what is not there yet: they stand in the way of submitting, not of saving."""


def recognise(book: Book, round: Round, organisation: Organisation | None) -> token.FormToken | None:
    """Raises WorkbookRefused for a workbook of another round or organisation, and for one that is no form at all."""
    form = form_of(book)
    if form and form.round != round.pk:
        raise _of_another_round(form)
    if form and organisation and form.organisation != organisation.pk:
        raise _of_another_organisation(form)
    if not sheets_of(book, layout_of(definition_of(_version(form, round)))):
        raise WorkbookRefused(
            lambda: _(
                "This is not the workbook of this survey: no sheet has its columns. Download the workbook and fill that in."
            )
        )
    return form


def organisation_of(book: Book, round: Round, asked: QuerySet[Assignment]) -> Organisation:
    """Whose the workbook is: by its number, else by the codes of its data centers. Raises WorkbookRefused."""
    form = recognise(book, round, None)
    organisations = Organisation.objects.filter(pk__in=asked.values("organisation"))
    if form is not None:
        found = organisations.filter(pk=form.organisation).first()
    else:
        sheets = sheets_of(book, layout_of(definition_of(round.version)))
        codes = {sheet.text(row, "@code").strip() for sheet in sheets for row in sheet.rows}
        is_named = Q(assignments__round=round, assignments__facility__code__in=codes) | Q(number__in=codes)
        named = list(organisations.filter(is_named).distinct()[:2])
        found = named[0] if len(named) == 1 else None
    if found is None:
        raise WorkbookRefused(lambda: _("The workbook does not say which organisation of this round it belongs to."))
    return found


def _version(form: token.FormToken | None, round: Round) -> Version:
    if form is None or form.version == round.version_id:
        return round.version
    found = Version.objects.filter(pk=form.version).first()
    if found is None:
        raise WorkbookRefused(lambda: _("The questionnaire of this workbook is not known here. Download it anew."))
    return found


def _of_another_round(form: token.FormToken) -> WorkbookRefused:
    other = Round.objects.filter(pk=form.round).first()
    title = other.title if other else "?"
    return WorkbookRefused(
        lambda: (
            _("This workbook belongs to “%(round)s”. Upload it there, or download the one of this round.")
            % {"round": title}
        )
    )


def _of_another_organisation(form: token.FormToken) -> WorkbookRefused:
    other = Organisation.objects.filter(pk=form.organisation).first()
    name = other.name if other else "?"
    return WorkbookRefused(
        lambda: (
            _("This workbook was made for %(organisation)s. Upload the one of your own organisation.")
            % {"organisation": name}
        )
    )


def prepare(
    *,
    book: Book,
    round: Round,
    organisation: Organisation,
    assignments: QuerySet[Assignment],
    at: datetime,
    decisions: Decisions | None = None,
    remembered: Remembered | None = None,
) -> Plan:
    """`assignments`: those this person may answer. `remembered`: what the same person's earlier uploads of the round put
    into the drafts. Raises WorkbookRefused."""
    return _Preparing(round, organisation, at, decisions or Decisions()).run(book, assignments, remembered or {})


class _Preparing:
    def __init__(self, round: Round, organisation: Organisation, at: datetime, decisions: Decisions) -> None:
        self.round, self.organisation, self.at, self.decisions = round, organisation, at, decisions
        self.now = definition_of(round.version)
        self.siblings, self.read = facts.Siblings(), ManyAnswers().read
        self.confirmation = Confirmation.objects.filter(round=round, organisation=organisation).first()

    def run(self, book: Book, assignments: QuerySet[Assignment], remembered: Remembered) -> Plan:
        form = recognise(book, self.round, self.organisation)
        version = _version(form, self.round)
        units = {one.pk: one for one in self._units(assignments)}
        contents = read_contents(book, definition_of(version), self._owners(units), token.sign(form) if form else "")
        contents = with_what_was_saved(contents, remembered)
        plan = Plan(self.round, self.organisation, self.now, contents)
        self._remark(plan, form, version)
        plan.noughts = self._noughts(contents)
        own = contents.returned.get(self.organisation.pk)
        plan.own = self._own(contents, own) if own else None
        confirmed = self._confirmed(plan.own)
        returned = [one for id, one in contents.returned.items() if id in units]
        plan.units = [self._unit(contents, one, units[one.owner.id], confirmed) for one in returned]
        return plan

    def _units(self, assignments: QuerySet[Assignment]) -> Iterator[Assignment]:
        """Each with the round and the organisation that are known already."""
        rows = assignments.filter(round=self.round, organisation=self.organisation, ineligible_because="")
        rows = rows.select_related("facility", "response__draft__saved_by").order_by("facility__code", "pk")
        for assignment in rows:
            assignment.round, assignment.organisation = self.round, self.organisation
            yield assignment

    def _owners(self, units: Mapping[uuid.UUID, Assignment]) -> list[Owner]:
        own = Owner(self.organisation.pk, self.organisation.number, self.organisation.name, True)
        return [own, *(Owner(pk, _code(one), str(one)) for pk, one in units.items())]

    def _remark(self, plan: Plan, form: token.FormToken | None, version: Version) -> None:
        if form is None:
            self._say(plan, lambda: _(
                "The workbook does not say any more which form it is: the hidden sheets are gone. "
                "Rows were matched by the codes of the data centers."
            ))  # fmt: skip
        if not plan.contents.has_issued:
            self._say(plan, lambda: _(
                "The workbook does not say any more what stood in it when it was downloaded. Blank cells were left out of "
                "account, and where a draft says something else both are shown."
            ))  # fmt: skip
        if version != self.round.version:
            self._say(plan, lambda: _(
                "The workbook is of an earlier version of the questionnaire (%(version)s). What still fits was read."
            ) % {"version": version.number})  # fmt: skip

    @staticmethod
    def _say(plan: Plan, words: Callable[[], str]) -> None:
        plan.remarks.append(Problem("", in_every_language(words), "warning"))

    def _noughts(self, contents: Contents) -> list[Any]:
        """Asked about, and until then no answer."""
        found = doubtful_columns(contents.returned.values(), contents.definition.questions)
        for column in found:
            if column.key not in self.decisions.noughts:
                for row in column.rows:
                    self._doubt_nought(contents, row, column.question.name)
        return found

    @staticmethod
    def _doubt_nought(contents: Contents, row: Any, name: str) -> None:
        returned = next(one for one in contents.returned.values() if row in one.rows.get(row.sheet.layout.key, ()))
        message = in_every_language(lambda: _(
            "The whole column is 0 where it had been blank. Some programs save blank cells as 0: say that these noughts are "
            "meant, or empty the cells."
        ))  # fmt: skip
        returned.problems.append(place_of(row, name, message))

    def _own(self, contents: Contents, returned: Returned) -> UnitPlan:
        known = self.confirmation
        now = known.answers if known else facts.prefilled_for_organisation(self.round, self.organisation, self.at)
        unit = UnitPlan(returned.owner, self._compared(contents, returned, now), confirmation=known)
        unit.wrong = list(returned.problems)
        unit.merge = merge(now, {}, 0, unit.compared.changes, unit.compared.unseen, unit.compared.drawn)
        unit.reasons = dict(self.decisions.reasons.get(str(self.organisation.pk), {}))
        unit.known_reasons = {**(known.reasons if known else {}), **unit.reasons}
        unit.findings = evaluate(
            self.now,
            unit.merge.answers,
            now=self.round.on_its_clock(self.at),
            facts=facts.of_organisation(self.round, self.organisation),
            reasons=unit.known_reasons,
            scope="organisation",
        ).findings
        self._sort_findings(unit, unit.findings)
        return unit

    def _confirmed(self, own: UnitPlan | None) -> Confirmed:
        """What is going to be confirmed with this workbook, else what is."""
        if own and own.is_ready and own.merge:
            return own.merge.answers, own.known_reasons
        return (self.confirmation.answers, self.confirmation.reasons) if self.confirmation else ({}, {})

    def _unit(self, contents: Contents, returned: Returned, assignment: Assignment, confirmed: Confirmed) -> UnitPlan:
        response = assignment.response
        draft = getattr(response, "draft", None)
        now = draft.answers if draft else facts.prefilled(assignment, self.at)
        compared = self._compared(contents, returned, now)
        unit = UnitPlan(returned.owner, compared, assignment, draft, known=now, wrong=list(returned.problems))
        if not (compared.is_touched or unit.wrong):
            return unit
        unit.merge = merge(now, {}, 0, compared.changes, compared.unseen, compared.drawn)
        response.assignment = assignment
        unit.reasons = dict(self.decisions.reasons.get(str(assignment.pk), {}))
        given = {**(draft.reasons if draft else {}), **unit.reasons}
        evaluation = evaluate_answers(
            response,
            unit.merge.answers,
            given,
            self.at,
            declared=draft.declared if draft else {},
            of_organisation=confirmed,
            siblings=self.siblings,
            read=self.read,
        )
        unit.findings, unit.known_reasons = evaluation.findings, evaluation.reasons
        theirs = self.now.names_in("organisation")
        self._sort_findings(unit, [one for one in unit.findings if one.question not in theirs])
        if returned.reason:
            said = {finding.key: returned.reason for finding, _place in unit.unexplained}
            unit.reasons |= said
            unit.known_reasons = {**unit.known_reasons, **said}
        return unit

    def _compared(self, contents: Contents, returned: Returned, now: Mapping[str, Any]) -> Compared:
        compared = compare(contents, returned, now, self.decisions.mine_of(returned.owner.id))
        scope: SectionScope = "organisation" if returned.owner.is_organisation else "unit"
        if contents.definition is not self.now:
            self._carry(contents.definition, compared, scope)
        writable = self.now.writable(scope)
        compared.changes = {name: entry for name, entry in compared.changes.items() if name in writable}
        return compared

    def _carry(self, old: Definition, compared: Compared, scope: SectionScope) -> None:
        """What of a workbook of an earlier version has no place in the present one is told."""
        carried = carry(old, self.now, {name: entry for name, entry in compared.changes.items() if entry}, scope)
        here = self.now.names_in(scope)
        gone = {name: None for name, entry in compared.changes.items() if not entry and name in here}
        for name in carried.aside:
            for row in compared.returned.rows_with(name):
                compared.returned.problems.append(place_of(row, name, in_every_language(lambda: _(
                    "The questionnaire was changed: this answer has no place in it any more."
                ))))  # fmt: skip
        compared.changes = gone | carried.answers

    def _sort_findings(self, unit: UnitPlan, findings: Any) -> None:
        for finding in findings:
            place = located(self.now, unit.compared.returned, finding)
            if finding.severity == "soft":
                unit.doubts.append((finding, place))
            elif finding.severity == "hard":
                (unit.missing if self._is_incomplete(unit, finding) else unit.wrong).append(place)

    def _is_incomplete(self, unit: UnitPlan, finding: Finding) -> bool:
        if finding.check != "rows":
            return finding.check in INCOMPLETE
        rows = unit.merge.answers.get(finding.question) if unit.merge else None
        least = self.now.question(finding.question).rows.min
        return not isinstance(rows, list) or not rows or len(rows) < least


def _code(assignment: Assignment) -> str:
    return assignment.facility.code if assignment.facility else assignment.organisation.number
