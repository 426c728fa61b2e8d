"""The null character, which no keyboard types and PostgreSQL refuses: it is answered before anyone looks at the request."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class NoNullCharactersMiddleware:
    """Forms refuse it by themselves; what is searched and filtered for comes through the address, who asks by a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            raise BadRequest("a null character in the address")
        if any("\x00" in value for value in request.COOKIES.values()):
            raise BadRequest("a null character in a cookie")
        return self.get_response(request)
