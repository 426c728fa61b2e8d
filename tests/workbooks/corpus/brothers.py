"""The brothers of .xlsx: .ods, .xls and .csv, and what only calls itself a table."""

import base64
import io
import struct
import zipfile

from tests.workbooks.reading import ods_files, xls_files
from tests.workbooks.reading.ods_files import ods, row
from tests.workbooks.reading.xls_files import packed, record, workbook, xls

NUMBER = xls_files.number(0, 0, 7)
SEVEN = ods_files.number(7)
DDE = '<table:dde-links><table:dde-link><office:dde-source office:dde-application="cmd"/></table:dde-link></table:dde-links>'


def with_a_chain_that_ends_in_itself():
    """The table of sectors says that the sector behind each one is that one."""
    content = bytearray(xls(NUMBER))
    for sector in range(1, 9):
        struct.pack_into("<I", content, 512 + 4 * sector, sector)
    return bytes(content)


def with_a_folder_within_itself():
    content = bytearray(xls(NUMBER, storages=["a", "b"]))
    at = content.find("a\0\0\0".encode("latin-1"), 1024)
    struct.pack_into("<I", content, at + 76, 2)
    return bytes(content)


def declared(doctype):
    content = ods(row(SEVEN))
    return _with_content(content, lambda text: text.replace("<office:document-content", doctype + "<office:document-content", 1))  # fmt: skip


def _with_content(content, change):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data.decode()) if info.filename == "content.xml" else data, info.compress_type)  # fmt: skip
    return file.getvalue()


ODS = {
    "an .ods of a row a million times": lambda: ods(row(SEVEN, attributes='table:number-rows-repeated="1048576"')),
    "an .ods of a cell in every column": lambda: ods(row(ods_files.number(7, attributes='table:number-columns-repeated="16384"'))),
    "an .ods of a cell less than once": lambda: ods(row(ods_files.number(7, attributes='table:number-columns-repeated="-1"'))),
    "an .ods of a cell so many times": lambda: ods(row(ods_files.number(7, attributes='table:number-columns-repeated="9' + "9" * 30 + '"'))),
    "an .ods of a cell spanning all": lambda: ods(row(ods_files.number(7, attributes='table:number-columns-spanned="99999999"'))),
    "an .ods of two thousand million blanks": lambda: ods(row(ods_files.text('<text:s text:c="2000000000"/>'))),
    "an .ods with blanks far out": lambda: ods(row(SEVEN, ods_files.blank(1_000_000))),
    "an .ods with entities": lambda: declared('<!DOCTYPE a [<!ENTITY b "c">]>'),
    "an .ods with entities from outside": lambda: declared('<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
    "an .ods with a table in a cell": lambda: ods(row('<table:table-cell><table:table table:name="x"/></table:table-cell>')),
    "an .ods with programs": lambda: ods(row(SEVEN), parts=["Basic/Standard/Module1.xml"]),
    "an .ods with scripts": lambda: ods(row(SEVEN), parts=["Scripts/python/x.py"]),
    "an .ods with an object of another program": lambda: ods(row(SEVEN), parts=["Object 1"]),
    "an .ods with a password": lambda: ods(row(SEVEN), manifest="<manifest:encryption-data/>"),
    "an .ods that calls by DDE": lambda: ods(row(SEVEN), before=DDE),
    "an .ods of a number that is none": lambda: ods(row(ods_files.number("NaN"))),
    "an .ods of a number in words": lambda: ods(row(ods_files.number("seven"))),
    "an .ods cut off": lambda: ods(row(SEVEN))[:-40],
    "an .ods named as a template": lambda: ods(row(SEVEN)).replace(b"opendocument.spreadsheet", b"opendocument.presentatio"),
}  # fmt: skip
XLS = {
    "an .xls whose chain ends in itself": with_a_chain_that_ends_in_itself,
    "an .xls whose folder lies in itself": with_a_folder_within_itself,
    "an .xls of records longer than itself": lambda: packed(workbook(NUMBER) + struct.pack("<HH", 0x00FC, 0xFFFF)),
    "an .xls of texts that are not there": lambda: xls(xls_files.shared(0, 0, 99)),
    "an .xls of ever more texts": lambda: packed(workbook(NUMBER) + record(0x00FC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))),
    "an .xls of a million rows": lambda: xls(xls_files.number(65_535, 0, 7)),
    "an .xls with a password": lambda: xls(NUMBER, extra=xls_files.PASSWORD),
    "an .xls with programs": lambda: xls(NUMBER, storages=["_VBA_PROJECT_CUR"]),
    "an .xls with a program in a cell": lambda: xls(NUMBER, storages=["\x01Ole10Native"]),
    "an .xls of old macros": lambda: xls(NUMBER, kind=1),
    "an .xls that calls by DDE": lambda: xls(NUMBER, extra=xls_files.linked("cmd\x03/C calc")),
    "an .xls of an OLE package": lambda: xls(NUMBER, stream="EncryptedPackage"),
    "an .xls of a text": lambda: xls(NUMBER, stream="WordDocument"),
    "an .xls of a number that is none": lambda: xls(xls_files.number(0, 0, float("nan"))),
    "an .xls of a day without end": lambda: xls(xls_files.number(0, 0, 1e300, 1), formats=("General", "yyyy-mm-dd")),
    "an .xls of nothing but its head": lambda: xls(NUMBER)[:512],
    "an .xls of zeros": lambda: xls(NUMBER)[:8] + bytes(100_000),
}  # fmt: skip
TEXTS = {
    "a .csv with a NUL": lambda: b"a,b\n1,\x002\n",
    "a .csv of NULs": lambda: bytes(100_000),
    "a .csv with every control": lambda: bytes(range(1, 32)) + b",b\n",
    "a .csv of one line of a MiB": lambda: b"x" * 1_000_000,
    "a .csv of five hundred and one columns": lambda: b"a," * 500 + b"a\n",
    "a .csv of fifty thousand and one rows": lambda: b"a\n" * 50_001,
    "a .csv with an open quotation mark": lambda: b'a,"b\n' + b"c,d\n" * 10_000,
    "a .csv with a formula": lambda: b"a,=cmd|'/c calc'!A1\n",
    "a .csv of a cell without end": lambda: b'"' + b"x" * 200_000 + b'",b\n',
    "a .csv in UTF-7": lambda: b"+ADw-script+AD4-,b\n",
    "a .csv cut within a character": lambda: "单位,编号\n".encode()[:-2],
    "a web page": lambda: b"<!DOCTYPE html><html><body><table><tr><td>7</td></tr></table></body></html>",
    "a web page behind a mark": lambda: b"\xef\xbb\xbf  <table><tr><td>7</td></tr></table>",
    "a workbook as one XML": lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "data of a program": lambda: b'{"a": 1}',
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "a program": lambda: b"MZ\x90\x00\x03" + bytes(200),
    "another packer": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200),
    "a packed stream": lambda: b"\x1f\x8b\x08" + bytes(200),
    "nothing but a mark": lambda: b"\xef\xbb\xbf",
    "a workbook in base 64": lambda: base64.b64encode(b"PK\x03\x04")
}  # fmt: skip
