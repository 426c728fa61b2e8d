"""Which language a page speaks: what the person chose in the header, else the account's, else the browser's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = settings.LANGUAGE_COOKIE_NAME
A_YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers["Content-Language"] = request.LANGUAGE_CODE
            return response


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    response.set_cookie(COOKIE, language, A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
