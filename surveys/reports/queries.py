"""Reading what a report is made of: a handful of queries for a whole round, none per row."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from surveys.accounts.access import memberships
from surveys.accounts.models import User
from surveys.accounts.roles import PERMISSIONS, Permission
from surveys.lib import units
from surveys.lib.text import Text
from surveys.notices.kinds.reminder import KIND as REMINDER
from surveys.notices.models import Notice
from surveys.questionnaires.evaluation import in_words, values_of
from surveys.questionnaires.form import Definition, StoredDocument
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Region
from surveys.reports.microdata import Answered, Chased, Hosted, Microdata, ReturnRow
from surveys.reports.models import Export, Snapshot
from surveys.reports.snapshots import verdict
from surveys.responses.models import Decision, Response, Revision
from surveys.responses.queries import for_reading
from surveys.rounds.models import Assignment, Round
from surveys.rounds.queries import contacts_of

ROLES = ("has_mining", "total_kwh", "mining_kwh", "it_kwh", "hashrate", "method", "status", "planned_exit", "business")
UNITS = {"total_kwh": "kWh", "mining_kwh": "kWh", "it_kwh": "kWh", "hashrate": "TH/s"}
CANNOT_TELL, NO = "unsure", "no"
"""What `has_mining` says where only the customers know, and where nobody mines; the names the library gives them."""


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
    rows = tuple(rows_of(snapshot, region, versions))
    definitions = [definition_of(version) for version in (snapshot.round.version, *versions)]
    silent = {row.organisation.pk for row in rows if row.is_silent}
    return Microdata(
        round=snapshot.round,
        snapshot=snapshot,
        rows=rows,
        region=region,
        businesses=_labels(definitions, "business_type"),
        labels={role: _labels(definitions, role) for role in ("has_mining", "method", "status")},
        chased=chased(snapshot.round, silent, snapshot.taken_at),
        answered_by=tuple(versions),
    )


def rows_of(
    snapshot: Snapshot, region: Region | None = None, versions: Iterable[Version] | None = None
) -> list[ReturnRow]:
    """One row for each assignment of the round, in the order of operator and data center."""
    assignments = for_reading(Assignment.objects.filter(round=snapshot.round), snapshot.taken_at)
    if region is not None:
        assignments = assignments.filter(region__path__startswith=region.path)
    pasts = _pasts(snapshot)
    answers = _answers(snapshot, _versions(snapshot) if versions is None else versions)
    return [
        _row(
            assignment,
            pasts.get(assignment.response.pk, []),
            answers.get(assignment.response.pk),
            snapshot.taken_at,
        )
        for assignment in assignments.order_by("organisation__name", "organisation_id", "facility__code")
    ]


@dataclass(frozen=True)
class Past:
    """One revision as it stood at the moment: whether it came late, how its review ended, whether it ever was sent back."""

    is_late: bool
    verdict: str | None
    was_sent_back: bool


def _pasts(snapshot: Snapshot) -> dict[uuid.UUID, list[Past]]:
    """Response → its revisions up to the moment, in their order."""
    at = snapshot.taken_at
    returned = Decision.objects.filter(revision=OuterRef("pk"), outcome=Decision.Outcome.RETURNED, decided_at__lte=at)
    revisions = Revision.objects.filter(response__assignment__round=snapshot.round, submitted_at__lte=at)
    revisions = revisions.annotate(verdict=verdict(at), returned=Exists(returned)).order_by("number")
    found: dict[uuid.UUID, list[Past]] = {}
    for response, *facts in revisions.values_list("response_id", "is_late", "verdict", "returned"):
        found.setdefault(response, []).append(Past(*facts))
    return found


def _row(assignment: Assignment, past: list[Past], answered: Answered | None, at: datetime) -> ReturnRow:
    response: Response = assignment.response
    return ReturnRow(
        assignment_id=assignment.pk,
        response_id=response.pk,
        organisation=assignment.organisation,
        facility=assignment.facility,
        region=assignment.region,
        deadline=assignment.deadline_in_force,  # type: ignore[attr-defined]  # annotated by for_reading
        is_eligible=not assignment.ineligible_because,
        is_opened=response.opened_at is not None and response.opened_at <= at,
        revisions=len(past),
        is_late=bool(past) and past[0].is_late,
        was_sent_back=any(revision.was_sent_back for revision in past),
        awaits_correction=bool(past) and past[-1].verdict == Decision.Outcome.RETURNED,
        answered=answered,
    )


# --- from documents to figures -----------------------------------------------------------------------------------


def _answers(snapshot: Snapshot, versions: Iterable[Version]) -> dict[uuid.UUID, Answered]:
    """Response → what its counted revision says, read by the version it was made with."""
    counted = set(snapshot.revision_ids)
    revisions = Revision.objects.filter(response__assignment__round=snapshot.round).order_by()
    fields = ("pk", "response_id", "number", "receipt", "submitted_at", "is_nil", "is_partial", "version_id", "answers")
    readers = {version.pk: Reader(definition_of(version)) for version in versions}
    found = {}
    for pk, response, number, receipt, submitted_at, is_nil, is_partial, version, answers in revisions.values_list(
        *fields
    ):
        if str(pk) in counted:
            answered = Answered(pk, number, receipt, submitted_at, is_nil, is_partial)
            found[response] = replace(answered, **readers[version].figures(answers))
    return found


def _versions(snapshot: Snapshot) -> list[Version]:
    """By which returns had been made at that moment, the newest first."""
    until_then = Q(revision__response__assignment__round=snapshot.round, revision__submitted_at__lte=snapshot.taken_at)
    return list(Version.objects.filter(until_then).order_by("-number").distinct())


class Reader:
    """Finds in a document what reports look for, by the roles its questionnaire names. Other answers are not read."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.roles = {role: name for role, name in definition.roles.items() if role in ROLES}
        self.wanted = set(self.roles.values())
        nil = definition.nil
        self.no = nil.value if nil and nil.question == self.roles.get("has_mining") else NO
        self.business_type = definition.roles.get("business_type", "")
        self.business_share = definition.roles.get("business_share", "")

    def figures(self, document: StoredDocument) -> dict[str, Any]:
        answers = {name: entry for name, entry in document["answers"].items() if name in self.wanted}
        values = values_of(self.definition, {**document, "answers": answers})
        said: dict[str, object] = {role: values.get(name) for role, name in self.roles.items()}
        return {
            "involved": self._involved(said.get("has_mining"), self._figure(said, "mining_kwh")),
            "cannot_tell": said.get("has_mining") == CANNOT_TELL,
            "has_mining": _name(said.get("has_mining")),
            "total_kwh": self._figure(said, "total_kwh"),
            "mining_kwh": self._figure(said, "mining_kwh"),
            "it_kwh": self._figure(said, "it_kwh"),
            "hashrate": self._figure(said, "hashrate"),
            "method": _name(said.get("method")),
            "status": _name(said.get("status")),
            "planned_exit": _date(said.get("planned_exit")),
            "hosted": self._hosted(said.get("business")),
        }

    def _figure(self, said: Mapping[str, object], role: str) -> Decimal | None:
        """In the unit reports add up in; what cannot be converted, such as kVA, is a blank."""
        value, wanted = _number(said.get(role)), UNITS[role]
        if value is None:
            return None
        given = self.definition.question(self.roles[role]).canonical_unit or wanted
        try:
            return value if given == wanted else units.in_decimal(units.convert(value, given, wanted))
        except ValueError:
            return None

    def _involved(self, says: object, mining_kwh: Decimal | None) -> bool | None:
        """By the answer; where there is none, electricity spent on mining speaks for itself."""
        if says is None:
            return True if mining_kwh else None
        return says if isinstance(says, bool) else bool(says != self.no)

    def _hosted(self, value: object) -> tuple[Hosted, ...]:
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        return tuple(
            Hosted(name, _number(row.get(self.business_share)))
            for row in rows
            if (name := _name(row.get(self.business_type)))
        )


def _labels(definitions: Iterable[Definition], role: str) -> dict[str, Text]:
    """The choices of the first definition, and behind them those that only a later one in the list knows."""
    found: dict[str, Text] = {}
    for definition in definitions:
        name = definition.roles.get(role)
        for choice in definition.question(name).choices if name else ():
            found.setdefault(choice.name, choice.label)
    return found


def _number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _name(value: object) -> str:
    return in_words(value) if isinstance(value, str | bool) else ""


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


# --- whom to call ------------------------------------------------------------------------------------------------


def chased(round: Round, organisations: set[uuid.UUID], at: datetime) -> dict[uuid.UUID, Chased]:
    """Organisation → its people, the reminders it got and when one of them last signed in."""
    contacts, reminders, logins = contacts_of(organisations), _reminders(round, at), _logins(at)
    return {
        pk: Chased(
            contacts="；".join(contact.name for contact in contacts.get(pk, [])),
            phones="；".join(contact.phone for contact in contacts.get(pk, []) if contact.phone),
            emails="；".join(contact.email for contact in contacts.get(pk, [])),
            reminders=reminders.get(pk, 0),
            last_login=logins.get(pk),
        )
        for pk in organisations
    }


def _reminders(round: Round, at: datetime) -> dict[uuid.UUID | None, int]:
    """How often an organisation was reminded: the notices of one moment to its contacts are one, and only those sent count."""
    sent = Notice.objects.filter(round=round, kind=REMINDER.name, state=Notice.State.DONE, done_at__lte=at)
    return dict(sent.order_by().values_list("organisation").annotate(Count("created_at", distinct=True)))


def _logins(at: datetime) -> dict[uuid.UUID | None, datetime]:
    users = User.objects.filter(
        Q(memberships__ended_at=None), memberships__organisation__isnull=False, last_login__lte=at
    )
    return dict(users.order_by().values_list("memberships__organisation").annotate(Max("last_login")))
