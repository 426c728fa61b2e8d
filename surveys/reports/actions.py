"""Choosing the factors of a round, asking for a report workbook, and noting who took one away."""

import re
from collections.abc import Collection
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
from surveys.reports.attribution import choosable, factors_of
from surveys.reports.models import Export
from surveys.reports.queries import covers, region_of_report
from surveys.rounds.models import Round

WAKES = "surveys.tasks.make_exports"
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')


class NotOnOffer(ValueError):
    """No factor that may be used goes by this id."""


@transaction.atomic
def choose_factors(*, by: User, round: Round, ids: Collection[str] | None, at: datetime | None = None) -> Round:
    """By which the report turns electricity into CO2, in the order in which they are on record; None: as proposed.

    It can be done at any time, for factors are published years after a round; reports made before keep theirs.
    """
    on_offer = [one.id for one in choosable()]
    if unknown := set(ids or ()) - set(on_offer):
        raise NotOnOffer(", ".join(sorted(unknown)))
    round.factors = None if ids is None else [id for id in on_offer if id in ids]
    round.save(update_fields=["factors"])
    chosen = ", ".join(one.id for one in factors_of(round)) or "–"
    record("chose_factors", by=by, about=round, at=at or database_now(), details={"factors": chosen})
    return round


@transaction.atomic
def request_export(
    *,
    by: User,
    round: Round,
    provisional: bool,
    language: str,
    region: Region | None = None,
    contents: str = Export.Contents.REPORT,
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
        contents=contents,
        language=language,
        requested_at=at,
        requested_by=by,
        due_at=at,
        file_name=_file_name(round, contents, language, at),
    )
    _record("asked_for_answers" if export.holds_answers else "asked_for_report", export, by, at)
    wake_after_commit(WAKES)
    return export


def _file_name(round: Round, contents: str, language: str, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(round.time_zone))
    with translation.override(language):
        about = "" if contents == Export.Contents.REPORT else str(Export.Contents(contents).label)
        title = _NOT_IN_FILE_NAMES.sub("-", round.title[:150])
        return f"{' '.join(filter(None, (title, about)))} {local:%Y%m%d-%H%M}.xlsx"


def note_download(*, export: Export, by: User, at: datetime | None = None) -> None:
    """A report names every operator: who took it away is part of the history."""
    _record("took_answers" if export.holds_answers else "took_report", export, by, at or database_now())


def _record(verb: str, export: Export, by: User, at: datetime) -> None:
    round, region = export.snapshot.round, export.region
    details = {
        "region": {"zh": region.name_zh, "en": region.name_en} if region else "",
        "provisional": export.snapshot.provisional,
    }
    record(verb, by=by, about=round, at=at, details=details | {"export": str(export.pk)})
