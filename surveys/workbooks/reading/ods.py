"""Reading an .ods, as LibreOffice and WPS write it: measured by its content, which the library then reads."""

import io
import re
import zipfile
from dataclasses import replace

import python_calamine

from surveys.lib.files.packages import (
    OPEN_CONTENT,
    OPEN_MANIFEST,
    OPEN_SHEETS,
    OPEN_TYPE,
    holds_open_programs,
    is_open_protected,
)
from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Book, Cells, Sheet
from surveys.workbooks.reading.ods_content import Content, Table
from surveys.workbooks.reading.packages import hear, small_part, unpacked

_BETWEEN_CELLS = re.compile(rb">\s+<(?=/?table:|text:p\b)")
_MOMENT = re.compile(rb'(office:value-type=)"datetime"(\s+)office:value="(\d{4}-\d\d-\d\d)[ T]([\d:.]+)"')
OBJECTS = re.compile(r"^(Object[^/]*)(?:/content\.xml)?$")


def read_ods(content: bytes) -> Book:
    return unpacked(content, _read)


def _read(package: zipfile.ZipFile) -> Book:
    manifest = small_part(package, OPEN_MANIFEST)
    if is_open_protected(manifest, package.namelist()):
        raise limits.protected()
    if OPEN_CONTENT not in package.namelist():
        raise limits.broken()
    if holds_open_programs(package.namelist()):
        raise limits.dangerous()
    content = _as_the_library_reads_it(package.read(OPEN_CONTENT))
    found = Content()
    hear(content, found)
    objects = sorted({match[1] for name in package.namelist() if (match := OBJECTS.match(name))})
    return Book(_sheets(_packed_anew(content, manifest), found), tuple(sorted(found.links)), tuple(objects))


def _as_the_library_reads_it(content: bytes) -> bytes:
    """Without the line ends that some programs put between cells, and with a moment called by the name it has in the format."""
    return _MOMENT.sub(rb'\1"date"\2office:date-value="\3T\4"', _BETWEEN_CELLS.sub(b"><", content))


def _packed_anew(content: bytes, manifest: bytes) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as anew:
        anew.writestr(OPEN_TYPE, OPEN_SHEETS)
        anew.writestr(OPEN_CONTENT, content)
        anew.writestr(OPEN_MANIFEST, manifest or b"<manifest/>")
    packed.seek(0)
    return packed


def _sheets(package: io.BytesIO, found: Content) -> list[Sheet]:
    with python_calamine.CalamineWorkbook.from_filelike(package) as book:
        names = book.sheet_names
        if names != [table.name for table in found.tables]:
            # What was measured must be what is read.
            raise limits.broken()
        return [_sheet(book.get_sheet_by_index(place), table) for place, table in enumerate(found.tables)]


def _sheet(sheet: python_calamine.CalamineSheet, table: Table) -> Sheet:
    cells = Cells()
    for row in sheet.to_python(skip_empty_area=False):
        cells.add_row(row)
    for place, shown in table.shown.items():
        cells.show(place, shown)
    made = Sheet(sheet.name, cells.rows, frozenset(cells.cut), frozenset(cells.days), tuple(table.merged))
    return replace(
        made,
        is_hidden=table.is_hidden,
        hidden_rows=tuple(sorted(table.hidden_rows)),
        hidden_columns=tuple(sorted(table.hidden_columns)),
    )
