"""The one evaluator: a tree and what it can see give a value. Three-valued: true, false, unknown. Never raises."""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from surveys.lib.dates import Month
from surveys.questionnaires.expressions.functions import FUNCTIONS
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.tree import Call, Current, Literal, Negative, Node, Operation, Reference
from surveys.questionnaires.expressions.values import (
    ARITHMETIC,
    UNKNOWN,
    Unknown,
    Value,
    days_after,
    known,
    to_date,
    to_number,
    to_text,
    to_truth,
)


def evaluate(tree: Node, scope: Scope) -> Value:
    return _EVALUATORS[type(tree)](tree, scope)


def holds(tree: Node, scope: Scope) -> bool | Unknown:
    """The expression as a condition."""
    return to_truth(evaluate(tree, scope))


def _literal(node: Literal, scope: Scope) -> Value:
    return node.value


def _reference(node: Reference, scope: Scope) -> Value:
    return scope.lookup(node.name)


def _current(node: Current, scope: Scope) -> Value:
    return scope.current


def _negative(node: Negative, scope: Scope) -> Value:
    number = to_number(evaluate(node.operand, scope))
    return number if isinstance(number, Unknown) else number.copy_negate() if number else number


def _call(node: Call, scope: Scope) -> Value:
    return FUNCTIONS[node.function].call(scope, [evaluate(argument, scope) for argument in node.arguments])


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
    """Two dates give days, a date less days is a date; text beside a date is a date."""
    if not isinstance(left, date):
        return _subtract_numbers(left, right)
    other = to_date(right) if isinstance(right, str) else right
    return _subtract_numbers(left, other) if isinstance(other, date) else _moved(left, other, -1)


def _moved(day: date, days: Value, direction: int) -> Value:
    number = to_number(days)
    start = to_date(day)
    if isinstance(number, Unknown) or isinstance(start, Unknown):
        return UNKNOWN
    return days_after(start, number * direction)


def equal(left: Value, right: Value) -> bool | Unknown:
    """A blank equals a blank and '' and nothing else; only what is unknown cannot be compared."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if left in (None, "", ()) or right in (None, "", ()):
        return (left in (None, "", ())) == (right in (None, "", ()))
    if isinstance(left, bool) or isinstance(right, bool):
        return _truth_named(left) == _truth_named(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    one, other = _comparable(left, right)
    return bool(one == other)


def _unequal(left: Value, right: Value) -> bool | Unknown:
    same = equal(left, right)
    return same if isinstance(same, Unknown) else not same


_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def _truth_named(value: Value) -> Value:
    """${has_mining} = 'yes' is how XLSForm asks a yes/no question."""
    return _TRUTHS.get(value, value) if isinstance(value, str) else value


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool | Unknown]:
    def result(left: Value, right: Value) -> bool | Unknown:
        if left in (None, "", UNKNOWN) or right in (None, "", UNKNOWN):
            return UNKNOWN
        one, other = _comparable(left, right)
        if isinstance(one, str | tuple) or type(one) is not type(other):
            return UNKNOWN
        return compare(one, other)

    return result


def _comparable(left: Value, right: Value) -> tuple[Any, Any]:
    """Both as months, days, moments or numbers where either is one; otherwise both as text."""
    if isinstance(left, Month) or isinstance(right, Month):
        return _month(left), _month(right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return left, right
    if isinstance(left, date) or isinstance(right, date):
        return to_date(left), to_date(right)
    one, other = to_number(left), to_number(right)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one, other
    return _plain(left), _plain(right)


def _month(value: Value) -> Value:
    day = to_date(f"{value}-01" if isinstance(value, str) and len(value) == 7 else value)
    return day if isinstance(day, Unknown) else Month.of(day)


def _plain(value: Value) -> Value:
    if isinstance(value, tuple) and any(isinstance(item, Mapping) for item in value):
        return value
    return to_text(value)


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": _add,
    "-": _subtract,
    "*": _arithmetic(ARITHMETIC.multiply),
    "div": _arithmetic(ARITHMETIC.divide),
    "mod": _arithmetic(ARITHMETIC.remainder),
    "=": equal,
    "!=": _unequal,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
}

_EVALUATORS: dict[type[Node], Callable[[Any, Scope], Value]] = {
    Literal: _literal,
    Reference: _reference,
    Current: _current,
    Negative: _negative,
    Call: _call,
    Operation: _operation,
}
