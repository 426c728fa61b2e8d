"""What is thrown away once it is of no more use to anybody: sessions that ended, keys of old requests, failed logins."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.core.cache import cache

from surveys.accounts import failed_logins
from surveys.audit import idempotency

SECONDS_BETWEEN = 3600


def is_due() -> bool:
    """Once an hour, for one of all workers; should its call get lost, then in the next hour."""
    return cache.add("tidied", True, SECONDS_BETWEEN)


def tidy(at: datetime) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    idempotency.forget_old(at)
    failed_logins.forget_old(at)
