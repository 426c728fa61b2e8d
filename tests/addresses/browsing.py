from django.conf import settings
from django.test import Client


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def signed_in(user):
    """Since the cast was made: to sign in anew costs as much as a page."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = user.session
    return client


def text_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="ignore")
