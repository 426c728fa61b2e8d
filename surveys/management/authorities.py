"""Authorities as somebody names them at a command."""

from django.core.management import CommandError

from surveys.models import Authority


def authority_called(name: str) -> Authority:
    found = Authority.objects.filter(name_zh=name) | Authority.objects.filter(name_en=name)
    if found.count() != 1:
        raise CommandError(f"There is not exactly one authority called {name}.")
    return found.get()
