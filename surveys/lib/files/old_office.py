"""What lies in a file of Office 97 to 2003: streams in a package, and the records of a workbook in one of them."""

import io
import struct
from collections.abc import Iterator

from xlrd.compdoc import CompDoc

BEGINNING = b"\xd0\xcf\x11\xe0"
SHEET = 0x0085
_PASSWORD = 0x002F
_MACRO_SHEET, _PROGRAM = 1, 6
_STREAMS_OF_PROGRAMS = frozenset({"_vba_project_cur", "_vba_project", "vba", "macros", "\x01ole10native"})
"""The last is a file of any kind that was put into a cell."""
_STORAGE = 1
_HEAD = struct.Struct("<HH")


class OldOffice:
    """Raises errors of many kinds where the file is damaged."""

    def __init__(self, content: bytes) -> None:
        package = CompDoc(content, logfile=io.StringIO())
        names = {node.name for node in package.dirlist}
        self.objects = tuple(
            node.name for node in package.dirlist if node.etype == _STORAGE and node.name.startswith("MBD")
        )
        self.workbook = _workbook(package)
        records = list(records_of(self.workbook))
        self.holds_programs = bool(_STREAMS_OF_PROGRAMS & {name.lower() for name in names}) or any(
            kind == SHEET and _is_program(data) for kind, data in records
        )
        self.is_protected = "EncryptedPackage" in names or any(kind == _PASSWORD for kind, _data in records)


def _workbook(package: CompDoc) -> bytes:
    """Its records; nothing where the file is a text, or slides."""
    for name in ("Workbook", "Book"):
        memory, start, length = package.locate_named_stream(name)
        if memory:
            return bytes(memory[start : start + length])
    return b""


def records_of(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The kind of each, and what it holds."""
    at = 0
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        yield kind, stream[at : at + length]
        at += length


def _is_program(sheet: bytes) -> bool:
    """Of a record that names a sheet: whether it holds macros instead of cells."""
    return sheet[5] in (_MACRO_SHEET, _PROGRAM)
