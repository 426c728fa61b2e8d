"""Cells as the text of a sheet's XML, without an object for each.

A cell is written in two parts: its place, which is the same in every workbook, and its tail from the style on, which is
the same wherever the same thing stands; so a tail is made once and a row is put together from them.
"""

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from surveys.workbooks.cells import fitting

PLACE_OF_ROW = "\x00"
"""Stands for the number of the row until that is known: no text in a workbook can hold it."""


class Tails(dict[str, str]):
    """What has to be written for a text, made when it is first met."""

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
    words = escape(fitting(words))
    kept = ' xml:space="preserve"' if words[:1].isspace() or words[-1:].isspace() or "\n" in words else ""
    return f's="{style}" t="inlineStr"><is><t{kept}>{words}</t></is></c>' if words else blank(style)


def number(style: int, digits: str) -> str:
    return f's="{style}"><v>{digits}</v></c>'


def formula(style: int, expression: str, worked_out: str, *, is_number: bool) -> str:
    """With what it comes to: not every program works it out before it shows it."""
    kind = "" if is_number else ' t="str"'
    return f's="{style}"{kind}><f>{escape(expression)}</f><v>{escape(worked_out)}</v></c>'


def row_template(columns: int, height: float | None = None) -> str:
    """For `template % tails`, and then the number of the row in the places kept for it."""
    own = f' ht="{height:g}" customHeight="1"' if height else ""
    cells = "".join(f'<c r="{get_column_letter(column)}{PLACE_OF_ROW} %s' for column in range(1, columns + 1))
    return f'<row r="{PLACE_OF_ROW}"{own}>{cells}</row>'.replace(f"{PLACE_OF_ROW} %s", f'{PLACE_OF_ROW}" %s')


def row(template: str, number: int, tails: Sequence[str]) -> str:
    return (template % tuple(tails)).replace(PLACE_OF_ROW, str(number))
