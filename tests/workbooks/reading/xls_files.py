"""Small .xls workbooks, record by record: what Excel 97 to 2003 writes, and what it should not."""

import struct

SECTOR = 512
BOOK_BEGINS, SHEET_BEGINS = 0x0005, 0x0010
NO_SECTOR, END_OF_CHAIN, TABLE_OF_SECTORS = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def begin(kind):
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def long_text(text):
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def number(row, column, value, style=0):
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def shared(row, column, text):
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, text))


def failed(row, column):
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, 0x07, 1))


def true(row, column):
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, 1, 0))


def hidden_row(row):
    return record(0x0208, struct.pack("<HHHHHHHH", row, 0, 1, 255, 0, 0, 0x0120, 15))


def hidden_column(column):
    return record(0x007D, struct.pack("<HHHHHH", column, column, 2048, 15, 1, 0))


def merged(top, left, bottom, right):
    return record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def linked(address):
    return record(0x01AE, struct.pack("<H", 1) + long_text(address))


OWN_SHEETS = record(0x01AE, struct.pack("<HH", 1, 0x0401))
PASSWORD = record(0x002F, struct.pack("<HHH", 0, 1, 1))


def workbook(*cells, texts=(), formats=("General",), name="survey", visibility=0, kind=0, extra=b""):
    """One sheet with these records. The styles of its cells are the formats, by their place."""
    head = begin(BOOK_BEGINS) + record(0x0042, struct.pack("<H", 1200)) + record(0x0031, _font())
    for place, format in enumerate(formats):
        head += record(0x041E, struct.pack("<H", 164 + place) + long_text(format))
    for place in range(len(formats)):
        head += record(0x00E0, struct.pack("<HHH", 0, 164 + place, 0) + bytes(14))
    every = b"".join(map(long_text, texts))
    tail = extra + record(0x00FC, struct.pack("<II", len(texts), len(texts)) + every) + record(0x000A)
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = len(head) + 4 + 6 + len(title) + len(tail)
    sheet = record(0x0085, struct.pack("<IBB", start, visibility, kind) + title)
    return head + sheet + tail + begin(SHEET_BEGINS) + b"".join(cells) + record(0x000A)


def _font():
    return struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + struct.pack("<BB", 5, 0) + b"Arial"


def packed(stream, name="Workbook", storages=()):
    """The stream in a compound file, beside these (empty) storages."""
    stream += bytes(max(0, 4096 - len(stream)))
    count = -(-len(stream) // SECTOR)
    entries = [_entry("Root Entry", 5, child=1), _entry(name, 2, start=2, size=len(stream))]
    entries += [_entry(storage, 1) for storage in storages]
    for place in range(1, len(entries) - 1):
        entries[place] = entries[place][:72] + struct.pack("<I", place + 1) + entries[place][76:]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    after = len(directory) // SECTOR
    tables = -(-(1 + count + after + 130) // 128)
    chains = [TABLE_OF_SECTORS] * tables
    chains += [tables + n + 1 for n in range(count - 1)] + [END_OF_CHAIN]
    chains += [tables + count + n + 1 for n in range(after - 1)] + [END_OF_CHAIN]
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * SECTOR, b"\xff")
    directory = directory.replace(struct.pack("<II", 0xABCDABCD, len(stream)), struct.pack("<II", tables, len(stream)))
    body = stream.ljust(count * SECTOR, b"\0")
    return _header(tables, tables + count) + table + body + directory


def _entry(name, kind, child=NO_SECTOR, start=None, size=0):
    written = name.encode("utf-16-le") + b"\0\0"
    sector = 0xABCDABCD if start is not None else END_OF_CHAIN
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, NO_SECTOR, NO_SECTOR, child)
        + bytes(36)
        + struct.pack("<III", sector, size, 0)
    )


def _header(tables, directory):
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<III", tables, directory, 0) + struct.pack("<III", 4096, END_OF_CHAIN, 0)
    head += struct.pack("<II", END_OF_CHAIN, 0)
    return head + struct.pack(f"<{tables}I", *range(tables)).ljust(436, b"\xff")


def xls(*cells, storages=(), stream="Workbook", **options):
    return packed(workbook(*cells, **options), stream, storages)
