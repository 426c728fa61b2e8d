"""Workbooks that mean harm, or are no workbooks at all. Each function gives the bytes of one."""

import io
import struct
import zipfile

from openpyxl import Workbook

CONTENT_TYPES = "[Content_Types].xml"


def honest(rows=(("a", "b"),), title="Sheet"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(extra=(), replaced=None, content=None):
    """An honest workbook with parts added, or their bytes replaced."""
    replaced = replaced or {}
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or honest())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
        for name, data in extra:
            new.writestr(name, data)
    return file.getvalue()


def sheet_of(cells, doctype=""):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    )


def with_sheet(cells, doctype=""):
    return with_parts(replaced={"xl/worksheets/sheet1.xml": sheet_of(cells, doctype)})


def with_cell_at(reference):
    row = int("".join(filter(str.isdigit, reference)))
    return with_sheet(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>')


def zip_bomb():
    return with_parts([("xl/media/zeros.xml", b"<a>" + b" " * 29_000_000 + b"</a>")])


def with_many_parts(count):
    here = len(zipfile.ZipFile(io.BytesIO(honest())).namelist())
    return with_parts([(f"docs/{n}.xml", b"<a/>") for n in range(count - here)])


def with_entities():
    return with_sheet('<row r="1"><c r="A1"><v>&lol;</v></c></row>', '<!DOCTYPE x [<!ENTITY lol "lol">]>')


def with_macro_type():
    old = zipfile.ZipFile(io.BytesIO(honest())).read(CONTENT_TYPES)
    types = old.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    return with_parts(replaced={CONTENT_TYPES: types})


def with_a_macro_type_of_every_xml():
    old = zipfile.ZipFile(io.BytesIO(honest())).read(CONTENT_TYPES)
    override = next(line for line in old.split(b"<Override") if b"worksheets/sheet1.xml" in line)
    default = b'<Default Extension="XML" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
    types = old.replace(b"<Override" + override, default).replace(b'Extension="xml"', b'Extension="none"')
    return with_parts(replaced={CONTENT_TYPES: types})


def with_a_lying_size():
    """The directory says a hundred bytes, the sheet unpacks to twenty million."""
    content = bytearray(with_sheet("<row r='1'>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def encrypted():
    content = bytearray(honest())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def with_a_text_shared_by_many_cells():
    """A hundred kilobytes that would be six thousand million characters."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = f'<sst xmlns="{space}"><si><t>{"x" * 30_000}</t></si></sst>'.encode()
    sheet = sheet_of(("<row>" + '<c t="s"><v>0</v></c>' * 5 + "</row>") * 40_000)
    return with_parts(replaced={"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet})


HOSTILE = {
    "zip bomb": zip_bomb,
    "a text shared by many cells": with_a_text_shared_by_many_cells,
    "a shared text inside another": lambda: with_sheet("<si><si></si></si>"),
    "entities": with_entities,
    "macros": lambda: with_parts([("xl/vbaProject.bin", b"x")]),
    "macro content type": with_macro_type,
    "macro content type of an ending": with_a_macro_type_of_every_xml,
    "a control that is a program": lambda: with_parts([("xl/activeX/activeX1.xml", b"<a/>")]),
    "a link that starts a program": lambda: with_parts([("xl/externalLinks/externalLink1.xml", b"<a><ddeLink/></a>")]),
    "binary workbook": lambda: with_parts([("xl/workbook.bin", b"x")]),
    "too many parts": lambda: with_many_parts(201),
    "far cell": lambda: with_cell_at("XFD1048576"),
    "far column by letters": lambda: with_cell_at("ZZZZZZZ1"),
    "bent reference": lambda: with_cell_at("1"),
    "row that is no number": lambda: with_sheet('<row r="x"><c r="A1"><v>1</v></c></row>'),
    "row zero": lambda: with_cell_at("A0"),
    "lying size": with_a_lying_size,
    "html in disguise": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "old xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "truncated": lambda: honest()[:-200],
    "cut in the middle": lambda: honest()[: len(honest()) // 2],
    "nothing": lambda: b"",
    "a zip of something else": lambda: _zip_of("readme.txt"),
    "encrypted": encrypted,
    "broken sheet": lambda: with_parts(replaced={"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}),
    "no workbook part": lambda: with_parts(replaced={"xl/workbook.xml": b"<a/>"}),
    "same part twice": lambda: with_parts([("XL/workbook.xml", b"<a/>")]),
    "ten MiB and one byte": lambda: b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024 - 3),
}


def _zip_of(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr(name, "x")
    return file.getvalue()
