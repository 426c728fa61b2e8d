"""Moments: UTC inside, the round's zone on every screen, and the database's clock where a rule depends on the time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

NAMES_OF_ZONES = {"Asia/Shanghai": "北京时间"}


def database_now() -> datetime:
    """The moment by the database's clock, which all web processes share; on SQLite that is this machine's clock."""
    if connection.vendor == "sqlite":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def in_utc(moment: datetime) -> str:
    """`2021-04-28T03:59:12.000000Z`, for machines: always as long, so that later is greater also as text."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def show(moment: datetime, zone: str) -> str:
    """`2021-04-28 12:00（北京时间）`: a 24-hour clock, always with the zone."""
    return _in_zone(moment, zone, "minutes")


def show_to_the_second(moment: datetime, zone: str) -> str:
    """`2021-04-28 12:00:01（北京时间）`: when something came in, since a second decides whether it was late."""
    return _in_zone(moment, zone, "seconds")


def show_without_zone(moment: datetime, zone: str, timespec: str = "minutes") -> str:
    """`2021-04-28 12:00`, for tables whose heading says the zone once."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", timespec)


def zone_in_words(zone: str) -> str:
    return _("Beijing time") if zone in NAMES_OF_ZONES else zone


def _in_zone(moment: datetime, zone: str, timespec: str) -> str:
    local = show_without_zone(moment, zone, timespec)
    return _("%(time)s (Beijing time)") % {"time": local} if zone in NAMES_OF_ZONES else f"{local} ({zone})"


def show_span(span: timedelta) -> str:
    """`3 小时 12 分` for what is left of the time; seconds are not shown, and a negative span is shown as its length."""
    minutes = int(abs(span).total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}
