"""Rows of an .xlsx that are written as plainly as programs write them: measured by patterns, all of a sheet at once.

Where anything stands among them that is not so plain, none of them are, and every element is heard by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST_STYLES = 100
"""That show something else than the number."""
_CHARACTERS = rb"[^<&\x00-\x08\x0b\x0c\x0e-\x1f]*+"
_DECIMAL = rb"9|10|13|3[2-9]|[4-9]\d|[1-9]\d{2,3}|[1-4]\d{4}|5[0-4]\d{3}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|[1-9]\d{5}"
"""The numbers of characters; those from 55,000 to 59,999 are halves of some, or for private use."""
_NAMED = rb"amp|lt|gt|quot|apos|#(?:%b)|#x[1-9A-Ca-c][\dA-Fa-f]{3}" % _DECIMAL
_VALUE = rb'="[^"<&\x00-\x1f]*+"'
_TEXT = rb"%b(?:&(?:%b);%b)*+" % (_CHARACTERS, _NAMED, _CHARACTERS)
_ROW = rb'<row r="[1-9]\d{0,6}"(?: (?:hidden="(?:0|false)"|(?!hidden=|r=)[A-Za-z][\w:]*+%b))*+' % _VALUE
_SHARED = rb' t="s"><v>\d{1,9}</v></c>'
_FORMULA = rb"<f(?: [a-z]\w*+%b)*+(?:/>|>%b</f>)" % (_VALUE, _TEXT)
_TYPED = rb'(?: t="(?!s")\w+")?+(?:/>|>(?:%b)?+(?:<v>%b</v>)?+</c>)' % (_FORMULA, _TEXT)
_WRITTEN_OUT = rb' t="inlineStr"><is><t(?: xml:space="preserve")?+>%b</t></is></c>' % _TEXT
_FILLED = rb'<c r="([A-Z]{1,3})(\d+)"[^<>/]*+>(?!</c>)'
_PLACES, _SHOWN = re.compile(_FILLED), re.compile(rb' t="s"><v>(\d+)</v>')


@dataclass(frozen=True)
class PlainRows:
    """`rest`: the sheet without them. `rows` and `columns`: where filled cells stand; `shared`: the texts they show."""

    rest: bytes
    rows: frozenset[int]
    columns: frozenset[str]
    shared: Sequence[int]


def plain_rows(content: bytes, styles: Sequence[str]) -> PlainRows | None:
    """`styles`: those of cells, by which some show something else than their number."""
    telling = tuple(number for number, format in enumerate(styles) if format)
    found = _pattern(telling).search(content) if len(telling) <= MOST_STYLES and _is_text(content) else None
    if found is None:
        return None
    start, end = found.span()
    places = _PLACES.findall(content, start, end)
    return PlainRows(
        content[:start] + content[end:],
        frozenset(int(row) for row in {row for _column, row in places}),
        frozenset(column.decode() for column in {column for column, _row in places}),
        [int(text) for text in _SHOWN.findall(content, start, end)],
    )


@lru_cache(maxsize=64)
def _pattern(telling: tuple[int, ...]) -> re.Pattern[bytes]:
    style = rb' s="(?!(?:%b)")\d{1,5}"' % b"|".join(b"%d" % number for number in (*telling, -1))
    cell = rb'<c r="[A-Z]{1,3}[1-9]\d{0,6}"(?:%b)?+(?:%b|%b|%b)' % (style, _SHARED, _WRITTEN_OUT, _TYPED)
    return re.compile(rb"(?<=<sheetData>)(?:%b(?:/>|>(?:%b)*+</row>))*+(?=</sheetData>)" % (_ROW, cell))


def _is_text(content: bytes) -> bool:
    """In Unicode, else a sign may be none of those it looks like; and without sections in which signs mean themselves."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return b"]]>" not in content
