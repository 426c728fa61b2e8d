"""Workbooks that were spoilt by chance: the same number gives the same file."""

import io
import random
import re
import zipfile
from functools import cache

from openpyxl import Workbook

from tests.workbooks.hostile import HOSTILE
from tests.workbooks.packages_of_others import PACKAGES
from tests.workbooks.reading import ods_files, xls_files

TOKENS = (
    b"", b"0", b"-1", b"99999999999", b"1e999", b"NaN", b"XFD1048576", b"A0", b"\0", b"\xff\xfe", b"&x;", b"<!DOCTYPE a>", b"<c>",
    b"</c>", b"<row>", b"</row>", b"<v>", b"</v>", b"<f>", b't="s"', b't="e"', b'r="A1:B2"', b"../", b"\xe4\xb8", b"]]>", b"<si><t>",
    b'table:number-rows-repeated="9"', b'number-columns-repeated="99999"', b"PK\x03\x04", b"PK\x05\x06", b'"', b",", b";", b"=1+1",
)  # fmt: skip
MOST_CHANGES = 4


def _roster():
    book = Workbook()
    for title, *rows in (
        ("单位", ("统一社会信用代码或登记号", "单位名称", "所在区"), ("91110105MA0000001X", "甲云数据", "朝阳区")),
        (
            "数据中心",
            ("单位登记号", "数据中心编号", "名称", "IT 功率 (kW)"),
            ("91110105MA0000001X", "DC-1", "一号", 1200.5),
        ),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@cache
def originals():
    """A roster, what others make of a small table, and what was hostile before."""
    rows = [ods_files.row(ods_files.text("单位"), ods_files.number(7)) for _row in range(3)]
    cells = [xls_files.number(row, 0, row) for row in range(9)]
    table = "统一社会信用代码或登记号,单位名称,所在区\n91110105MA0000001X,甲云数据,朝阳区\n"
    others = [
        *(made() for made in PACKAGES.values()),
        *(4 * [ods_files.ods(*rows)]),
        *(4 * [xls_files.xls(*cells, xls_files.shared(9, 0, 0), texts=("单位",), formats=("General", "000"))]),
    ]
    tables = [table.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16")]
    small = [content for made in HOSTILE.values() if len(content := made()) < 100_000]
    return [_roster(), _roster(), *tables], others, small


def mutated(number):
    chance = random.Random(number)
    (group,) = chance.choices(originals(), [5, 3, 2])
    content = chance.choice(group)
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        content = _repacked(content, chance) or content
        if chance.random() < 0.9:
            return content
    return _spoilt(content, chance)


def _spoilt(content, chance):
    content = bytearray(content)
    for _change in range(chance.randint(1, MOST_CHANGES)):
        _change_once(content, chance)
    return bytes(content)


def _change_once(content, chance):
    first, second = sorted(chance.randrange(len(content) + 1) for _place in range(2))
    last = min(second, first + chance.choice([1, 2, 4, 16, 300]))
    match chance.randrange(7):
        case 0:
            content[first:last] = chance.randbytes(last - first)
        case 1:
            del content[first:last]
        case 2:
            content[first:first] = content[first:last] * chance.choice([1, 2, 50])
        case 3:
            content[first:last] = chance.choice(TOKENS)
        case 4:
            content[first:first] = chance.choice(TOKENS) * chance.choice([1, 1, 1000])
        case 5 if chance.random() < 0.2:
            del content[second:]
        case _:
            content[first:last] = bytes(byte ^ (1 << chance.randrange(8)) for byte in content[first:last])


def _repacked(content, chance):
    """The parts spoilt one by one, so that the directory is whole and what lies behind it is reached."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            parts = [[name, old.read(name)] for name in dict.fromkeys(old.namelist())]
    except Exception:  # the file was hostile before
        return None
    for _part in range(chance.choice([1, 1, 2])):
        part = chance.choice(parts)
        part[1] = _words_changed(part[1], chance) if chance.random() < 0.8 else _spoilt(part[1], chance)
    if chance.random() < 0.1:  # which takes the place of another
        chance.choice(parts)[0] = chance.choice(parts)[0]
    return _packed(parts)


def _words_changed(content, chance):
    """One number, name or value for another, so that it is still XML."""
    words = re.findall(rb"[\w.-]+", content) or [b"x"]
    for _word in range(chance.randint(1, MOST_CHANGES)):
        old, new = chance.choice(words), chance.choice([*words, *TOKENS])
        content = content.replace(old, new, chance.choice([1, -1]))[:2_000_000]
    return content


def _packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in dict(parts).items():
            package.writestr(name, content)
    return file.getvalue()
