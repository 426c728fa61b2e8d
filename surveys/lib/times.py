"""Reading the times of day, and the moments, that people type."""

import re
from datetime import datetime, time, tzinfo

from surveys.lib.dates import read_date
from surveys.lib.numbers import PLAIN_FORMS
from surveys.lib.unreadable import Unreadable

_TIME = re.compile(r"(\d{1,2})(?::|时|点)(\d{1,2})(?:(?::|分)(?:\d{1,2}(?:\.\d+)?秒?)?)?", re.ASCII)
_MOMENT = re.compile(r"(.*?\d日?)(?:T|\s+|(?<=日))(\d{1,2}(?::|时|点).*?)(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def read_time(typed: str) -> time | None:
    """14:05, 14:05:00 or 14时5分, to the minute; None for nothing; raises Unreadable."""
    text = re.sub(r"\s", "", typed.translate(PLAIN_FORMS))
    if not text:
        return None
    match = _TIME.fullmatch(text)
    if match is None:
        raise Unreadable("time", typed=typed)
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise Unreadable("time", typed=typed) from None


def read_moment(typed: str) -> datetime | None:
    """2021-04-28 14:05 or 2021-04-28T14:05, in the reader's own zone unless an offset stands behind it; None for nothing; raises Unreadable."""
    text = typed.translate(PLAIN_FORMS).strip()
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    day, clock, offset = (read_date(match[1]), read_time(match[2]), match[3]) if match else (None, None, None)
    if day is None or clock is None:
        raise Unreadable("moment", typed=typed)
    return datetime.combine(day, clock, _zone(offset, typed))


def _zone(offset: str | None, typed: str) -> tzinfo | None:
    try:
        return datetime.strptime(offset, "%z").tzinfo if offset else None
    except ValueError:
        raise Unreadable("moment", typed=typed) from None
