"""The Chinese that Django reads, compiled at the start from the file it is written in, without GNU gettext."""

import hashlib
from pathlib import Path

import polib
from django.core.exceptions import ImproperlyConfigured

from surveys.lib.files.whole import whole_file


def compiled_texts(po: Path, folder: Path) -> Path:
    """Where Django finds the texts of this file: a folder called by their hash, made when it is not there yet.

    So nothing is written beside the program, and two versions of it, as during an update, keep out of each other's way.
    """
    found = folder / hashlib.sha256(po.read_bytes()).hexdigest()[:16]
    mo = found.joinpath(*po.parts[-3:]).with_suffix(".mo")
    if not mo.exists():
        texts = _compiled(po)
        with whole_file(mo) as file:
            file.write(texts)
    return found


def _compiled(po: Path) -> bytes:
    try:
        texts = polib.pofile(str(po))
        if not texts.translated_entries():
            raise ValueError("it holds no text")
        return texts.to_binary()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"The Chinese texts cannot be read: {error}.\n"
            f"Put {po.name} of the release, or of the last commit, back into {po.parent}"
        ) from error
