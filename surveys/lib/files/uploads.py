"""Files somebody uploaded and has still to decide about. They are kept by a name of ours, and for their owner only."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from surveys.lib.files.whole import whole_file

KEPT_FOR = timedelta(days=1)
CONTENT, RESULT = ".xlsx", ".json"
"""The former whatever the format is."""
LARGEST_ROSTER = 10 * 1024 * 1024


class NoMoreThanNeeded(FileUploadHandler):
    """Lets one byte more through than any file may have: enough to refuse it, too little to fill the disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        room = max(settings.ATTACHMENT_MOST_BYTES, LARGEST_ROSTER) + 1 - start
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        """The file is made by the handlers behind this one."""


def keep(content: bytes, *, owner: uuid.UUID, key: uuid.UUID | None = None) -> uuid.UUID:
    key = key or uuid.uuid4()
    with whole_file(_path(key, owner)) as file:
        file.write(content)
    return key


def fetch(key: uuid.UUID, *, owner: uuid.UUID) -> bytes | None:
    """None when it was thrown away, or is somebody else's."""
    path = _path(key, owner)
    return path.read_bytes() if path.is_file() else None


def keep_result(result: str, key: uuid.UUID, *, owner: uuid.UUID) -> None:
    """What was read from it, beside it."""
    with whole_file(_path(key, owner, RESULT)) as file:
        file.write(result.encode())


def fetch_result(key: uuid.UUID, *, owner: uuid.UUID) -> str | None:
    path = _path(key, owner, RESULT)
    return path.read_text(encoding="utf-8") if path.is_file() else None


def throw_away(key: uuid.UUID, *, owner: uuid.UUID) -> None:
    for suffix in (CONTENT, RESULT):
        _path(key, owner, suffix).unlink(missing_ok=True)


def sweep(at: datetime) -> None:
    """Files nobody decided about for a day go, and what is left of unfinished ones: names and telephone numbers stand there."""
    for path in (settings.DATA_DIR / "uploads").glob("*"):
        with suppress(FileNotFoundError):  # decided about at this very moment, or swept by another worker
            if path.stat().st_mtime < (at - KEPT_FOR).timestamp():
                path.unlink()


def _path(key: uuid.UUID, owner: uuid.UUID, suffix: str = CONTENT) -> Path:
    folder: Path = settings.DATA_DIR / "uploads"
    return folder / f"{owner.hex}-{key.hex}{suffix}"
