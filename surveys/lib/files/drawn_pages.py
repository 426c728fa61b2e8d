"""The pages of a PDF as pictures, so that nothing of it but what it looks like reaches a browser. Drawn apart."""

import base64
import struct
import zlib
from typing import Any

import pypdfium2

from surveys.lib.confined import Unreadable, confined

WIDTH, MOST_HEIGHT = 1240, 3508
"""Pixels: an A4 page at 150 dots an inch is as wide, and two of them one above the other are as high."""
MOST_PAGES = 20
"""That are shown; who wants more takes the file."""
_COLOURS = 3
_QUICK = 3


class NotDrawn(ValueError):
    """Nothing came of it; `is_busy` when it may do so in a moment."""

    def __init__(self, *, is_busy: bool) -> None:
        super().__init__()
        self.is_busy = is_busy


def pages_in(content: bytes) -> int:
    """Raises NotDrawn."""
    return int(_told("count", content)["pages"])


def page_drawn(content: bytes, number: int) -> bytes:
    """As PNG; pages are counted from 1. Raises NotDrawn."""
    return base64.b64decode(_told("draw", content, number=number)["png"])


def _told(deed: str, content: bytes, **told: object) -> Any:
    try:
        return confined(f"{__name__}.{deed}", content, **told)
    except Unreadable as error:
        raise NotDrawn(is_busy=error.reason == "busy") from error


def count(content: bytes) -> dict[str, object]:
    """What the process of its own answers."""
    return {"pages": len(pypdfium2.PdfDocument(content))}


def draw(content: bytes, *, number: int) -> dict[str, object]:
    page = pypdfium2.PdfDocument(content)[number - 1]
    width, height = page.get_size()
    scale = min(WIDTH / width, MOST_HEIGHT / height)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False, prefer_bgrx=False)
    lines = bytes(bitmap.buffer)
    row = bitmap.width * _COLOURS
    rows = (lines[at : at + row] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride))
    return {"png": base64.b64encode(_png(bitmap.width, bitmap.height, b"".join(b"\0" + one for one in rows))).decode()}


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data) for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, _QUICK)), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
