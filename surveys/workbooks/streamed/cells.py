"""Cells as the text of a sheet's XML, without an object for each.

A cell is written in two parts: its place, which is the same in every workbook, and its tail from the style on, which is
the same wherever the same thing stands; so a tail is made once and a row is put together from them.
"""

import re
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from surveys.workbooks.cells import MOST_CHARACTERS, fitting

PLACE_OF_ROW = "\x00"
"""Stands for the number of the row until that is known: no text in a workbook can hold it."""


_SPECIAL = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^ | $")
"""What has to be spelt otherwise, or kept by saying so."""


class Tails(dict[str, str]):
    """What has to be written for a text, made when it is first met: for columns in which few things stand."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, text: str) -> str:
        self[text] = tail = self._make(text)
        return tail


def blank(style: int) -> str:
    """Without a type: what is said to be a number is taken for nought by some programs."""
    return f's="{style}"/>'


def text(style: int, words: str) -> str:
    """As it is, whatever it looks like: no program takes an inline string for a formula."""
    if not words:
        return blank(style)
    if _SPECIAL.search(words) or len(words) > MOST_CHARACTERS:  # seldom
        words = escape(fitting(words))
        return f's="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>' if words else blank(style)
    return f's="{style}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(style: int, digits: str) -> str:
    return f's="{style}"><v>{digits}</v></c>'


def formula(style: int, expression: str, worked_out: str, *, is_number: bool) -> str:
    """With what it comes to: not every program works it out before it shows it."""
    kind = "" if is_number else ' t="str"'
    return f's="{style}"{kind}><f>{escape(expression)}</f><v>{escape(worked_out)}</v></c>'


def row_function(columns: int) -> Callable[[str, Sequence[str]], str]:
    """Puts a row together from its number and the tails of its cells. Written once for each width, as the text of a
    function: with its places spelt out it takes half the time of anything that goes over them one by one."""
    names = [f"t{column}" for column in range(columns)]
    cells = "".join(f'<c r="{get_column_letter(n)}{{row}}" {{{name}}}' for n, name in enumerate(names, start=1))
    source = f"lambda row, {', '.join(names)}: f'<row r=\"{{row}}\">{cells}</row>'"
    put_together: Callable[..., str] = eval(source)
    return lambda number, tails: put_together(number, *tails).replace(PLACE_OF_ROW, number)
