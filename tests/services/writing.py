"""A web process in little: writes notices, each in a transaction, and prints how many seconds that took.

python -m tests.services.writing KEY …
"""

import os
import sys
import time
from threading import enumerate as threads

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
started = time.monotonic()
for key in sys.argv[1:]:
    with transaction.atomic():
        outbox.write(key=key, to=contact, content=Content("issued", "请填报", "{link}"), at=database_now())
print(time.monotonic() - started)
sys.stdout.flush()
# A web process lives on; this one waits until the bell has rung, or has had time to give up.
bell = next(thread for thread in threads() if thread.name == "wake-ups")
bell.join(timeout=2)
