"""Files somebody uploaded and has still to decide about. They are kept by a name of ours, and for their owner only."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from surveys.lib.files.whole import whole_file

KEPT_FOR = timedelta(days=1)
LARGEST_ROSTER = 10 * 1024 * 1024


class NoMoreThanNeeded(FileUploadHandler):
    """Lets one byte more through than any file may have: enough to refuse it, too little to fill the disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        room = max(settings.ATTACHMENT_MOST_BYTES, LARGEST_ROSTER) + 1 - start
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        """The file is made by the handlers behind this one."""


def keep(content: bytes, *, owner: uuid.UUID) -> uuid.UUID:
    key = uuid.uuid4()
    with whole_file(_path(key, owner)) as file:
        file.write(content)
    return key


def fetch(key: uuid.UUID, *, owner: uuid.UUID) -> bytes | None:
    """None when it was thrown away, or is somebody else's."""
    path = _path(key, owner)
    return path.read_bytes() if path.is_file() else None


def throw_away(key: uuid.UUID, *, owner: uuid.UUID) -> None:
    _path(key, owner).unlink(missing_ok=True)


def sweep(at: datetime) -> None:
    """Files nobody decided about for a day go: they hold names and telephone numbers of people."""
    for path in (settings.DATA_DIR / "uploads").glob("*.xlsx"):
        with suppress(FileNotFoundError):  # decided about at this very moment, or swept by another worker
            if path.stat().st_mtime < (at - KEPT_FOR).timestamp():
                path.unlink()


def _path(key: uuid.UUID, owner: uuid.UUID) -> Path:
    folder: Path = settings.DATA_DIR / "uploads"
    return folder / f"{owner.hex}-{key.hex}.xlsx"
