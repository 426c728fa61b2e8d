"""Figures. Decimal throughout; what has no finite answer is unknown."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.function import NUMBER, Table
from surveys.questionnaires.expressions.values import ARITHMETIC, UNKNOWN, Value, known

NUMBERS = Table()
_MOST_PLACES = 30
_PI = Decimal("3.1415926535897932384626433832795028841971693993751")


@NUMBERS.function(
    "number",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("值", "把文字、是否和日期变成数字；日期为 1970 年 1 月 1 日起的天数"),
    en=("value", "Text, truth or a date as a number; a date is the days since 1 January 1970"),
    example="number('1970-01-31')",
    result="30",
)
def number(value: Decimal) -> Value:
    return value


@NUMBERS.function(
    "round",
    NUMBER,
    NUMBER,
    least=1,
    gives=kinds.NUMBER,
    zh=("数, 位数", "四舍五入到该小数位数（不写为 0；负数为十位、百位…）；负数也按远离零的方向"),
    en=(
        "number, places",
        "Rounded to so many decimals (none if left out; negative: tens, hundreds …), halves away from zero as a spreadsheet does",
    ),
    example="round(-0.125, 2)",
    result="-0.13",
)
def rounded(value: Decimal, places: Decimal = Decimal(0)) -> Value:
    if abs(places) > _MOST_PLACES:
        return UNKNOWN
    return known(value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, ARITHMETIC))


@NUMBERS.function(
    "int",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "去掉小数部分（向零取整）"),
    en=("number", "The number without its decimals, cut towards zero"),
    example="int(-2.9)",
    result="-2",
)
def whole(value: Decimal) -> Value:
    return known(value.to_integral_value(ROUND_DOWN, ARITHMETIC))


@NUMBERS.function(
    "floor",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "不大于它的最大整数"),
    en=("number", "The next whole number below"),
    example="floor(-2.1)",
    result="-3",
)
def floor(value: Decimal) -> Value:
    return known(value.to_integral_value(ROUND_FLOOR, ARITHMETIC))


@NUMBERS.function(
    "ceiling",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "不小于它的最小整数"),
    en=("number", "The next whole number above"),
    example="ceiling(2.1)",
    result="3",
)
def ceiling(value: Decimal) -> Value:
    return known(value.to_integral_value(ROUND_CEILING, ARITHMETIC))


@NUMBERS.function(
    "abs",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "绝对值"),
    en=("number", "The number without its sign"),
    example="abs(-2.5)",
    result="2.5",
)
def absolute(value: Decimal) -> Value:
    return value.copy_abs()


@NUMBERS.function(
    "pow",
    NUMBER,
    NUMBER,
    gives=kinds.NUMBER,
    zh=("底数, 指数", "乘方"),
    en=("base, exponent", "The base raised to the exponent"),
    example="pow(1.05, 2)",
    result="1.1025",
)
def power(base: Decimal, exponent: Decimal) -> Value:
    return known(ARITHMETIC.power(base, exponent)) if exponent else Decimal(1)


@NUMBERS.function(
    "sqrt",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "平方根；负数未知"),
    en=("number", "The square root; unknown below zero"),
    example="sqrt(2.25)",
    result="1.5",
)
def square_root(value: Decimal) -> Value:
    return known(ARITHMETIC.sqrt(value))


@NUMBERS.function(
    "exp",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "e 的该次方"),
    en=("number", "e raised to the number"),
    example="round(exp(1), 6)",
    result="2.718282",
)
def exponential(value: Decimal) -> Value:
    return known(ARITHMETIC.exp(value))


@NUMBERS.function(
    "exp10",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "10 的该次方"),
    en=("number", "10 raised to the number"),
    example="exp10(3)",
    result="1000",
)
def power_of_ten(value: Decimal) -> Value:
    return power(Decimal(10), value)


@NUMBERS.function(
    "log",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "自然对数；零和负数未知"),
    en=("number", "The natural logarithm; unknown for zero and below"),
    example="round(log(10), 6)",
    result="2.302585",
)
def natural_logarithm(value: Decimal) -> Value:
    return known(ARITHMETIC.ln(value))


@NUMBERS.function(
    "log10",
    NUMBER,
    gives=kinds.NUMBER,
    zh=("数", "以 10 为底的对数；零和负数未知"),
    en=("number", "The logarithm to the base of ten; unknown for zero and below"),
    example="log10(1000)",
    result="3",
)
def common_logarithm(value: Decimal) -> Value:
    return known(ARITHMETIC.log10(value))


@NUMBERS.function(
    "pi",
    gives=kinds.NUMBER,
    zh=("", "圆周率"),
    en=("", "The ratio of a circle's circumference to its diameter"),
    example="round(pi(), 6)",
    result="3.141593",
)
def pi() -> Value:
    return _PI
