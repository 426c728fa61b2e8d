"""What a later version of the questionnaire says of answers that were submitted under the one before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db.models import QuerySet

from surveys.questionnaires.diff import Change, changes_between, may_find_something_new, reach_of
from surveys.questionnaires.evaluation import BUILT_IN, evaluate
from surveys.questionnaires.form import Definition, Finding, Question, StoredDocument, read
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.responses.amendment.amending import Mover
from surveys.responses.amendment.carrying import carry, typed_again, untouched
from surveys.responses.facts import assignment as facts
from surveys.responses.facts.assignment import Siblings
from surveys.responses.models import Confirmation, Draft, Revision
from surveys.responses.queries import latest_revisions, state_counts
from surveys.responses.states import ANSWERED, State
from surveys.rounds.models import Assignment, Round

KEPT_SECONDS = 300
ROWS_PER_QUERY = 200
GRAVITY = {"info": 0, "soft": 1, "hard": 2}
Entries = dict[str, object]
Conversion = Callable[[Entries], Entries]
Found = dict[UUID, tuple[Finding, ...]]
"""By revision; nothing new is an empty tuple."""


@dataclass(frozen=True)
class Affected:
    """A response whose submitted answers the new version finds fault with; `findings` are the new ones, hard and soft."""

    response_id: UUID
    assignment_id: UUID
    organisation_id: UUID
    organisation: str
    assignment: str
    state: State
    revision: int
    findings: tuple[Finding, ...]

    @property
    def hard(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "hard"]

    @property
    def soft(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "soft"]

    @property
    def may_submit_again(self) -> bool:
        return self.state != State.ACCEPTED


@dataclass(frozen=True)
class Preview:
    """What an amendment would do: `losing` drafts and the confirmed data of `organisations_losing` have answers set aside;
    `looked_at` are the responses whose latest revision was read again, by their state."""

    changes: list[Change]
    drafts: int
    losing: int
    organisations_losing: int
    looked_at: Mapping[State, int]
    affected: list[Affected]

    @property
    def submitted(self) -> int:
        return sum(self.looked_at.values())

    @property
    def hard(self) -> list[Affected]:
        return [one for one in self.affected if one.hard]


def preview_amendment(round: Round, version: Version, at: datetime) -> Preview:
    """What going over to this version would change, for drafts and for what is in.

    Reads every draft and the latest revision of every response once, with few queries, save for the facts about peers and
    the last wave that a changed rule may ask for; see questionnaires.consequences.
    """
    changes = changes_between(round.version.definition, version.definition)
    drafts = Draft.objects.filter(response__assignment__round=round).select_related("saved_by")
    confirmed = Confirmation.objects.filter(round=round).select_related("confirmed_by")
    lost = _lost(drafts, Mover(round.version, version, "unit", at))
    counted = state_counts(Assignment.objects.filter(round=round))
    return Preview(
        changes=changes,
        drafts=len(lost),
        losing=sum(lost),
        organisations_losing=sum(_lost(confirmed, Mover(round.version, version, "organisation", at))),
        looked_at={state: number for state in ANSWERED if (number := getattr(counted, state))},
        affected=affected_by(round, round.version, version, at),
    )


def _lost(rows: QuerySet[Any], mover: Mover) -> list[bool]:
    """Of each row, whether something of it is set aside."""
    return [mover.moved(row).lost > 0 for row in rows.iterator(ROWS_PER_QUERY)]


def affected_by(round: Round, old: Version, new: Version, at: datetime) -> list[Affected]:
    """Those whose latest revision was made before the new version and fails its rules where it did not fail the old ones.

    What is found in a revision is kept for some minutes: a page of the list is looked at again and again.
    """
    in_order = ("response__assignment__organisation__name", "response__assignment__facility__code")
    earlier = latest_revisions(round, at).filter(version__number__lt=new.number).order_by(*in_order)
    units = ("response__assignment__organisation", "response__assignment__facility")
    revisions = list(earlier.select_related(*units).defer("answers", "findings", "reasons"))
    key = f"affected:{round.pk}:{old.pk}:{new.pk}:{at.timestamp() // KEPT_SECONDS}"
    found: Found = caches["memory"].get(key, {})
    if unread := [revision for revision in revisions if revision.pk not in found]:
        found |= _new_findings(round, unread, old, new, at)
        caches["memory"].set(key, found, KEPT_SECONDS)
    return [_affected(revision, found[revision.pk]) for revision in revisions if found[revision.pk]]


def _affected(revision: Revision, findings: tuple[Finding, ...]) -> Affected:
    assignment = revision.response.assignment
    return Affected(
        revision.response_id,
        assignment.pk,
        assignment.organisation_id,
        str(assignment.organisation),
        str(assignment),
        State(revision.response.state),
        revision.number,
        findings,
    )


def _new_findings(round: Round, revisions: list[Revision], old: Version, new: Version, at: datetime) -> Found:
    changes = changes_between(old.definition, new.definition)
    if not any(map(may_find_something_new, changes)):
        return dict.fromkeys((revision.pk for revision in revisions), ())
    definition = definition_of(new)
    reach = reach_of(changes, definition)
    reached = replace(definition, checks=reach.checks)
    context = (definition_of(old), reached, reach.facts, round.on_its_clock(at), Siblings())
    versions = Version.objects.in_bulk({revision.version_id for revision in revisions})
    judges = {pk: _Judge(definition_of(version), *context) for pk, version in versions.items()}
    found: Found = {}
    for start in range(0, len(revisions), ROWS_PER_QUERY):
        some = revisions[start : start + ROWS_PER_QUERY]
        answers = dict(Revision.objects.filter(pk__in=[one.pk for one in some]).values_list("pk", "answers"))
        for revision in some:
            revision.response.assignment.round = round
            found[revision.pk] = judges[revision.version_id].new_findings(revision, answers[revision.pk])
    return found


@dataclass(frozen=True)
class _Judge:
    """Of answers written with one version. `new` holds only the checks that could find something new."""

    written_with: Definition
    old: Definition
    new: Definition
    wanted: frozenset[str]
    at: datetime
    siblings: Siblings

    def new_findings(self, revision: Revision, document: StoredDocument) -> tuple[Finding, ...]:
        """Under the new version and not, or less gravely, under the old one. What is new at first sight is rare, and only
        then the old version is asked."""
        known = facts.of_assignment(revision.response.assignment, wanted=self.wanted, siblings=self.siblings)
        entries = typed_again(self.written_with, document)
        judged = evaluate(self.new, self._as_new(entries), now=self.at, facts=known, nil=revision.is_nil)
        suspects = [one for one in judged.findings if one.severity != "info"]
        if not suspects:
            return ()
        certain = tuple(one for one in suspects if self._cannot_be_old(one))
        if len(certain) == len(suspects):
            return certain
        before: dict[str, int] = {}
        for finding in evaluate(
            self.old, self._as_old(entries), now=self.at, facts=known, nil=revision.is_nil
        ).findings:
            before[finding.key] = max(before.get(finding.key, 0), GRAVITY[finding.severity])
        return tuple(one for one in suspects if GRAVITY[one.severity] > before.get(one.key, 0))

    def _cannot_be_old(self, finding: Finding) -> bool:
        """Of a question or a check that the old version does not have."""
        if not self.old.asks(finding.question):
            return True
        return finding.check not in self._old_checks and finding.check not in BUILT_IN

    @cached_property
    def _old_checks(self) -> frozenset[str]:
        return frozenset(check.id for check in self.old.checks)

    @cached_property
    def _as_new(self) -> Conversion:
        return _conversion(self.written_with, self.new)

    @cached_property
    def _as_old(self) -> Conversion:
        return _conversion(self.written_with, self.old)


def _conversion(written_with: Definition, definition: Definition) -> Conversion:
    """Gives entries with their units written out where the definition would take them in other ones. What does not fit
    stays as it is: that it cannot be read any more is what is to be found. Unless it would be read as something else."""
    same = untouched(written_with, definition)

    def convert(entries: Entries) -> Entries:
        carried: Entries = {}
        for scope in ("unit", "organisation"):
            carried |= carry(written_with, definition, entries, scope, same).answers
        asked = {name: entry for name, entry in entries.items() if definition.asks(name)}
        return {name: _completed(definition.question(name), carried.get(name), entry) for name, entry in asked.items()}

    return convert


def _completed(question: Question, carried: Any, entry: Any) -> Any:
    if carried is None or not isinstance(entry, list):
        return carried or (entry if read(question, entry).problem else None)
    cells = {row["row"]: row["cells"] for row in carried}
    return [{**row, "cells": _completed_cells(question, cells.get(row["row"], {}), row["cells"])} for row in entry]


def _completed_cells(table: Question, carried: Mapping[str, Any], cells: Mapping[str, Any]) -> dict[str, Any]:
    asked = [column for column in table.questions if column.name in cells]
    return {column.name: _completed(column, carried.get(column.name), cells[column.name]) for column in asked}
