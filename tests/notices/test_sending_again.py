"""A letter that could not be delivered, after the contact was corrected in the register."""

from datetime import timedelta

import pytest
from django.conf import settings

from surveys.accounts.invitations import path_of
from surveys.accounts.models import Invitation
from surveys.notices.actions import send_again
from surveys.notices.delivery import text_of
from surveys.notices.models import Notice
from surveys.registry import actions as registry
from tests import factories
from tests.factories import ISSUED
from tests.responses.stories import make_issued_round

LATER = ISSUED + timedelta(hours=1)


@pytest.fixture
def contact(world):
    contact = factories.make_contact(world.alice_org, name="张三", email="zhang@exampel.org")
    make_issued_round(world)
    Notice.objects.update(state=Notice.State.FAILED, attempts=1, last_error="550 no such user")
    return contact


def correct(contact, by, **changes):
    type(contact).objects.filter(pk=contact.pk).update(**changes)
    return send_again(by=by, notice=Notice.objects.get(), at=LATER)


def test_it_goes_to_the_corrected_address_with_a_link_for_it(world, contact):
    correct(contact, world.officer, email="zhang@example.org")

    letter = Notice.objects.get()
    invitation = Invitation.objects.get(email="zhang@example.org", organisation=world.alice_org)
    assert (letter.to_email, letter.state) == ("zhang@example.org", "queued")
    assert settings.SITE_URL + path_of(invitation) in text_of(letter, LATER)


def test_the_link_to_the_wrong_address_stops_working(world, contact):
    correct(contact, world.officer, email="zhang@example.org")

    assert Invitation.objects.get(email="zhang@exampel.org").revoked_at == LATER


def test_whoever_is_in_already_needs_no_invitation(world, contact):
    correct(contact, world.officer, email=world.alice.email)

    assert Notice.objects.get().invitation is None
    assert Invitation.objects.count() == 1


def test_to_the_same_address_it_goes_as_it_was(world, contact):
    before = Notice.objects.values("to_email", "to_name", "invitation").get()

    correct(contact, world.officer, phone="13800000009")

    assert Notice.objects.values("to_email", "to_name", "invitation").get() == before


def test_a_contact_who_was_removed_is_written_to_as_before(world, contact):
    registry.remove_contact(by=world.officer, contact=contact)

    assert send_again(by=world.officer, notice=Notice.objects.get(), at=LATER).to_email == "zhang@exampel.org"
