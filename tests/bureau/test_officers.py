import pytest
from django.db import connection
from django.urls import reverse

from surveys.accounts.models import Invitation, Membership
from surveys.accounts.roles import Role
from surveys.notices.models import Notice
from tests import factories
from tests.browsing import Visitor

LIST = "/bureau/officers/"


@pytest.fixture
def administrator(world):
    return factories.make_officer(world.city, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def visitor(administrator):
    return Visitor(administrator)


def invited(body, **extra):
    return {
        "body": str(body.pk),
        "name": "新人",
        "email": "new@example.org",
        "role": "viewer",
        "language": "en",
    } | extra


def end(user):
    return reverse("bureau:end_officer", args=[user.memberships.get().pk])


def test_an_administrator_sees_the_own_officers_and_those_below(visitor, world):
    rows = visitor.get(LIST).context["memberships"]

    assert {str(row.user) for row in rows} == {"管理员", "王主任", "朝阳李"}


def test_others_have_no_business_here(world):
    assert [Visitor(user).get(LIST).status_code for user in (world.officer, world.alice)] == [403, 403]


def test_an_invitation_is_a_letter_with_a_link(visitor, world):
    visitor.send(LIST, invited(world.district))

    notice = Notice.objects.get()
    assert (notice.kind, notice.to_email, notice.language) == ("invitation", "new@example.org", "en")
    assert (notice.invitation.authority, "{link}" in notice.body) == (world.district, True)


def test_a_second_invitation_withdraws_the_first(visitor, world):
    visitor.send(LIST, invited(world.city))
    visitor.send(LIST, invited(world.city, role="reviewer"))

    assert list(Invitation.objects.filter(revoked_at=None).values_list("role", flat=True)) == ["reviewer"]


@pytest.mark.parametrize(
    ("flaw", "field"), [({"role": "manager"}, "role"), ({"email": "x"}, "email"), ({"language": "fr"}, "language")]
)
def test_a_flaw_sends_nothing(flaw, field, visitor, world):
    response = visitor.send(LIST, invited(world.city, **flaw))

    assert (list(response.context["form"].errors), Notice.objects.count()) == ([field], 0)


def test_nobody_invites_to_a_foreign_authority(visitor, world):
    assert list(visitor.send(LIST, invited(world.stranger_authority)).context["form"].errors) == ["body"]


def test_who_has_a_role_already_is_not_invited(visitor, world):
    response = visitor.send(LIST, invited(world.city, email=world.officer.email))

    assert list(response.context["form"].errors) == ["email"]


def test_an_officer_is_ended_after_a_page_that_names_the_consequence(visitor, world):
    assert "End the role of 王主任?" in visitor.get(end(world.officer)).text
    signed_in = Visitor(world.officer)

    assert visitor.send(end(world.officer)).url == LIST

    assert signed_in.get("/bureau/registry/").status_code == 403


def test_the_last_administrator_cannot_be_ended(visitor, administrator):
    assert "Invite another administrator first." in visitor.get(end(administrator)).text
    assert visitor.send(end(administrator)).status_code == 409


def test_one_may_end_oneself_when_another_remains(visitor, administrator, world):
    factories.make_officer(world.city, Role.ADMINISTRATOR)

    assert visitor.send(end(administrator)).url == "/"


def test_an_invitation_is_withdrawn(visitor, world):
    visitor.send(LIST, invited(world.city))

    visitor.send(reverse("bureau:withdraw_officer", args=[Invitation.objects.get().pk]))

    assert Invitation.objects.get().revoked_at is not None


def test_foreign_memberships_do_not_exist(visitor, world):
    for user in (world.stranger_officer, world.alice):
        assert visitor.get(end(user)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(rows, visitor, world, administrator, django_assert_num_queries):
    for n in range(rows):
        factories.make_officer(world.city)
        Invitation.objects.create(
            email=f"{n}@example.org", name="x", authority=world.city, role="viewer",
            created_at=factories.ISSUED, expires_at="2999-01-01T00:00:00Z",
        )  # fmt: skip
    assert Membership.objects.filter(authority=world.city).count() == rows + 2

    asking_the_time = int(connection.vendor == "postgresql")  # SQLite's clock is this machine's
    with django_assert_num_queries(6 + asking_the_time):
        visitor.get(LIST)
