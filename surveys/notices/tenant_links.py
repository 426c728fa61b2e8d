"""The link in a letter to a tenant: for one request of an operator, until it is answered, withdrawn or sent anew.

Like the link of an invitation it is never stored: it is derived from the request, its nonce and the secret key. The letter
says by its key which request, and which of its links, it is about.
"""

import hashlib
import hmac
import uuid

from django.conf import settings
from django.urls import reverse

from surveys.notices.models import Notice

PLACE = "{link}"
"""Where the link stands in the words of a letter."""
LENGTH_OF_ID = 32
STEM = "tenant"


def key_of(request: uuid.UUID, nonce: str) -> str:
    """Of the letter."""
    return f"{STEM}:{request.hex}:{nonce}"


def token_of(request: uuid.UUID, nonce: str, email: str) -> str:
    text = f"{STEM}:{request.hex}:{nonce}:{email.lower()}"
    return request.hex + hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def path_of(request: uuid.UUID, nonce: str, email: str) -> str:
    return reverse("tenant", args=[token_of(request, nonce, email)])


def request_of(token: str) -> uuid.UUID | None:
    """Which request a token says it is for; whether that is true, its row tells."""
    try:
        return uuid.UUID(token[:LENGTH_OF_ID])
    except ValueError:
        return None


def with_its_place(body: str, notice: Notice) -> str:
    """The text with the link in its place."""
    stem, _colon, rest = notice.key.partition(":")
    request, _colon, nonce = rest.partition(":")
    if stem != STEM or PLACE not in body:
        return body
    return body.replace(PLACE, settings.SITE_URL + path_of(uuid.UUID(request), nonce, notice.to_email))
