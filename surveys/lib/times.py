"""Reading the times of day, and the moments, that people type."""

import re
from datetime import datetime, time, timedelta, tzinfo

from surveys.lib.dates import read_date
from surveys.lib.numbers import in_plain_forms
from surveys.lib.unreadable import Unreadable

END_OF_DAY = "24:00"
_TIME = re.compile(r"(\d{1,2})(?:(?::|[时点])(\d{1,2})(?:(?::|分)(?:\d{1,2}(?:\.\d+)?秒?)?)?|[时点](半|整)?)", re.ASCII)
_MOMENT = re.compile(r"(.*?\d[日号]?)(?:T|\s+|(?<=[日号]))(\d{1,2}(?::|时|点).*?)(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def read_time(typed: str) -> str | None:
    """14:05, 14:05:00, 14时5分 or 14时, as 14:05 and to the minute; None for nothing; raises Unreadable.

    24:00 is the end of the day, which `datetime.time` does not have.
    """
    text = re.sub(r"\s", "", in_plain_forms(typed))
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unreadable("time", typed=typed)
    hour, minute = int(match[1]), 30 if match[3] == "半" else int(match[2] or 0)
    if (hour, minute) == (24, 0) and not re.search("[1-9]", text[2:]):
        return END_OF_DAY
    if hour > 23 or minute > 59:
        raise Unreadable("time", typed=typed)
    return f"{hour:02}:{minute:02}"


def read_moment(typed: str) -> datetime | None:
    """2021-04-28 14:05 or 2021-04-28T14:05, in the reader's own zone unless an offset stands behind it; None for nothing; raises Unreadable."""
    text = in_plain_forms(typed).strip()
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    day, clock, offset = (read_date(match[1]), read_time(match[2]), match[3]) if match else (None, None, None)
    if day is None or clock is None:
        raise Unreadable("moment", typed=typed)
    if clock != END_OF_DAY:
        return datetime.combine(day, time.fromisoformat(clock), _zone(offset, typed))
    try:
        return datetime.combine(day + timedelta(days=1), time(), _zone(offset, typed))
    except OverflowError:
        raise Unreadable("moment", typed=typed) from None


def _zone(offset: str | None, typed: str) -> tzinfo | None:
    try:
        return datetime.strptime(offset, "%z").tzinfo if offset else None
    except ValueError:
        raise Unreadable("moment", typed=typed) from None
