"""How large a picture is, by what its header says, so that opening it later does not fill a reader's memory."""

import re
import struct
from collections.abc import Callable

from surveys.lib.files.kinds import HEIC, JPEG, PNG, Kind

MOST_SEGMENTS = 1_000
"""Of a JPEG before its size is told; cameras write a few dozen."""
_HEIC_SIZES = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
_WHERE_HEIC_TELLS = 256 * 1024
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


def pixels(kind: Kind, content: bytes) -> int:
    """Raises ValueError where the header does not tell."""
    try:
        width, height = _SIZES[kind](content)
    except (struct.error, IndexError) as error:
        raise ValueError("no size") from error
    if width * height == 0:
        raise ValueError("no size")
    return width * height


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


_SIZES: dict[Kind, Callable[[bytes], tuple[int, int]]] = {
    PNG: _size_of_png,
    JPEG: _size_of_jpeg,
    HEIC: _size_of_heic,
}
