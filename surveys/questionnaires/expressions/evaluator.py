"""The one evaluator: a tree and what it can see give a value. Three-valued: true, false, unknown. Never raises."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from surveys.lib.dates import Month
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
    Column,
    Unknown,
    Value,
    days_after,
    days_between,
    in_one_zone,
    known,
    moment_after,
    to_clock,
    to_date,
    to_number,
    to_text,
    to_truth,
    written_day_or_moment,
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
        left = _dated(left) if isinstance(right, date) and isinstance(left, str) else left
    if not isinstance(left, date):
        return _subtract_numbers(left, right)
    other = _dated(right)
    return days_between(left, other) if isinstance(other, date) else _moved(left, other, -1)


def _dated(value: Value) -> Value:
    """A text that is a date, as one."""
    found = written_day_or_moment(value) if isinstance(value, str) else UNKNOWN
    return value if isinstance(found, Unknown) else found


def _moved(day: date, days: Value, direction: int) -> Value:
    number = to_number(days)
    if isinstance(number, Unknown):
        return UNKNOWN
    days = number if direction > 0 else number.copy_negate()
    return moment_after(day, days) if isinstance(day, datetime) else days_after(day, days)


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
    """Both as months, moments, days, times or numbers where either is one; otherwise both as text."""
    if isinstance(left, Month) or isinstance(right, Month):
        return _month(left), _month(right)
    if isinstance(left, date) or isinstance(right, date):
        return _days_or_moments(_dated(left), _dated(right))
    one, other = to_number(left), to_number(right)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one, other
    clock, other_clock = to_clock(left), to_clock(right)
    if isinstance(clock, time) and isinstance(other_clock, time):
        return clock.replace(tzinfo=None), other_clock.replace(tzinfo=None)
    return _plain(left), _plain(right)


def _days_or_moments(left: Value, right: Value) -> tuple[Any, Any]:
    if isinstance(left, datetime) and isinstance(right, datetime):
        return in_one_zone(left, right)
    return to_date(left), to_date(right)


def _month(value: Value) -> Value:
    day = to_date(f"{value}-01" if isinstance(value, str) and len(value) == 7 else value)
    return day if isinstance(day, Unknown) else Month.of(day)


def _plain(value: Value) -> Value:
    if isinstance(value, tuple) and any(isinstance(item, Mapping) for item in value):
        return value
    return to_text(value)


_Comparison = Callable[[Value, Value], bool | Unknown]


def _for_any(compare: _Comparison) -> _Comparison:
    """As in XPath, a column fits when any of its cells does; a column without cells never does."""

    def result(left: Value, right: Value) -> bool | Unknown:
        if isinstance(left, Column):
            return _any(compare(cell, right) for cell in left)
        return compare(left, right)

    def turned(left: Value, right: Value) -> bool | Unknown:
        return _any(result(left, cell) for cell in right) if isinstance(right, Column) else result(left, right)

    return turned


def _any(truths: Iterable[bool | Unknown]) -> bool | Unknown:
    found = set(truths)
    return True in found or (UNKNOWN if UNKNOWN in found else False)


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": _add,
    "-": _subtract,
    "*": _arithmetic(ARITHMETIC.multiply),
    "div": _arithmetic(ARITHMETIC.divide),
    "mod": _arithmetic(ARITHMETIC.remainder),
    "=": _for_any(equal),
    "!=": _for_any(_unequal),
    "<": _for_any(_ordered(operator.lt)),
    "<=": _for_any(_ordered(operator.le)),
    ">": _for_any(_ordered(operator.gt)),
    ">=": _for_any(_ordered(operator.ge)),
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
