"""A browser without a screen: a client that signs in and sends forms the way our pages do."""

import uuid

from django.test import Client


class Visitor(Client):
    """Speaks English unless told otherwise, so that tests can quote what a page says."""

    def __init__(self, user=None, language="en"):
        super().__init__()
        self.cookies["language"] = language
        if user:
            self.force_login(user)

    def send(self, path, data=None, **extra):
        """POST a form with a fresh key."""
        return self.post(path, {"once_key": str(uuid.uuid4())} | (data or {}), **extra)
