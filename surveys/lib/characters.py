"""The null character, which no keyboard types and PostgreSQL refuses: in an address it is answered before anyone looks."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class NoNullCharactersMiddleware:
    """Forms refuse it by themselves; what is searched and filtered for comes through the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            raise BadRequest("a null character in the address")
        return self.get_response(request)
