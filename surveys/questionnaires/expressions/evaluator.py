"""The one evaluator: a tree and what it can see give a value. Three-valued: true, false, unknown. Never raises."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from surveys.questionnaires.expressions.comparisons import COMPARISONS
from surveys.questionnaires.expressions.function import NAME
from surveys.questionnaires.expressions.functions import FUNCTIONS
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.tree import (
    Attribute,
    Call,
    Current,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
    named_question,
)
from surveys.questionnaires.expressions.values import (
    ARITHMETIC,
    UNKNOWN,
    Unknown,
    Value,
    dated,
    days_after,
    days_between,
    known,
    moment_after,
    to_number,
    to_truth,
)


def evaluate(tree: Node, scope: Scope) -> Value:
    return _EVALUATORS[type(tree)](tree, scope)


def holds(tree: Node, scope: Scope) -> bool | Unknown:
    """The expression as a condition."""
    return to_truth(evaluate(tree, scope))


def adds_up_nothing(tree: Node, scope: Scope) -> bool:
    """Whether it is a sum of blanks alone: 0 where a rule goes on computing with it, but no figure that anybody gave."""
    match tree:
        case Call(function="sum", arguments=parts):
            return evaluate(Call("count", parts), scope) == 0
        case Call(function="round" | "int" | "abs", arguments=(inner, *_)) | Negative(operand=inner):
            return adds_up_nothing(inner, scope)
        case Operation(symbol="+" | "-", left=left, right=right):
            return adds_up_nothing(left, scope) and adds_up_nothing(right, scope)
        case Operation(symbol="*" | "div", left=left, right=right):
            return adds_up_nothing(left, scope) or adds_up_nothing(right, scope)
        case _:
            return False


def _literal(node: Literal, scope: Scope) -> Value:
    return node.value


def _reference(node: Reference, scope: Scope) -> Value:
    return scope.lookup(node.name)


def _current(node: Current, scope: Scope) -> Value:
    return scope.current


def _negative(node: Negative, scope: Scope) -> Value:
    number = to_number(evaluate(node.operand, scope))
    return number if isinstance(number, Unknown) else number.copy_negate() if number else number


def _attribute(node: Attribute, scope: Scope) -> Value:
    return scope.choice.get(node.name)


def _call(node: Call, scope: Scope) -> Value:
    function = FUNCTIONS[node.function]
    values = [
        named_question(argument) if function.parameter(position) is NAME else evaluate(argument, scope)
        for position, argument in enumerate(node.arguments)
    ]
    return function.call(scope, values)


def _operation(node: Operation, scope: Scope) -> Value:
    if node.symbol in ("and", "or"):
        return _connected(node, scope)
    return _OPERATORS[node.symbol](evaluate(node.left, scope), evaluate(node.right, scope))


def _connected(node: Operation, scope: Scope) -> bool | Unknown:
    """Kleene's logic: false and unknown is false, true or unknown is true."""
    decisive = node.symbol == "or"
    left = holds(node.left, scope)
    if left is decisive:
        return decisive
    right = holds(node.right, scope)
    if right is decisive:
        return decisive
    return UNKNOWN if isinstance(left, Unknown) else right


def _arithmetic(calculate: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Value, Value], Value]:
    def result(left: Value, right: Value) -> Value:
        one, other = to_number(left), to_number(right)
        if isinstance(one, Unknown) or isinstance(other, Unknown):
            return UNKNOWN
        return known(calculate(one, other))

    return result


_add_numbers = _arithmetic(ARITHMETIC.add)
_subtract_numbers = _arithmetic(ARITHMETIC.subtract)


def _add(left: Value, right: Value) -> Value:
    """A date and days are a date, whichever stands first."""
    if isinstance(right, date) and not isinstance(left, date):
        left, right = right, left
    return _moved(left, right, 1) if isinstance(left, date) else _add_numbers(left, right)


def _subtract(left: Value, right: Value) -> Value:
    """Two dates give days, a date less days is a date; a written date beside a date is a date."""
    if not isinstance(left, date):
        left = dated(left) if isinstance(right, date) and isinstance(left, str) else left
    if not isinstance(left, date):
        return _subtract_numbers(left, right)
    other = dated(right)
    return days_between(left, other) if isinstance(other, date) else _moved(left, other, -1)


def _moved(day: date, days: Value, direction: int) -> Value:
    number = to_number(days)
    if isinstance(number, Unknown):
        return UNKNOWN
    days = number if direction > 0 else number.copy_negate()
    return moment_after(day, days) if isinstance(day, datetime) else days_after(day, days)


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": _add,
    "-": _subtract,
    "*": _arithmetic(ARITHMETIC.multiply),
    "div": _arithmetic(ARITHMETIC.divide),
    "mod": _arithmetic(ARITHMETIC.remainder),
    **COMPARISONS,
}

_EVALUATORS: dict[type[Node], Callable[[Any, Scope], Value]] = {
    Literal: _literal,
    Reference: _reference,
    Attribute: _attribute,
    Current: _current,
    Negative: _negative,
    Call: _call,
    Operation: _operation,
}
