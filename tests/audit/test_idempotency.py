import uuid

from django.urls import reverse

from surveys.audit.models import HandledRequest
from tests.browsing import Visitor

KEY = uuid.uuid4()


def trace_of_a_form(sender, settings, secret):
    """What stays in the database of one form, when the installation has this secret key."""
    settings.SECRET_KEY = secret
    form = {"body": sender.memberships.get().organisation_id, "name": "X", "email": "x@example.org"}
    Visitor(sender).send(reverse("portal:colleagues"), form | {"role": "manager", "language": "en", "once_key": KEY})
    handled = HandledRequest.objects.get(pk=KEY)
    handled.delete()
    return handled.body_sha256


def test_a_password_cannot_be_tried_out_on_what_the_database_keeps_of_a_form(world, settings):
    first, again, elsewhere = (trace_of_a_form(world.alice, settings, secret) for secret in ("a", "a", "b"))

    assert first == again != elsewhere
