"""What single cells say: yes or no, whole numbers, units, names, expressions, parameters."""

import re
import unicodedata
from decimal import Decimal

from surveys.lib import units
from surveys.lib.text import filled
from surveys.questionnaires.expressions import (
    LONGEST_EXPRESSION,
    LONGEST_NAME,
    ExpressionError,
    parse,
)
from surveys.questionnaires.expressions.naming import NAME
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.problems import Cell, Problems
from surveys.workbooks.xlsform.rules import as_here

YES = frozenset({"yes", "true", "true()", "1", "y", "是"})
NO = frozenset({"", "no", "false", "false()", "0", "n", "否"})
_TRUTHS = {"yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
"""Words that stand alone where an expression is wanted."""
_ARGUMENT = re.compile(
    r"""\s*[;,，；]?\s*([A-Za-z_]\w*)\s*=\s*(?:"((?:[^"]|"")*)"|(.*?))\s*(?=$|[;；\n]|\s[A-Za-z_]\w*\s*=(?!=))""", re.S
)


def flag(cell: Cell, problems: Problems) -> bool:
    text = cell.text.lower()
    if text not in YES | NO:
        problems.error(cell, messages.YES_OR_NO)
    return text in YES


def whole(cell: Cell, problems: Problems) -> int | None:
    if re.fullmatch(r"\d{1,9}", cell.text, re.ASCII):
        return int(cell.text)
    if cell:
        problems.error(cell, messages.WHOLE_NUMBER)
    return None


def words(cell: Cell) -> list[str]:
    return [word for word in re.split(r"[\s,，、;；]+", cell.text) if word]


def unit_symbols(cell: Cell) -> list[str]:
    """Units separated by spaces or commas; a unit may hold a space itself (kg CO2)."""
    found: list[str] = []
    for part in re.split(r"[,，、;；\n]+", cell.text):
        found += _units_in(part.split())
    return found


def _units_in(parts: list[str]) -> list[str]:
    if not parts:
        return []
    for length in range(len(parts), 0, -1):
        unit = units.find(" ".join(parts[:length]))
        if unit:
            return [unit.symbol, *_units_in(parts[length:])]
    return [parts[0], *_units_in(parts[1:])]


def name(cell: Cell, problems: Problems, *, row: int) -> str:
    """The name as written; one that cannot be used is refused with one that can."""
    if not NAME.fullmatch(cell.text):
        better = _usable(cell.text, row)
        problems.error(cell, filled(messages.UNUSABLE_NAME, name=cell.text, most=LONGEST_NAME, better=better))
    return cell.text


def _usable(text: str, row: int) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", plain).strip("_-")[: LONGEST_NAME - 2]
    if not plain:
        return f"q{row}"
    return plain if NAME.fullmatch(plain) else f"q_{plain}"


def expression(cell: Cell) -> str:
    """As written, save that a spreadsheet's own TRUE is true() and that what only others can read is put as it is here."""
    return _TRUTHS.get(cell.text.lower()) or as_here(cell.text)


def sound(source: str, cell: Cell, problems: Problems) -> str:
    """For what will be joined with other expressions: '' where it cannot be read, so that no other cell is blamed."""
    try:
        parse(source or "1")
    except ExpressionError as error:
        problems.error(cell, error.message)
        return ""
    return source


def joined(parts: list[str]) -> str:
    """All of them must hold."""
    return parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts)


def arguments(text: str) -> dict[str, str | list[str]] | None:
    """`part=mining_kwh; whole="${a} + ${b}"`; what is told twice is a list. None where it is written otherwise."""
    found: dict[str, str | list[str]] = {}
    if len(text) > LONGEST_EXPRESSION:
        return None
    position = 0
    while position < len(text.rstrip(" ;；,，\n")):
        match = _ARGUMENT.match(text, position)
        if match is None:
            return None
        value = match[2].replace('""', '"') if match[2] is not None else match[3]
        earlier = found.get(match[1])
        found[match[1]] = value if earlier is None else [*(earlier if isinstance(earlier, list) else [earlier]), value]
        position = match.end()
    return found


def numbers(cell: Cell, besides: frozenset[str]) -> dict[str, Decimal] | None:
    """`start=1 end=10 step=1`, in any case; None where something is no number. besides: what is told of other things."""
    told = arguments(re.sub("[,，]", " ", cell.text).lower())
    texts = {key: value for key, value in (told or {}).items() if isinstance(value, str) and key not in besides}
    if told is None or texts.keys() != told.keys() - besides:
        return None
    if not all(re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,10})?", value, re.ASCII) for value in texts.values()):
        return None
    return {key: Decimal(value) for key, value in texts.items()}


def quoted_argument(value: str) -> str:
    """As arguments() reads it back."""
    if re.fullmatch(r"[\w.-]+", value):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
