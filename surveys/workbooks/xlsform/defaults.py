"""What the column `default` says: words, or how the first answer is worked out.

ODK's programs do not ask the question for its type: whatever looks like a formula to pyxform is worked out, and quotation
marks around words become part of the answer. So words that look like a formula are written as a formula that gives them.
"""

import re

from surveys.questionnaires.expressions import Call, Literal, Node, Operation, Reference, kinds, nodes
from surveys.questionnaires.form import TYPES, QuestionType
from surveys.workbooks.xlsform import cells
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.rules import as_here
from surveys.workbooks.xlsform.rules import tree as tree_of

_QUOTED = re.compile(r"'((?:[^']|'')*)'", re.S)
# What pyxform takes for no formula: a hyphen within a number, a date or a name, and none of what computes.
_LOOKS_LIKE_A_FORMULA = re.compile(r"[*+|()\[\]{}$]|(?<!\S)(?:mod|div)(?!\S)")
_PLAIN_HYPHEN = re.compile(r"-?\d+(?:[-.]\d+)*|(?:[A-Za-z_]|[\u4e00-\u9fff])[\w.-]*")
_WORDS = "concat({}, '')"


def read_default(cell: Cell, type: str) -> dict[str, str]:
    """`default` as it is typed beforehand, or `initial`, which is worked out."""
    text = cell.text
    if not text:
        return {}
    words = _words_of(text, type)
    if words is None and _is_worked_out(text, type):
        return {"initial": cells.expression(cell)}
    return {"default": text if words is None else words}


def written_default(default: str, initial: str, type: str) -> dict[str, str]:
    """The cells `default` and `initial`. Other programs look for both in the first, so they go there where they fit."""
    if default:
        is_plain = not _looks_worked_out(default) and _read(default, type) == {"default": default}
        return {"default": default if is_plain else _as_formula(default), "initial": initial}
    fits = _looks_worked_out(initial) and _read(initial, type) == {"initial": initial}
    return {"default": initial} if fits else {"initial": initial}


def _read(text: str, type: str) -> dict[str, str]:
    return read_default(Cell("", "", text.strip()), type)


def _words_of(text: str, type: str) -> str | None:
    """The words a cell gives without an answer being asked for: concat('2021 - 2022', ''), and quoted ones where the
    quotation marks cannot be meant: a number, or words that would be worked out otherwise."""
    tree = tree_of(as_here(text), bare_names=False)
    if isinstance(tree, Call) and tree.function == "concat" and tree.arguments:
        parts = [one.value for one in tree.arguments if isinstance(one, Literal) and isinstance(one.value, str)]
        return "".join(parts) if len(parts) == len(tree.arguments) else None
    quoted = _QUOTED.fullmatch(text)
    inside = quoted[1].replace("''", "'") if quoted else ""
    return inside if quoted and (not _is_of_words(type) or _asks_or_calls(inside)) else None


def _of(type: str) -> QuestionType:
    """What a proposal calls a type may be none yet."""
    return TYPES.get(type, TYPES["text"])


def _is_of_words(type: str) -> bool:
    return _of(type).means == "words" or not _of(type).is_shown


def _is_worked_out(text: str, type: str) -> bool:
    """A question for a number is not answered by a sum; one for words may well be: 2021 - 2022."""
    tree = tree_of(as_here(text), bare_names=False)
    computes = _of(type).kind == kinds.NUMBER and tree is not None and any(map(_is_arithmetic, nodes(tree)))
    return computes or _asks_or_calls(text)


def _is_arithmetic(node: Node) -> bool:
    return isinstance(node, Operation) and node.symbol in ("+", "-", "*", "div", "mod")


def _asks_or_calls(text: str) -> bool:
    tree = tree_of(as_here(text), bare_names=False)
    return "${" in text or (tree is not None and any(isinstance(node, (Call, Reference)) for node in nodes(tree)))


def _looks_worked_out(text: str) -> bool:
    words = (word for word in text.split() if "-" in word)
    return bool(_LOOKS_LIKE_A_FORMULA.search(text)) or not all(map(_PLAIN_HYPHEN.fullmatch, words))


def _as_formula(text: str) -> str:
    """Single and double quotes cannot stand in one text of a formula; nor can ${, which is read as an answer."""
    parts = re.findall(r"[^'$]+|[^\"$]+|\$", text)
    return _WORDS.format(", ".join(f'"{part}"' if "'" in part else f"'{part}'" for part in parts))
