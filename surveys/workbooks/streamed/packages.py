"""A workbook that a library made as a skeleton, finished with rows that were never cells of it.

On the way its parts are put right for the programs that are particular: blank cells lose the type the library gives them,
and relations lead to their targets from where they stand.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from posixpath import dirname, relpath
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

COMPRESSION = 1
_BLANK = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="n" ?/>')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*" ?/>')
_END_OF_ROWS = re.compile(rb"</sheetData>|<sheetData ?/>")
_ABSOLUTE = re.compile(rb'Target="/([^"]*)"')


class Rows:
    """What goes below the last row of a sheet's skeleton, and how far that reaches."""

    def __init__(self, lines: Iterable[str], columns: int, last: int) -> None:
        self.lines, self.columns, self.last = lines, columns, last

    @property
    def dimension(self) -> bytes:
        return f'<dimension ref="A1:{get_column_letter(self.columns)}{self.last}"/>'.encode()


def finish(book: Workbook, skeleton: BinaryIO, rows: Mapping[str, Rows], file: BinaryIO) -> None:
    """`rows`: by the title of the sheet. `skeleton` is `book` as it was saved."""
    by_part = {
        f"xl/worksheets/sheet{place}.xml": rows[title]
        for place, title in enumerate(book.sheetnames, start=1)
        if title in rows
    }
    with zipfile.ZipFile(skeleton) as made, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.compresslevel = COMPRESSION
        for info in made.infolist():
            content = _put_right(info.filename, made.read(info))
            if info.filename in by_part:
                _stream(package, info.filename, content, by_part[info.filename])
            else:
                package.writestr(info.filename, content)


def _put_right(name: str, content: bytes) -> bytes:
    if name.endswith(".rels"):
        folder = dirname(dirname(name))
        return _ABSOLUTE.sub(lambda found: b'Target="%b"' % relpath(found[1].decode(), folder or ".").encode(), content)
    return _BLANK.sub(rb"\1/>", content) if name.startswith("xl/worksheets/") else content


def _stream(package: zipfile.ZipFile, name: str, content: bytes, rows: Rows) -> None:
    content = _DIMENSION.sub(rows.dimension, content, count=1)
    end = _END_OF_ROWS.search(content)
    assert end is not None
    opening = b"<sheetData>" if end[0] != b"</sheetData>" else b""
    with package.open(name, "w") as part:
        part.write(content[: end.start()] + opening)
        part.write("".join(rows.lines).encode())
        part.write(b"</sheetData>" + content[end.end() :])
