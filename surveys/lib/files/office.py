"""Files of offices: which kind one is, and whether it holds anything that could run. They are opened apart."""

import io
import re
import zipfile
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from surveys.lib.confined import Unreadable, confined
from surveys.lib.files.kinds import DOCX, KINDS, ODS, OFD, XLS, XLSX, FileRefused, Kind, damaged
from surveys.lib.files.old_office import OldOffice
from surveys.lib.files.packages import (
    CONTENT_TYPES,
    OPEN_MANIFEST,
    ZIPPED,
    declares_macros,
    holds_open_programs,
    is_open_protected,
    is_open_workbook,
)

MOST_PARTS = 5_000
MOST_OF_A_LIST = 1024 * 1024
# What a package of the kind holds besides others.
_MAIN_PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX, "OFD.xml": OFD}
_PROGRAMS = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/|embeddings/.*\.(bin|xlsm|xlsb|docm|pptm)$", re.I)
# OpenDocument keeps its own objects in folders, those of other programs in files.
_OBJECT_OF_ANOTHER_PROGRAM = re.compile(r"Object \d+$")


def kind_of_office(content: bytes) -> Kind | None:
    """Of a package or a file of old; None where it is none of ours. Raises FileRefused."""
    try:
        told = confined(f"{__name__}.{kind_told.__name__}", content, language=get_language() or settings.LANGUAGE_CODE)
    except Unreadable as error:
        raise FileRefused(_busy() if error.reason == "busy" else damaged()) from error
    if refusal := told.get("refused"):
        raise FileRefused(str(refusal))
    return next((kind for kind in KINDS if kind.name == told["kind"]), None)


def kind_told(content: bytes, *, language: str) -> dict[str, str]:
    """What the process of its own answers."""
    look = kind_of_package if content.startswith(ZIPPED) else kind_of_old_office
    with override(language):
        try:
            kind = look(content)
        except FileRefused as refusal:
            return {"refused": str(refusal)}
    return {"kind": kind.name if kind else ""}


def kind_of_package(content: bytes) -> Kind | None:
    """Only the directory and a small part are read, so that nothing unpacks to more than it should."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise FileRefused(damaged())
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            kind, is_program, is_protected = _looked_through(package, is_open=is_open_workbook(content))
    except MemoryError:
        raise
    except Exception as error:  # zip and zlib have many errors, none of which is our fault
        raise FileRefused(damaged()) from error
    if kind is not None and is_program:
        raise FileRefused(_programs())
    if is_protected:
        raise FileRefused(_protected())
    return kind


def kind_of_old_office(content: bytes) -> Kind:
    """A workbook without programs and password; texts and slides of that age are refused."""
    try:
        found = OldOffice(content)
    except MemoryError:
        raise
    except Exception as error:  # the library has errors of all kinds for what is damaged
        raise FileRefused(damaged()) from error
    if found.holds_programs:
        raise FileRefused(_programs())
    if found.is_protected or not found.workbook:
        raise FileRefused(_protected())
    return XLS


def _looked_through(package: zipfile.ZipFile, *, is_open: bool) -> tuple[Kind | None, bool, bool]:
    """What it is, whether it holds programs, and whether it is protected."""
    names = package.namelist()
    if is_open:
        is_program = holds_open_programs(names) or any(map(_OBJECT_OF_ANOTHER_PROGRAM.match, names))
        return ODS, is_program, is_open_protected(_small_part(package, OPEN_MANIFEST), names)
    kind = next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
    return kind, any(map(_PROGRAMS.search, names)) or _names_macros(package, names), False


def _names_macros(package: zipfile.ZipFile, names: Iterable[str]) -> bool:
    content_types = _small_part(package, CONTENT_TYPES)
    return bool(content_types) and declares_macros(content_types, names)


def _small_part(package: zipfile.ZipFile, name: str) -> bytes:
    if name not in package.namelist():
        return b""
    with package.open(name) as part:
        return part.read(MOST_OF_A_LIST)


def _programs() -> str:
    return _("The file holds macros or other programs. Save it as .xlsx or .docx without them.")


def _protected() -> str:
    return _(
        "The file is protected by a password or in an old Office format. Save it as .xlsx or .docx without a password."
    )


def _busy() -> str:
    return _("Other files are being read at the moment. Try again in a minute.")
