"""Whose a request is, and which rows exist for it: those of the key's organisation and data centers, by accounts.access.

A session of a browser is never looked at, so no page elsewhere can make a browser use this door.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from pydantic import BaseModel

from surveys.accounts import failed_logins
from surveys.accounts.access import visible_to
from surveys.accounts.keys.making import key_of
from surveys.accounts.keys.requests import seconds_to_wait
from surveys.accounts.log_context import bind_ids
from surveys.accounts.models import Act
from surveys.accounts.roles import Permission
from surveys.api.problems import Mistake, Refused
from surveys.lib.clock import database_now
from surveys.models import ApiKey, Assignment, Attachment, Request, Revision, User
from surveys.registry.reach import Reachable, join
from surveys.responses.queries import for_answering, with_receipts_facts

M = TypeVar("M", bound=Reachable)


@dataclass(frozen=True)
class Caller:
    key: ApiKey

    @property
    def user(self) -> User:
        return self.key.made_by


class KeyRequest(HttpRequest):
    """What a view gets once `ByKey` has let the request in."""

    auth: Caller


class ByKey(HttpBearer):
    """Lets in whoever has a key that is good for this act. `asks`: what may stand in the query."""

    def __init__(self, act: Act, asks: type[BaseModel] | None = None) -> None:
        super().__init__()
        self.act, self.asked = act, set(asks.model_fields) if asks else set()

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        key = key_of(token)
        if key is None:
            _count_wrong_key(request)
            return None
        bind_ids(user=key.made_by_id, api_key=key.pk, organisation=key.organisation_id)
        if wait := seconds_to_wait(key, timezone.now()):
            told = _("Go on in %(seconds)s seconds.") % {"seconds": wait}
            raise Refused("too-many-requests", told, headers={"Retry-After": str(wait)})
        if not key.allows(self.act):
            told = _("The key is good for: %(act)s.") % {"act": key.get_act_display()}
            raise Refused("not-allowed", told)
        _refuse_unknown(set(request.GET) - self.asked)
        return Caller(key)


def _count_wrong_key(request: HttpRequest) -> None:
    at, tried = database_now(), failed_logins.of_keys(get_adapter(request).place_of(request))
    until = failed_logins.keys_closed_until(tried, at)
    if until is None:
        failed_logins.note(tried, at)
        return
    wait = max(1, ceil((until - at).total_seconds()))
    told = _(
        "Too many keys that do not work came from your address; go on in %(seconds)s seconds, or with one that works."
    )
    raise Refused("too-many-requests", told % {"seconds": wait}, headers={"Retry-After": str(wait)})


def _refuse_unknown(names: Iterable[str]) -> None:
    mistakes = [Mistake(_("There is no parameter of this name."), parameter=name[:200]) for name in sorted(names)]
    if mistakes:
        raise Refused("wrong-content", mistakes=mistakes)


READS, ANSWERS, SUBMITS = (ByKey(act) for act in (Act.READ, Act.ANSWER, Act.SUBMIT))


def own(caller: Caller, rows: QuerySet[M], permission: Permission = Permission.ANSWER) -> QuerySet[M]:
    """Of rows that are about a data center by their reach."""
    seen = visible_to(caller.user, rows, permission)
    if caller.key.for_all_facilities:
        return seen
    return seen.filter(**{join(rows.model.REACH.facility or "", "api_keys"): caller.key})


def _own_or_404(caller: Caller, rows: QuerySet[M], permission: Permission = Permission.ANSWER, **lookup: Any) -> M:
    row = own(caller, rows.filter(**lookup), permission).first()
    if row is None:
        raise Http404
    return row


def own_assignment(caller: Caller, id: uuid.UUID) -> Assignment:
    return _noted(_own_or_404(caller, for_answering(Assignment.objects.all()), pk=id))


def submittable_assignment(caller: Caller, id: uuid.UUID) -> Assignment:
    """One that may be submitted; 403 when it may only be answered. One query where it may."""
    rows = for_answering(Assignment.objects.filter(pk=id))
    assignment = own(caller, rows, Permission.SUBMIT).first()
    if assignment is None:
        own_assignment(caller, id)
        raise PermissionDenied
    return _noted(assignment)


def _noted(assignment: Assignment) -> Assignment:
    bind_ids(round=assignment.round_id)
    return assignment


def own_revision(caller: Caller, id: uuid.UUID) -> Revision:
    revision = _own_or_404(caller, with_receipts_facts(Revision.objects.all()), pk=id)
    _noted(revision.response.assignment)
    return revision


def own_attachment(caller: Caller, id: uuid.UUID) -> Attachment:
    return _own_or_404(caller, Attachment.objects.all(), pk=id)


def own_request(caller: Caller, id: uuid.UUID) -> Request:
    """What its organisation asked for; only who may submit takes it back."""
    rows = Request.objects.select_related("assignment__round")
    asked = own(caller, rows.filter(pk=id), Permission.SUBMIT).first()
    if asked is None:
        _own_or_404(caller, rows, pk=id)
        raise PermissionDenied
    _noted(asked.assignment)
    return asked


def own_in_round(caller: Caller, round: uuid.UUID) -> list[Assignment]:
    """What the round asks of the organisation; never nothing."""
    rows = for_answering(Assignment.objects.filter(round=round)).order_by("facility__code", "pk")
    found = list(own(caller, rows))
    if not found:
        raise Http404
    bind_ids(round=round)
    return found
