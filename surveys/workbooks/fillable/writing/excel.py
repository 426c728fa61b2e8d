"""How things are spelt in a formula, and what sort of value a rule gives before it becomes one."""

from decimal import Decimal

from surveys.lib import units
from surveys.lib.numbers import canonical
from surveys.questionnaires.expressions import Call, Current, Literal, Node, Operation, Reference, Sort, children
from surveys.questionnaires.form import Definition, Question

LONGEST_TEXT = 250
"""A text written into a formula ends at 255 characters."""


class NoFormula(Exception):
    """Some programs would work it out otherwise than we do, or not at all."""


def quoted(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise NoFormula
    return '"' + text.replace('"', '""') + '"'


def factor(symbol: str) -> str:
    """How many canonical units it is."""
    return canonical(units.to_canonical(Decimal(1), symbol))


def connected(decisive: bool, left: str, right: str) -> str:
    """And, or: what is decided by one of them is known, though the other may not be."""
    word, other = str(decisive).upper(), str(not decisive).upper()
    decided = ",".join(f"IFERROR({one},{other})={word}" for one in (left, right))
    return f"IF(OR({decided}),{word},{'OR' if decisive else 'AND'}({left},{right}))"


def nested(formula: str) -> int:
    """How many brackets stand in one another."""
    depth = deepest = 0
    for sign in formula:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


def may_be_empty(node: Node) -> bool:
    """Whether it can give a text of nothing, which is no error."""
    return node == Literal("") or any(map(may_be_empty, children(node)))


def sort_of(definition: Definition, about: Question, node: Node) -> Sort:
    match node:
        case Literal(value):
            return Sort.NUMBER if isinstance(value, Decimal) else Sort.TEXT
        case Reference(name):
            return definition.kinds[name].sort if name in definition.kinds else Sort.ANY
        case Current():
            return definition.kinds[about.name].sort
        case Operation("+" | "-", left, right):
            sorts = [sort_of(definition, about, one) for one in (left, right)]
            return Sort.DATE if sorts[0] is Sort.DATE and sorts[1] is not Sort.DATE else Sort.NUMBER
        case Call("if" | "coalesce", (*_, one, other)):
            sorts = [sort_of(definition, about, one) for one in (one, other)]
            return sorts[0] if sorts[0] is sorts[1] else Sort.ANY
        case Call("today"):
            return Sort.DATE
    return Sort.NUMBER
