"""Reading the times of day, and the moments, that people type."""

import re
from datetime import datetime, time, timedelta, tzinfo

from surveys.lib.dates import in_figures, read_date
from surveys.lib.numbers import in_plain_forms
from surveys.lib.unreadable import Unreadable

END_OF_DAY = "24:00"
NOON = 12
_BEFORE_NOON = ("凌晨", "清晨", "早晨", "早上", "上午", "am")
_AFTER_NOON = ("中午", "下午", "傍晚", "晚上", "pm")
_PART_OF_DAY = "|".join((*_BEFORE_NOON, *_AFTER_NOON, r"[ap]\.m\."))
_TIME = re.compile(
    rf"(?P<part>{_PART_OF_DAY})?(?P<hour>\d{{1,2}})"
    r"(?:(?::|[时点])(?P<minute>\d{1,2})(?:(?::|分)(?P<second>[0-5]?\d(?:\.\d+)?秒?)?)?"
    r"|[时点](?P<words>半|整|钟|[13]刻)?)?"
    rf"(?P<part_behind>{_PART_OF_DAY})?",
    re.ASCII | re.IGNORECASE,
)
_MINUTES = {"半": 30, "1刻": 15, "3刻": 45}
_OF_BEIJING = re.compile(r"\s*[(]?(?:北京时间|Beijing time)[)]?\s*$", re.IGNORECASE)
_FIGURE = "[0-9零〇一二两三四五六七八九十]"
_MOMENT = re.compile(
    rf"(?P<day>.*?{_FIGURE}[日号號]?(?:\s*[(]?(?:星期|周|礼拜)\S[)]?)?)(?:T|[,\s]+|(?<=[日号號)])|(?=(?:{_PART_OF_DAY})))"
    rf"(?P<clock>(?:{_PART_OF_DAY})?\s*{_FIGURE}{{1,3}}\s*(?:[:时点時點∶]|[ap]\.?m).*?)"
    r"\s*(?:(?P<offset>Z|[+-]\d{2}:?\d{2}|[+]\d{2})|(?:UTC|GMT)(?P<zone>[+-]\d{1,2}(?::?\d{2})?))?",
    re.ASCII | re.IGNORECASE,
)


def read_time(typed: str) -> str | None:
    """14:05, 14:05:00, 14时5分, 下午2点 or 2:05 PM, as 14:05 and to the minute; None for nothing; raises Unreadable.

    24:00 is the end of the day, which `datetime.time` does not have.
    """
    text = in_figures(re.sub(r"\s", "", in_plain_forms(typed)))
    if not text:
        return None
    match = _TIME.fullmatch(text)
    hour = _hour(match) if match else None
    if match is None or hour is None:
        raise Unreadable("time", typed=typed)
    minute = _MINUTES.get(match["words"] or "", int(match["minute"] or 0))
    if (hour, minute) == (24, 0) and not re.search("[1-9]", match["second"] or ""):
        return END_OF_DAY
    if hour > 23 or minute > 59:
        raise Unreadable("time", typed=typed)
    return f"{hour:02}:{minute:02}"


def _hour(match: re.Match[str]) -> int | None:
    """Of twenty-four. None where the part of the day does not go with the hour, or leaves open which one is meant."""
    hour, parts = int(match["hour"]), {match["part"], match["part_behind"]} - {None}
    if not parts:
        is_a_clock = match["minute"] or re.search("[时点]", match[0])
        return hour if is_a_clock else None
    part = parts.pop().lower().replace(".", "")
    if parts or hour > 23 or (hour == 0 and part != "凌晨") or (part in ("am", "pm") and hour > NOON):
        return None
    return _hour_in(part, hour)


def _hour_in(part: str, hour: int) -> int | None:
    """12 in the morning is midnight for spreadsheets and noon for many people, so that it is asked about."""
    if part in _BEFORE_NOON:
        return hour if hour < NOON else 0 if hour == NOON and part in ("凌晨", "am") else None
    if part == "中午":
        return hour if hour in (11, NOON) else hour + NOON if hour in (1, 2) else None
    if hour == NOON:
        return 24 if part == "晚上" else NOON if part in ("下午", "pm") else None
    return hour if hour > NOON else hour + NOON if part in ("下午", "pm") or hour > 4 else None


def read_moment(typed: str) -> datetime | None:
    """2021-04-28 14:05 or 2021-04-28T14:05, in the reader's own zone unless an offset stands behind it.

    None for nothing; raises Unreadable. "（北京时间）" stands behind moments on our own pages.
    """
    text = _OF_BEIJING.sub("+08:00", in_plain_forms(typed).strip())
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None or _is_from_to(match):
        raise Unreadable("moment", typed=typed)
    day, clock, offset = read_date(match["day"]), read_time(match["clock"]), match["offset"] or match["zone"]
    if day is None or clock is None:
        raise Unreadable("moment", typed=typed)
    if clock != END_OF_DAY:
        return datetime.combine(day, time.fromisoformat(clock), _zone(offset, typed))
    try:
        return datetime.combine(day + timedelta(days=1), time(), _zone(offset, typed))
    except OverflowError:
        raise Unreadable("moment", typed=typed) from None


def _is_from_to(match: re.Match[str]) -> bool:
    """10:00-11:30 lasts an hour and a half. Machines, which mean an offset by it, write seconds or a T between day and time,
    and what would end before it begins lasts no time."""
    clock, until = match["clock"].strip(), match["offset"] or ""
    is_of_people = "T" not in match[0] and clock.count(":") < 2
    return is_of_people and until.startswith("-") and until[1:].rjust(5, "0") > clock.rjust(5, "0")


def _zone(offset: str | None, typed: str) -> tzinfo | None:
    try:
        return datetime.strptime(_in_full(offset), "%z").tzinfo if offset else None
    except ValueError:
        raise Unreadable("moment", typed=typed) from None


def _in_full(offset: str) -> str:
    """+8 and +08 as +08:00."""
    sign, hours = offset[:1], offset[1:]
    return f"{sign}{hours:0>2}:00" if hours.isdigit() and len(hours) < 3 else offset
