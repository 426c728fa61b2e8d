"""Filled-in workbooks as they were uploaded: the last one of each person and organisation, until the round ends."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from surveys.accounts.models import User
from surveys.lib.confined import made, plain
from surveys.lib.files.types import name_for
from surveys.lib.files.whole import whole_file
from surveys.registry.models import Organisation
from surveys.responses.models import Upload
from surveys.rounds.models import Assignment, Round
from surveys.rounds.queries import rounds_taking_answers
from surveys.workbooks.fillable.returned.plan import Decisions, Plan
from surveys.workbooks.fillable.returned.preparing import prepare, recognise
from surveys.workbooks.fillable.returned.saving import SavedPlan, save_plan
from surveys.workbooks.reading import Book, format_of, read_workbook


class ALaterOneStands(Exception):
    """The same person has uploaded another one for it since."""


def keep(
    *, by: User, round: Round, organisation: Organisation, content: bytes, book: Book, name: str, at: datetime
) -> Upload:
    """In the place of the one before, once it is known to be of use. Raises WorkbookRefused, ALaterOneStands."""
    recognise(book, round, organisation)
    told = {"uploaded_at": at, "name": name_for(name, format_of(content).kind), "decided": {}, "saved_at": None}
    with transaction.atomic():
        upload, is_first = Upload.objects.get_or_create(
            round=round, organisation=organisation, uploaded_by=by, defaults=told
        )
        if not (is_first or Upload.objects.filter(pk=upload.pk, uploaded_at__lte=at).update(**told)):
            raise ALaterOneStands
        upload.path_as_read.unlink(missing_ok=True)  # what is written next fails or stands; never beside an older one
        with whole_file(upload.path) as file:
            file.write(content)
        _keep_as_read(upload, book)
    return upload


def _keep_as_read(upload: Upload, book: Book) -> None:
    with whole_file(upload.path_as_read) as file:
        file.write(json.dumps(book, ensure_ascii=False, separators=(",", ":"), default=plain).encode())


def _as_read(upload: Upload) -> Book:
    """Read anew where an earlier version of the system has kept it. Raises WorkbookRefused."""
    with suppress(OSError, ValueError, TypeError, LookupError):
        return made(Book, json.loads(upload.path_as_read.read_bytes()))
    book = read_workbook(upload.path.read_bytes())
    _keep_as_read(upload, book)
    return book


def last_upload(by: User, round: Round, organisation: Organisation) -> Upload | None:
    found = Upload.objects.filter(round=round, organisation=organisation, uploaded_by=by).first()
    return found if found and found.path.is_file() else None


def decide(upload: Upload, decisions: Decisions) -> None:
    upload.decided = {
        "mine": sorted(decisions.mine),
        "noughts": sorted(decisions.noughts),
        "reasons": {unit: dict(of) for unit, of in decisions.reasons.items()},
    }
    upload.save(update_fields=["decided"])


def plan_of(upload: Upload, round: Round, assignments: QuerySet[Assignment], at: datetime) -> Plan:
    """`round`: that of the upload, as the page has it. Raises WorkbookRefused."""
    return prepare(
        book=_as_read(upload),
        round=round,
        organisation=upload.organisation,
        assignments=assignments,
        at=at,
        decisions=_decisions(upload.decided),
        remembered=upload.saved,
    )


def _decisions(decided: Mapping[str, Any]) -> Decisions:
    mine, noughts = (frozenset(decided.get(part, ())) for part in ("mine", "noughts"))
    return Decisions(mine, noughts, decided.get("reasons", {}))


def save_upload(*, upload: Upload, plan: Plan, by: User, at: datetime) -> SavedPlan:
    done = save_plan(plan=plan, by=by, at=at, name=upload.name)
    upload.saved = {**upload.saved, **done.remembered}
    upload.saved_at = at
    upload.save(update_fields=["saved", "saved_at"])
    return done


def sweep(at: datetime) -> None:
    """Of rounds that take no more answers; the files go when the row has gone."""
    over = Upload.objects.exclude(round__in=rounds_taking_answers(at))
    for upload in over:
        files = upload.path, upload.path_as_read
        upload.delete()
        for path in files:
            path.unlink(missing_ok=True)
