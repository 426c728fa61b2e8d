"""Tags for forms: the key that makes a form's deed happen once."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from surveys.audit.idempotency import FIELD

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
