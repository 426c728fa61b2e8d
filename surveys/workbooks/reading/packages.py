"""Zipped packages, as .xlsx and .ods are: looked through by their directory before anything in them is unpacked."""

import io
import zipfile
from collections.abc import Callable
from typing import Protocol, TypeVar
from xml.parsers import expat

from defusedxml.common import DefusedXmlException

from surveys.workbooks.reading import limits
from surveys.workbooks.reading.book import WorkbookRefused

T = TypeVar("T")
Attributes = dict[str, str]


class Listener(Protocol):
    """Hears the elements of a part one after the other, by the names that stand there."""

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, characters: str) -> None: ...


def unpacked(content: bytes, read: Callable[[zipfile.ZipFile], T]) -> T:
    """What `read` makes of the package. Whatever is wrong with it ends as WorkbookRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_by_its_directory(package.infolist(), len(content))
            return read(package)
    except (WorkbookRefused, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except DefusedXmlException as error:
        raise limits.declared() from error
    except BaseException as error:  # zlib and expat have errors of their own, and the panics of Rust are not Exceptions
        raise limits.broken() from error


def _refuse_by_its_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    whole = sum(part.file_size for part in parts)
    if len(parts) > limits.MOST_PARTS:
        raise limits.too_many_parts()
    if whole > limits.MOST_UNPACKED:
        raise limits.too_big()
    if whole > limits.HIGHEST_RATIO * size:
        raise limits.too_steep()
    if any(part.flag_bits & 1 for part in parts):
        raise limits.protected()
    if len({plain_name(part.filename).lower() for part in parts}) != len(parts):
        raise limits.broken()


def plain_name(name: str) -> str:
    """Some programs part folders by backslashes."""
    return name.replace("\\", "/").lstrip("/")


def small_part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part that is read as a whole; empty where there is none."""
    if name not in package.namelist():
        return b""
    if package.getinfo(name).file_size > limits.MOST_OF_A_LIST:
        raise limits.too_long_a_list()
    return package.read(name)


def hear(content: bytes, listener: Listener) -> None:
    """Element by element: a part may be longer than its tree would leave room for.

    Without declarations of a document type there are no entities, neither of the file's own nor from elsewhere.
    """
    parser_for(listener).Parse(content, True)


def parser_for(listener: Listener) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    return parser


def _refuse_declarations(*_told: object) -> None:
    raise limits.declared()


def elements(content: bytes, *tags: str) -> list[tuple[str, Attributes]]:
    """Each element of these names with its attributes, both without their prefixes, in the order of the part."""
    found = _Elements(frozenset(tags))
    if content:
        hear(content, found)
    return found.found


class _Elements:
    def __init__(self, tags: frozenset[str]) -> None:
        self.tags = tags
        self.found: list[tuple[str, Attributes]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag in self.tags:
            self.found.append((tag, {local(key): value for key, value in attributes.items()}))

    def end(self, name: str) -> None:
        """Only what begins is wanted."""

    def text(self, characters: str) -> None:
        """Nor what stands within."""


def local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name
