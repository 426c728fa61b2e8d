"""A proxy in front that was not declared: then everybody seems to come from one place. The doctor asks what was seen."""

import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

KEY = "undeclared-proxy"
KEPT_SECONDS = 24 * 3600
NOTED_AGAIN_AFTER = 3600
"""A process may live for longer than what it noted is kept."""
TRACES = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")


class UndeclaredProxyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.note_from = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PROXIES and time.time() >= self.note_from and _came_through_one(request):
            cache.set(KEY, request.META.get("REMOTE_ADDR") or "a socket", KEPT_SECONDS)
            self.note_from = time.time() + NOTED_AGAIN_AFTER
        return self.get_response(request)


def _came_through_one(request: HttpRequest) -> bool:
    """From a machine of the house: a stranger can write such headers too."""
    return any(trace in request.headers for trace in TRACES) and _is_of_the_house(request.META.get("REMOTE_ADDR", ""))


def _is_of_the_house(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return True  # a socket of this machine


def undeclared_proxy() -> str | None:
    """Whence such requests came, within a day."""
    seen: str | None = cache.get(KEY)
    return seen
