"""Dates and times. A moment with an offset is shown and counted as the clock in the definition's zone has it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal

from surveys.lib.times import END_OF_DAY
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.function import MOMENT, TEXT, VALUE, Table
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import (
    ARITHMETIC,
    UNKNOWN,
    Unknown,
    Value,
    to_clock,
    to_moment,
    to_number,
)

DATES = Table()

# English whatever the reader's language, so that the same answers give the same values for everybody.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DIRECTIVE = re.compile(r"%(.?)", re.S)


@DATES.function(
    "today",
    gives=kinds.DATE,
    wants_scope=True,
    zh=("", "今天的日期，按调查表的时区"),
    en=("", "The date in the questionnaire's zone"),
    example="today()",
    result="2021-04-28",
)
def today(scope: Scope) -> Value:
    return scope.today


@DATES.function(
    "now",
    gives=kinds.DATE,
    wants_scope=True,
    zh=("", "现在的日期和时间"),
    en=("", "The date and the time"),
    example="now()",
    result="2021-04-28T12:00:00+08:00",
)
def now(scope: Scope) -> Value:
    return scope.now


@DATES.function(
    "date",
    MOMENT,
    gives=kinds.DATE,
    zh=("值", "变成日期：文字、日期时间，或 1970 年 1 月 1 日起的天数"),
    en=("value", "As a date: text, a date with a time, or the days since 1 January 1970"),
    example="date('2021-04-28') + 30",
    result="2021-05-28",
)
def day(moment: datetime) -> date:
    return moment.date()


@DATES.function(
    "date-time",
    VALUE,
    gives=kinds.DATE,
    zh=("值", "变成日期和时间"),
    en=("value", "As a date with a time"),
    example="date-time('2021-04-28T12:00:00+08:00')",
    result="2021-04-28T12:00:00+08:00",
)
def date_and_time(value: Value) -> Value:
    return to_moment(value)


@DATES.function(
    "decimal-date-time",
    VALUE,
    gives=kinds.NUMBER,
    wants_scope=True,
    zh=("日期时间", "1970 年 1 月 1 日零时（UTC）起的天数，时间为小数部分；单独的日期为整数"),
    en=(
        "date-time",
        "The days since 1 January 1970, 0:00 UTC, the time as decimals; a date alone gives a whole number",
    ),
    example="decimal-date-time('1970-01-02T12:00:00Z')",
    result="1.5",
)
def days_since_1970(scope: Scope, value: Value) -> Value:
    if isinstance(value, Decimal) or _is_plain_date(value):
        return to_number(value)
    moment = to_moment(value)
    if isinstance(moment, Unknown):
        return UNKNOWN
    return to_number(moment if moment.tzinfo else moment.replace(tzinfo=scope.now.tzinfo))


def _is_plain_date(value: Value) -> bool:
    return (isinstance(value, date) and not isinstance(value, datetime)) or (
        isinstance(value, str) and "T" not in value
    )


@DATES.function(
    "decimal-time",
    VALUE,
    gives=kinds.NUMBER,
    wants_scope=True,
    zh=("时间", "一天中已过去的部分：中午为 0.5"),
    en=("time", "The part of the day that has passed: noon is 0.5"),
    example="decimal-time('18:00')",
    result="0.75",
)
def part_of_the_day(scope: Scope, value: Value) -> Value:
    if isinstance(value, Decimal):
        return _fraction(value)
    if value == END_OF_DAY:
        return Decimal(1)
    moment = _on_the_wall(scope, value)
    if isinstance(moment, Unknown):
        return UNKNOWN
    midnight = datetime.combine(moment.date(), time())
    return ARITHMETIC.divide(Decimal((moment - midnight) // timedelta(microseconds=1)), Decimal(86_400_000_000))


def _fraction(value: Decimal) -> Decimal:
    return ARITHMETIC.subtract(value, value.to_integral_value(ROUND_FLOOR))


def _on_the_wall(scope: Scope, value: Value) -> datetime | Unknown:
    """A moment in the definition's zone; a time alone is taken on the first of January 1970."""
    clock = to_clock(value)
    moment = to_moment(value) if isinstance(clock, Unknown) else datetime.combine(date(1970, 1, 1), clock)
    return moment if isinstance(moment, Unknown) else scope.local(moment)


@DATES.function(
    "format-date",
    VALUE,
    TEXT,
    gives=kinds.FIGURES_OR_TEXT,
    wants_scope=True,
    zh=(
        "日期, 格式",
        "按格式写出日期：%Y 年、%y 两位年、%m 月、%n 不补零的月、%b 英文月、%d 日、%e 不补零的日、%a 英文星期",
    ),
    en=(
        "date, format",
        "The date in a format: %Y year, %y its last two digits, %m month, %n month without zero, %b Jan, %d day, %e day without zero, %a Mon",
    ),
    example="format-date('2021-04-08', '%e %b %Y')",
    result="8 Apr 2021",
)
def formatted(scope: Scope, value: Value, layout: str) -> Value:
    moment = _on_the_wall(scope, value)
    if isinstance(moment, Unknown) or not is_format(layout):
        return UNKNOWN
    return _DIRECTIVE.sub(lambda found: _written(moment, found[1]), layout)


DATES.function(
    "format-date-time",
    VALUE,
    TEXT,
    gives=kinds.FIGURES_OR_TEXT,
    wants_scope=True,
    zh=("日期时间, 格式", "同 format-date，另有 %H 时、%h 不补零的时、%M 分、%S 秒、%3 毫秒"),
    en=(
        "date-time, format",
        "As format-date, and %H hour, %h hour without zero, %M minute, %S second, %3 milliseconds",
    ),
    example="format-date-time('2021-04-28T04:00:00Z', '%Y-%m-%d %H:%M')",
    result="2021-04-28 12:00",
)(formatted)


def is_format(layout: str) -> bool:
    return all(directive in _WRITERS for directive in _DIRECTIVE.findall(layout))


def _written(moment: datetime, directive: str) -> str:
    return _WRITERS[directive](moment)


_WRITERS: dict[str, Callable[[datetime], str]] = {
    "%": lambda moment: "%",
    "Y": lambda moment: f"{moment.year:04}",
    "y": lambda moment: f"{moment.year % 100:02}",
    "m": lambda moment: f"{moment.month:02}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: _MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02}",
    "e": lambda moment: str(moment.day),
    "a": lambda moment: _WEEKDAYS[moment.weekday()],
    "H": lambda moment: f"{moment.hour:02}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02}",
    "S": lambda moment: f"{moment.second:02}",
    "3": lambda moment: f"{moment.microsecond // 1000:03}",
}
