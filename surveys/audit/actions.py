"""Writing events. Called inside the transaction of the deed itself."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from surveys.audit.models import Event


def record(
    verb: str,
    *,
    by: Any,
    about: models.Model,
    at: datetime,
    round_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Note that `by` (a user, or None for the system itself) did `verb` to `about`. Details hold names and figures, no secrets."""
    return Event.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "",
        verb=verb,
        object_kind=about._meta.model_name or "",
        object_id=str(about.pk),
        object_name=str(about)[:300],
        round_id=round_id,
        organisation_id=organisation_id,
        details=dict(details or {}),
    )
