"""Asking for a report workbook, and noting who took one away."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.lib.waking import wake_after_commit
from surveys.registry.models import Region
from surveys.reports import snapshots
from surveys.reports.models import Export
from surveys.reports.queries import covers, region_of_report
from surveys.rounds.models import Round

WAKES = "surveys.tasks.make_exports"


@transaction.atomic
def request_export(
    *,
    by: User,
    round: Round,
    provisional: bool,
    language: str,
    region: Region | None = None,
    at: datetime | None = None,
) -> Export:
    """Fix the figures now and queue the file. Without a region it covers all that the person may see.

    Raises PermissionDenied when that is nothing, or not this region.
    """
    at = at or database_now()
    region = region or region_of_report(by, round)
    if not covers(region_of_report(by, round), region):
        raise PermissionDenied
    export = Export.objects.create(
        snapshot=snapshots.take(round=round, by=by, provisional=provisional, at=at),
        region=region,
        language=language,
        requested_at=at,
        requested_by=by,
        due_at=at,
        file_name=_file_name(round, language, at),
    )
    _record("asked_for_report", export, by, at)
    wake_after_commit(WAKES)
    return export


def _file_name(round: Round, language: str, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(round.time_zone))
    with translation.override(language):
        return f"{round.title[:150]} {local:%Y%m%d-%H%M}.xlsx"


def note_download(*, export: Export, by: User, at: datetime | None = None) -> None:
    """A report names every operator: who took it away is part of the history."""
    _record("took_report", export, by, at or database_now())


def _record(verb: str, export: Export, by: User, at: datetime) -> None:
    round, region = export.snapshot.round, export.region
    details = {
        "region": {"zh": region.name_zh, "en": region.name_en} if region else "",
        "provisional": export.snapshot.provisional,
    }
    record(verb, by=by, about=round, at=at, round_id=round.pk, details=details | {"export": str(export.pk)})
