"""Conditions as rows, "if [question] [is greater than] [value]", and as the expressions they stand for.

What cannot be said in rows stays an expression: rows_of() gives None for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal as OneOf

from surveys.questionnaires.expressions import (
    Call,
    Current,
    ExpressionError,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
    parse,
)

THIS = "."  # in a constraint, the answer it constrains
Joined = OneOf["all", "any"]
Side = OneOf["none", "text", "number", "question"]


class Operator(StrEnum):
    EQUALS = "equals"
    IS_NOT = "is_not"
    GREATER = "greater"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    BLANK = "blank"
    ANSWERED = "answered"


SYMBOLS = {
    Operator.EQUALS: "=",
    Operator.IS_NOT: "!=",
    Operator.GREATER: ">",
    Operator.AT_LEAST: ">=",
    Operator.LESS: "<",
    Operator.AT_MOST: "<=",
}
WITHOUT_A_RIGHT_SIDE = frozenset({Operator.BLANK, Operator.ANSWERED})
_BY_SYMBOL = {symbol: operator for operator, symbol in SYMBOLS.items()}
_WORDS: dict[Joined, str] = {"all": "and", "any": "or"}


@dataclass(frozen=True, slots=True)
class Row:
    """`right` is as it is written: a figure without quotes, a text, or the name of another question, as `side` says."""

    question: str
    operator: Operator
    right: str = ""
    side: Side = "none"


@dataclass(frozen=True, slots=True)
class Rows:
    joined: Joined
    rows: tuple[Row, ...]


def rows_of(source: str) -> Rows | None:
    try:
        tree = parse(source)
    except ExpressionError:
        return None
    joined: Joined = "any" if isinstance(tree, Operation) and tree.symbol == "or" else "all"
    rows = [_row(part) for part in _parts(tree, _WORDS[joined])]
    whole = [row for row in rows if row is not None]
    return Rows(joined, tuple(whole)) if len(whole) == len(rows) else None


def _parts(tree: Node, word: str) -> Iterator[Node]:
    if isinstance(tree, Operation) and tree.symbol == word:
        yield from _parts(tree.left, word)
        yield from _parts(tree.right, word)
    else:
        yield tree


def _row(node: Node) -> Row | None:
    match node:
        case Operation(symbol=symbol, left=Reference() | Current() as left, right=right) if symbol in _BY_SYMBOL:
            return _compared(_name(left), _BY_SYMBOL[symbol], right)
        case Call(function="not", arguments=(Call(function="selected") as inner,)):
            return _selected(inner, Operator.NOT_CHOSEN)
        case Call(function="selected"):
            return _selected(node, Operator.CHOSEN)
        case _:
            return None


def _name(node: Reference | Current) -> str:
    return node.name if isinstance(node, Reference) else THIS


def _compared(question: str, operator: Operator, right: Node) -> Row | None:
    match right:
        case Literal(value=""):
            found = {Operator.EQUALS: Operator.BLANK, Operator.IS_NOT: Operator.ANSWERED}.get(operator)
            return Row(question, found) if found else None
        case Literal(value=str() as text):
            return Row(question, operator, text, "text")
        case Literal(value=Decimal() as number):
            return Row(question, operator, f"{number:f}", "number")
        case Negative(operand=Literal(value=Decimal() as number)):
            return Row(question, operator, f"-{number:f}", "number")
        case Reference(name=name):
            return Row(question, operator, name, "question")
        case _:
            return None


def _selected(call: Call, operator: Operator) -> Row | None:
    match call.arguments:
        case (Reference() | Current() as left, Literal(value=str() as text)) if text:
            return Row(_name(left), operator, text, "text")
        case (Reference() | Current() as left, Reference(name=name)):
            return Row(_name(left), operator, name, "question")
        case _:
            return None


def expression_of(rows: Rows) -> str:
    """ "" where there are no rows; ValueError for a text that holds both kinds of quotes, which no expression can hold."""
    return f" {_WORDS[rows.joined]} ".join(_written(row) for row in rows.rows)


def _written(row: Row) -> str:
    left = THIS if row.question == THIS else f"${{{row.question}}}"
    if row.operator in WITHOUT_A_RIGHT_SIDE:
        return f"{left} {'=' if row.operator is Operator.BLANK else '!='} ''"
    right = _right(row)
    if row.operator in SYMBOLS:
        return f"{left} {SYMBOLS[row.operator]} {right}"
    chosen = f"selected({left}, {right})"
    return chosen if row.operator is Operator.CHOSEN else f"not({chosen})"


def _right(row: Row) -> str:
    if row.side == "question":
        return f"${{{row.right}}}"
    return row.right if row.side == "number" else quoted(row.right)


def quoted(text: str) -> str:
    mark = '"' if "'" in text else "'"
    if mark in text:
        raise ValueError("both kinds of quotes")
    return f"{mark}{text}{mark}"
