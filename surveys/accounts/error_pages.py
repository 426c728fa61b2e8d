"""The pages for requests that cannot be served. The last one works without the database, which may be what is broken."""

import logging
import secrets
import sys
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from surveys.accounts.models import Membership, User
from surveys.accounts.people import ended
from surveys.accounts.sent_forms import fields_of, is_from_our_page, sent_again, texts_of, wants_json

logger = logging.getLogger(__name__)
OUT_OF_REACH = (OperationalError, InterfaceError)
TAKES_NO_WRITING, TOOK_TOO_LONG = "25006", "25P03"
"""What PostgreSQL answers while another server takes over, and to a request that it did not want to wait for any longer."""
RETRY_SECONDS = 10
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return HttpResponse(_plain("413.html"), status=413)
    return HttpResponse(_plain("400.html"), status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _not_for_this_person(request, "403.html", 403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _not_for_this_person(request, "404.html", 404)


def _not_for_this_person(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Perhaps it was, until a role ended; what was typed is given back."""
    user = getattr(request, "user", None)
    roles = ended(user) if isinstance(user, User) else []
    if wants_json(request):
        return JsonResponse({"message": _why_not_saved(roles)}, status=status)
    return render(request, template, {"ended": roles, "texts": texts_of(request)}, status=status)


def _why_not_saved(roles: list[Membership]) -> str:
    if not roles:
        return _(
            "Not saved: you may not change this any more. Your text is kept in this browser; copy it if you need it."
        )
    bodies = ", ".join(str(role.body) for role in roles)
    return _(
        "Not saved: your role in %(bodies)s has ended. Your text is kept in this browser; copy it if you need it."
    ) % {"bodies": bodies}


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Logging in, in whatever tab, makes the token of every open page old; what stands on one need not be typed again."""
    if wants_json(request):
        text = _(
            "Not saved: the login has changed in another tab. Your text is kept in this browser; reload this page."
        )
        return JsonResponse({"message": text, "renew": True}, status=403)
    again = sent_again(request) if request.user.is_authenticated and is_from_our_page(request) else ()
    context = {"again": list(again), "address": request.get_full_path(), "has_files": bool(request.FILES)}
    return render(request, "403_csrf.html", context, status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    reference = secrets.token_hex(4).upper()
    logger.exception("server_error reference=%s", reference)
    if _is_out_of_reach(sys.exc_info()[1]):
        return _out_of_reach(request)
    return HttpResponse(_plain("500.html", reference=reference), status=500)


def _is_out_of_reach(error: BaseException | None) -> bool:
    state = getattr(error.__cause__, "sqlstate", "") if isinstance(error, InternalError) else ""
    return isinstance(error, OUT_OF_REACH) or state in (TAKES_NO_WRITING, TOOK_TOO_LONG)


def _out_of_reach(request: HttpRequest) -> HttpResponse:
    """The database restarts or is too busy: the same form can be sent again, with all that stands in it."""
    headers = {"Retry-After": str(RETRY_SECONDS)}
    if wants_json(request):
        text = _(
            "Not saved: the system cannot be reached at the moment. Your text is kept here and saved as soon as it can be."
        )
        return JsonResponse({"message": text}, status=503, headers=headers)
    context = {"fields": fields_of(request), "address": request.get_full_path(), "has_files": bool(request.FILES)}
    return HttpResponse(_plain("503.html", texts=texts_of(request), **context), status=503, headers=headers)


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


def _plain(template: str, **context: object) -> str:
    """Without the request: no header that would ask the database who is here."""
    return render_to_string(template, context)
