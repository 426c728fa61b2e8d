"""Prints the session of an officer who may upload a roster, made in the installation of DATA_DIR."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.test import Client  # noqa: E402 -- Django must be set up before its models are imported

from surveys.accounts.roles import Role  # noqa: E402
from surveys.models import Region  # noqa: E402
from surveys.registry.actions import seed_regions  # noqa: E402
from tests.factories import make_authority, make_officer  # noqa: E402

seed_regions()
visitor = Client()
visitor.force_login(make_officer(make_authority(region=Region.objects.get(code="110000")), Role.ADMINISTRATOR))
print(visitor.cookies["sessionid"].value)
