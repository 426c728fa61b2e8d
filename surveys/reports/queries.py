"""Reading what a report is made of: a handful of queries for a whole round, none per row."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from surveys.accounts.access import memberships
from surveys.accounts.models import User
from surveys.accounts.roles import PERMISSIONS, Permission
from surveys.lib.canonical_json import canonical_sha256
from surveys.questionnaires.form import Definition
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Region
from surveys.reports import frames
from surveys.reports.microdata import Answered, Microdata, ReturnRow
from surveys.reports.models import Export, Snapshot
from surveys.reports.own_questions import added_up_in, parting
from surveys.reports.periods import Period, period
from surveys.reports.reading import Reader, labels_of, roles_of
from surveys.reports.snapshots import combined_sha256, verdict
from surveys.responses.models import Decision, Revision
from surveys.rounds.models import Round

SAID = ("pk", "number", "receipt", "submitted_at", "is_nil", "is_partial", "answers_sha256")


def region_of_report(user: User, round: Round) -> Region | None:
    """The widest region of which this user may see the round's report; None when there is none."""
    owner = round.survey.authority
    regions = [
        m.authority.region
        for m in memberships(user)
        if m.authority
        and Permission.SEE_REPORTS in PERMISSIONS[m.role]
        and (m.authority.path.startswith(owner.path) or owner.path.startswith(m.authority.path))
    ]
    return min(regions, key=lambda region: len(region.path), default=None)


def covers(region: Region | None, other: Region | None) -> bool:
    return region is not None and other is not None and other.path.startswith(region.path)


def exports_of(round: Round, region: Region) -> QuerySet[Export]:
    """Those whose figures lie within the region."""
    found = Export.objects.filter(snapshot__round=round, region__path__startswith=region.path)
    return found.select_related("snapshot", "region", "requested_by")


def microdata(snapshot: Snapshot, region: Region | None = None) -> Microdata:
    """Everything the tables need; with a region, only its rows."""
    versions = _versions(snapshot)
    frame: frames.Content = (
        snapshot.frame.content if snapshot.frame else frames.current(snapshot.round, snapshot.taken_at)
    )
    round = frames.round_of(frame, snapshot.round)
    newest = _newest(snapshot, versions)
    read = _answers(snapshot, versions, definition_of(newest), period(round.period_start, round.period_end))
    rows = tuple(_with_answers(frames.rows_of(frame, region), _pasts(snapshot), read))
    definitions = [definition_of(version) for version in (newest, *versions)]
    return Microdata(
        round=round,
        snapshot=snapshot,
        rows=rows,
        region=region,
        businesses=labels_of(definitions, "business_type"),
        labels={role: labels_of(definitions, role) for role in ("has_mining", "method", "status")},
        chased=frames.chased_of(frame, {row.organisation.pk for row in rows if row.is_silent}),
        answered_by=tuple(versions),
        roles=frozenset(role for definition in definitions for role in roles_of(definition, definitions[0])),
        own_figures=added_up_in(definitions[0]),
        own_choices=parting(definitions[0]),
        sha256_as_read=combined_sha256(
            one.sha256_as_read for one in sorted(read.values(), key=lambda one: one.receipt)
        ),
        altered=tuple(sorted(one.receipt for one in read.values() if not one.is_as_submitted)),
        treatments=_treatments(definitions[1:] or definitions),
    )


def rows_of(snapshot: Snapshot, region: Region | None = None) -> list[ReturnRow]:
    """One row for each assignment of the round, in the order of operator and data center."""
    return list(microdata(snapshot, region).rows)


@dataclass(frozen=True)
class Past:
    """One revision as it stood at the moment: whether it came late for which deadline, how its review ended, whether it ever
    was sent back."""

    is_late: bool
    deadline: datetime
    verdict: str | None
    was_sent_back: bool


def _pasts(snapshot: Snapshot) -> dict[uuid.UUID, list[Past]]:
    """Response → its revisions up to the moment, in their order."""
    at = snapshot.taken_at
    returned = Decision.objects.filter(revision=OuterRef("pk"), outcome=Decision.Outcome.RETURNED, decided_at__lte=at)
    revisions = Revision.objects.filter(response__assignment__round=snapshot.round, submitted_at__lte=at)
    revisions = revisions.annotate(verdict=verdict(at), returned=Exists(returned)).order_by("number")
    found: dict[uuid.UUID, list[Past]] = {}
    for response, *facts in revisions.values_list("response_id", "is_late", "deadline", "verdict", "returned"):
        found.setdefault(response, []).append(Past(*facts))
    return found


def _with_answers(
    rows: Iterable[ReturnRow], pasts: Mapping[uuid.UUID, list[Past]], answers: Mapping[uuid.UUID, Answered]
) -> Iterator[ReturnRow]:
    for row in rows:
        past = pasts.get(row.response_id, [])
        yield replace(
            row,
            revisions=len(past),
            is_late=bool(past) and past[0].is_late,
            was_due=past[0].deadline if past else None,
            was_sent_back=any(revision.was_sent_back for revision in past),
            awaits_correction=bool(past) and past[-1].verdict == Decision.Outcome.RETURNED,
            answered=answers.get(row.response_id),
        )


# --- from documents to figures -----------------------------------------------------------------------------------


def _treatments(definitions: Iterable[Definition]) -> tuple[str, ...]:
    """Of returns about another period, by the versions they were made with."""
    return tuple(dict.fromkeys(one.other_periods for one in definitions if "period_from" in one.roles))


def _answers(
    snapshot: Snapshot, versions: Iterable[Version], newest: Definition, usual: Period | None
) -> dict[uuid.UUID, Answered]:
    """Response → what its counted revision says, read by the version it was made with, and the hash of what was read."""
    counted = set(snapshot.revision_ids)
    revisions = Revision.objects.filter(response__assignment__round=snapshot.round).order_by()
    readers = {version.pk: Reader(definition_of(version), newest, usual) for version in versions}
    found = {}
    read_one_by_one = revisions.values_list("response_id", "version_id", "answers", "declared", *SAID).iterator()
    for response, version, answers, declared, *facts in read_one_by_one:
        if str(facts[0]) in counted:
            read = {"sha256_as_read": canonical_sha256(answers), **readers[version].figures(answers, declared)}
            found[response] = replace(Answered(*facts), **read)
    return found


def figures_of(revisions: Iterable[uuid.UUID]) -> dict[uuid.UUID, Answered]:
    """What single revisions say, by their keys; for lists that show it beside them. A questionnaire is long, and what they
    have in common: it is not read with each of them."""
    found, readers = {}, dict[tuple[Version, Version], Reader]()
    versions = ("version", "response__assignment__round__version")
    wanted = Revision.objects.filter(pk__in=list(revisions)).select_related(*versions)
    for revision in wanted.defer(*(f"{one}__definition" for one in versions)):
        own, newest = revision.version, revision.response.assignment.round.version
        if (own, newest) not in readers:
            readers[own, newest] = Reader(definition_of(own), definition_of(newest))
        facts = (getattr(revision, name) for name in SAID)
        found[revision.pk] = replace(
            Answered(*facts), **readers[own, newest].figures(revision.answers, revision.declared)
        )
    return found


def _newest(snapshot: Snapshot, answered_by: Collection[Version]) -> Version:
    """The version the round had at that moment. One that was answered by then needs no looking up."""
    if not answered_by or snapshot.round.version in answered_by:
        return snapshot.round.version
    later = snapshot.round.amendments.filter(amended_at__gt=snapshot.taken_at).select_related("old_version").first()
    return later.old_version if later else snapshot.round.version


def _versions(snapshot: Snapshot) -> list[Version]:
    """By which returns had been made at that moment, the newest first. A questionnaire is long: no two are compared."""
    until_then = Revision.objects.filter(
        response__assignment__round=snapshot.round, submitted_at__lte=snapshot.taken_at
    )
    made_by = until_then.order_by().values("version_id").distinct()
    return list(Version.objects.filter(pk__in=made_by).select_related("questionnaire").order_by("-number"))
