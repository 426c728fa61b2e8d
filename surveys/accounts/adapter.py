"""Where allauth's ways give way to ours."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from surveys.accounts.language import COOKIE, remember_language
from surveys.accounts.models import User


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type stubs
    """Nobody signs up by himself: people come in by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """The pages speak the account's language from now on, unless another one was chosen in this browser."""
        response: HttpResponse = super().post_login(request, user, **options)
        if COOKIE not in request.COOKIES:
            remember_language(request, response, user.language)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted for each place they come from, so that a stranger who guesses does not shut the owner out;
        and for the password that holds now, so that a new one opens the login again wherever it was set."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        holds_now = User.objects.filter(email=credentials.get("email", "").lower()).values_list("password", flat=True)
        return f"{key}:{self.get_client_ip(request)}:{holds_now.first()}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the address of the site, like every link in a mail, whatever host the browser says it asked."""
        url: str = super().get_reset_password_from_key_url(key)
        return settings.SITE_URL + urlsplit(url).path

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, object]) -> None:
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, context)
