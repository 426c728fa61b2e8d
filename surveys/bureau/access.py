"""How the bureau's screens get the row they are about: through access, or not at all."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from surveys.accounts.access import can, get_visible_or_404, require, seen_by, user_of, visible_to
from surveys.accounts.log_context import bind_ids
from surveys.accounts.roles import Permission
from surveys.models import Assignment, Response, Round, User

View = Callable[..., HttpResponse]


def asks_for(permission: Permission) -> Callable[[View], View]:
    """The door of a page that shows rows of many kinds: whoever has the permission nowhere does not come in (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(user_of(request), permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def rounds_seen_by(user: User) -> QuerySet[Round]:
    """Issued rounds for everybody who may look; drafts only for those who may change them."""
    return visible_to(user, _rounds_known_to(user), Permission.SEE_ROUNDS)


def _rounds_known_to(user: User) -> QuerySet[Round]:
    """Of all there are, those that are no draft to him."""
    issued, own = Q(issued_at__isnull=False), seen_by(user, Round.REACH, Permission.MANAGE_ROUNDS)
    return Round.objects.filter(issued | own if own else issued)


def round_or_404(user: User, pk: uuid.UUID, permission: Permission | None = None) -> Round:
    """The round; 404 for those to whom it does not exist, 403 for those who may look but not do this."""
    rows = _rounds_known_to(user).select_related("survey__authority__region", "version")
    return get_visible_or_404(user, rows, permission, to_see=Permission.SEE_ROUNDS, pk=pk)


def issued_round_or_404(user: User, pk: uuid.UUID, permission: Permission) -> Round:
    """The same; 404 before it was issued, too."""
    round = round_or_404(user, pk, permission)
    if round.issued_at is None:
        raise Http404
    return round


def assignments_seen_by(user: User, round: Round) -> QuerySet[Assignment]:
    return visible_to(user, Assignment.objects.filter(round=round), Permission.SEE_ROUNDS)


def response_or_404(user: User, pk: uuid.UUID, permission: Permission | None = None) -> Response:
    rows = Response.objects.select_related(
        "assignment__round__survey__authority",
        "assignment__round__version",
        "assignment__organisation",
        "assignment__facility__region",
        "assignment__region",
    )
    response = get_visible_or_404(user, rows, permission, to_see=Permission.SEE_ROUNDS, pk=pk)
    bind_ids(round=response.assignment.round_id, organisation=response.assignment.organisation_id)
    return response


def may_manage(user: User, round: Round) -> bool:
    return can(user, Permission.MANAGE_ROUNDS, round)
