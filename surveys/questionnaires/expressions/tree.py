"""The small tree an expression becomes. It is read by the checker, the evaluator and the writer of Excel formulas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from surveys.questionnaires.expressions.naming import REFERENCE

_QUOTED_REFERENCE = re.compile(rf"\s*{REFERENCE}\s*", re.ASCII)


class ExpressionError(ValueError):
    """What is wrong with an expression, in every language."""

    def __init__(self, message: dict[str, str]) -> None:
        self.message = message
        super().__init__(message["en"])


@dataclass(frozen=True, slots=True)
class Literal:
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Reference:
    """${name}: the answer to a question."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A bare name in a choice filter: what the choices sheet notes of a choice in the column of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Current:
    """The dot: in a constraint, the answer it constrains."""


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    symbol: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: "tuple[Node, ...]"


Node = Literal | Reference | Attribute | Current | Negative | Operation | Call


def children(node: Node) -> "tuple[Node, ...]":
    match node:
        case Negative():
            return (node.operand,)
        case Operation():
            return (node.left, node.right)
        case Call():
            return node.arguments
        case _:
            return ()


def nodes(tree: Node) -> Iterator[Node]:
    yield tree
    for child in children(tree):
        yield from nodes(child)


def names(tree: Node) -> frozenset[str]:
    """The questions an expression looks at."""
    return frozenset(name for node in nodes(tree) if (name := named_question(node)))


def names_before(tree: Node, column: str) -> frozenset[str]:
    """The questions that must be known before this column of a table can be worked out in a row. What the column itself
    says in an earlier row, indexed-repeat(${column}, ${table}, position(..) - 1), is known by then."""
    match tree:
        case Call("indexed-repeat", (cell, table, Operation("-", Call("position"), Literal(Decimal() as rows)))) if (
            rows >= 1 and named_question(cell) == column
        ):
            return names(table)
        case Negative() | Operation() | Call():
            return frozenset(name for child in children(tree) for name in names_before(child, column))
        case _:
            return names(tree)


def named_question(node: Node) -> str:
    """The question meant by ${name}, or by '${name}' as jr:choice-name() wants it; '' for anything else."""
    if isinstance(node, Reference):
        return node.name
    quoted = isinstance(node, Literal) and isinstance(node.value, str) and _QUOTED_REFERENCE.fullmatch(node.value)
    return quoted[1] if quoted else ""


def facts(tree: Node) -> frozenset[str]:
    """What an expression asks the register, the round or the peers."""
    asked = (node.arguments[0] for node in nodes(tree) if isinstance(node, Call) and node.function == "fact")
    return frozenset(name.value for name in asked if isinstance(name, Literal) and isinstance(name.value, str))
