"""Reading an .xlsx.

The package is looked through before any library opens it, and what was looked through is packed anew: the reader sees
exactly the bytes that were checked, so that sizes which lie in the directory of the file do no harm.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

import python_calamine
from django.utils.translation import gettext as _

from surveys.lib.files.packages import CONTENT_TYPES, declares_macros
from surveys.lib.unreadable import NOT_WORKED_OUT
from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Book, Cells, Sheet, WorkbookRefused
from surveys.workbooks.reading.packages import elements, hear, plain_name, small_part, unpacked
from surveys.workbooks.reading.xlsx_parts import Part, SharedTexts, Styles

DANGEROUS = re.compile(r"vbaProject|vbaData|activeX/|macrosheets/|dialogsheets?/|\.bin$", re.I)
HARMLESS = re.compile(r"(?:printerSettings\d*|embeddings/[^/]*)\.bin$", re.I)
OBJECTS = re.compile(r"embeddings/|ctrlProps/", re.I)
LINKS = re.compile(r"externalLinks/_rels/", re.I)
# The library reads a cell whose formula failed as blank; as text, it is seen by whoever looks at the cell.
_FAILED_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt=)(["'])e\2""")
_FORMULA_WITHOUT_RESULT = re.compile(
    rb"<((?:\w+:)?)c(\s[^<>]*)?>\s*<\1f(?:\s[^<>]*)?(?:/>|>[^<]*</\1f>)\s*(?:<\1v\s*/>|<\1v>\s*</\1v>)?\s*</\1c>"
)
_KIND_OF_CELL = re.compile(rb"""\st=["'](\w*)["']""")
_WORKBOOK, _STYLES, _BINARY = "xl/workbook.xml", "xl/styles.xml", "xl/workbook.bin"


def read_xlsx(content: bytes) -> Book:
    return unpacked(content, _read)


def _read(package: zipfile.ZipFile) -> Book:
    names = {plain_name(name): name for name in package.namelist()}
    _refuse_programs(package, names)
    parts: dict[str, Part] = {}
    anew = _packed_anew(package, parts)
    by_sheet = {name: parts[part] for name, part in _parts_of_sheets(package, names).items() if part in parts}
    sheets, left_out = _sheets(anew, by_sheet)
    return Book(
        sheets,
        links=tuple(_linked(package, names)),
        objects=tuple(PurePosixPath(name).name for name in names if OBJECTS.search(name) and "_rels/" not in name),
        left_out=left_out,
    )


def _refuse_programs(package: zipfile.ZipFile, names: Mapping[str, str]) -> None:
    if _WORKBOOK not in names and _BINARY not in names:
        raise limits.no_workbook()
    if CONTENT_TYPES not in names:
        raise limits.broken()
    if _BINARY in names:
        raise WorkbookRefused(lambda: _("This is a binary workbook (.xlsb), which is not read. Save it as .xlsx."))
    if any(DANGEROUS.search(name) and not HARMLESS.search(name) for name in names):
        raise limits.dangerous()
    if declares_macros(small_part(package, names[CONTENT_TYPES]), package.namelist()):
        raise limits.dangerous()


def _packed_anew(package: zipfile.ZipFile, parts: dict[str, Part]) -> io.BytesIO:
    """Notes in `parts` what each of them says as a sheet; every one is measured, since any may be named as one."""
    packed, shared = io.BytesIO(), SharedTexts()
    styles = _styles(package)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as anew:
        for info in package.infolist():
            if info.filename.lower().endswith((".xml", ".rels")):
                content = _with_failures_told(package.read(info))
                part = parts[plain_name(info.filename).lower()] = Part(shared, styles)
                part.hear(content)
                anew.writestr(info.filename, content)
    if shared.characters > limits.MOST_CHARACTERS:
        raise limits.too_big()
    packed.seek(0)
    return packed


def _with_failures_told(content: bytes) -> bytes:
    """Where nothing looks like one, the patterns are not tried at every cell."""
    if b't="e"' in content or b"t='e'" in content:
        content = _FAILED_CELL.sub(rb"\1\2str\2", content)
    if b"<f" in content or b":f" in content:
        content = _FORMULA_WITHOUT_RESULT.sub(_told_as_failed, content)
    return content


def _told_as_failed(cell: re.Match[bytes]) -> bytes:
    """A formula no spreadsheet has worked out yet, lest it be taken for a blank; one that gives an empty text is one."""
    prefix, attributes = cell[1], cell[2] or b""
    kind = _KIND_OF_CELL.search(attributes)
    if kind and kind[1] == b"str":
        return cell[0]
    plain = _KIND_OF_CELL.sub(b"", attributes)
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, plain, prefix, NOT_WORKED_OUT.encode(), prefix, prefix)


def _styles(package: zipfile.ZipFile) -> list[str]:
    styles = Styles()
    for info in package.infolist():
        if plain_name(info.filename).lower() == _STYLES:
            if info.file_size > limits.MOST_OF_STYLES:
                raise limits.too_big()
            hear(package.read(info), styles)
    return styles.of_cells


def _parts_of_sheets(package: zipfile.ZipFile, names: Mapping[str, str]) -> dict[str, str]:
    """Name of a sheet -> where it lies in the package, in small letters."""
    relations = elements(small_part(package, names.get("xl/_rels/workbook.xml.rels", "")), "Relationship")
    targets = {one.get("Id", ""): one.get("Target", "") for _tag, one in relations}
    sheets = elements(small_part(package, names.get(_WORKBOOK, "")), "sheet")
    return {one.get("name", ""): _from_root(targets.get(one.get("id", ""), "")) for _tag, one in sheets}


def _from_root(target: str) -> str:
    target = target.replace("\\", "/")
    return (target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()


def _linked(package: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[str]:
    """The names of the workbooks that cells refer to."""
    for name in sorted(filter(LINKS.search, names)):
        for _tag, one in elements(small_part(package, names[name]), "Relationship"):
            yield re.split(r"[/\\]", unquote(one.get("Target", "")))[-1]


def _sheets(package: io.BytesIO, parts: Mapping[str, Part]) -> tuple[list[Sheet], tuple[str, ...]]:
    """The sheets of cells, and the names of the others."""
    kind, visible = python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetVisibleEnum.Visible
    with python_calamine.CalamineWorkbook.from_filelike(package) as book:
        of_cells = [meta for meta in book.sheets_metadata if meta.typ == kind]
        sheets = [
            replace(_sheet(book.get_sheet_by_name(meta.name), parts.get(meta.name)), is_hidden=meta.visible != visible)
            for meta in of_cells
        ]
        return sheets, tuple(meta.name for meta in book.sheets_metadata if meta.typ != kind)


def _sheet(sheet: python_calamine.CalamineSheet, part: Part | None) -> Sheet:
    cells = Cells()
    for row in sheet.to_python(skip_empty_area=False):
        cells.add_row(row)
    if part is None:
        return Sheet(sheet.name, cells.rows, frozenset(cells.cut), frozenset(cells.days))
    for place, shown in part.shown.items():
        cells.show(place, shown)
    return Sheet(
        sheet.name,
        cells.rows,
        frozenset(cells.cut),
        frozenset(cells.days),
        merged=tuple(part.merged),
        hidden_rows=tuple(sorted(part.hidden_rows)),
        hidden_columns=tuple(sorted(part.hidden_columns)),
    )
