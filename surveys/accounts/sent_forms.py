"""A form that could not be served: what was typed in it is given back, to be read, copied, or sent once more."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

_OF_A_SECTION = {"base", "form", "asked", "cells", "explained", "checked", "back", "act"}
_OF_A_DEED = {"seen", "confirmed", "revision", "following", "expected", "instead_of"}
OURS = frozenset({"csrfmiddlewaretoken", "once_key"} | _OF_A_SECTION | _OF_A_DEED)
"""Fields that nobody typed into."""
SECRETS = ("password", "repeated")
UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which has a page to show the answer on."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was sent, in the order of the page; none where it cannot be read, or holds what must not be shown."""
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return []
    return [] if any(secret in name for name, _value in pairs for secret in SECRETS) else pairs


def texts_of(request: HttpRequest) -> list[str]:
    """What was typed or chosen in them, files by their names."""
    return [value for name, value in fields_of(request) if name not in OURS and value.strip()] + _files_of(request)


def _files_of(request: HttpRequest) -> list[str]:
    try:
        return [str(file.name) for _name, files in request.FILES.lists() for file in files]
    except UNREADABLE:
        return []


def give_back(request: HttpRequest, *names: str) -> None:
    """What was typed in these fields, where the page they stood on is not shown again."""
    texts = [text for name in names if (text := request.POST.get(name, "").strip())]
    if texts:
        messages.info(request, _("What you had typed was: %(texts)s") % {"texts": " / ".join(texts)})


def sent_again(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The fields of a form that sends the same once more, with the same key."""
    return ((name, value) for name, value in fields_of(request) if name != "csrfmiddlewaretoken")


def is_from_our_page(request: HttpRequest) -> bool:
    """By what the browser says of itself; a form on a foreign page is not offered to be sent again with our token."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
