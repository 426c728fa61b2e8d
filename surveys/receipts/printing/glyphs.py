"""Text as it can be printed: what the font has no glyph for is named by its code, for a blank would say nothing."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

FONT = Path(pylopdf_fonts_zh_cn.sans_path())
FAMILY = "Noto Sans SC"
_TABLES_BEGIN, _ENTRY = 12, 16
_MANY_GROUPS = 12
_GROUPS_BEGIN, _GROUP = 16, 12
MISSING = "〓"
"""What printers set in the place of a type they do not have."""


def printable(text: str) -> str:
    """Also with one spelling of what looks alike: readers of PDF trip over radicals and compatible forms."""
    return "".join(map(_printable, _unified(text)))


def _unified(text: str) -> str:
    """NFKC, but for full-width marks, which belong to Chinese."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one if _is_full_width(one) else unicodedata.normalize("NFKC", one) for one in composed)


def _is_full_width(character: str) -> bool:
    return "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef"


def _printable(character: str) -> str:
    if character == "\n" or ord(character) in covered():
        return character
    return f"{MISSING}(U+{ord(character):04X})" if not character.isspace() else " "


@cache
def covered() -> frozenset[int]:
    """The characters that the font has, by its own table of them (OpenType `cmap`, format 12)."""
    data = FONT.read_bytes()
    start = _begin_of_table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    places = [struct.unpack_from(">I", data, start + 8 + 8 * index)[0] + start for index in range(count)]
    return frozenset(
        code
        for place in places
        if struct.unpack_from(">H", data, place)[0] == _MANY_GROUPS
        for first, last in _groups(data, place)
        for code in range(first, last + 1)
    )


def _begin_of_table(data: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sIII", data, _TABLES_BEGIN + _ENTRY * index) for index in range(count))
    return next(int(offset) for tag, _sum, offset, _length in entries if tag == name)


def _groups(data: bytes, place: int) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", data, place + 12)
    groups = (struct.unpack_from(">III", data, place + _GROUPS_BEGIN + _GROUP * index) for index in range(count))
    return [(first, last) for first, last, _glyph in groups]
