"""A login ends by itself, or in another tab. Whoever sends a form then keeps what stands in it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import middleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from surveys.accounts.access import is_officer, user_of
from surveys.accounts.sent_forms import is_from_our_page, sent_again, texts_of, wants_json

BEGUN, USED = "login_begun", "login_used"
"""In the session: when the login began, and when something was last asked for with it."""
STAY = "stay"
MINUTE = timedelta(minutes=1)


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest | None, **told: Any) -> None:
    """Written with the login itself."""
    if request is not None:
        request.session[BEGUN] = request.session[USED] = timezone.now().isoformat()


class LoginEndsMiddleware:
    """A login that nobody uses ends, and every login ends some hours after it began."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _end_or_go_on(request, timezone.now())
        return self.get_response(request)


def _end_or_go_on(request: HttpRequest, at: datetime) -> None:
    session = request.session
    if USED not in session:
        session[BEGUN] = session[USED] = at.isoformat()
        return
    if at >= login_ends(request):
        session.flush()
        request.user = AnonymousUser()
    elif at - datetime.fromisoformat(session[USED]) >= MINUTE and not _only_looks(request):
        session[USED] = at.isoformat()  # once a minute is enough, and spares the database


def login_ends(request: HttpRequest) -> datetime:
    """If nothing more is asked for; of a login that begins just now as well."""
    now = timezone.now().isoformat()
    begun, used = (datetime.fromisoformat(request.session.get(name, now)) for name in (BEGUN, USED))
    who = "OFFICERS" if is_officer(user_of(request)) else "OPERATORS"
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES[who])
    return min(used + idle, begun + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def seconds_left(request: HttpRequest) -> int:
    return int((login_ends(request) - timezone.now()).total_seconds()) if request.user.is_authenticated else 0


def _only_looks(request: HttpRequest) -> bool:
    """A page that asks how long the login still lasts does not make it last longer, unless somebody wants that."""
    return request.path == reverse("who_is_logged_in") and STAY not in request.GET


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        to_login = super().process_view(request, *view)
        is_ours = request.method == "POST" and is_from_our_page(request) and not wants_json(request)
        if to_login is None or not (is_ours and (texts := texts_of(request))):
            return to_login
        context = {"texts": texts, "fields": list(sent_again(request)), "address": request.get_full_path()}
        return render(request, "403_logged_out.html", context | {"has_files": bool(request.FILES)}, status=403)
