import threading
from datetime import timedelta

import pytest
from django.db import connection

from surveys.accounts import invitations
from surveys.accounts.invitations import InvitationSpent, WrongRole, accept, find, invite, is_open, token_of
from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from tests import factories
from tests.factories import ISSUED, PASSWORD


def make_invitation(body, role=Role.CONTRIBUTOR, email="new@example.org", **extra):
    return invite(by=None, email=email, name="新人", body=body, role=role, **extra)


def join(invitation, **extra):
    return accept(invitation=invitation, name="新人", password=PASSWORD, **extra)


def test_accepting_makes_the_user_and_the_membership(world):
    user = join(make_invitation(world.alice_org, phone="123", language="en"))

    user.refresh_from_db()
    assert (user.email, user.phone, user.language) == ("new@example.org", "123", "en")
    assert user.check_password(PASSWORD)
    assert list(user.memberships.values_list("organisation", "role")) == [(world.alice_org.pk, "contributor")]


def test_an_authority_invites_officers(world):
    user = join(make_invitation(world.city, Role.VIEWER))

    assert user.memberships.get().authority == world.city


@pytest.mark.parametrize(("side", "role"), [("city", Role.MANAGER), ("alice_org", Role.VIEWER)])
def test_a_role_of_the_other_side_is_refused(side, role, world):
    with pytest.raises(WrongRole):
        make_invitation(getattr(world, side), role)


def test_the_same_link_works_once(world):
    invitation = make_invitation(world.alice_org)
    join(invitation)

    with pytest.raises(InvitationSpent):
        join(invitation)


def test_an_older_letter_takes_no_role_away(world):
    older, elsewhere = make_invitation(world.alice_org), make_invitation(world.charlie_org)
    user = join(make_invitation(world.alice_org, Role.MANAGER))

    with pytest.raises(InvitationSpent):
        join(older)
    join(elsewhere)

    assert set(user.memberships.filter(ended_at=None).values_list("organisation", "role")) == {
        (world.alice_org.pk, "manager"),
        (world.charlie_org.pk, "contributor"),
    }


def test_an_existing_account_keeps_its_password_and_gets_another_role(world):
    user = accept(
        invitation=make_invitation(world.alice_org, email=world.charlie.email), name="X", password="other-one"
    )

    assert user == world.charlie
    assert user.check_password(PASSWORD)
    assert user.memberships.filter(ended_at=None).count() == 2


def test_a_new_role_in_the_same_body_ends_the_earlier_one(world):
    join(make_invitation(world.alice_org, Role.MANAGER, email=world.bob.email))

    assert list(world.bob.memberships.filter(ended_at=None).values_list("role", flat=True)) == ["manager"]


@pytest.mark.parametrize(("seconds", "opens"), [(-1, True), (0, False), (1, False)])
def test_an_invitation_runs_out_at_the_very_second(seconds, opens, world):
    invitation = make_invitation(world.alice_org, at=ISSUED)
    at = invitation.expires_at + timedelta(seconds=seconds)

    assert is_open(invitation, at) == opens
    if opens:
        join(invitation, at=at)
    else:
        with pytest.raises(InvitationSpent):
            join(invitation, at=at)


def test_a_withdrawn_invitation_is_spent(world):
    invitation = make_invitation(world.alice_org)
    Invitation.objects.update(revoked_at=database_now())

    with pytest.raises(InvitationSpent):
        join(invitation)


def test_a_token_finds_its_invitation(world):
    invitation = make_invitation(world.alice_org)

    assert find(token_of(invitation)) == invitation
    assert invitations.path_of(invitation) == f"/invitations/{token_of(invitation)}/"


@pytest.mark.parametrize(
    "bend", [lambda t: t[:-1] + "x", lambda t: "0" * 32 + t[32:], lambda t: t[:32], lambda t: "", str.upper]
)
def test_a_forged_token_finds_nothing(bend, world):
    assert find(bend(token_of(make_invitation(world.alice_org)))) is None


def test_a_token_dies_with_the_secret_key(world, settings):
    token = token_of(make_invitation(world.alice_org))

    settings.SECRET_KEY = "another"

    assert find(token) is None


def test_an_open_invitation_is_found_by_its_address(world):
    invitation = make_invitation(world.alice_org)
    now = database_now()

    assert invitations.open_invitation_for("NEW@example.org", world.alice_org, now) == invitation
    assert invitations.open_invitation_for("new@example.org", world.charlie_org, now) is None
    assert invitations.open_invitation_for("new@example.org", world.alice_org, invitation.expires_at) is None


many_writers = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time; TEST_DATABASE=postgres runs this"
)


@many_writers
@pytest.mark.django_db(transaction=True)
def test_of_ten_at_the_same_time_one_gets_in():
    invitation = make_invitation(factories.make_organisation())

    results = all_at_once([invitation] * 10)

    assert sorted(results) == ["joined"] + ["spent"] * 9
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)


@many_writers
@pytest.mark.django_db(transaction=True)
def test_of_many_links_to_one_organisation_one_is_used():
    organisation = factories.make_organisation()

    results = all_at_once([make_invitation(organisation) for _ in range(6)])

    assert sorted(results) == ["joined"] + ["spent"] * 5
    assert Membership.objects.count() == 1


@many_writers
@pytest.mark.django_db(transaction=True)
def test_one_person_may_use_the_links_of_many_organisations_at_the_same_time():
    invited = [make_invitation(factories.make_organisation()) for _ in range(6)]

    results = all_at_once(invited)

    assert results == ["joined"] * 6
    assert (User.objects.count(), Membership.objects.count()) == (1, 6)


def all_at_once(invited):
    results, start = [], threading.Barrier(len(invited))
    threads = [threading.Thread(target=_try_to_join, args=(one, results, start)) for one in invited]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _try_to_join(invitation, results, start):
    try:
        connection.ensure_connection()
        start.wait()
        join(invitation)
        results.append("joined")
    except InvitationSpent:
        results.append("spent")
    finally:
        connection.close()
