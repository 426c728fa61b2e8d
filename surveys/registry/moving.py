"""A data center goes to another operator: an act with a day, so that it can be said who operated it when."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction

from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.registry.models import Facility, FacilityMove, Merger, Organisation

JUST_AFTER = timedelta(microseconds=1)
"""Two moves of a day are told apart by their moments, of which a transaction, or a clock put back, may give one twice."""


class MovedMeanwhile(Exception):
    """It is not where the officer saw it, or where it is to go nobody is asked any more; look again."""


class NotOnThatDay(Exception):
    """A move is entered when it holds, and no earlier than the one before it."""


def today(at: datetime) -> date:
    """Days of the register are those of the installation's zone."""
    return at.astimezone(ZoneInfo(settings.DEFAULT_ROUND_ZONE)).date()


def free_code(code: str, taken: Container[str]) -> str:
    """What may be proposed in its place: DC01-2 where DC01 is taken."""
    longest_code = longest(Facility, "code")
    endings = (f"-{number}" for number in count(2))
    return next(free for end in endings if (free := code[: longest_code - len(end)] + end) not in taken)


# --- who operated it when --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tenure:
    """An operator's time at a facility: `since` is None for the first one, `until`, the day of the next, for the last."""

    operator: Organisation
    since: date | None
    until: date | None
    move: FacilityMove | None = None
    """By which it began."""


def last_move(facility: Facility) -> FacilityMove | None:
    return facility.moves.select_related("new_operator").last()


def tenures(facility: Facility, moves: Iterable[FacilityMove]) -> list[Tenure]:
    """From the first operator to the one of now, given all its moves in their order."""
    return list(_tenures(facility, list(moves)))


def _tenures(facility: Facility, moves: list[FacilityMove]) -> Iterator[Tenure]:
    first = moves[0].old_operator if moves else facility.organisation
    days = [*(move.since for move in moves), None]
    yield Tenure(first, None, days[0])
    for move, until in zip(moves, days[1:], strict=True):
        yield Tenure(move.new_operator, move.since, until, move)


def operator_on(facility: Facility, day: date) -> Organisation:
    """Of several moves of one day the last one holds."""
    moves = facility.moves.select_related("old_operator", "new_operator")
    theirs = (one for one in tenures(facility, moves) if one.since is None or one.since <= day)
    return list(theirs)[-1].operator


# --- moving it ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def move_facility(
    *,
    by: models.Model | None,
    facility: Facility,
    to: Organisation,
    since: date,
    reason: str,
    code: str = "",
    merger: Merger | None = None,
    at: datetime | None = None,
) -> FacilityMove:
    """With a code of its own there, where its old one is taken; with the merger it is part of.

    Raises MovedMeanwhile, NotOnThatDay and, for a code that the new operator has given already, IntegrityError.
    """
    at = at or database_now()
    old, new, site = _locked(facility, to)
    before = last_move(site)
    if since > today(at) or (before and since < before.since):
        raise NotOnThatDay
    if before:
        at = max(at, before.moved_at + JUST_AFTER)
    move = FacilityMove.objects.create(
        facility=site, old_operator=old, new_operator=new, old_code=site.code, since=since, reason=reason,
        merger=merger, moved_at=at, moved_by=by,  # type: ignore[misc]  # a user, whose room stands below this one
    )  # fmt: skip
    site.organisation, site.code = new, code or site.code
    site.save(update_fields=["organisation", "code"])
    _note(move, site, by, at)
    return move


def _locked(facility: Facility, to: Organisation) -> tuple[Organisation, Organisation, Facility]:
    """Organisations first and in the order of their numbers, as imports of rosters do. Raises MovedMeanwhile."""
    both = Organisation.objects.select_for_update(no_key=True).filter(pk__in=[facility.organisation_id, to.pk])
    found = {one.pk: one for one in both.order_by("number")}
    site = Facility.objects.select_for_update().get(pk=facility.pk)
    old, new = found[facility.organisation_id], found[to.pk]
    if site.organisation_id != old.pk or old == new or not new.is_active:
        raise MovedMeanwhile
    return old, new, site


def _note(move: FacilityMove, site: Facility, by: models.Model | None, at: datetime) -> None:
    """About both organisations."""
    operators = {"old": str(move.old_operator), "new": str(move.new_operator)}
    told = {**operators, "site": str(site), "date": str(move.since), "reason": move.reason}
    record("moved", by=by, about=site, at=at, details=told)
    record("handed_over", by=by, about=move.old_operator, at=at, details=told)
    if site.code != move.old_code:
        changes = {"code": [move.old_code, site.code]}
        record("changed_entry", by=by, about=site, at=at, details={"fields": ["code"], "changes": changes})
