"""The kinds of file there are, and the names they may bear."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _


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
XLS = Kind("XLS", "application/vnd.ms-excel", (".xls",))
ODS = Kind("ODS", "application/vnd.oasis.opendocument.spreadsheet", (".ods",))
CSV = Kind("CSV", "text/csv", (".csv", ".tsv", ".txt"))
DOCX = Kind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
OFD = Kind("OFD", "application/ofd", (".ofd",))
MP3 = Kind("MP3", "audio/mpeg", (".mp3",), "audio")
M4A = Kind("M4A", "audio/mp4", (".m4a", ".mp4", ".3gp"), "audio")
WAV = Kind("WAV", "audio/wav", (".wav",), "audio")
AMR = Kind("AMR", "audio/amr", (".amr",), "audio")
MP4 = Kind("MP4", "video/mp4", (".mp4", ".m4v", ".3gp"), "video")
MOV = Kind("MOV", "video/quicktime", (".mov", ".qt"), "video")
KINDS = (PDF, PNG, JPEG, HEIC, XLSX, XLS, ODS, CSV, DOCX, OFD, MP3, M4A, WAV, AMR, MP4, MOV)


def damaged() -> str:
    return _("The file is damaged. Open it, save it anew and upload that.")
