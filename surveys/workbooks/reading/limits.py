"""How much an uploaded table may be, in whatever format."""

from django.utils.translation import gettext as _

from surveys.lib.confined import Reason
from surveys.workbooks.reading.book import WorkbookRefused

MIB = 1024 * 1024
MOST_BYTES = 10 * MIB
MOST_UNPACKED = 120 * MIB
"""Three sheets of 50,000 rows with the roster's columns filled, as spreadsheets write them, are a hundred MiB."""
MOST_OF_A_LIST = MIB
"""Of the small parts of a package that say what its other parts are."""
MOST_OF_STYLES = 16 * MIB
MOST_PARTS = 200
HIGHEST_RATIO = 100
MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 2_000_000
"""In the rectangle from A1 to the last filled cell of a sheet, which a reader holds in memory."""
MOST_CHARACTERS = 40_000_000
"""Of all cells. A small file can show a long text in many of them."""


class Extent:
    """How far the filled cells of a sheet reach; refuses it as soon as that is too far.

    Programs leave cells without content far out, for their colours and borders; those are as good as none.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def reach(self, rows: int, columns: int) -> None:
        """`rows` and `columns` are those up to the cell, and with it."""
        if rows <= self.rows and columns <= self.columns:
            return
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS:
            raise too_far()
        if self.rows * self.columns > MOST_CELLS:
            raise too_big()


def refuse_too_many_bytes(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise WorkbookRefused(lambda: _("The file is larger than 10 MiB. Split it into several files."))


def too_far() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("A sheet has filled cells beyond row 50,000 or column 500. Split it into several files.")
    )


def too_big() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _(
            "The workbook holds more than can be read at once: at most 50,000 rows a sheet, and 120 MiB unpacked. "
            "Split it into several files."
        )
    )


def unreadable(reason: Reason) -> WorkbookRefused:
    """Of a file whose reading came to nothing."""
    return _UNREADABLE[reason]()


def too_slow() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("The file takes longer than 10 seconds to read. Split it into several files, or save it as .xlsx.")
    )


def too_hungry() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("The file takes more than 512 MiB of memory to read. Split it into several files.")
    )


def busy() -> WorkbookRefused:
    return WorkbookRefused(lambda: _("Other files are being read at the moment. Try again in a minute."))


def broken() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("The workbook is damaged. Open it in the program it was made with, save it anew and upload it again.")
    )


def too_many_parts() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("The workbook has more than 200 parts (sheets, pictures and others). Split it into several files.")
    )


def too_steep() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("The file unpacks to more than a hundred times its size. Copy the table into a new workbook.")
    )


def too_long_a_list() -> WorkbookRefused:
    """Of sheets, defined names, links or types."""
    return WorkbookRefused(
        lambda: _(
            "The workbook's list of sheets, names or links is longer than 1 MiB. "
            "Delete the names it does not need, or copy the table into a new workbook."
        )
    )


def no_workbook() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _("The file is something else than a workbook, such as a text or slides. Save the table as .xlsx.")
    )


def declared() -> WorkbookRefused:
    """Of a document type, by which a file could be made to name others."""
    return WorkbookRefused(
        lambda: _("The workbook declares names for texts (entities), which no spreadsheet does. Save it anew as .xlsx.")
    )


def dangerous() -> WorkbookRefused:
    return WorkbookRefused(lambda: _("The workbook holds macros or other programs. Save it as .xlsx without them."))


def protected() -> WorkbookRefused:
    return WorkbookRefused(lambda: _("The file is protected by a password. Save it without one."))


_UNREADABLE = {"time": too_slow, "memory": too_hungry, "broken": broken, "busy": busy}
