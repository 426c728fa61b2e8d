"""Publishing what is asked."""

import hashlib
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.questionnaires.models import Questionnaire, Version
from surveys.questionnaires.schema import load
from surveys.registry.models import Authority


@transaction.atomic
def publish(
    *, by: User | None, authority: Authority, definition: dict[str, Any], at: datetime | None = None
) -> Version:
    """Freeze a definition as the next version of its questionnaire; the same definition again gives the version it has.

    Raises DefinitionError, which names every problem.
    """
    at = at or database_now()
    load(definition)
    questionnaire, _ = Questionnaire.objects.get_or_create(
        authority=authority,
        code=definition["code"],
        defaults={"title_zh": definition["title"]["zh"], "title_en": definition["title"]["en"]},
    )
    sha256 = hashlib.sha256(rfc8785.dumps(definition)).hexdigest()
    latest = questionnaire.versions.order_by("-number").first()
    if latest and latest.sha256 == sha256:
        return latest
    version = questionnaire.versions.create(
        number=latest.number + 1 if latest else 1,
        definition=definition,
        sha256=sha256,
        published_at=at,
        published_by=by,
    )
    record("published", by=by, about=version, at=at, details={"sha256": sha256})
    return version
