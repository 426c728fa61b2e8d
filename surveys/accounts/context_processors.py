"""What every page's header needs to know about the person in front of it."""

from django.conf import settings
from django.http import HttpRequest

from surveys.accounts.access import is_officer, is_operator, may
from surveys.accounts.demo_logins import demo_logins
from surveys.accounts.models import User
from surveys.accounts.roles import Permission


def who_is_here(request: HttpRequest) -> dict[str, object]:
    context: dict[str, object] = {
        "DEMO": settings.DEMO,
        "LANGUAGES": settings.LANGUAGES,
        "demo_logins": demo_logins,  # a template that asks for them calls it
    }
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        context |= {
            "is_officer": is_officer(user),
            "is_operator": is_operator(user),
            "may": {permission.value: may(user, permission) for permission in Permission},
        }
    return context
