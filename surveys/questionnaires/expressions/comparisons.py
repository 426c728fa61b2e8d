"""What is equal, and what is more: between any two values, with blanks and with columns."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from surveys.lib.dates import Month
from surveys.questionnaires.expressions.values import (
    UNKNOWN,
    Column,
    Unknown,
    Value,
    dated,
    in_one_zone,
    to_clock,
    to_date,
    to_number,
    to_text,
)

Comparison = Callable[[Value, Value], bool | Unknown]


def equal(left: Value, right: Value) -> bool | Unknown:
    """A blank equals a blank and '' and nothing else; only what is unknown cannot be compared."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left == right  # at once: a list may have thousands
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


TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def _truth_named(value: Value) -> Value:
    """${has_mining} = 'yes' is how XLSForm asks a yes/no question."""
    return TRUTHS.get(value, value) if isinstance(value, str) else value


def _ordered(compare: Callable[[Any, Any], bool]) -> Comparison:
    def result(left: Value, right: Value) -> bool | Unknown:
        if left in (None, "", UNKNOWN) or right in (None, "", UNKNOWN):
            return UNKNOWN
        one, other = _comparable(left, right)
        if isinstance(one, str | tuple) or type(one) is not type(other):
            return UNKNOWN
        return compare(one, other)

    return result


def _comparable(left: Value, right: Value) -> tuple[object, object]:
    """Both as months, moments, days, times or numbers where either is one; otherwise both as text."""
    if isinstance(left, Month) or isinstance(right, Month):
        return _month(left), _month(right)
    if isinstance(left, date) or isinstance(right, date):
        return _days_or_moments(dated(left), dated(right))
    one, other = to_number(left), to_number(right)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one, other
    clock, other_clock = to_clock(left), to_clock(right)
    if isinstance(clock, time) and isinstance(other_clock, time):
        return clock.replace(tzinfo=None), other_clock.replace(tzinfo=None)
    return _plain(left), _plain(right)


def _days_or_moments(left: Value, right: Value) -> tuple[object, object]:
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


def _for_any(compare: Comparison) -> Comparison:
    """As in XPath, a column fits when any of its cells does; a column without cells never does.

    The same cell is looked at once: two columns of a thousand choices would be a million comparisons.
    """

    def result(left: Value, right: Value) -> bool | Unknown:
        if isinstance(left, Column):
            return _any(compare(cell, right) for cell in set(left))
        return compare(left, right)

    def turned(left: Value, right: Value) -> bool | Unknown:
        return _any(result(left, cell) for cell in set(right)) if isinstance(right, Column) else result(left, right)

    return turned


def _any(truths: Iterable[bool | Unknown]) -> bool | Unknown:
    found = set(truths)
    return True in found or (UNKNOWN if UNKNOWN in found else False)


COMPARISONS: dict[str, Comparison] = {
    "=": _for_any(equal),
    "!=": _for_any(_unequal),
    "<": _for_any(_ordered(operator.lt)),
    "<=": _for_any(_ordered(operator.le)),
    ">": _for_any(_ordered(operator.gt)),
    ">=": _for_any(_ordered(operator.ge)),
}
