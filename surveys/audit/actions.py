"""Writing events. Called inside the transaction of the deed itself.

Nothing is written in the language of whoever happened to do it: moments and names of places are told later, to each
reader in his own, and things are called by what they are called in the language of the house.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from surveys.audit.models import Event
from surveys.lib.columns import longest

MOST_OF_NAME = longest(Event, "object_name")


def record(
    verb: str,
    *,
    by: models.Model | None,
    about: models.Model,
    at: datetime,
    round_id: uuid.UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> Event:
    """Note that `by` (a user, or None for the system itself) did `verb` to `about`. Details hold names and figures, no secrets.

    `round_id` is for what was done in a round to something that knows nothing of it.
    """
    event = _event(verb, by, about, at, details)
    event.round_id = round_id or event.round_id
    event.save(force_insert=True)
    return event


def record_many(
    verb: str, *, by: models.Model | None, about: Iterable[tuple[models.Model, Mapping[str, object]]], at: datetime
) -> None:
    """One event for each row and its details, in few queries."""
    Event.objects.bulk_create([_event(verb, by, row, at, details) for row, details in about], batch_size=500)


def _event(
    verb: str, by: models.Model | None, about: models.Model, at: datetime, details: Mapping[str, object] | None
) -> Event:
    return Event(
        at=at,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        verb=verb,
        object_kind=about._meta.model_name or "",
        object_id=str(about.pk),
        object_name=_name_of(about)[:MOST_OF_NAME],
        round_id=_id_of("round", about),
        organisation_id=_id_of("organisation", about),
        details=dict(details or {}),
    )


def _id_of(kind: str, about: models.Model) -> Any:
    """Of the round or the organisation that the row is itself, or belongs to by a column of its own."""
    return about.pk if about._meta.model_name == kind else getattr(about, f"{kind}_id", None)


def _name_of(about: models.Model) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(about)


def moment(at: datetime, zone: str) -> dict[str, str]:
    """A moment among an event's details."""
    return {"at": at.astimezone(UTC).isoformat(), "zone": zone}
