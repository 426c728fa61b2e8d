"""Reading uploads that may take long: a row first, then a worker, whose progress the page shows; a small one at once."""

import hashlib
import json
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction

from surveys.accounts.models import User
from surveys.lib.clock import database_now
from surveys.lib.confined import patience
from surveys.lib.files import uploads
from surveys.lib.files.types import LONGEST_FILE_NAME
from surveys.lib.text import Text
from surveys.lib.waking import ring
from surveys.readings.models import Reading

SMALL = 256 * 1024
"""Bytes of a file that is read while the page is waited for: unpacked, it is 25 MiB at most."""
SECONDS_FOR_A_FILE = 60
"""By the clock, in the worker; of the processor it has no more than anywhere."""
SECONDS_FOR_A_BATCH = 60
TASK = "surveys.tasks.read_uploads"

Reader = Callable[[Reading, bytes], object]
Readers = Mapping[str, Reader]
logger = logging.getLogger(__name__)


class Refused(Exception):
    """The file cannot be used; the message says why and what to do, in every language."""

    def __init__(self, message: Text) -> None:
        super().__init__(message["en"])
        self.message = message


class KeyAlreadyUsed(Exception):
    """Another file came with the same key."""


def ask(
    *,
    key: uuid.UUID,
    by: User,
    kind: str,
    name: str,
    content: bytes,
    leads_to: str,
    leads_back: str,
    about: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> Reading:
    """Have the file read. The same once more gives the same reading. Raises KeyAlreadyUsed."""
    at = at or database_now()
    sha256 = hashlib.sha256(content).hexdigest()
    if earlier := Reading.objects.filter(pk=key).first():
        return _the_same(earlier, by, sha256)
    uploads.keep(content, owner=by.pk, key=key)
    try:
        with transaction.atomic():
            reading = Reading.objects.create(
                pk=key,
                owner=by,
                kind=kind,
                about=dict(about or {}),
                name=name[:LONGEST_FILE_NAME],
                sha256=sha256,
                leads_to=leads_to,
                leads_back=leads_back,
                asked_at=at,
                due_at=at,
            )
    except IntegrityError:  # sent twice at the same moment
        return _the_same(Reading.objects.get(pk=key), by, sha256)
    if len(content) > SMALL:
        ring(TASK)
    return reading


def _the_same(earlier: Reading, by: User, sha256: str) -> Reading:
    if earlier.owner_id != by.pk:
        raise SuspiciousOperation("the key of somebody else")
    if earlier.sha256 != sha256:
        raise KeyAlreadyUsed
    return earlier


def read_at_once(reading: Reading, readers: Readers, *, size: int, at: datetime | None = None) -> Reading:
    """A small one; what comes of it stands in the row. A larger one, or one that a worker has already, is left as it is."""
    if size <= SMALL:
        _read(reading, readers, at or database_now())
        reading.refresh_from_db()
    return reading


def read_due(readers: Readers, *, at: datetime | None = None) -> int:
    """How many were read. One that fails does not hold up the others; it is tried again later."""
    started, done = time.monotonic(), 0
    with patience(SECONDS_FOR_A_FILE):
        for reading in Reading.waiting(at or database_now()):
            if time.monotonic() - started > SECONDS_FOR_A_BATCH:
                break
            done += _read(reading, readers, at or database_now())
    return done


def _read(reading: Reading, readers: Readers, at: datetime) -> bool:
    if not reading.claim(at):
        return False
    content = uploads.fetch(reading.pk, owner=reading.owner_id)
    if content is None:
        reading.fail(at, "The file is no longer there.", for_good=True)
        return False
    with reading.kept():
        try:
            result = readers[reading.kind](reading, content)
            uploads.keep_result(json.dumps(result, ensure_ascii=False), reading.pk, owner=reading.owner_id)
        except Refused as refused:
            return _settle(reading, at, refused.message)
        except Exception as error:  # whatever it is, the row must say so and be tried again
            logger.exception("an upload could not be read")
            reading.fail(at, repr(error))
            return False
    return _settle(reading, at, None)


def _settle(reading: Reading, at: datetime, refusal: Text | None) -> bool:
    with transaction.atomic():
        if refusal is not None:
            Reading.objects.filter(pk=reading.pk, lease_token=reading.lease_token).update(refusal=refusal)
        return reading.finish(at)


def result_of(key: uuid.UUID, *, owner: User) -> Any:
    """What the reader has given, as JSON knows it; None where there is nothing (any more), or it is somebody else's."""
    result = uploads.fetch_result(key, owner=owner.pk)
    return None if result is None else json.loads(result)


def forget(key: uuid.UUID, *, owner: User) -> None:
    """File, result and row, once something was made of them, or shall not be."""
    Reading.objects.filter(pk=key, owner=owner).delete()
    uploads.throw_away(key, owner=owner.pk)


def sweep(at: datetime) -> None:
    """What nobody decided about for a day."""
    Reading.objects.filter(asked_at__lt=at - uploads.KEPT_FOR).delete()
    uploads.sweep(at)
