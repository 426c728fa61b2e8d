"""What a later version of the questionnaire says of answers that were submitted under the one before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db.models import Max, QuerySet

from surveys.questionnaires.answers import Finding
from surveys.questionnaires.checks import BUILT_IN
from surveys.questionnaires.consequences import facts_that_matter
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.differing import Change, changes_between
from surveys.questionnaires.evaluating import evaluate
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.responses import facts
from surveys.responses.amending import Mover
from surveys.responses.carrying import carry, typed_again
from surveys.responses.models import Draft, Response, Revision
from surveys.responses.queries import latest_revisions
from surveys.responses.states import ANSWERED, State
from surveys.rounds.models import Round

KEPT_SECONDS = 300
ROWS_PER_QUERY = 200
GRAVITY = {"info": 0, "soft": 1, "hard": 2}


@dataclass(frozen=True)
class Affected:
    """A response whose submitted answers the new version finds fault with; `findings` are the new ones, hard and soft."""

    response_id: UUID
    assignment_id: UUID
    organisation_id: UUID
    organisation: str
    unit: str
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
    """What an amendment would do, or did: `losing` drafts have answers set aside; `looked_at` are the responses whose
    latest revision was read again, by their state."""

    changes: list[Change]
    drafts: int
    losing: int
    looked_at: Mapping[State, int]
    affected: list[Affected]

    @property
    def submitted(self) -> int:
        return sum(self.looked_at.values())

    @property
    def hard(self) -> list[Affected]:
        return [one for one in self.affected if one.hard]

    def concerned(self, *, soft: bool) -> list[Affected]:
        return self.affected if soft else self.hard


def preview_amendment(round: Round, version: Version, at: datetime) -> Preview:
    """What going over to this version would change, for drafts and for what is in.

    Reads every draft and the latest revision of every response once, in a fixed number of queries, save for the facts
    about siblings and peers that a changed rule may ask for; see
    questionnaires.consequences.
    """
    changes = changes_between(round.version.definition, version.definition)
    drafts = Draft.objects.filter(response__assignment__round=round).select_related("saved_by")
    mover = Mover(round.version, version, "unit", at)
    lost = [mover.moved(draft).lost for draft in drafts.iterator(ROWS_PER_QUERY)]
    states = Response.objects.filter(assignment__round=round, assignment__ineligible_because="", state__in=ANSWERED)
    counted = states.values_list("state", flat=True)
    return Preview(
        changes=changes,
        drafts=len(lost),
        losing=sum(1 for one in lost if one),
        looked_at={state: number for state in ANSWERED if (number := list(counted).count(state))},
        affected=affected_by(round, round.version, version, at),
    )


def affected_by(round: Round, old: Version, new: Version, at: datetime) -> list[Affected]:
    """Those whose latest revision was made before the new version and fails its rules where it did not fail the old ones.

    Kept for five minutes, as long as nobody submits: a page of the list is looked at again and again.
    """
    in_order = ("response__assignment__organisation__name", "response__assignment__facility__code")
    revisions = latest_revisions(round, at).exclude(version=new).order_by(*in_order)
    newest = revisions.aggregate(at=Max("submitted_at"))["at"]
    key = f"affected:{round.pk}:{old.pk}:{new.pk}:{revisions.count()}:{newest and newest.timestamp()}"
    kept: list[Affected] | None = caches["memory"].get(key)
    if kept is None:
        kept = list(_found(round, revisions, old, new, at))
        caches["memory"].set(key, kept, KEPT_SECONDS)
    return kept


def _found(round: Round, revisions: QuerySet[Revision], old: Version, new: Version, at: datetime) -> Iterator[Affected]:
    changes = changes_between(old.definition, new.definition)
    if not any(change.stricter or change.drops for change in changes):
        return
    matter = facts_that_matter(changes, definition_of(new))
    judge = _Judge(definition_of(old), definition_of(new), matter, round.on_its_clock(at))
    definitions = {version.pk: definition_of(version) for version in _versions_of(revisions)}
    rows = revisions.select_related("response__assignment__organisation", "response__assignment__facility")
    for revision in rows.iterator(ROWS_PER_QUERY):
        assignment = revision.response.assignment
        assignment.round = round
        if findings := judge.new_findings(definitions[revision.version_id], revision):
            yield Affected(
                revision.response_id,
                assignment.pk,
                assignment.organisation_id,
                str(assignment.organisation),
                str(assignment),
                State(revision.response.state),
                revision.number,
                findings,
            )


def _versions_of(revisions: QuerySet[Revision]) -> Iterable[Version]:
    return Version.objects.filter(pk__in=revisions.order_by().values("version"))


@dataclass(frozen=True)
class _Judge:
    old: Definition
    new: Definition
    wanted: frozenset[str]
    at: datetime

    def new_findings(self, written_with: Definition, revision: Revision) -> tuple[Finding, ...]:
        """Under the new version and not, or less gravely, under the old one. What is new at first sight is rare, and only
        then the old version is asked."""
        known = facts.of_assignment(revision.response.assignment, wanted=self.wanted)
        entries = typed_again(written_with, revision.answers)
        suspects = [
            one for one in self._findings(self.new, written_with, entries, known, revision) if one.severity != "info"
        ]
        if not suspects:
            return ()
        certain = tuple(one for one in suspects if self._cannot_be_old(one))
        if len(certain) == len(suspects):
            return certain
        before: dict[str, int] = {}
        for finding in self._findings(self.old, written_with, entries, known, revision):
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

    def _findings(
        self, definition: Definition, written_with: Definition, entries: dict[str, Any], known: Any, revision: Revision
    ) -> tuple[Finding, ...]:
        answers = _as_asked_by(definition, written_with, entries)
        return evaluate(definition, answers, now=self.at, facts=known, nil=revision.is_nil).findings


def _as_asked_by(definition: Definition, written_with: Definition, entries: dict[str, Any]) -> dict[str, Any]:
    """The entries with their units written out where the definition would take them in other ones. What does not fit
    stays as it is: that it cannot be read any more is what is to be found."""
    if definition is written_with:
        return entries
    carried: dict[str, Any] = {}
    for scope in ("unit", "organisation"):
        carried |= carry(written_with, definition, entries, scope).answers
    return {name: _completed(carried.get(name), entry) for name, entry in entries.items()}


def _completed(carried: Any, entry: Any) -> Any:
    if carried is None or not isinstance(entry, list):
        return entry if carried is None else carried
    cells = {row["row"]: row["cells"] for row in carried}
    return [{**row, "cells": row["cells"] | cells.get(row["row"], {})} for row in entry]
