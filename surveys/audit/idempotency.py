"""The same key gives the same answer: a form that is sent twice does its deed once.

Every form that changes something carries a key made when the page was drawn (`{% once_key %}`). The key is written in
the transaction of the deed; a second request with it gets the first one's redirect, and one with another body a 409.
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from surveys.audit.models import HandledRequest
from surveys.lib.clock import database_now
from surveys.lib.columns import longest

FIELD = "once_key"
KEPT_FOR = timedelta(days=30)
"""Longer than any page stays open that somebody still sends."""
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
View = Callable[..., HttpResponse]


def keeps_its_own_key(view: View) -> View:
    """For views whose deed is idempotent by itself (submission, autosave) or is not ours (login)."""
    view.keeps_its_own_key = True  # type: ignore[attr-defined]
    return view


def reads_a_file_first(view: View) -> View:
    """For views that look into an upload, lest the database wait for that; they hand their deed to `once`, or keep the key."""

    @wraps(view)
    def with_key(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in SAFE and _key_told(request) is None:
            return refused(request, 400)
        return view(request, *args, **kwargs)

    return keeps_its_own_key(with_key)


class OncePerKeyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        if request.method in SAFE or getattr(view, "keeps_its_own_key", False) or _is_foreign(view):
            return None
        key = _key_told(request)
        if key is None:
            return refused(request, 400)
        return once(request, key, lambda: view(request, *args, **kwargs))


def _is_foreign(view: View) -> bool:
    return not view.__module__.startswith("surveys.")


def key_of(request: HttpRequest) -> uuid.UUID:
    """Of a form that was not refused for want of one."""
    return uuid.UUID(request.POST[FIELD])


def _key_told(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def once(request: HttpRequest, key: uuid.UUID, deed: Callable[[], HttpResponse]) -> HttpResponse:
    digest = _digest(request)
    try:
        with transaction.atomic():
            handled = _note(request, key, digest)
            response = deed()
            if isinstance(response, HttpResponseRedirect):
                HandledRequest.objects.filter(pk=key).update(location=response.url)
            else:
                # Nothing was done, the page is shown again with its errors: the key stays free for the next try.
                handled.delete()
            return response
    except KeyTaken:
        earlier = HandledRequest.objects.get(pk=key)
        if earlier.body_sha256 == digest and earlier.actor_id == request.user.pk:
            return HttpResponseRedirect(earlier.location)
        return refused(request, 409)


class KeyTaken(Exception):
    pass


def _note(request: HttpRequest, key: uuid.UUID, digest: str) -> HandledRequest:
    try:
        with transaction.atomic():
            return HandledRequest.objects.create(
                key=key,
                actor_id=request.user.pk,
                path=request.path[: longest(HandledRequest, "path")],
                body_sha256=digest,
                at=database_now(),
            )
    except IntegrityError as error:
        raise KeyTaken from error


def _digest(request: HttpRequest) -> str:
    """Over the path and every field but the CSRF token, which Django masks anew in each page; files by their content.

    With the secret key, since a field may be a password, which nobody shall try out on what the database holds.
    """
    digest = hmac.new(settings.SECRET_KEY.encode(), b"once:" + request.path.encode(), hashlib.sha256)
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(name.encode() + b"".join(file.chunks()))
            file.seek(0)
    return digest.hexdigest()


def forget_old(at: datetime) -> None:
    HandledRequest.objects.filter(at__lt=at - KEPT_FOR).delete()


def refused(request: HttpRequest, status: int) -> HttpResponse:
    return TemplateResponse(request, "components/request_refused.html", {"status": status}, status=status).render()
