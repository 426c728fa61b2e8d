"""A contact is removed or corrected while invitations are open and letters wait."""

from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.conf import settings

from surveys.accounts.invitations import path_of
from surveys.accounts.models import Invitation
from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.notices.contacts import Stopped, change_contact, remove_contact
from surveys.notices.delivery import deliver, deliver_due, text_of
from surveys.notices.inviting import invite_by_mail, withdraw_with_letter
from surveys.notices.models import Notice
from surveys.registry.actions import add as register
from surveys.registry.models import Contact
from surveys.responses.reminding import send_reminders
from tests import factories
from tests.factories import ISSUED
from tests.responses.stories import make_issued_round

SOON_AFTER = timedelta(minutes=1)
SOON = ISSUED + SOON_AFTER


@pytest.fixture
def contact(world):
    """And a colleague, whose letters are not touched."""
    factories.make_contact(world.alice_org, name="李四", email="li@example.org")
    contact = factories.make_contact(world.alice_org, name="张三", email="zhang@exampel.org")
    make_issued_round(world)
    return contact


def letters():
    return sorted(Notice.objects.filter(state="queued").values_list("to_email", flat=True))


def open_invitations():
    return sorted(Invitation.objects.filter(revoked_at=None).values_list("email", flat=True))


def test_a_removed_contact_gets_nothing_and_comes_in_no_more(world, contact):
    assert remove_contact(by=world.officer, contact=contact, at=SOON) == Stopped(invitations=1, letters=1)

    assert (letters(), open_invitations()) == (["li@example.org"], ["li@example.org"])
    assert not Contact.objects.filter(name="张三").exists()
    assert set(Event.objects.filter(at=SOON).values_list("verb", flat=True)) == {
        "withdrew_invitation",
        "removed_contact",
    }


def test_letters_wait_for_the_corrected_address_with_a_way_in_of_its_own(world, contact):
    assert change_contact(by=world.officer, row=contact, changes={"email": "zhang@example.org"}, at=SOON) is True

    assert letters() == open_invitations() == ["li@example.org", "zhang@example.org"]
    letter = Notice.objects.get(to_email="zhang@example.org")
    assert settings.SITE_URL + path_of(letter.invitation) in text_of(letter, SOON)
    assert letter.invitation.email == "zhang@example.org"


def test_a_letter_that_was_listed_before_the_correction_goes_to_the_corrected_address(world, contact, mailoutbox):
    """A worker lists what is due for a quarter of a minute, and takes one after the other."""
    listed = list(Notice.waiting(SOON).select_related("invitation"))
    change_contact(by=world.officer, row=contact, changes={"email": "zhang@example.org"}, at=SOON)

    assert [deliver(letter, at=SOON) for letter in listed] == [True, True]

    bodies = {parseaddr(letter.to[0])[1]: letter.body for letter in mailoutbox}
    assert sorted(bodies) == ["li@example.org", "zhang@example.org"]
    assert path_of(Invitation.objects.get(email="zhang@example.org")) in bodies["zhang@example.org"]


def test_where_the_letter_has_gone_out_only_its_link_stops_working(world, contact, mailoutbox):
    deliver_due(at=SOON)

    change_contact(by=world.officer, row=contact, changes={"email": "zhang@example.org"}, at=SOON)

    assert (letters(), open_invitations()) == ([], ["li@example.org"])
    send_reminders(at=factories.DEADLINE - timedelta(minutes=10))
    assert "zhang@example.org" in open_invitations()  # the next letter has a way in again


def test_whoever_takes_the_place_of_somebody_with_an_account_gets_a_way_in(world):
    contact = factories.make_contact(world.alice_org, email=world.alice.email)
    make_issued_round(world)
    assert open_invitations() == []

    change_contact(by=world.officer, row=contact, changes={"email": "new@example.org"}, at=SOON)

    letter = Notice.objects.get(to_email="new@example.org")
    assert settings.SITE_URL + path_of(letter.invitation) in text_of(letter, SOON)


def test_an_address_that_was_changed_by_mistake_and_back_gets_a_way_in_again(world, contact, mailoutbox):
    deliver_due(at=SOON)
    change_contact(by=world.officer, row=contact, changes={"email": "other@example.org"}, at=SOON)
    back = {"email": "zhang@exampel.org"}
    change_contact(by=world.officer, row=Contact.objects.get(pk=contact.pk), changes=back, at=SOON + SOON_AFTER)

    send_reminders(at=factories.DEADLINE - timedelta(minutes=10))

    assert "zhang@exampel.org" in open_invitations()


def test_a_contact_who_was_removed_by_mistake_and_entered_again_gets_a_way_in_again(world, contact, mailoutbox):
    deliver_due(at=SOON)
    remove_contact(by=world.officer, contact=contact, at=SOON)
    again = Contact(organisation=world.alice_org, name="张三", email="zhang@exampel.org")
    register(by=world.officer, row=again, at=SOON + SOON_AFTER)

    send_reminders(at=factories.DEADLINE - timedelta(minutes=10))

    assert "zhang@exampel.org" in open_invitations()


def test_whose_invitation_an_officer_withdrew_gets_none_by_a_reminder(world, contact, mailoutbox):
    deliver_due(at=SOON)
    invitation = Invitation.objects.get(email="zhang@exampel.org")
    withdraw_with_letter(by=world.officer, invitation=invitation, at=SOON)

    send_reminders(at=factories.DEADLINE - timedelta(minutes=10))

    assert open_invitations() == ["li@example.org"]


def test_a_letter_that_is_being_sent_is_left_to_its_worker(world, contact):
    Notice.objects.get(to_email="zhang@exampel.org").claim(SOON)

    change_contact(by=world.officer, row=contact, changes={"email": "zhang@example.org"}, at=SOON)

    assert letters() == ["li@example.org", "zhang@exampel.org"]


@pytest.mark.parametrize("changes", [{"phone": "13800000009"}, {"email": "zhang@exampel.org"}])
def test_what_leaves_the_address_as_it_was_stops_nothing(world, contact, changes):
    change_contact(by=world.officer, row=contact, changes=changes, at=SOON)

    assert letters() == open_invitations() == ["li@example.org", "zhang@exampel.org"]


def test_an_address_written_with_capitals_before_keeps_its_way_in(world, contact):
    Contact.objects.filter(pk=contact.pk).update(email="Zhang@Exampel.org")

    change_contact(by=world.officer, row=contact, changes={"email": "zhang@exampel.org"}, at=SOON)

    assert letters() == open_invitations() == ["li@example.org", "zhang@exampel.org"]
    assert Notice.objects.get(to_email="zhang@exampel.org").invitation.revoked_at is None


def test_whoever_is_in_already_keeps_their_account_and_its_letters(world, contact):
    theirs = factories.make_contact(world.alice_org, name="Alice", email=world.alice.email)
    Notice.objects.create(
        key=f"receipt:{world.alice.pk}", kind="receipt", to_email=world.alice.email, created_at=SOON, due_at=SOON,
        organisation=world.alice_org,
    )  # fmt: skip

    remove_contact(by=world.officer, contact=theirs, at=SOON)

    assert world.alice.email in letters()
    assert world.alice.memberships.get().ended_at is None


def test_an_invitation_of_a_colleague_goes_with_the_letter_that_carries_it(world):
    facts = {"email": "wang@example.org", "name": "王五", "body": world.alice_org, "role": Role.CONTRIBUTOR}
    invitation = invite_by_mail(by=world.alice, at=SOON, **facts)

    withdraw_with_letter(by=world.officer, invitation=invitation, at=SOON)

    assert (letters(), open_invitations()) == ([], [])
