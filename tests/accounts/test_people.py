import pytest

from surveys.accounts import people
from surveys.accounts.access import visible_to
from surveys.accounts.invitations import InvitationSpent, accept, invite
from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.people import LastKeyholder, end_membership, is_last_keyholder, withdraw
from surveys.accounts.roles import Permission, Role
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.registry.models import Organisation
from tests import factories


def membership_of(user):
    return user.memberships.get(ended_at=None)


def test_ending_takes_effect_at_once_and_is_in_the_history(world):
    end_membership(by=world.alice, membership=membership_of(world.bob))

    assert not visible_to(User.objects.get(pk=world.bob.pk), Organisation.objects.all()).exists()
    assert list(Event.objects.values_list("verb", "actor_name")) == [("ended_membership", "Alice")]


def test_who_left_does_not_come_back_by_another_link(world):
    user = world.bob
    second, elsewhere = (
        invite(by=world.alice, email=user.email, name="X", body=body, role=Role.MANAGER)
        for body in (world.alice_org, world.charlie_org)
    )

    end_membership(by=world.alice, membership=membership_of(user))

    with pytest.raises(InvitationSpent):
        accept(invitation=second, name="X", password=None)
    assert accept(invitation=elsewhere, name="X", password=None) == user


def test_the_last_manager_stays(world):
    with pytest.raises(LastKeyholder):
        end_membership(by=world.alice, membership=membership_of(world.alice))

    assert membership_of(world.alice).role == "manager"


def test_the_last_administrator_stays_even_beside_a_closed_account(world):
    gone = factories.make_officer(world.stranger_authority, Role.ADMINISTRATOR)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert is_last_keyholder(membership_of(world.stranger_officer))


def test_one_of_two_managers_may_go_and_the_other_may_not(world):
    second = factories.make_operator(world.alice_org)
    end_membership(by=second, membership=membership_of(world.alice))

    with pytest.raises(LastKeyholder):
        end_membership(by=second, membership=membership_of(second))


def test_ending_twice_is_one_event(world):
    row = membership_of(world.bob)
    end_membership(by=world.alice, membership=row)
    end_membership(by=world.alice, membership=row)

    assert Event.objects.count() == 1


def test_an_ended_membership_is_nobodys_last(world):
    row = membership_of(world.alice)
    row.ended_at = database_now()

    assert not is_last_keyholder(row)


def test_withdrawing_twice_is_one_event(world):
    invitation = invite(by=world.alice, email="x@example.org", name="X", body=world.alice_org, role=Role.MANAGER)

    withdraw(by=world.alice, invitation=invitation)
    withdraw(by=world.alice, invitation=invitation)

    assert list(Event.objects.values_list("verb", flat=True)) == ["invited", "withdrew_invitation"]
    assert not people.waiting(Invitation.objects.all(), database_now()).exists()


def test_the_regions_of_an_officer_are_those_of_the_authorities(world):
    Membership.objects.create(user=world.officer, organisation=world.alice_org, role=Role.MANAGER)

    assert people.region_paths(world.officer, Permission.MANAGE_REGISTRY) == ["110000/"]
    assert people.region_paths(world.district_officer, Permission.MANAGE_REGISTRY) == []


def test_who_works_there_is_known_by_e_mail(world):
    assert people.works_there(f" {world.bob.email.upper()} ", world.alice_org)
    assert not people.works_there(world.bob.email, world.charlie_org)
