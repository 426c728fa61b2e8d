"""Tags for what every page may need."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.defaultfilters import stringfilter
from django.utils.translation import gettext as _

from surveys.accounts.logged_out import login_ends, seconds_left
from surveys.accounts.sent_forms import texts_of
from surveys.lib.clock import show, show_without_zone, zone_in_words
from surveys.lib.text import nested

register = template.Library()


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm, conditions: Iterable[Any] = ()) -> dict[str, Any]:
    """Every error of the form and the conditions on its page in its own words, linked to the field it stands at."""
    whole = [{"href": "", "message": message} for message in form.non_field_errors()]
    colon = _(":")
    beside = [
        {"href": f"#at-{one.key}", "message": f"{one.title}{colon} {one.error}"} for one in conditions if one.error
    ]
    return {"errors": whole + [error for field in form for error in _errors_of(field)] + beside}


def _errors_of(field: BoundField) -> list[dict[str, str]]:
    href = f"#{field.id_for_label or f'div_{field.auto_id}'}"
    return [{"href": href, "message": str(message)} for message in field.errors]


register.filter("nested", stringfilter(nested), is_safe=True)


@register.simple_tag(takes_context=True)
def texts_sent(context: dict[str, Any]) -> list[str]:
    """What was typed in the form that was sent."""
    return texts_of(context["request"])


@register.simple_tag(name="seconds_left", takes_context=True)
def seconds_left_of(context: dict[str, Any]) -> int:
    """Of the login."""
    return seconds_left(context["request"])


@register.simple_tag(name="login_ends", takes_context=True)
def login_ends_at(context: dict[str, Any]) -> datetime:
    return login_ends(context["request"])


@register.filter
def quoted(value: object) -> str:
    """A name or a title as it stands between “ and ” of the sentence."""
    return nested(f"“{value}”")[1:-1]


@register.filter
def moment(value: datetime) -> str:
    """A moment that belongs to no round, in the zone of this installation."""
    return show(value, settings.DEFAULT_ROUND_ZONE)


@register.filter
def moment_in_table(value: datetime) -> str:
    """The same where the heading says the zone."""
    return show_without_zone(value, settings.DEFAULT_ROUND_ZONE)


@register.simple_tag
def zone_here() -> str:
    return zone_in_words(settings.DEFAULT_ROUND_ZONE)
