"""What a file is, found by looking into it: neither its name nor what a browser says of it is believed."""

import io
import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from django.utils.translation import gettext as _

from surveys.lib.files.packages import CONTENT_TYPES, declares_macros

MOST_PIXELS = 100_000_000
MOST_SEGMENTS = 1_000
"""Of a JPEG before its size is told; cameras write a few dozen."""
MOST_PARTS = 5_000
MOST_OF_CONTENT_TYPES = 1024 * 1024
LONGEST_FILE_NAME = 200


class FileRefused(ValueError):
    """The file is not taken; the message says why and what to do, in the sender's language."""


@dataclass(frozen=True)
class Kind:
    """`suffixes` are those its name may end in, the usual one first."""

    name: str
    content_type: str
    suffixes: tuple[str, ...]
    sort: Literal["document", "image", "audio", "video"] = "document"

    @property
    def is_image(self) -> bool:
        return self.sort == "image"

    def is_taken(self, accept: str) -> bool:
        """accept: the sort a question asks for; where it asks for none, documents and pictures."""
        return self.sort == accept if accept else self.sort in ("document", "image")


PDF = Kind("PDF", "application/pdf", (".pdf",))
PNG = Kind("PNG", "image/png", (".png",), "image")
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"), "image")
HEIC = Kind("HEIC", "image/heic", (".heic", ".heif"), "image")
XLSX = Kind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
DOCX = Kind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
OFD = Kind("OFD", "application/ofd", (".ofd",))
MP3 = Kind("MP3", "audio/mpeg", (".mp3",), "audio")
M4A = Kind("M4A", "audio/mp4", (".m4a", ".mp4", ".3gp"), "audio")
WAV = Kind("WAV", "audio/wav", (".wav",), "audio")
AMR = Kind("AMR", "audio/amr", (".amr",), "audio")
MP4 = Kind("MP4", "video/mp4", (".mp4", ".m4v", ".3gp"), "video")
MOV = Kind("MOV", "video/quicktime", (".mov", ".qt"), "video")
KINDS = (PDF, PNG, JPEG, HEIC, XLSX, DOCX, OFD, MP3, M4A, WAV, AMR, MP4, MOV)

# What a package of the kind holds besides others.
_MAIN_PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX, "OFD.xml": OFD}
_PROGRAMS = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/|embeddings/.*\.(bin|xlsm|xlsb|docm|pptm)$", re.I)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")
_QUICKTIME = b"qt  "
_RECORDING_BRANDS = (
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4A ", b"M4B ", b"M4V ", b"dash", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"3g2a", _QUICKTIME)
)  # fmt: skip
_PICTURE_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
# A tag of ID3, or a first frame of MPEG's layer III that tells a bit rate and a sampling rate.
_BEGINNING_OF_MP3 = re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]", re.DOTALL)
_HEIC_SIZES = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
_WHERE_HEIC_TELLS = 256 * 1024
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


def kind_of(content: bytes, *, accept: str = "") -> Kind:
    """The kind of a file that may be taken; raises FileRefused. accept: as in Kind.is_taken."""
    if not content:
        raise FileRefused(_("The file is empty. Choose another one."))
    kind = _kind_by_its_beginning(content)
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
    if content.startswith(_OLD_OFFICE):
        raise FileRefused(
            _(
                "The file is protected by a password or in an old Office format. Save it as .xlsx or .docx without a password."
            )
        )
    return _kind_of_package(content) if content.startswith(b"PK\x03\x04") else None


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


def _kind_of_package(content: bytes) -> Kind | None:
    """Only the directory and one small part of it are read, so that nothing unpacks to more than it should."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise FileRefused(_damaged())
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            kind = next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
            is_program = any(_PROGRAMS.search(name) for name in names) or _names_macros(package, names)
    except Exception as error:  # zip and zlib have many errors, none of which is our fault
        raise FileRefused(_damaged()) from error
    if kind is not None and is_program:
        raise FileRefused(_("The file holds macros or other programs. Save it as .xlsx or .docx without them."))
    return kind


def _names_macros(package: zipfile.ZipFile, names: list[str]) -> bool:
    if CONTENT_TYPES not in names:
        return False
    with package.open(CONTENT_TYPES) as part:
        return declares_macros(part.read(MOST_OF_CONTENT_TYPES), names)


def _refuse_too_many_pixels(kind: Kind, content: bytes) -> None:
    """By what the header says, so that opening the picture later does not fill a reader's memory."""
    try:
        width, height = _SIZES[kind](content)
    except (struct.error, IndexError, ValueError) as error:
        raise FileRefused(_damaged()) from error
    if width * height == 0:
        raise FileRefused(_damaged())
    if width * height > MOST_PIXELS:
        raise FileRefused(_("The picture has more than 100 million pixels. Make it smaller and upload it again."))


def _size_of_png(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    for _segment in range(MOST_SEGMENTS):
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        if marker == 0xFF:
            at += 1
        else:
            at += 2 if marker in _WITHOUT_LENGTH else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise ValueError("no size")


def _size_of_heic(content: bytes) -> tuple[int, int]:
    """The largest of its pictures; the others are tiles and previews."""
    told = _HEIC_SIZES.findall(content[:_WHERE_HEIC_TELLS])
    sizes = [(int.from_bytes(width, "big"), int.from_bytes(height, "big")) for width, height in told]
    return max(sizes, key=lambda size: size[0] * size[1])


_SIZES = {PNG: _size_of_png, JPEG: _size_of_jpeg, HEIC: _size_of_heic}


def _damaged() -> str:
    return _("The file is damaged. Open it, save it anew and upload that.")


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
