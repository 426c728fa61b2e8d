"""Which revisions a report is made from, fixed as of one moment and hashed."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from surveys.accounts.models import User
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.clock import database_now
from surveys.reports import frames
from surveys.reports.attribution import factors_of
from surveys.reports.models import Snapshot
from surveys.responses.models import Decision, Revision
from surveys.rounds.models import Round


@transaction.atomic
def take(*, round: Round, by: User | None, provisional: bool, at: datetime | None = None) -> Snapshot:
    """With the frame: the same snapshot gives the same report, whatever becomes of the register."""
    at = at or database_now()
    rows = counted_revisions(round, provisional=provisional, at=at).values_list("receipt", "pk", "answers")
    found = sorted((receipt, pk, canonical_sha256(answers)) for receipt, pk, answers in rows.iterator())
    snapshot = _snapshot(round, by, provisional, at, [pk for _receipt, pk, _sha256 in found])
    snapshot.sha256 = combined_sha256(sha256 for _receipt, _pk, sha256 in found)
    snapshot.frame = frames.keep(frames.current(round, at))
    snapshot.save(force_insert=True)
    return snapshot


def look(*, round: Round, by: User | None, provisional: bool, at: datetime | None = None) -> Snapshot:
    """The same snapshot, but not kept: for showing a page. It has no hash, since the report hashes what it reads."""
    at = at or database_now()
    rows = counted_revisions(round, provisional=provisional, at=at).values_list("receipt", "pk")
    return _snapshot(round, by, provisional, at, [pk for _receipt, pk in sorted(rows)])


def _snapshot(
    round: Round, by: User | None, provisional: bool, at: datetime, revisions: Iterable[uuid.UUID]
) -> Snapshot:
    return Snapshot(
        round=round,
        taken_at=at,
        taken_by=by,
        provisional=provisional,
        factors=[one.id for one in factors_of(round)],
        revision_ids=[str(pk) for pk in revisions],
    )


def counted_revisions(round: Round, *, provisional: bool, at: datetime) -> QuerySet[Revision]:
    """Of each eligible unit the last revision that was accepted: it goes on counting when it is sent back, and while what
    is to take its place waits for review. Provisionally what waits for review counts before it.

    What was sent back and never accepted counts in neither: the bureau has said that it is wrong. Nothing of a round
    counts from the moment it was withdrawn.
    """
    of_unit = Revision.objects.filter(response=OuterRef("response"), submitted_at__lte=at).order_by("-number")
    accepted = Decision.objects.filter(revision=OuterRef("pk"), outcome=Decision.Outcome.ACCEPTED, decided_at__lte=at)
    counted: Any = Subquery(of_unit.filter(Exists(accepted)).values("number")[:1])
    if provisional:
        awaits_review = Q(verdict=None) | Q(verdict=Decision.Outcome.RECALLED)
        last = of_unit.annotate(verdict=verdict(at), awaiting=Case(When(awaits_review, then="number")))
        counted = Coalesce(Subquery(last.values("awaiting")[:1]), counted)
    withdrawn = "response__assignment__round__withdrawn_at"
    stands = Q(**{withdrawn: None}) | Q(**{f"{withdrawn}__gt": at})
    return Revision.objects.filter(
        stands, response__assignment__round=round, response__assignment__ineligible_because="", number=counted
    ).order_by()


def verdict(at: datetime) -> Subquery:
    """The outcome of a revision's review that held at that moment; null before any."""
    until_then = Decision.objects.filter(revision=OuterRef("pk"), decided_at__lte=at).order_by("-decided_at")
    return Subquery(until_then.values("outcome")[:1])


def combined_sha256(hashes: Iterable[str]) -> str:
    """Over the hashes of the answers as they are read, in the order of the receipts, a line each."""
    return hashlib.sha256("".join(f"{one}\n" for one in hashes).encode()).hexdigest()
