"""What a file is, found by looking into it: neither its name nor what a browser says of it is believed."""

import re
import unicodedata
from pathlib import PurePath

from django.utils.translation import gettext as _

from surveys.lib.files import old_office
from surveys.lib.files.kinds import (
    AMR,
    CSV,
    HEIC,
    JPEG,
    KINDS,
    M4A,
    MOV,
    MP3,
    MP4,
    PDF,
    PNG,
    WAV,
    FileRefused,
    Kind,
    damaged,
)
from surveys.lib.files.office import kind_of_office
from surveys.lib.files.packages import ZIPPED
from surveys.lib.files.pictures import pixels
from surveys.lib.files.plain_text import decoded, is_table

MOST_PIXELS = 100_000_000
LONGEST_FILE_NAME = 200

_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")
_QUICKTIME = b"qt  "
_RECORDING_BRANDS = (
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4A ", b"M4B ", b"M4V ", b"dash", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"3g2a", _QUICKTIME)
)  # fmt: skip
_PICTURE_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
# A tag of ID3, or a first frame of MPEG's layer III that tells a bit rate and a sampling rate.
_BEGINNING_OF_MP3 = re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]", re.DOTALL)
_BETWEEN_CELLS = re.compile(r"[,;\t|]")
# A cell that a spreadsheet would work out and that names a program, a function or another file.
_CALLING = re.compile(r"""(?:^|[,;\t|])\s*"?\s*[=+\-@][^,;\t\r\n]*[|(!]""", re.M)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def kind_of(content: bytes, *, accept: str = "") -> Kind:
    """The kind of a file that may be taken; raises FileRefused. accept: as in Kind.is_taken."""
    if not content:
        raise FileRefused(_("The file is empty. Choose another one."))
    kind = _kind_by_its_beginning(content) or _kind_of_text(content)
    if kind is None or not kind.is_taken(accept):
        taken = ", ".join(one.name for one in KINDS if one.is_taken(accept))
        raise FileRefused(_("This kind of file is not taken here. Upload one of: %(kinds)s.") % {"kinds": taken})
    if kind.is_image:
        _refuse_too_many_pixels(kind, content)
    return kind


def _kind_by_its_beginning(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    if recording := _kind_of_recording(content):
        return recording
    return kind_of_office(content) if content.startswith((ZIPPED, old_office.BEGINNING)) else None


def _kind_of_recording(content: bytes) -> Kind | None:
    """A container of ISO's tells in its tracks whether there is something to see."""
    if content[4:8] == b"ftyp" and content[8:12] in _RECORDING_BRANDS:
        if not _PICTURE_TRACK.search(content):
            return M4A
        return MOV if content[8:12] == _QUICKTIME else MP4
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return WAV
    if content.startswith(b"#!AMR"):
        return AMR
    return MP3 if _BEGINNING_OF_MP3.match(content) else None


def _kind_of_text(content: bytes) -> Kind | None:
    """A table as text. One that would have a spreadsheet call another program is refused."""
    text = decoded(content)
    if text is None or not is_table(text) or not _BETWEEN_CELLS.search(text):
        return None
    if _CALLING.search(text):
        raise FileRefused(_("The table holds formulas. Save it with their results, as .xlsx or .csv."))
    return CSV


def _refuse_too_many_pixels(kind: Kind, content: bytes) -> None:
    try:
        count = pixels(kind, content)
    except ValueError as error:
        raise FileRefused(damaged()) from error
    if count > MOST_PIXELS:
        raise FileRefused(_("The picture has more than 100 million pixels. Make it smaller and upload it again."))


def name_for(name: str, kind: Kind) -> str:
    """The name as text that can be shown and saved anywhere; raises FileRefused when it says something else than the content."""
    clean = _clean(name)
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    if not suffix:
        return f"{stem[: LONGEST_FILE_NAME - len(kind.suffixes[0])] or 'file'}{kind.suffixes[0]}"
    if suffix.lower() not in kind.suffixes:
        text = _("The name ends in “%(suffix)s”, but the content is %(kind)s. Give the file its right name.")
        raise FileRefused(text % {"suffix": suffix[:20], "kind": kind.name})
    return f"{stem[: LONGEST_FILE_NAME - len(suffix)]}{suffix}"


def _clean(name: str) -> str:
    """Without folders, and without what cannot be seen: controls, and what turns the reading direction around."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _INVISIBLE)
    return re.sub(r"\s+", " ", visible).strip(" .")
