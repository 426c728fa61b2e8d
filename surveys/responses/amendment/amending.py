"""A running round goes over to a later version of its questionnaire: drafts move with every answer, revisions stay.

What the new rules say of what is already in, and telling those concerned, stand in affected.py.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.responses.amendment.carrying import carry, put_back, untouched
from surveys.responses.drafting import SetAside
from surveys.responses.models import Confirmation, Draft, Response
from surveys.rounds.actions import NotOpen
from surveys.rounds.deadlines import RUNNING, phase
from surveys.rounds.models import Amendment, Round

ROWS_PER_QUERY = 100


class NotALaterVersion(ValueError):
    """Only a later, not retired version of the questionnaire that the round has can take its place."""


class AnotherReportingUnit(ValueError):
    """The version asks organisations where the round asks data centers, or the other way round."""


class ReasonMissing(ValueError):
    """Those who have answered must be told why, in both languages."""


def later_versions(round: Round) -> QuerySet[Version]:
    """Those the round can go over to, the newest first."""
    versions = Version.objects.filter(
        questionnaire=round.version.questionnaire_id, number__gt=round.version.number, retired_at=None
    )
    return versions.order_by("-number")


@dataclass
class Moved:
    """Answers of one draft or confirmation as they stand after the amendment. lost: how many were set aside."""

    answers: dict[str, object]
    set_aside: list[SetAside]
    lost: int = 0


@transaction.atomic
def amend(
    *, by: User, round: Round, version: Version, reason_zh: str, reason_en: str, at: datetime | None = None
) -> Amendment:
    """From now on the round asks by this version. Raises NotOpen, NotALaterVersion, AnotherUnit, ReasonMissing.

    Who is writing meanwhile waits for the lock and then writes into the moved draft. What was submitted or decided stays.
    """
    at = at or database_now()
    # Without the version beside it: PostgreSQL does not find a row again whose join has changed while it waited.
    locked = Round.objects.select_for_update().get(pk=round.pk)
    _must_be_possible(locked, version, at)
    if not (reason_zh.strip() and reason_en.strip()):
        raise ReasonMissing
    old = locked.version
    list(Response.objects.select_for_update().filter(assignment__round=locked).order_by("pk").values_list("pk"))
    locked.version = version
    locked.save(update_fields=["version"])
    amendment = Amendment.objects.create(
        round=locked,
        old_version=old,
        new_version=version,
        reason_zh=reason_zh.strip(),
        reason_en=reason_en.strip(),
        amended_at=at,
        amended_by=by,
    )
    _move_drafts(locked, old, version, at)
    _move_confirmations(locked, old, version, at)
    reasons = {"zh": amendment.reason_zh, "en": amendment.reason_en}
    details = {"old": old.number, "new": version.number, "why": reasons}
    record("amended", by=by, about=locked, at=at, details=details)
    return amendment


def _must_be_possible(round: Round, version: Version, at: datetime) -> None:
    if phase(round, at) not in RUNNING:
        raise NotOpen
    if not later_versions(round).filter(pk=version.pk).exists():
        raise NotALaterVersion
    if definition_of(version).unit != definition_of(round.version).unit:
        raise AnotherReportingUnit


def _move_drafts(round: Round, old: Version, new: Version, at: datetime) -> None:
    """Their version goes up, so that a page drawn before does not pass for one of the new questionnaire."""
    Draft.objects.filter(response__assignment__round=round).update(version=F("version") + 1)
    drafts = Draft.objects.filter(response__assignment__round=round).select_related("saved_by").order_by("pk")
    _move(drafts, old, new, "unit", at)


def _move_confirmations(round: Round, old: Version, new: Version, at: datetime) -> None:
    _move(Confirmation.objects.select_for_update().filter(round=round), old, new, "organisation", at)


def _move(rows: QuerySet[Any], old: Version, new: Version, scope: str, at: datetime) -> None:
    mover = Mover(old, new, scope, at)
    waiting: list[object] = []
    for row in rows.iterator(ROWS_PER_QUERY):
        moved = mover.moved(row)
        if (moved.answers, moved.set_aside) != (row.answers, row.set_aside):
            row.answers, row.set_aside = moved.answers, moved.set_aside
            waiting.append(row)
    rows.model._default_manager.bulk_update(waiting, ["answers", "set_aside"], batch_size=ROWS_PER_QUERY)


class Mover:
    """Works out how drafts (scope "unit") or confirmations ("organisation") stand under a later version; writes nothing."""

    def __init__(self, old: Version, new: Version, scope: str, at: datetime) -> None:
        self.old, self.scope, self.at = old, scope, at
        self.before, self.after = definition_of(old), definition_of(new)
        self.same = untouched(self.before, self.after)
        earlier = Version.objects.filter(questionnaire=old.questionnaire_id, number__lte=old.number)
        self.earlier = {str(pk): version for pk, version in earlier.defer("definition").in_bulk().items()}

    def moved(self, row: Draft | Confirmation) -> Moved:
        carried = carry(self.before, self.after, row.answers, self.scope, self.same)
        lost = [self._set_aside(name, entry, row) for name, entry in carried.aside.items()]
        waiting = [self._reachable(one) for one in row.set_aside if not self._comes_back(one, carried.answers)]
        return Moved(carried.answers, waiting + lost, len(lost))

    def _set_aside(self, question: str, entry: object, row: Draft | Confirmation) -> SetAside:
        by = row.saved_by if isinstance(row, Draft) else row.confirmed_by
        told: SetAside = {"question": question, "entry": entry, "by": str(by or ""), "at": self.at.isoformat()}
        return {**told, "version": str(self.old.pk), "is_kept": True}

    def _reachable(self, lost: SetAside) -> SetAside:
        """A text two people argued about needs its question's words, too, when that is no longer asked."""
        if "version" in lost or lost["question"] in self.after.names_in(self.scope):
            return lost
        return {**lost, "version": str(self.old.pk)}

    def _comes_back(self, lost: SetAside, answers: dict[str, object]) -> bool:
        """What an earlier amendment had put aside and the new version asks again stands where it stood."""
        under = self.earlier.get(lost.get("version", "")) if lost.get("is_kept") else None
        if under is None:
            return False
        return put_back(definition_of(under), self.after, lost["question"], lost["entry"], answers, self.scope)
