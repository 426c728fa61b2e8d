"""Small files of every kind, and some that pretend."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03" + bytes(200)
OLD_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CONTENT_TYPES = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.{}main+xml"/></Types>'
PLAIN = "openxmlformats-officedocument.spreadsheetml.sheet."
MACROS = "ms-excel.sheet.macroEnabled."


def pdf_of(size):
    return PDF + b"\n" * (size - len(PDF))


def png(width=2, height=2):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0")) + chunk(b"IEND", b"")
    )


def jpeg(width=2, height=2, before=b""):
    frame = struct.pack(">BBHBHHB", 0xFF, 0xC0, 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(9) + before + frame + b"\xff\xd9"


def heic(*sizes):
    boxes = b"".join(b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", *size) for size in sizes)
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + boxes


def office(main="xl/workbook.xml", types=PLAIN, also="", default=""):
    """`default` is declared besides, as a type of whatever ends in .bin."""
    declared = f'<Types><Default Extension="bin" ContentType="{default}"/>' if default else "<Types>"
    parts = {"[Content_Types].xml": CONTENT_TYPES.format(types).replace("<Types>", declared), main: "<x/>"}
    return package(parts | ({also: "x"} if also else {}))


def package(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def recording(brand=b"isom", *tracks):
    """A container of ISO's with these tracks: soun, vide."""
    boxes = b"".join(b"\0\0\0\x20hdlr" + bytes(8) + track + bytes(12) for track in tracks)
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\2\0isommp41" + boxes


WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(28)
MP3 = b"\xff\xfb\x90\x64" + bytes(413)
CSV = b"month,kWh\n1,12345\n"
AMR = b"#!AMR\n" + bytes(32)
