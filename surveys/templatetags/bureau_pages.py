"""Tags of the bureau's pages."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

from surveys.lib.numbers import show_number

register = template.Library()


@register.filter
def remark_field(form: forms.BaseForm | None, question: str) -> BoundField | None:
    """The field for a remark on this question, where the form has one."""
    name = f"remark_{question}"
    return form[name] if form and name in form.fields else None


@register.filter
def percent(value: Decimal | None) -> str:
    """`12.34%`; nothing to divide by is a dash."""
    return "—" if value is None else f"{show_number(value, 2)}%"


@register.filter
def whole(value: object) -> str:
    """A figure as HTML's attributes want it."""
    return f"{value or 0:.4f}"


@register.simple_tag
def one_zone_of(lines: Iterable[Any]) -> str:
    """The zone that all of these rounds are in, so that a heading can say it once; empty where they differ."""
    zones = {line.round.time_zone for line in lines}
    return zones.pop() if len(zones) == 1 else ""
