"""Writing the report workbooks that were asked for: claim a row, look at the right again, write the whole file, settle."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from surveys.accounts.access import can
from surveys.accounts.log_context import about
from surveys.accounts.roles import Permission
from surveys.lib.clock import database_now
from surveys.reports.models import Export
from surveys.reports.queries import covers, microdata, region_of_report
from surveys.workbooks.report.book import write_answers, write_report

WRITERS: dict[str, Callable[..., None]] = {
    Export.Contents.REPORT: write_report,
    Export.Contents.ANSWERS: write_answers,
    Export.Contents.NAMES: partial(write_answers, by_names=True),
}
SECONDS_FOR_A_BATCH = 60
logger = logging.getLogger(__name__)


def make_due_exports(*, at: datetime | None = None) -> int:
    """How many files were written. One that fails does not hold up the others; it is tried again later."""
    started, made = time.monotonic(), 0
    for export in Export.waiting(at or database_now()):
        if time.monotonic() - started > SECONDS_FOR_A_BATCH:
            break
        made += make_export(export, at or database_now())
    return made


def make_export(export: Export, at: datetime) -> bool:
    """False when another worker has it, when the person may no longer have it, or when it could not be written."""
    if not export.claim(at):
        return False
    if not is_still_allowed(export):
        export.fail(at, "The person who asked for it may no longer see this report.", for_good=True)
        return False
    with about(export=export.pk, round=export.snapshot.round_id), export.kept():
        return _write(export, at)


def _write(export: Export, at: datetime) -> bool:
    try:
        WRITERS[export.contents](microdata(export.snapshot, export.region), path_of(export), language=export.language)
    except Exception as error:  # whatever it is, the row must say so and be tried again
        logger.exception("the workbook could not be written")
        export.fail(at, repr(error))
        return False
    return export.finish(at)


def path_of(export: Export) -> Path:
    return Path(settings.EXPORT_DIR) / f"{export.pk}.xlsx"


def is_still_allowed(export: Export) -> bool:
    """Asked when the file is made, because the request may have waited longer than the right has lasted."""
    user, round = export.requested_by, export.snapshot.round
    if user is None or not user.is_active or not can(user, Permission.SEE_REPORTS, round):
        return False
    return covers(region_of_report(user, round), export.region)
