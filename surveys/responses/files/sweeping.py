"""Throwing away files that stand in no draft or revision."""

import json
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from surveys.audit.actions import record
from surveys.responses.models import Attachment, Draft, Response, Revision

KEPT_UNNAMED = timedelta(days=30)
KEPT_REPLACED = timedelta(hours=1)
"""Where room is wanted; longer than anybody needs to save the answer that names a file he has just uploaded."""
KEPT_WITHOUT_ROW = timedelta(hours=1)
"""A file is written just before its row; when that fails, nobody knows of it."""


def sweep_attachments(at: datetime) -> int:
    """Throw away what was uploaded a month ago and stands in no draft or revision; how many files that were."""
    due = Attachment.objects.filter(look_at__lte=at).order_by().values_list("response", flat=True).distinct()
    thrown = sum(_sweep(response, at) for response in list(due))
    _sweep_what_nobody_knows(at)
    return thrown


@transaction.atomic
def _sweep(response: uuid.UUID, at: datetime) -> int:
    locked = Response.objects.select_for_update().get(pk=response)
    due = list(locked.attachments.filter(look_at__lte=at))
    unnamed = _unnamed(locked, due)
    Attachment.objects.filter(pk__in=[one.pk for one in due]).update(look_at=at + KEPT_UNNAMED)
    if unnamed:
        _throw_away(locked, unnamed, at)
    return len(unnamed)


def throw_away_what_is_replaced(locked: Response, at: datetime) -> None:
    """Before its month is over, since there is no room left."""
    older = list(locked.attachments.filter(uploaded_at__lte=at - KEPT_REPLACED))
    if unnamed := _unnamed(locked, older):
        _throw_away(locked, unnamed, at)


def _unnamed(response: Response, attachments: list[Attachment]) -> list[Attachment]:
    texts = _everything_answered(response) if attachments else ""
    return [one for one in attachments if str(one.pk) not in texts]


def _everything_answered(response: Response) -> str:
    """Searched as text, whatever part of the draft a file is named in: what was set aside may still be put back."""
    drafts = Draft.objects.filter(response=response).values()
    revisions = Revision.objects.filter(response=response).values("answers")
    return json.dumps([*drafts, *revisions], default=str)


def _throw_away(response: Response, unnamed: list[Attachment], at: datetime) -> None:
    paths = [one.path for one in unnamed]
    names = ", ".join(one.name for one in unnamed)
    Attachment.objects.filter(pk__in=[one.pk for one in unnamed]).delete()
    assignment = response.assignment
    record(
        "swept_files",
        by=None,
        about=assignment,
        at=at,
        details={"names": names},
    )
    transaction.on_commit(lambda: _unlink(paths))


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def folder() -> Path:
    data: Path = settings.DATA_DIR
    return data / "attachments"


def _sweep_what_nobody_knows(at: datetime) -> None:
    before = (at - KEPT_WITHOUT_ROW).timestamp()
    known = {id.hex for id in Attachment.objects.values_list("pk", flat=True)}
    files = (path for path in folder().glob("*/*") if path.name not in known)
    _unlink([path for path in files if path.stat().st_mtime < before])
