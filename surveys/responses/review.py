"""What reviewers do: accept a revision, or send it back with remarks on questions and a new deadline, and take that back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from surveys.accounts.models import User
from surveys.audit.actions import moment, record
from surveys.lib.clock import database_now
from surveys.responses import acceptances, notices
from surveys.responses.models import Decision, Query, Response, Revision
from surveys.responses.states import NotAllowedNow, after
from surveys.rounds.models import Extension
from surveys.rounds.queries import deadline_of


class Outdated(Exception):
    """The operator has submitted again meanwhile; look at the newer revision first."""


class TakenOut(Exception):
    """The unit was taken out of the round, or the round withdrawn: nobody could answer what is sent back, and nothing of it
    counts."""


class NothingToCorrect(ValueError):
    """Sending back needs a remark on at least one question."""


class DeadlinePassed(ValueError):
    """The new deadline must lie in the future."""


class EarlierThanPromised(ValueError):
    """The operator has time until a later moment already, and nobody's time is shortened."""


@transaction.atomic
def accept(*, revision: Revision, by: User, note: str = "", at: datetime | None = None) -> Decision:
    """Raises Outdated, NotAllowedNow, TakenOut."""
    at = at or database_now()
    response = _locked_with_latest(revision)
    state = after("accept", response.state)
    decision = Decision.objects.create(
        revision=revision, outcome=Decision.Outcome.ACCEPTED, note=note, decided_at=at, decided_by=by
    )
    Response.objects.filter(pk=response.pk).update(state=state)
    acceptances.overtake(response)
    details = {"revision": revision.number, "note": note}
    record("accepted", by=by, about=response.assignment, at=at, details=details)
    acceptances.tell_later(decision)
    return decision


@transaction.atomic
def send_back(
    *,
    revision: Revision,
    by: User,
    remarks: Mapping[str, str],
    note: str,
    new_deadline: datetime,
    seen: str | None = None,
    at: datetime | None = None,
) -> Decision:
    """Remarks by question name. The new deadline becomes an extension when it is later than the one in force; it is never
    earlier.

    An accepted revision can be sent back too: the later conclusion holds. `seen`: the state the officer read, so that
    nobody undoes a colleague's conclusion without knowing of it.
    Raises Outdated, NotAllowedNow, TakenOut, NothingToCorrect, DeadlinePassed, EarlierThanPromised.
    """
    at = at or database_now()
    if not remarks:
        raise NothingToCorrect
    decision = _give_back(revision, by, remarks, note, new_deadline, at, seen)
    notices.announce_return(decision, at)
    return decision


@transaction.atomic
def reopen(*, revision: Revision, by: User, note: str, new_deadline: datetime, at: datetime | None = None) -> Decision:
    """An accepted return goes back at the operator's own wish: without remarks, and told by the answer to that wish. Raises
    Outdated, NotAllowedNow, TakenOut, DeadlinePassed, EarlierThanPromised."""
    return _give_back(revision, by, {}, note, new_deadline, at or database_now())


def _give_back(
    revision: Revision,
    by: User,
    remarks: Mapping[str, str],
    note: str,
    new_deadline: datetime,
    at: datetime,
    seen: str | None = None,
) -> Decision:
    if new_deadline <= at:
        raise DeadlinePassed
    response = _locked_with_latest(revision)
    if seen not in (None, response.state):
        raise NotAllowedNow("send_back", response.state)
    state = after("send_back", response.state)
    if new_deadline < deadline_of(response.assignment):
        raise EarlierThanPromised
    decision = Decision.objects.create(
        revision=revision,
        outcome=Decision.Outcome.RETURNED,
        note=note,
        new_deadline=new_deadline,
        decided_at=at,
        decided_by=by,
    )
    Query.objects.bulk_create(
        [Query(decision=decision, question=question, text=text) for question, text in sorted(remarks.items())]
    )
    Response.objects.filter(pk=response.pk).update(state=state)
    acceptances.overtake(response)
    _extend(response, new_deadline, by, at)
    until = moment(new_deadline, response.assignment.round.time_zone)
    details = {"revision": revision.number, "remarks": dict(remarks), "note": note, "deadline": until}
    record("sent_back", by=by, about=response.assignment, at=at, details=details)
    return decision


@transaction.atomic
def recall(*, revision: Revision, by: User, note: str = "", at: datetime | None = None) -> Decision:
    """Take the sending back back: the revision stands as submitted, accepted if it was before. The time that came with the
    sending back stays. Raises Outdated, NotAllowedNow, TakenOut."""
    at = at or database_now()
    response = _locked_with_latest(revision)
    was_accepted = revision.was_accepted
    state = after("recall_to_accepted" if was_accepted else "recall", response.state)
    decision = Decision.objects.create(
        revision=revision, outcome=Decision.Outcome.RECALLED, note=note, decided_at=at, decided_by=by
    )
    Response.objects.filter(pk=response.pk).update(state=state)
    acceptances.overtake(response)
    details = {"revision": revision.number, "note": note}
    record("recalled", by=by, about=response.assignment, at=at, details=details)
    notices.announce_recall(decision, at, is_accepted=was_accepted)
    return decision


def _locked_with_latest(revision: Revision) -> Response:
    """The locked response, when `revision` is still its latest and the unit in the round; raises Outdated, TakenOut."""
    rows = Response.objects.select_for_update(of=("self",))
    response = rows.select_related("assignment__round__survey__authority", "assignment__organisation").get(
        pk=revision.response_id
    )
    latest = response.latest
    if latest is None or latest.pk != revision.pk:
        raise Outdated
    if response.assignment.ineligible_because or response.assignment.round.withdrawn_at:
        raise TakenOut
    return response


def _extend(response: Response, new_deadline: datetime, by: User, at: datetime) -> None:
    if new_deadline > deadline_of(response.assignment):
        Extension.objects.create(
            assignment=response.assignment,
            deadline=new_deadline,
            reason=_("Sent back for correction"),
            granted_at=at,
            granted_by=by,
        )


__all__ = [
    "DeadlinePassed",
    "EarlierThanPromised",
    "NotAllowedNow",
    "NothingToCorrect",
    "Outdated",
    "TakenOut",
    "accept",
    "recall",
    "reopen",
    "send_back",
]
