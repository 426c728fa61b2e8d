"""In which format a table is, found by looking into it, and the one way to read them all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import NoReturn

from django.utils.translation import gettext as _

from surveys.lib.confined import Unreadable, confined, made
from surveys.lib.files import kinds, old_office
from surveys.lib.files.kinds import Kind
from surveys.lib.files.packages import ZIPPED, is_open_workbook
from surveys.lib.text import Text
from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import Book, WorkbookRefused
from surveys.workbooks.reading.delimited import read_delimited
from surveys.workbooks.reading.limits import refuse_too_many_bytes
from surveys.workbooks.reading.ods import read_ods
from surveys.workbooks.reading.xls import read_xls
from surveys.workbooks.reading.xlsx import read_xlsx


@dataclass(frozen=True)
class Format:
    """A kind of file, and the way to read it."""

    kind: Kind
    read: Callable[[bytes], Book]


XLSX = Format(kinds.XLSX, read_xlsx)
XLS = Format(kinds.XLS, read_xls)
ODS = Format(kinds.ODS, read_ods)
CSV = Format(kinds.CSV, read_delimited)
SUFFIXES = tuple(suffix for one in (XLSX, XLS, ODS, CSV) for suffix in one.kind.suffixes)


def read_workbook(content: bytes) -> Book:
    """Every sheet of the file, read in a process of its own. Raises WorkbookRefused."""
    format_of(content)  # what can be told without opening it
    try:
        told = confined(f"{__name__}.{parsed_apart.__name__}", content)
        return made(Book, told["book"]) if "book" in told else _refused(told["refused"])
    except (Unreadable, TypeError, LookupError) as error:
        raise limits.unreadable(error.reason if isinstance(error, Unreadable) else "broken") from error


def parsed_apart(content: bytes) -> dict[str, object]:
    """What the process of its own answers."""
    try:
        return {"book": parsed(content)}
    except WorkbookRefused as refused:
        return {"refused": refused.message}


def parsed(content: bytes) -> Book:
    """Read in this process. Raises WorkbookRefused."""
    return format_of(content).read(content)


def _refused(message: Text) -> NoReturn:
    raise WorkbookRefused(message)


def format_of(content: bytes) -> Format:
    refuse_too_many_bytes(content)
    if not content:
        raise WorkbookRefused(lambda: _("The file is empty. Choose another one."))
    if content.startswith(ZIPPED):
        return ODS if is_open_workbook(content) else XLSX
    return XLS if content.startswith(old_office.BEGINNING) else CSV


def refuse_a_wrong_name(name: str, content: bytes) -> None:
    """A name that says something else than the content is a slip, or meant to deceive."""
    kind, suffix = format_of(content).kind, PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise WorkbookRefused(
            lambda: (
                _("Only these kinds of file are read: %(kinds)s. Save the table as one of them.")
                % {"kinds": ", ".join(SUFFIXES)}
            )
        )
    if suffix not in kind.suffixes:
        raise WorkbookRefused(
            lambda: (
                _("The name ends in “%(suffix)s”, but the content is %(kind)s. Give the file its right name.")
                % {"suffix": suffix, "kind": kind.name}
            )
        )
