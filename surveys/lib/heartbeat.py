"""The worker's pulse: the moment of its last sweep, by which others see that it is alive."""

from datetime import datetime, timedelta

from django.core.cache import cache

KEY = "worker-pulse"


def note_pulse(at: datetime) -> None:
    cache.set(KEY, at.isoformat(), timeout=None)


def since_last_pulse(at: datetime) -> timedelta | None:
    """None when there never was one."""
    noted = cache.get(KEY)
    return at - datetime.fromisoformat(noted) if noted else None
