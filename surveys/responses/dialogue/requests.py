"""Asking for more time or to be opened again, and the bureau's answer. Nothing moves before it is granted."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from surveys.accounts.models import User
from surveys.audit.actions import moment, record
from surveys.lib.clock import database_now
from surveys.responses import review
from surveys.responses.dialogue import notices
from surveys.responses.dialogue.models import Request
from surveys.responses.dialogue.queries import is_waiting, kind_to_ask_for, waiting
from surveys.responses.models import Response
from surveys.responses.states import State
from surveys.rounds.actions import NotLater
from surveys.rounds.models import Extension
from surveys.rounds.queries import deadline_of, terms_of


class NothingToAskFor(Exception):
    """The unit is not asked any more, or of another operator, or the round was withdrawn."""


class AlreadyAsked(Exception):
    """A request waits for its answer; withdraw it to ask for something else."""


class KeyAskedSomethingElse(Exception):
    """With this key something else was asked for, or elsewhere."""


class NoLongerWaiting(Exception):
    """It was answered, withdrawn or overtaken."""


class WordIsMissing(ValueError):
    """A reason for asking, and a word for refusing."""


@dataclass(frozen=True)
class Ruling:
    """What the bureau says to requests. `deadline`: of those granted; None where each gets what it asked for."""

    is_granted: bool
    deadline: datetime | None = None
    answer: str = ""


@transaction.atomic
def ask(
    *,
    response: Response,
    by: User,
    reason: str,
    wanted: datetime | None = None,
    key: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Request:
    """More time while answers are taken, which says until when; to be opened again where they are not. The same `key` gives
    the request that it made, whatever became of it. Raises NothingToAskFor, AlreadyAsked, NotLater, WordIsMissing,
    KeyAskedSomethingElse."""
    if not reason.strip():
        raise WordIsMissing
    locked = _locked(response)
    if key and (made := Request.objects.filter(pk=key).first()):
        return _same(made, response, reason, wanted)
    at = at or database_now()
    assignment = locked.assignment
    kind = kind_to_ask_for(locked, at)
    if kind is None or assignment.organisation_id != response.assignment.organisation_id:
        raise NothingToAskFor
    least = max(at, deadline_of(assignment)) if kind == Request.Kind.EXTENSION else at
    if (kind == Request.Kind.EXTENSION and wanted is None) or (wanted is not None and wanted <= least):
        raise NotLater
    _clear_the_way(locked, at)
    told = {"kind": kind, "wanted": wanted, "reason": reason.strip(), "asked_at": at, "asked_by": by}
    whose = {"assignment": assignment, "organisation": assignment.organisation}
    request, is_new = Request.objects.get_or_create(pk=key or uuid.uuid4(), defaults=whose | told)
    if not is_new:  # for another unit, at the same moment
        raise KeyAskedSomethingElse
    details = {"reason": request.reason} | ({"deadline": moment(wanted, assignment.round.time_zone)} if wanted else {})
    for_time = kind == Request.Kind.EXTENSION
    record("asked_extension" if for_time else "asked_reopening", by=by, about=assignment, at=at, details=details)
    notices.tell_the_bureau(request, at)
    return request


def _same(made: Request, response: Response, reason: str, wanted: datetime | None) -> Request:
    whose = (made.assignment_id, made.organisation_id)
    is_same = whose == (response.assignment_id, response.assignment.organisation_id)
    if not is_same or (made.reason, made.wanted) != (reason.strip(), wanted):
        raise KeyAskedSomethingElse
    return made


def _locked(response: Response) -> Response:
    """With the assignment as it is now."""
    rows = Response.objects.select_for_update(of=("self",))
    return rows.select_related("assignment__round__survey__authority", "assignment__organisation").get(pk=response.pk)


def _clear_the_way(response: Response, at: datetime) -> None:
    """One request at a time: an earlier one that was overtaken is put away."""
    for earlier in Request.objects.filter(assignment=response.assignment_id, settled_at=None):
        if is_waiting(earlier):
            raise AlreadyAsked
        _settle(earlier, Request.Outcome.OVERTAKEN, None, at)


@transaction.atomic
def withdraw(*, request: Request, by: User, at: datetime | None = None) -> None:
    """The operator no longer needs it. Raises NoLongerWaiting."""
    locked = _still_waiting([request])
    if not locked:
        raise NoLongerWaiting
    at = at or database_now()
    _settle(locked[0], Request.Outcome.WITHDRAWN, by, at)
    record("withdrew_request", by=by, about=request.assignment, at=at)


@transaction.atomic
def answer(*, requests: Iterable[Request], by: User, ruling: Ruling, at: datetime | None = None) -> list[Request]:
    """One answer to one or many; gives back those it reached: who was answered by a colleague, withdrew or was overtaken
    is left as it is. Raises WordIsMissing, NotLater, EarlierThanPromised."""
    if not ruling.is_granted and not ruling.answer.strip():
        raise WordIsMissing
    reached = _still_waiting(requests)
    at = at or database_now()
    for request in reached:
        _answer(request, by, ruling, at)
    notices.tell_the_operators(reached, at)
    return reached


def _still_waiting(requests: Iterable[Request]) -> list[Request]:
    """Locked, their responses first, in an order in which nobody waits for another in turn."""
    keys = [request.pk for request in requests]
    list(Response.objects.select_for_update().filter(assignment__requests__in=keys).order_by("pk"))
    locked = Request.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    found = waiting(Request.objects.filter(pk__in=[one.pk for one in locked])).order_by("pk")
    return list(found.select_related("assignment__round__survey__authority", "organisation", "assignment__facility"))


def _answer(request: Request, by: User, ruling: Ruling, at: datetime) -> None:
    if not ruling.is_granted:
        _settle(request, Request.Outcome.REFUSED, by, at, ruling.answer)
        record("refused_request", by=by, about=request.assignment, at=at, details={"reason": ruling.answer.strip()})
        return
    deadline = ruling.deadline or request.wanted
    if deadline is None or deadline <= at:
        raise NotLater
    _grant(request, by, deadline, ruling.answer, at)
    request.deadline = deadline
    _settle(request, Request.Outcome.GRANTED, by, at, ruling.answer)
    until = moment(deadline, request.assignment.round.time_zone)
    details = {"deadline": until, "reason": ruling.answer.strip() or request.reason}
    record("granted_request", by=by, about=request.assignment, at=at, details=details)


def _grant(request: Request, by: User, deadline: datetime, word: str, at: datetime) -> None:
    """What was accepted goes back to its operator; else a later deadline is all it takes, also after the closing."""
    response = Response.objects.get(assignment=request.assignment)
    if response.state == State.ACCEPTED:
        assert response.latest is not None
        review.reopen(revision=response.latest, by=by, note=word, new_deadline=deadline, at=at)
        return
    if deadline <= terms_of(request.assignment).in_force:
        raise NotLater
    Extension.objects.create(
        assignment=request.assignment,
        deadline=deadline,
        reason=word.strip() or _("At the operator's request"),
        granted_at=at,
        granted_by=by,
    )


def _settle(request: Request, outcome: Request.Outcome, by: User | None, at: datetime, word: str = "") -> None:
    request.outcome, request.answer = outcome, word.strip()
    request.settled_at, request.settled_by = at, by
    request.save(update_fields=["outcome", "answer", "deadline", "settled_at", "settled_by"])
