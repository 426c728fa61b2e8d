from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type stubs
    """Nobody signs up by himself: people come in by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
