"""Files somebody uploaded and has still to decide about. They are kept by a name of ours, and for their owner only."""

import uuid
from pathlib import Path

from django.conf import settings

from surveys.lib.files import whole_file


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


def _path(key: uuid.UUID, owner: uuid.UUID) -> Path:
    folder: Path = settings.DATA_DIR / "uploads"
    return folder / f"{owner.hex}-{key.hex}.xlsx"
