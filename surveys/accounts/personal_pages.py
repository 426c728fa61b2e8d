"""Pages are drawn for somebody, and nobody else shall read them at the same desk afterwards or out of a proxy."""

import base64
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from surveys.accounts.models import User


class KeptByNobodyMiddleware:
    """What may be kept, such as pictures and styles, says so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def key_of_copies(user: User) -> str:
    """What somebody typed and could not save is kept in the browser, locked with this (static/surveys/saving/copies.js): it is
    stored nowhere, and stands on that person's own pages alone."""
    return base64.b64encode(salted_hmac("surveys.copies", str(user.pk), algorithm="sha256").digest()).decode()
