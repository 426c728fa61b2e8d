"""Conditions and choosing between values."""

from collections.abc import Iterable
from decimal import Decimal

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.function import NUMBER, RAW, TEXT, TRUTH, VALUE, Table
from surveys.questionnaires.expressions.kinds import Kind
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import ARITHMETIC, UNKNOWN, Column, Unknown, Value, to_number, to_truth

LOGIC = Table()


def _kind_of_the_rest(found: list[Kind]) -> Kind:
    return kinds.common(found[1:])


@LOGIC.function(
    "if",
    TRUTH,
    RAW,
    RAW,
    gives=_kind_of_the_rest,
    zh=("条件, 甲, 乙", "条件成立时为甲，不成立时为乙；条件未知时结果未知"),
    en=("condition, a, b", "a where the condition holds, b where it does not; unknown where the condition is unknown"),
    example="if(2 > 1, 'more', 'less')",
    result="more",
)
def choose(condition: bool, one: Value, other: Value) -> Value:
    return one if condition else other


@LOGIC.function(
    "coalesce",
    RAW,
    RAW,
    repeats=1,
    gives=kinds.common,
    zh=("甲, 乙, …", "第一个不空且不未知的值"),
    en=("a, b, …", "The first that is neither blank nor unknown"),
    example="coalesce(${blank}, 1 div 0, 3)",
    result="3",
)
def coalesce(*values: Value) -> Value:
    return next((value for value in values if value not in (None, "", UNKNOWN)), values[-1])


@LOGIC.function(
    "once",
    RAW,
    gives=kinds.common,
    wants_scope=True,
    zh=("值", "本题已有回答时保留原回答，否则为该值"),
    en=("value", "The answer this question has already; the value where it has none"),
    example="once(5)",
    result="5",
)
def once(scope: Scope, value: Value) -> Value:
    return value if scope.current in (None, "") else scope.current


@LOGIC.function(
    "not",
    TRUTH,
    gives=kinds.TRUTH,
    zh=("条件", "条件不成立时为 true"),
    en=("condition", "true where the condition does not hold"),
    example="not(2 > 1)",
    result="false",
)
def negate(truth: bool) -> Value:
    return not truth


@LOGIC.function(
    "true",
    gives=kinds.TRUTH,
    zh=("", "真"),
    en=("", "True"),
    example="true()",
    result="true",
)
def true() -> Value:
    return True


@LOGIC.function(
    "false",
    gives=kinds.TRUTH,
    zh=("", "假"),
    en=("", "False"),
    example="false()",
    result="false",
)
def false() -> Value:
    return False


@LOGIC.function(
    "boolean",
    VALUE,
    gives=kinds.TRUTH,
    zh=("值", "零、空白和空表为 false，其余为 true"),
    en=("value", "false for zero, a blank and an empty table, true for anything else"),
    example="boolean(${blank})",
    result="false",
)
def boolean(value: Value) -> Value:
    return False if value is None else to_truth(value)


@LOGIC.function(
    "boolean-from-string",
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字", "文字是“true”或“1”时为 true，其余为 false"),
    en=("text", "true for “true” and “1”, false for anything else"),
    example="boolean-from-string('1')",
    result="true",
)
def boolean_from_string(text: str) -> Value:
    return text.lower() == "true" or text == "1"


@LOGIC.function(
    "checklist",
    NUMBER,
    NUMBER,
    VALUE,
    repeats=1,
    gives=kinds.TRUTH,
    zh=("最少, 最多, 条件, …", "成立的条件个数是否在最少与最多之间（含）；-1 表示不限。成立：true、yes、大于零的数"),
    en=(
        "least, most, condition, …",
        "Whether the number of conditions that hold lies between least and most, -1 meaning no limit. "
        "true, yes and numbers above zero hold",
    ),
    example="checklist(2, -1, 'yes', 'no', 3 > 1)",
    result="true",
)
def checklist(least: Decimal, most: Decimal, *conditions: Value) -> Value:
    return _is_within(Decimal(sum(map(_is_ticked, _spread(conditions)))), least, most)


@LOGIC.function(
    "weighted-checklist",
    NUMBER,
    NUMBER,
    VALUE,
    VALUE,
    repeats=2,
    gives=kinds.TRUTH,
    zh=("最少, 最多, 条件, 权重, …", "成立的条件的权重之和是否在最少与最多之间（含）；-1 表示不限"),
    en=(
        "least, most, condition, weight, …",
        "Whether the weights of the conditions that hold add up to something between least and most, -1 meaning no limit",
    ),
    example="weighted-checklist(3, 5, 'yes', 2, 'no', 9, 'yes', 1.5)",
    result="true",
)
def weighted_checklist(least: Decimal, most: Decimal, *pairs: Value) -> Value:
    conditions, weights = _spread(pairs[::2]), _spread(pairs[1::2])
    if len(conditions) != len(weights):
        return UNKNOWN
    total = Decimal(0)
    for condition, weight in zip(conditions, weights, strict=True):
        number = to_number(weight)
        if isinstance(number, Unknown):
            return UNKNOWN
        total = ARITHMETIC.add(total, number if _is_ticked(condition) else Decimal(0))
    return _is_within(total, least, most)


def _spread(values: Iterable[Value]) -> list[Value]:
    """A column stands for its cells."""
    return [cell for value in values for cell in (value if isinstance(value, Column) else (value,))]


def _is_ticked(value: Value) -> bool:
    if isinstance(value, str) and value.lower() in ("yes", "true"):
        return True
    number = to_number(value)
    return isinstance(number, Decimal) and number > 0


def _is_within(total: Decimal, least: Decimal, most: Decimal) -> bool:
    return (least == -1 or total >= least) and (most == -1 or total <= most)
