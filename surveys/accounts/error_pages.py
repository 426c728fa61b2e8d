"""The pages for requests that cannot be served. The last one works without the database, which may be what is broken."""

import logging
import secrets
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path

logger = logging.getLogger(__name__)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return HttpResponse(_plain("413.html"), status=413)
    return HttpResponse(_plain("400.html"), status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    reference = secrets.token_hex(4).upper()
    logger.exception("server_error reference=%s", reference)
    return HttpResponse(_plain("500.html", reference=reference), status=500)


class FormsOnlyMiddleware:
    """Whoever opens an address that only takes forms, as after logging in again, gets a page with the way on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        allowed = {"Allow": response.headers["Allow"]}
        return HttpResponse(_plain("405.html", above=_page_above(request.path)), status=405, headers=allowed)


def _page_above(path: str) -> str:
    """The nearest address above this one that leads anywhere."""
    above = path.rstrip("/").rpartition("/")[0] + "/"
    return above if is_valid_path(above) else _page_above(above)


def _plain(template: str, **context: str) -> str:
    """Without the request: no header that would ask the database who is here."""
    return render_to_string(template, context)
