"""A web process in little: writes a notice for each key of a line, in a transaction of its own, and prints the seconds.

The lines are lists in JSON. Like a web process it lives on, and with it the bell that it has begun to ring.
"""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402 -- Django must be set up before its models are imported

from surveys.lib.clock import database_now  # noqa: E402
from surveys.notices import outbox  # noqa: E402
from surveys.notices.wording import Content  # noqa: E402
from surveys.registry.models import Contact  # noqa: E402
from tests.factories import make_contact, make_organisation  # noqa: E402

contact = Contact.objects.first() or make_contact(make_organisation())
for line in sys.stdin:
    started = time.monotonic()
    for key in json.loads(line):
        with transaction.atomic():
            outbox.write(key=key, to=contact, content=Content("issued", "请填报", "{link}"), at=database_now())
    print(time.monotonic() - started, flush=True)
