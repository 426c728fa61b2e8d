"""Tags for forms: the key that makes a form's deed happen once, the key to what could not be saved."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from surveys.accounts.personal_pages import key_of_copies
from surveys.audit.idempotency import FIELD

register = template.Library()

register.filter(key_of_copies)


@register.simple_tag
def once_key() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
