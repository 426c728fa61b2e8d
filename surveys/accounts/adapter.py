"""Where allauth's ways give way to ours."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from surveys.accounts import failed_logins
from surveys.accounts.language import COOKIE, remember_language
from surveys.accounts.models import User
from surveys.lib.clock import database_now, show

ACCOUNT_CLOSED = _(
    "Too many failed login attempts for this address from where you are. The login opens again at %(time)s; a new"
    " password (“Forgot your password?”) opens it at once."
)
PLACE_CLOSED = _("Too many failed login attempts from your network. The login opens again at %(time)s.")


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type stubs
    """Nobody signs up by himself: people come in by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """An address of ours as it stands in the browser, whole or from the first slash on; anything else is no page of
        ours. allauth's own way fails at what is no address at all, such as `http://[`."""
        request = context.request
        is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
        return is_ours and str(url).startswith(("/", "http:", "https:"))

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """The pages speak the account's language from now on, unless another one was chosen in this browser."""
        response: HttpResponse = super().post_login(request, user, **options)
        if COOKIE not in request.COOKIES:
            remember_language(request, response, user.language)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        now, tried = database_now(), self._tried(request, credentials)
        if until := failed_logins.account_closed_until(tried, now):
            raise _closed(ACCOUNT_CLOSED, until)
        if until := failed_logins.place_closed_until(tried, now):
            raise _closed(PLACE_CLOSED, until)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        failed_logins.note(self._tried(request, credentials), database_now())

    def _tried(self, request: HttpRequest, credentials: dict[str, Any]) -> failed_logins.Tried:
        email = credentials.get("email", "").lower()
        holds_now = User.objects.filter(email=email).values_list("password", flat=True).first()
        return failed_logins.tried(email, self.place_of(request), holds_now or "")

    def place_of(self, request: HttpRequest) -> str:
        """Whom a socket of this machine or a proxy tells nothing of are at one place; allauth would let none of them in."""
        try:
            place: str = truncate_ip(self.get_client_ip(request))
        except PermissionDenied:
            return "unknown"
        return place

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No page speaks to a mail server: letters are rows of the outbox."""
        raise NotImplementedError(f"{template_prefix}: write a notice into the outbox instead")


def _closed(words: object, until: datetime) -> ValidationError:
    """Screens name minutes; the one that is named must not lie before the moment."""
    named = show(until + timedelta(minutes=1), settings.DEFAULT_ROUND_ZONE)
    return ValidationError(str(words) % {"time": named}, code="too_many_login_attempts")
