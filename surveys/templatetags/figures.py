"""Filters that show moments and figures the same way on every page."""

from datetime import datetime
from decimal import Decimal

from django import template

from surveys.lib import clock, units
from surveys.lib.language import current_language
from surveys.lib.numbers import show_number

register = template.Library()


@register.filter
def moment_in_zone(moment: datetime | None, zone: str) -> str:
    return clock.show(moment, zone) if moment else "—"


@register.filter
def second_in_zone(moment: datetime, zone: str) -> str:
    return clock.show_to_the_second(moment, zone)


@register.filter
def time_in_table(moment: datetime | None, zone: str) -> str:
    """Where the caption or the heading says the zone."""
    return clock.show_without_zone(moment, zone) if moment else "—"


@register.filter
def second_in_table(moment: datetime, zone: str) -> str:
    """The same to the second, which decides whether something was late."""
    return clock.show_without_zone(moment, zone, "seconds")


@register.filter
def zone_in_words(zone: str) -> str:
    return clock.zone_in_words(zone)


@register.filter
def figure(value: Decimal | int | None, places: int | None = None) -> str:
    """`12,345.60`; a blank is a dash, not a zero."""
    return "—" if value is None else show_number(Decimal(value), places)


@register.filter
def unit_in_words(symbol: str) -> str:
    """`千瓦时` on Chinese pages, `kWh` on English ones."""
    return units.unit(symbol).label(current_language())
