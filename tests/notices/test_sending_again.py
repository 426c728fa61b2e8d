"""A letter that could not be delivered, after the contact was corrected in the register."""

from datetime import timedelta

import pytest
from django.conf import settings

from surveys.accounts.invitations import path_of
from surveys.accounts.models import Invitation
from surveys.notices.actions import NothingToSend, overtaken, send_again
from surveys.notices.contacts import remove_contact
from surveys.notices.delivery import text_of
from surveys.notices.models import Notice
from surveys.rounds import course
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


def test_to_a_contact_who_was_removed_nothing_is_sent_again(world, contact):
    remove_contact(by=world.officer, contact=contact)

    with pytest.raises(NothingToSend):
        send_again(by=world.officer, notice=Notice.objects.get(), at=LATER)


def test_what_a_withdrawn_round_asked_is_not_sent_again(world, contact):
    asking = Notice.objects.get()
    course.withdraw(by=world.officer, round=asking.round, reason="误发", at=LATER)
    Notice.objects.update(state=Notice.State.FAILED)

    assert overtaken(list(Notice.objects.all())) == {asking.pk}
    with pytest.raises(NothingToSend):
        send_again(by=world.officer, notice=Notice.objects.get(pk=asking.pk), at=LATER)
    send_again(by=world.officer, notice=Notice.objects.exclude(pk=asking.pk).get(), at=LATER)


def test_an_address_with_other_capitals_is_the_same_mailbox(world, contact):
    correct(contact, world.officer, email="Zhang@exampel.org")

    assert Invitation.objects.get(revoked_at=None) == Notice.objects.get().invitation
