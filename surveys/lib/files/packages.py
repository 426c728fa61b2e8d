"""What an office package declares of its parts."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from defusedxml.ElementTree import fromstring

CONTENT_TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"macroEnabled|vbaProject|vnd\.ms-excel\.(?:sheet\.binary|macrosheet|intlmacrosheet)", re.I)


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
