"""The pages for requests that cannot be served. The last one works without the database, which may be what is broken."""

import logging
import secrets

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
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
    logger.exception("server_error reference=%s path=%s", reference, request.path)
    return HttpResponse(_plain("500.html", reference=reference), status=500)


def _plain(template: str, **facts: str) -> str:
    """Without the request: no header that would ask the database who is here."""
    return render_to_string(template, facts)
