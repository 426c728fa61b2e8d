"""The workers' pulses: the moment of each one's last turn, by which others see that it is alive."""

from datetime import datetime, timedelta

from django.core.cache import cache


def note_pulse(worker: str, at: datetime) -> None:
    cache.set(_key(worker), at.isoformat(), timeout=None)


def since_last_pulse(worker: str, at: datetime) -> timedelta | None:
    """None when there never was one."""
    noted = cache.get(_key(worker))
    return at - datetime.fromisoformat(noted) if noted else None


def _key(worker: str) -> str:
    return f"pulse-of-{worker}"
