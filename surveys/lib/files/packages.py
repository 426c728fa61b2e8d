"""What an office package holds, by its directory and by what it declares of its parts."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from defusedxml.ElementTree import fromstring

ZIPPED = b"PK\x03\x04"
CONTENT_TYPES = "[Content_Types].xml"
OPEN_TYPE, OPEN_CONTENT, OPEN_MANIFEST = "mimetype", "content.xml", "META-INF/manifest.xml"
OPEN_SHEETS = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = re.compile(r"macroEnabled|vbaProject|vnd\.ms-excel\.(?:sheet\.binary|macrosheet|intlmacrosheet)", re.I)
_OPEN_PROGRAMS = re.compile(r"(?:Basic|Scripts)/.*[^/]")
_LISTS_OF_OPEN_PROGRAMS = re.compile(r"(?:script|dialog)-l[bc]\.xml$")
"""Which an office writes also where there are none."""


def declares_macros(content_types: bytes, names: Iterable[str]) -> bool:
    """Whether a part that is there is declared to hold macros. Raises ParseError and DefusedXmlException.

    Some programs declare what their files do not have: SheetJS names a type for .bin parts and writes none.
    """
    types = fromstring(content_types)
    of_parts = {one.get("PartName", "").lower(): one.get("ContentType", "") for one in types}
    of_endings = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in types if one.get("Extension")}
    for name in names:
        ending = PurePosixPath(name).suffix.removeprefix(".").lower()
        if _MACROS.search(of_parts.get(f"/{name}".lower(), of_endings.get(ending, ""))):
            return True
    return False


def is_open_workbook(content: bytes) -> bool:
    """An .ods: by the type that stands in front, unpacked; by what is in the package where none does."""
    front = content[:200]
    if OPEN_TYPE.encode() in front:
        return OPEN_SHEETS in front
    return OPEN_CONTENT.encode() in content and CONTENT_TYPES.encode() not in content


def is_open_protected(manifest: bytes, names: Iterable[str]) -> bool:
    """By a password: its parts one by one, or, as newer offices do, all of them together."""
    return b"encryption-data" in manifest or "encrypted-package" in names


def holds_open_programs(names: Iterable[str]) -> bool:
    """Of OpenDocument."""
    return any(_OPEN_PROGRAMS.match(name) and not _LISTS_OF_OPEN_PROGRAMS.search(name) for name in names)
