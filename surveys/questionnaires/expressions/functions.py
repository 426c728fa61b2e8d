"""The functions an expression may call. None of them reaches a file, the network or the environment.

A function gets its arguments ready-made as its parameters say. If any of them is unknown it is not called and the
result is unknown; the few that can say more (if, coalesce, and the list functions, which skip blanks) ask for RAW or ITEMS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

from surveys.lib.identifiers import is_uscc
from surveys.questionnaires.expressions import kinds, regexes
from surveys.questionnaires.expressions.kinds import Kind
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import (
    ARITHMETIC,
    LONGEST_TEXT,
    UNKNOWN,
    Unknown,
    Value,
    known,
    to_date,
    to_items,
    to_number,
    to_text,
    to_truth,
)


class Parameter(Enum):
    """How an argument is made ready. RAW takes even what is unknown."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    DATE = "date"
    ITEMS = "items"
    VALUE = "value"
    RAW = "raw"


_READY: dict[Parameter, Callable[[Value], Any]] = {
    Parameter.NUMBER: to_number,
    Parameter.TEXT: to_text,
    Parameter.TRUTH: to_truth,
    Parameter.DATE: to_date,
    Parameter.ITEMS: to_items,
    Parameter.VALUE: lambda value: value,
    Parameter.RAW: lambda value: value,
}


@dataclass(frozen=True, slots=True)
class Function:
    """most None: the last parameter may be repeated. gives: a kind, or how to tell it from the kinds of the arguments."""

    name: str
    parameters: tuple[Parameter, ...]
    least: int
    most: int | None
    gives: Kind | Callable[[list[Kind]], Kind]
    run: Callable[..., Value]
    wants_scope: bool

    def parameter(self, position: int) -> Parameter:
        return self.parameters[min(position, len(self.parameters) - 1)]

    def call(self, scope: Scope, values: list[Value]) -> Value:
        ready: list[object] = []
        for position, value in enumerate(values):
            parameter = self.parameter(position)
            argument: object = _READY[parameter](value)
            if argument is UNKNOWN and parameter is not Parameter.RAW:
                return UNKNOWN
            ready.append(argument)
        return self.run(scope, *ready) if self.wants_scope else self.run(*ready)


FUNCTIONS: dict[str, Function] = {}

_Run = Callable[..., Value]


def _function(
    name: str,
    *parameters: Parameter,
    gives: Kind | Callable[[list[Kind]], Kind],
    least: int | None = None,
    repeats: bool = False,
    wants_scope: bool = False,
) -> Callable[[_Run], _Run]:
    def register(run: _Run) -> _Run:
        most = None if repeats else len(parameters)
        needed = len(parameters) if least is None else least
        FUNCTIONS[name] = Function(name, parameters, needed, most, gives, run, wants_scope)
        return run

    return register


NUMBER, TEXT, TRUTH, DATE, ITEMS, VALUE, RAW = Parameter


def _kind_of_the_rest(found: list[Kind]) -> Kind:
    return kinds.common(found[1:])


def _kind_of_an_item(found: list[Kind]) -> Kind:
    return Kind(kinds.common(found).sort)


@_function("if", TRUTH, RAW, RAW, gives=_kind_of_the_rest)
def choose(condition: bool, one: Value, other: Value) -> Value:
    return one if condition else other


@_function("coalesce", RAW, RAW, repeats=True, gives=kinds.common)
def coalesce(*values: Value) -> Value:
    """The first that is neither blank nor unknown."""
    return next((value for value in values if value not in (None, "", UNKNOWN)), values[-1])


@_function("not", TRUTH, gives=kinds.TRUTH)
def negate(truth: bool) -> Value:
    return not truth


@_function("true", gives=kinds.TRUTH)
def true() -> Value:
    return True


@_function("false", gives=kinds.TRUTH)
def false() -> Value:
    return False


@_function("selected", VALUE, TEXT, gives=kinds.TRUTH)
def selected(chosen: Value, name: str) -> Value:
    """Whether a choice is among the chosen; also whether a column of a table holds a value."""
    return name in _chosen(chosen)


@_function("count-selected", VALUE, gives=kinds.NUMBER)
def count_selected(chosen: Value) -> Value:
    return Decimal(len(_chosen(chosen)))


def _chosen(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return [str(to_text(item)) for item in to_items(value) if not isinstance(item, Mapping)]
    return str(to_text(value)).split()


@_function("sum", ITEMS, repeats=True, gives=kinds.NUMBER)
def add_up(*lists: tuple[Value, ...]) -> Value:
    total = Decimal(0)
    for number in _numbers(lists):
        total = ARITHMETIC.add(total, number)
    return known(total)


@_function("count", ITEMS, repeats=True, gives=kinds.NUMBER)
def count(*lists: tuple[Value, ...]) -> Value:
    """How many values are not blank; of a table, how many rows it has."""
    return Decimal(sum(len(items) for items in lists))


_function("count-non-empty", ITEMS, repeats=True, gives=kinds.NUMBER)(count)


@_function("count-equal", ITEMS, VALUE, gives=kinds.NUMBER)
def count_equal(items: tuple[Value, ...], value: Value) -> Value:
    """How many items of a list are this value."""
    return UNKNOWN if value is None else Decimal(sum(item == value for item in items))


@_function("min", ITEMS, repeats=True, gives=_kind_of_an_item)
def smallest(*lists: tuple[Value, ...]) -> Value:
    return _extreme(min, lists)


@_function("max", ITEMS, repeats=True, gives=_kind_of_an_item)
def largest(*lists: tuple[Value, ...]) -> Value:
    return _extreme(max, lists)


def _extreme(pick: Callable[..., Any], lists: tuple[tuple[Value, ...], ...]) -> Value:
    """Of numbers or of dates; blanks are skipped, and of nothing there is no smallest."""
    items = [item for items in lists for item in items]
    if items and all(isinstance(item, date) for item in items):
        earliest_or_latest: Value = pick(to_date(item) for item in items)
        return earliest_or_latest
    numbers = _numbers(lists)
    return pick(numbers) if numbers else UNKNOWN


def _numbers(lists: tuple[tuple[Value, ...], ...]) -> list[Decimal]:
    found = (to_number(item) for items in lists for item in items)
    return [number for number in found if not isinstance(number, Unknown)]


@_function("round", NUMBER, NUMBER, least=1, gives=kinds.NUMBER)
def rounded(number: Decimal, places: Decimal = Decimal(0)) -> Value:
    """Half away from zero, as a spreadsheet does."""
    if abs(places) > 30:
        return UNKNOWN
    return known(number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, ARITHMETIC))


@_function("int", NUMBER, gives=kinds.NUMBER)
def whole(number: Decimal) -> Value:
    """Cuts towards zero."""
    return known(number.to_integral_value(ROUND_DOWN, ARITHMETIC))


@_function("abs", NUMBER, gives=kinds.NUMBER)
def absolute(number: Decimal) -> Value:
    return number.copy_abs()


@_function("number", NUMBER, gives=kinds.NUMBER)
def number(value: Decimal) -> Value:
    return value


@_function("string", TEXT, gives=kinds.TEXT)
def text(value: str) -> Value:
    return value


@_function("concat", TEXT, repeats=True, gives=kinds.TEXT)
def concatenated(*parts: str) -> Value:
    """Unknown beyond the longest text an answer may have, so that calculations cannot double a text for ever."""
    whole_text = "".join(parts)
    return whole_text if len(whole_text) <= LONGEST_TEXT else UNKNOWN


@_function("string-length", TEXT, gives=kinds.NUMBER)
def length(value: str) -> Value:
    return Decimal(len(value))


@_function("contains", TEXT, TEXT, gives=kinds.TRUTH)
def contains(value: str, part: str) -> Value:
    return part in value


@_function("starts-with", TEXT, TEXT, gives=kinds.TRUTH)
def starts_with(value: str, beginning: str) -> Value:
    return value.startswith(beginning)


@_function("ends-with", TEXT, TEXT, gives=kinds.TRUTH)
def ends_with(value: str, end: str) -> Value:
    return value.endswith(end)


@_function("regex", TEXT, TEXT, gives=kinds.TRUTH)
def regex(value: str, pattern: str) -> Value:
    """Whether the whole text fits the pattern; unknown when trying could take too long (see regexes)."""
    try:
        fits = regexes.matches(pattern, value)
    except regexes.PatternRefused:
        return UNKNOWN
    return UNKNOWN if fits is None else fits


@_function("date", DATE, gives=kinds.DATE)
def day(value: date) -> Value:
    return value


@_function("today", gives=kinds.DATE, wants_scope=True)
def today(scope: Scope) -> Value:
    """The date in the definition's zone."""
    return scope.today


@_function("now", gives=kinds.DATE, wants_scope=True)
def now(scope: Scope) -> datetime:
    return scope.now


@_function("fact", TEXT, gives=kinds.ANY, wants_scope=True)
def fact(scope: Scope, name: str) -> Value:
    """What the register or the peers say (see facts.py); unknown, not blank, where they say nothing."""
    value: Value = scope.facts.get(name)
    return UNKNOWN if value is None or value == "" else value


@_function("attribute", TEXT, TEXT, TEXT, gives=kinds.ANY, wants_scope=True)
def attribute(scope: Scope, choices: str, name: str, wanted: str) -> Value:
    """What the definition notes about a choice: attribute('miners', ${model}, 'hashrate')."""
    return scope.attributes.get(choices, {}).get(name, {}).get(wanted, UNKNOWN)


@_function("valid-uscc", TEXT, gives=kinds.TRUTH)
def valid_uscc(value: str) -> Value:
    """Whether the unified social credit code has the right check character (GB 32100)."""
    return is_uscc(value)
