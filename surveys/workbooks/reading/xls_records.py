"""The records of an .xls: how far its cells reach, and what it holds besides sheets of cells."""

import re
import struct

from surveys.lib.files.old_office import SHEET, records_of
from surveys.workbooks.reading import limits

FORMULA, LINKED_BOOK, BEGIN = 0x0006, 0x01AE, 0x0809
# One row and one column in front; those of several cells end with the last column.
CELL = frozenset({FORMULA, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD})
CELLS = 0x00BD
CHART = 2
_PLACE = struct.Struct("<HH")
_OF_THIS_BOOK = frozenset({b"\x01\x04", b"\x01\x3a"})


class Records:
    """Refuses what reaches too far, or calls programs. `left_out` are sheets without cells."""

    def __init__(self, stream: bytes) -> None:
        self.links: list[str] = []
        self.left_out: list[str] = []
        self._extent = limits.Extent()
        for kind, data in records_of(stream):
            self._hear(kind, data)

    def _hear(self, kind: int, data: bytes) -> None:
        if kind in CELL or kind == CELLS:
            row, first = _PLACE.unpack_from(data)
            last = int.from_bytes(data[-2:], "little") if kind == CELLS else first
            self._extent.reach(row + 1, last + 1)
        elif kind == BEGIN:
            self._extent = limits.Extent()
        elif kind == SHEET and data[5] == CHART:
            self.left_out.append(_text(data[6:], length_of_length=1))
        elif kind == LINKED_BOOK and data[2:4] not in _OF_THIS_BOOK:
            self._hear_link(data)

    def _hear_link(self, data: bytes) -> None:
        """Where a file is named, a code stands in front; else a program is called by its name."""
        address = _text(data[2:], length_of_length=2)
        if not address or address == " ":
            return
        if address[0] > "\x02" and "\x03" in address:
            raise limits.dangerous()
        self.links.append(re.split(r"[\x00-\x1f/\\]", address)[-1])


def _text(data: bytes, *, length_of_length: int) -> str:
    """A text with its length in front, in one byte a character or in two."""
    length = int.from_bytes(data[:length_of_length], "little")
    is_wide = data[length_of_length] & 1
    letters = data[length_of_length + 1 :][: length * (1 + is_wide)]
    return letters.decode("utf-16-le" if is_wide else "latin-1", errors="replace")
