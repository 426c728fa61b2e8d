"""Reading the dates, months, years and periods people type."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar, Self

from surveys.lib.numbers import in_plain_forms
from surveys.lib.unreadable import Unreadable

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d{2}))(\d{1,2})[日号]?", re.ASCII)
_MIDNIGHT = re.compile(
    r"(?:(?:T|\s+)0?0:00(?::00(?:\.0+)?)?(?:Z|[+]00:?00)?|(?:(?<=[日号])|\s+)0?0[时點点])\s*$", re.ASCII
)
_WEEKDAY = re.compile(r"[(]?(?:星期|周|礼拜)([一二三四五六日天])[)]?$")
_MONTH = re.compile(r"([1-9]\d{3})(?:[-/.年](\d{1,2})(?:月份?)?|(\d{2}))", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.]([1-9]\d{3})", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:年度?)?", re.ASCII)
_ONE_MONTH = r"\d{4}(?:[-/.年]\d{1,2}(?:月份?)?|\d{2})"
_ONE_DAY = r"\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}[日号]?"
_UNTIL = r"(?:至|到|to|[-–—~～〜∼─→/]+)"
# 2020-04/2021-03, 2020年4月至2021年3月, and of one year 2020年4月至12月.
_FROM_TO = re.compile(rf"自?从?({_ONE_MONTH})起?{_UNTIL}({_ONE_MONTH}|\d{{1,2}}月份?)止?", re.ASCII | re.IGNORECASE)
_FROM_DAY_TO_DAY = re.compile(rf"自?从?({_ONE_DAY})起?{_UNTIL}({_ONE_DAY})止?", re.ASCII | re.IGNORECASE)
_DAYS_OF_SPREADSHEETS = re.compile(r"([3-6]\d{4})(?:\.0+)?", re.ASCII)
_FIRST_DAY_OF_SPREADSHEETS = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2199
_TRADITIONAL = str.maketrans("號時點鐘", "号时点钟")
# Between figures these are one and the same; the ratio sign is what programs that set text put for a colon.
_ONE_SIGN = str.maketrans("·•・‧∶ː﹕", "....:::")
_FIGURES = {sign: figure for figure, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30}
_NUMERAL = re.compile(f"[{''.join(_FIGURES)}{''.join(_TENS)}]+")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-.,/]?{_ENGLISH}[-.,/]?(?P<year>\d{{4}})", re.I | re.ASCII
)
_ENGLISH_MONTH_FIRST = re.compile(
    rf"{_ENGLISH}[-.,/]?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?)?(?P<year>\d{{4}})", re.I | re.ASCII
)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)


@dataclass(frozen=True, slots=True)
class MonthRange:
    """Both months belong to it."""

    SEPARATOR: ClassVar[str] = "/"

    first: Month
    last: Month

    def __str__(self) -> str:
        return f"{self.first}{self.SEPARATOR}{self.last}"


def read_date(typed: str) -> date | None:
    """2021-04-28, 2021/4/28, 2021.4.28, 2021年4月28日, 20210428, in words or with its weekday; None for nothing; raises Unreadable.

    A spreadsheet writes a day as its midnight, 2021-04-28 00:00:00; a day with any other time is none.
    """
    text = re.sub(r"\s", "", _MIDNIGHT.sub("", in_plain_forms(typed)))
    if not text:
        return None
    weekday = _WEEKDAY.search(text)
    day = _day(in_figures(_WEEKDAY.sub("", text)), typed)
    if weekday and day.weekday() != "一二三四五六日".index(weekday[1].replace("天", "日")):
        raise Unreadable("no_such_date", typed=typed)
    return day


def _day(text: str, typed: str) -> date:
    match = _DAY.fullmatch(text)
    if counted := _DAYS_OF_SPREADSHEETS.fullmatch(text):
        day = _FIRST_DAY_OF_SPREADSHEETS + timedelta(days=int(counted[1]))
        raise Unreadable("counted_day", typed=typed, day=day.isoformat())
    if match is None or (match[6] and len(match[7]) != 2):
        raise Unreadable("date", typed=typed)
    month = next(found for found in match.groups()[1:6] if found)
    try:
        return date(_year(match[1]), int(month), int(match[7]))
    except ValueError:
        raise Unreadable("no_such_date", typed=typed) from None


def read_month(typed: str) -> Month | None:
    """2021-04, 2021/4, 2021.4, 2021年4月 or 202104; None for nothing; raises Unreadable.

    A spreadsheet makes of a month its first day, 2021-04-01 00:00:00; any other day is no month.
    """
    text = _without_spaces(_MIDNIGHT.sub("", in_plain_forms(typed)))
    if not text:
        return None
    try:
        return _first_of_a_month(text) or _month(text)
    except ValueError:
        raise Unreadable("month", typed=typed) from None


def _year(four_figures: str) -> int:
    """Whoever writes 0021 has hit a wrong key."""
    if four_figures.startswith("0"):
        raise ValueError(four_figures)
    return int(four_figures)


def _first_of_a_month(text: str) -> Month | None:
    match = _DAY.fullmatch(text)
    is_first = match is not None and not match[6] and int(match[7]) == 1
    return Month.of(_day(text, text)) if is_first else None


def may_be_year(number: Decimal) -> bool:
    """A bare whole number such as 2015, which nobody writes 2,015."""
    return number == number.to_integral_value() and FIRST_YEAR <= number <= LAST_YEAR


def read_year(typed: str) -> int | None:
    """2021 or 2021年; None for nothing; raises Unreadable."""
    text = _without_spaces(typed)
    if not text:
        return None
    match = _YEAR.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise Unreadable("year", typed=typed)
    return int(match[1])


def read_month_range(typed: str) -> MonthRange | None:
    """2020-04/2021-03, 2020年4月至2021年3月, 2020-04 – 2021-03, 2020年4月至12月; None for nothing; raises Unreadable."""
    text = _without_spaces(typed)
    if not text:
        return None
    try:
        first, last = _whole_months(text) or _from_to(text)
    except ValueError:
        raise Unreadable("month_range", typed=typed) from None
    if last < first:
        raise Unreadable("month_range_backwards", typed=typed)
    return MonthRange(first, last)


def _from_to(text: str) -> tuple[Month, Month]:
    match = _FROM_TO.fullmatch(text)
    if match is None:
        raise ValueError(text)
    first = _month(match[1])
    return first, _month(match[2] if match[2][:4].isdigit() else f"{first.year}年{match[2]}")


def _whole_months(text: str) -> tuple[Month, Month] | None:
    """2020年4月1日至2021年3月31日: from the first day of a month to the last of one."""
    match = _FROM_DAY_TO_DAY.fullmatch(text)
    if match is None:
        return None
    first, last = _day(match[1], text), _day(match[2], text)
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        raise ValueError(text)
    return Month.of(first), Month.of(last)


def _month(text: str) -> Month:
    if match := _MONTH_FIRST.fullmatch(text):
        return Month(int(match[2]), int(match[1]))
    match = _MONTH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Month(int(match[1]), int(match[2] or match[3]))


def _without_spaces(typed: str) -> str:
    return in_figures(re.sub(r"\s", "", in_plain_forms(typed)))


def in_figures(text: str) -> str:
    """The same day, month or hour in figures; what is no such word stays as it is. Without blanks, in plain forms."""
    text = text.translate(_TRADITIONAL).translate(_ONE_SIGN)
    english = _ENGLISH_DAY_FIRST.fullmatch(text) or _ENGLISH_MONTH_FIRST.fullmatch(text)
    if english:
        return _as_numbers(english)
    return _NUMERAL.sub(lambda found: _figures(found[0]), text)


def _as_numbers(found: re.Match[str]) -> str:
    month = 1 + _MONTH_NAMES.index(found["month"][:3].lower())
    return "-".join([found["year"], str(month), *([found["day"]] if found["day"] else [])])


def _figures(numeral: str) -> str:
    """二〇二一 sign by sign; 二十八, 廿八 and 十 by their tens. Two tens in one are no number and stay."""
    tens = [sign for sign in numeral if sign in _TENS]
    if not tens:
        return "".join(str(_FIGURES[sign]) for sign in numeral)
    before, _ten, after = numeral.partition(tens[0])
    if len(tens) > 1 or len(before) > 1 or len(after) > 1 or (before and tens[0] != "十"):
        return numeral
    return str((_FIGURES[before] if before else 1) * _TENS[tens[0]] + (_FIGURES[after] if after else 0))
