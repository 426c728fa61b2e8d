"""A data center moves to another operator while it is being asked: who answers what is open."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from surveys.accounts.models import User
from surveys.audit.actions import record_many
from surveys.lib.clock import database_now
from surveys.registry.models import Facility, FacilityMove, Organisation
from surveys.registry.moving import move_facility
from surveys.responses.models import Draft, Response
from surveys.responses.states import State
from surveys.rounds.models import Assignment
from surveys.rounds.notices import announce_going_over
from surveys.rounds.queries import for_letters


class BegunMeanwhile(Exception):
    """Somebody has begun to answer it: what one operator wrote is not handed to another."""


def may_go_over(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """A data center's, and nothing was written or uploaded yet; an organisation's own return stays its own."""
    sites = assignments.filter(facility__isnull=False)
    return sites.filter(response__state=State.NOT_STARTED, response__attachments=None)


@transaction.atomic
def move(
    *,
    by: User,
    facility: Facility,
    to: Organisation,
    since: date,
    reason: str,
    code: str = "",
    going_over: Collection[Assignment] = (),
    at: datetime | None = None,
) -> FacilityMove:
    """What does not go over goes on being asked of the old operator. Raises as move_facility does, and BegunMeanwhile."""
    at = at or database_now()
    made = move_facility(by=by, facility=facility, to=to, since=since, reason=reason, code=code, at=at)
    go_over(by=by, assignments=going_over, to=to, at=at)
    return made


@transaction.atomic
def go_over(*, by: User, assignments: Collection[Assignment], to: Organisation, at: datetime) -> None:
    """The new operator starts from an empty form, and gets the letter of issue. Raises BegunMeanwhile."""
    keys = [one.pk for one in assignments]
    locked = list(Response.objects.select_for_update().filter(assignment__in=keys).order_by("pk"))
    # Looked at only now: somebody may have been writing while we waited.
    if may_go_over(Assignment.objects.filter(pk__in=keys)).count() != len(keys):
        raise BegunMeanwhile
    Draft.objects.filter(response__in=locked).delete()  # filled in beforehand with what is known of the old operator
    Response.objects.filter(pk__in=[one.pk for one in locked]).update(opened_at=None)
    olds = {one.pk: str(one.organisation) for one in assignments}
    Assignment.objects.filter(pk__in=keys).update(organisation=to)
    gone = for_letters(Assignment.objects.filter(pk__in=keys))
    told = [(one, {"old": olds[one.pk], "new": str(to)}) for one in gone]
    record_many("went_over", by=by, about=told, at=at)
    announce_going_over(gone, by, at)
