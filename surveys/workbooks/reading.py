"""Opening a workbook somebody uploaded. Whatever is wrong with it ends in one error with a sentence for its sender.

The package is looked through before any library opens it, and what was looked through is packed anew: the reader sees
exactly the bytes that were checked, so that sizes which lie in the directory of the file do no harm.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
import python_calamine
from django.utils.translation import gettext as _

from surveys.lib.files.packages import CONTENT_TYPES, declares_macros
from surveys.lib.numbers import canonical
from surveys.lib.unreadable import NOT_WORKED_OUT

MIB = 1024 * 1024
MOST_BYTES = 10 * MIB
MOST_UNPACKED = 30 * MIB
MOST_PARTS = 200
HIGHEST_RATIO = 100
MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 2_000_000
"""In the rectangle from A1 to the last filled cell of a sheet, which a reader holds in memory."""

HALF_A_SECOND = timedelta(milliseconds=500)
MOST_SHARED = 40_000_000
"""Characters of all cells that show a shared text, counted once for each such cell: a small file can name a long one often."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
DANGEROUS = re.compile(r"vbaProject|embeddings/|activeX/|oleObject|ctrlProps/|macrosheets/|\.bin$", re.I)
HARMLESS = re.compile(r"printerSettings\d*\.bin$", re.I)
# The library reads a cell whose formula failed as blank; as text, it is seen by whoever looks at the cell.
_FAILED_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt=)(["'])e\2""")
_FORMULA_WITHOUT_RESULT = re.compile(
    rb"<((?:\w+:)?)c(\s[^<>]*)?>\s*<\1f(?:\s[^<>]*)?(?:/>|>[^<]*</\1f>)\s*(?:<\1v\s*/>|<\1v>\s*</\1v>)?\s*</\1c>"
)
_KIND_OF_CELL = re.compile(rb"""\st=["'](\w*)["']""")
# What makes a cell more than a format, be it empty: a reader then keeps room for it.
HOLDING = frozenset({"v", "f", "is"})
REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?(\d{1,10})")


class WorkbookRefused(ValueError):
    """The file cannot be used; the message says why and what to do, in the sender's language."""


@dataclass(frozen=True)
class Sheet:
    """Cells as text, row by row from A1; blank cells are empty strings."""

    name: str
    rows: list[list[str]]

    def location(self, row: int, column: int) -> str:
        """`单位!B5`, counting both from 0."""
        return f"{self.name}!{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_workbook(content: bytes) -> list[Sheet]:
    """Every sheet of an .xlsx. Raises WorkbookRefused."""
    package = checked_package(content)
    try:
        return list(_sheets(package))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader is written in Rust, and its panics are not Exceptions
        raise WorkbookRefused(_broken()) from error


def _sheets(package: bytes) -> Iterator[Sheet]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(package)) as book:
        for meta in book.sheets_metadata:
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                yield Sheet(meta.name, [[text_of(cell) for cell in row] for row in rows])


def text_of(cell: object) -> str:
    """A cell as a person would have typed it. Excel holds numbers as doubles; their shortest spelling is what was typed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return canonical(Decimal(repr(cell)))
    if isinstance(cell, datetime):
        # A spreadsheet counts in parts of a day: noon can be a few microseconds before noon.
        shown = (cell + HALF_A_SECOND).replace(microsecond=0)
        return shown.date().isoformat() if shown.time() == time.min else shown.isoformat(" ")
    if isinstance(cell, (date, time, timedelta, int)):
        return str(cell)
    return str(cell or "")


def checked_package(content: bytes) -> bytes:
    """The same package, packed anew from parts that are within the limits and hold nothing dangerous."""
    _refuse_by_its_first_bytes(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _refuse_by_its_directory(parts, len(content))
            return _packed_anew(package, parts)
    except WorkbookRefused:
        raise
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        OverflowError,
    ) as error:
        raise WorkbookRefused(_broken()) from error
    except Exception as error:  # zlib and expat have errors of their own; none of them is our fault
        raise WorkbookRefused(_broken()) from error


def _refuse_by_its_first_bytes(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise WorkbookRefused(_("The file is larger than 10 MiB. Split it into several files."))
    if content.startswith(OLD_OFFICE):
        raise WorkbookRefused(
            _("The file is protected by a password or in the old .xls format. Save it as .xlsx without a password.")
        )
    if not content.startswith(b"PK\x03\x04"):
        raise WorkbookRefused(_("This is not an Excel workbook. Save it as .xlsx and upload it again."))


def _refuse_by_its_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    too_much = len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * size
    if too_much:
        raise WorkbookRefused(_too_big())
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookRefused(_("The file is protected by a password. Save it without one."))
    if CONTENT_TYPES not in names or len(set(map(str.lower, names))) != len(names):
        raise WorkbookRefused(_broken())
    if any(DANGEROUS.search(name) and not HARMLESS.search(name) for name in names):
        raise WorkbookRefused(_dangerous())


def _packed_anew(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bytes:
    packed, shared = io.BytesIO(), _Shared()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as anew:
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                content = _FAILED_CELL.sub(rb"\1\2str\2", package.read(part))
                content = _FORMULA_WITHOUT_RESULT.sub(_told_as_failed, content)
                if part.filename == CONTENT_TYPES and declares_macros(content, package.namelist()):
                    raise WorkbookRefused(_dangerous())
                # Every part is measured, since any of them may be named as a sheet.
                defusedxml.sax.parseString(content, _Extent(shared), forbid_dtd=True)
                anew.writestr(part.filename, content)
    if shared.characters > MOST_SHARED:
        raise WorkbookRefused(_too_big())
    return packed.getvalue()


def _told_as_failed(cell: re.Match[bytes]) -> bytes:
    """A formula no spreadsheet has worked out yet, lest it be taken for a blank; one that gives an empty text is one."""
    prefix, attributes = cell[1], cell[2] or b""
    kind = _KIND_OF_CELL.search(attributes)
    if kind and kind[1] == b"str":
        return cell[0]
    plain = _KIND_OF_CELL.sub(b"", attributes)
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, plain, prefix, NOT_WORKED_OUT.encode(), prefix, prefix)


@dataclass
class _Shared:
    """How long the shared texts are, and how many cells show each, over all parts."""

    lengths: Counter[int] = field(default_factory=Counter)
    cells: Counter[int] = field(default_factory=Counter)

    @property
    def characters(self) -> int:
        return sum(self.lengths[text] * cells for text, cells in self.cells.items())


class _Extent(ContentHandler):
    """Refuses a sheet as soon as a cell that holds something lies too far out, and counts what its cells share.

    Programs leave cells without content far out, for their colours and borders; those are as good as none.
    """

    def __init__(self, shared: _Shared) -> None:
        super().__init__()
        self.shared = shared
        self.row = self.column = self.last_row = self.last_column = 0
        self.texts = 0
        self._shows_shared = False
        self._heard: list[str] | None = None

    def startElement(self, name: str, attributes: AttributesImpl) -> None:  # the name SAX gives it
        tag = name.rpartition(":")[2]
        if tag in HOLDING:
            self._reach_to_this_cell()
        if tag == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column = 0
        elif tag == "c":
            self._step_to(attributes.get("r"))
            self._shows_shared = attributes.get("t") == "s"
        elif tag == "si" or (tag == "v" and self._shows_shared):
            if self._heard is not None:
                # One inside the other, so that it could not be told which one a cell shows.
                raise WorkbookRefused(_broken())
            self._heard = []

    def characters(self, content: str) -> None:
        if self._heard is not None:
            self._heard.append(content)

    def endElement(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if self._heard is None or tag not in ("si", "v"):
            return
        text, self._heard = "".join(self._heard), None
        if tag == "v":
            self.shared.cells[int(text)] += 1
        else:
            self.shared.lengths[self.texts] = max(self.shared.lengths[self.texts], len(text))
            self.texts += 1

    def _step_to(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise WorkbookRefused(_broken())
        self.column, self.row = _column_number(match[1]), int(match[2])

    def _reach_to_this_cell(self) -> None:
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row > MOST_ROWS or self.last_column > MOST_COLUMNS:
            raise WorkbookRefused(
                _("A sheet has cells beyond row 50,000 or column 500. Delete the empty rows and columns at its end.")
            )
        if self.last_row * self.last_column > MOST_CELLS:
            raise WorkbookRefused(_too_big())


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _broken() -> str:
    return _("The workbook is damaged or not a real .xlsx. Open it in Excel, save it as .xlsx and upload it again.")


def _too_big() -> str:
    return _("The workbook unpacks to more than it should. Copy the rows into a fresh template and upload that.")


def _dangerous() -> str:
    return _("The workbook holds macros or embedded objects. Save it as .xlsx without them.")
