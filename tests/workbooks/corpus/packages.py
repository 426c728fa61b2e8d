"""Packages that lie about what is in them, or hold what no table needs. Each function gives the bytes of one file."""

import io
import struct
import warnings
import zipfile

from tests.workbooks.hostile import CONTENT_TYPES, honest, with_parts

SHEET = "xl/worksheets/sheet1.xml"
END_OF_DIRECTORY, ENTRY, PART = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"


def zipped(parts, method=zipfile.ZIP_DEFLATED, comment=b""):
    """Also the same name twice, which zipfile only warns of."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as package:
        warnings.simplefilter("ignore")
        for name, content in parts:
            package.writestr(name, content)
        package.comment = comment
    return file.getvalue()


def parts_of(content=None):
    with zipfile.ZipFile(io.BytesIO(content or honest())) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def with_an_entry_changed(at, form, *values):
    """In the first entry of the directory."""
    content = bytearray(honest())
    struct.pack_into(form, content, content.find(ENTRY) + at, *values)
    return bytes(content)


def with_a_wrong_checksum():
    content = bytearray(honest())
    at = content.rfind(ENTRY, 0, content.rfind(SHEET.encode()))
    content[at + 16] ^= 0xFF
    return bytes(content)


def with_overlapping_parts():
    """Two entries of the directory share the bytes of one part, as bombs without nesting do."""
    content = bytearray(zipped([*parts_of(), ("xl/media/one.xml", b"<a/>"), ("xl/media/two.xml", b"<a/>")]))
    first = content.rfind(ENTRY, 0, content.rfind(b"one.xml"))
    second = content.rfind(ENTRY, 0, content.rfind(b"two.xml"))
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def with_a_directory_elsewhere():
    content = bytearray(honest())
    at = content.rfind(END_OF_DIRECTORY)
    content[at + 16 : at + 20] = struct.pack("<I", len(content) * 2)
    return bytes(content)


def with_more_entries_than_there_are():
    content = bytearray(honest())
    at = content.rfind(END_OF_DIRECTORY)
    content[at + 8 : at + 12] = struct.pack("<HH", 60_000, 60_000)
    return bytes(content)


def within_itself(levels):
    content = honest()
    for level in range(levels):
        content = with_parts([(f"xl/embeddings/Sheet{level}.xlsx", content)])
    return content


def typed(types):
    return with_parts(replaced={CONTENT_TYPES: types})


def _typed_as(old, new):
    types = dict(parts_of())[CONTENT_TYPES]
    assert old in types
    return typed(types.replace(old, new))


def _of_another_office(main):
    return zipped([(CONTENT_TYPES, b"<Types/>"), (main, b"<a/>")])


TRAVELLING = ["../../../tmp/x.xml", "/etc/x.xml", "C:\\Windows\\x.xml", "..\\..\\x.xml", "xl/./../x.xml", "x\x00.xml"]

PACKAGES = {
    "the same name twice": lambda: zipped([*parts_of(), (SHEET, b"<worksheet/>")]),
    "the same name in other letters": lambda: zipped([*parts_of(), (SHEET.upper(), b"<worksheet/>")]),
    "the same part by two slashes": lambda: zipped([*parts_of(), (SHEET.replace("/", "\\"), b"<worksheet/>")]),
    **{
        f"a part called {name!r}": lambda name=name: zipped([*parts_of(), (name, b"<a/>")])
        for name in TRAVELLING
    },
    "a name of 60,000 characters": lambda: zipped([*parts_of(), ("x" * 60_000 + ".xml", b"<a/>")]),
    "a wrong checksum": with_a_wrong_checksum,
    "overlapping parts": with_overlapping_parts,
    "a directory elsewhere": with_a_directory_elsewhere,
    "more entries than there are": with_more_entries_than_there_are,
    "a method nobody knows": lambda: with_an_entry_changed(10, "<H", 97),
    "packed by LZMA": lambda: zipped(parts_of(), zipfile.ZIP_LZMA),
    "packed by bzip2": lambda: zipped(parts_of(), zipfile.ZIP_BZIP2),
    "not packed": lambda: zipped(parts_of(), zipfile.ZIP_STORED),
    "a size beyond four GiB": lambda: with_an_entry_changed(20, "<II", 0xFFFFFFFF, 0xFFFFFFFF),
    "something in front": lambda: b"MZ" + bytes(510) + honest(),
    "a second package behind": lambda: honest() + honest([("c", "d")]),
    "a comment like a directory": lambda: zipped(parts_of(), comment=END_OF_DIRECTORY + bytes(18)),
    "itself many times over": lambda: within_itself(8),
    "ratio 100": lambda: with_parts([("xl/media/zeros.xml", b"<a>" + b" " * 400_000 + b"</a>")]),
    "no content types": lambda: zipped([part for part in parts_of() if part[0] != CONTENT_TYPES]),
    "content types that are no XML": lambda: typed(b"text/plain"),
    "content types with entities": lambda: typed(b'<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>'),
    "content types of two million": lambda: typed(b"<Types>" + b'<Default Extension="x"/>' * 80_000 + b"</Types>"),
    "a type of web pages": lambda: _typed_as(b"spreadsheetml.worksheet+xml", b"text.html"),
    "a text document": lambda: _of_another_office("word/document.xml"),
    "slides": lambda: _of_another_office("ppt/presentation.xml"),
    "a Java archive": lambda: zipped([("META-INF/MANIFEST.MF", b"Main-Class: X"), ("X.class", b"\xca\xfe\xba\xbe")]),
    "a dialog of old macros": lambda: with_parts([("xl/dialogsheets/sheet1.xml", b"<a/>")]),
    "a sheet of old macros": lambda: with_parts([("xl/macrosheets/sheet1.xml", b"<a/>")]),
    "programs under another name": lambda: with_parts([("xl/harmless.bin", b"x")]),
    "a signed project of programs": lambda: with_parts([("xl/vbaProjectSignature.bin", b"x")]),
    "an OLE object": lambda: with_parts([("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")]),
    "a ribbon of its own": lambda: with_parts([("customUI/customUI14.xml", b'<customUI onLoad="x"/>')]),
    "a web add-in": lambda: with_parts([("xl/webextensions/webextension1.xml", b"<a/>")]),
    "a query of another host": lambda: with_parts([("xl/connections.xml", b'<connections><connection type="4"/></connections>')]),
}  # fmt: skip
