"""Whoever is written to while a round runs can come in by the link, also without an account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from surveys.accounts.invitations import invite, path_of
from surveys.accounts.models import Invitation, Membership
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from surveys.notices.delivery import text_of
from surveys.notices.models import Notice
from surveys.responses.reminding import send_reminders
from surveys.rounds import actions
from surveys.rounds.models import Round
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import make_issued_round, response_of

HALF_TIME = ISSUED + timedelta(hours=12)


def link_in(kind, contact, at=HALF_TIME):
    notice = Notice.objects.get(kind=kind, to_email=contact.email)
    return next(word for word in text_of(notice, at).split() if word.startswith(settings.SITE_URL))


def open_link_of(contact):
    """It leads on to the round."""
    newest = Invitation.objects.filter(email=contact.email).latest("created_at")
    return settings.SITE_URL + path_of(newest, leads_to=reverse("portal:round", args=[Round.objects.get().pk]))


def test_a_reminder_carries_the_invitation_that_was_not_used_yet(world):
    contact = factories.make_contact(world.alice_org)
    make_issued_round(world)

    send_reminders(at=HALF_TIME)

    assert link_in("reminder", contact) == open_link_of(contact)
    assert Invitation.objects.count() == 1


def test_a_contact_entered_after_the_issue_is_invited_by_the_reminder(world):
    make_issued_round(world)
    contact = factories.make_contact(world.alice_org)

    send_reminders(at=HALF_TIME)

    assert link_in("reminder", contact) == open_link_of(contact)
    assert Invitation.objects.get().invited_by == world.officer


def test_an_invitation_that_has_expired_is_followed_by_a_new_one(world):
    contact = factories.make_contact(world.alice_org)
    weeks = timedelta(days=2 * settings.INVITATION_DAYS)
    make_issued_round(world, deadline=ISSUED + 2 * weeks)

    send_reminders(at=ISSUED + weeks)

    assert link_in("reminder", contact, ISSUED + weeks) == open_link_of(contact)
    assert Invitation.objects.count() == 2


def test_a_letter_of_extension_is_a_way_in_too(world):
    round = make_issued_round(world)
    contact = factories.make_contact(world.alice_org)
    alices = response_of(round, world.alice_org).assignment

    actions.extend(
        by=world.officer, assignments=[alices], deadline=DEADLINE + timedelta(days=1), reason="停电", at=HALF_TIME
    )

    assert link_in("extended", contact) == open_link_of(contact)


def test_who_has_an_account_is_led_to_the_round(world):
    contact = factories.make_contact(world.alice_org, email=world.alice.email)
    round = make_issued_round(world)

    send_reminders(at=HALF_TIME)

    assert link_in("reminder", contact) == f"{settings.SITE_URL}/portal/rounds/{round.pk}/"


@pytest.mark.parametrize("sent_away", ["ended", "revoked"])
def test_who_was_sent_away_is_not_let_in_again_by_a_reminder(world, sent_away):
    contact = factories.make_contact(
        world.alice_org, email=world.bob.email if sent_away == "ended" else "li@example.org"
    )
    make_issued_round(world)
    Membership.objects.filter(user=world.bob).update(ended_at=database_now())
    Invitation.objects.filter(email=contact.email).update(revoked_at=HALF_TIME)

    send_reminders(at=HALF_TIME)

    assert "/portal/rounds/" in link_in("reminder", contact)


def test_a_link_withdrawn_in_favour_of_a_newer_one_keeps_nobody_out(world):
    contact = factories.make_contact(world.alice_org)
    weeks = timedelta(days=2 * settings.INVITATION_DAYS)
    make_issued_round(world, deadline=ISSUED + 2 * weeks)
    Invitation.objects.filter(email=contact.email).update(revoked_at=HALF_TIME)
    invite(by=world.alice, email=contact.email, name="李", body=world.alice_org, role=Role.MANAGER, at=HALF_TIME)

    send_reminders(at=ISSUED + weeks)

    assert link_in("reminder", contact, ISSUED + weeks) == open_link_of(contact)
