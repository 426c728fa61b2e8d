"""Pages are drawn for somebody, and nobody else shall read them at the same desk afterwards or out of a proxy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeptByNobodyMiddleware:
    """What may be kept, such as pictures and styles, says so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
