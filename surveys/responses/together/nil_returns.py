"""One nil return for each of an operator's units."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.lib.clock import database_now
from surveys.registry.models import Organisation
from surveys.responses.actions import KeyAlreadyUsed, submit_nil, takes_answers
from surveys.responses.models import Response, Revision
from surveys.responses.states import ANSWERED
from surveys.rounds.models import Round
from surveys.rounds.queries import terms_of


@transaction.atomic
def submit_nil_for_all(
    *,
    round: Round,
    organisation: Organisation,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    listed: Collection[uuid.UUID] | None = None,
    at: datetime | None = None,
) -> list[Revision]:
    """One nil return for each of the organisation's units that has never submitted and still may; the key is derived for
    each. `listed`: the assignments that were read above the declaration, where it was made on a page. Raises as
    submit_nil does."""
    theirs = Response.objects.filter(assignment__round=round, assignment__organisation=organisation)
    # Locked before their states are looked at: a colleague may be submitting one of them.
    rows = theirs.select_for_update(of=("self",)).select_related("assignment").order_by("pk")
    keys = {row: uuid.uuid5(key, str(row.pk)) for row in rows}
    at = at or database_now()
    made = {one.response_id: one for one in Revision.objects.filter(key__in=keys.values())}
    meant = [row for row in keys if listed is None or row.assignment_id in listed]
    waiting = [row for row in meant if _is_unanswered(row, at)]
    if made and listed is not None and (waiting or not made.keys() <= {row.pk for row in meant}):
        raise KeyAlreadyUsed(next(iter(made.values())))
    chosen = [row for row in keys if row.pk in made] or waiting
    return [submit_nil(response=row, by=by, key=keys[row], declared_by=declared_by, at=at) for row in chosen]


def _is_unanswered(response: Response, at: datetime) -> bool:
    return response.state not in ANSWERED and takes_answers(terms_of(response.assignment), at)
