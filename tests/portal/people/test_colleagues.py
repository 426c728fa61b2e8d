import pytest
from django.urls import reverse

from surveys.accounts.models import Invitation
from surveys.notices.models import Notice
from tests import factories
from tests.browsing import Visitor

LIST = "/portal/colleagues/"


@pytest.fixture
def alice(world):
    return Visitor(world.alice)


def invited(body, **extra):
    return {
        "body": str(body.pk),
        "name": "新人",
        "email": "new@example.org",
        "role": "contributor",
        "language": "en",
    } | extra


def end(user):
    return reverse("portal:end_colleague", args=[user.memberships.get().pk])


def test_a_manager_sees_the_own_people_only(alice):
    assert [str(row.user) for row in alice.get(LIST).context["memberships"]] == ["Alice", "Bob"]


def test_a_contributor_and_an_officer_have_no_business_here(world):
    assert [Visitor(user).get(LIST).status_code for user in (world.bob, world.officer)] == [403, 403]


def test_a_manager_invites_a_colleague(alice, world):
    alice.send(LIST, invited(world.alice_org))

    assert Notice.objects.get().invitation.organisation == world.alice_org


def test_an_officers_role_cannot_be_given(alice, world):
    assert list(alice.send(LIST, invited(world.alice_org, role="viewer")).context["form"].errors) == ["role"]


def test_a_foreign_organisation_cannot_be_invited_to(alice, world):
    assert list(alice.send(LIST, invited(world.charlie_org)).context["form"].errors) == ["body"]


def test_a_colleague_is_ended_and_is_out_at_the_next_click(alice, world):
    bob = Visitor(world.bob)
    assert bob.get("/").url == "/portal/"

    assert "End the role of Bob?" in alice.get(end(world.bob)).text
    alice.send(end(world.bob))

    assert bob.get("/").status_code == 403


def test_the_last_manager_stays(alice, world):
    assert alice.send(end(world.alice)).status_code == 409
    factories.make_operator(world.alice_org)
    assert alice.send(end(world.alice)).url == "/"


def test_a_foreign_colleague_does_not_exist_and_a_contributor_ends_nobody(alice, world):
    assert alice.get(end(world.charlie)).status_code == 404
    assert Visitor(world.bob).get(end(world.alice)).status_code == 403


def test_an_invitation_is_withdrawn_by_the_own_manager_only(alice, world):
    alice.send(LIST, invited(world.alice_org))
    path = reverse("portal:withdraw_colleague", args=[Invitation.objects.get().pk])

    assert Visitor(world.charlie).send(path).status_code == 404
    assert alice.send(path).url == LIST
    assert Invitation.objects.get().revoked_at is not None
