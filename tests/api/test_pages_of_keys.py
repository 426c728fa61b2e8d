import re
import uuid

import pytest
from django.urls import reverse

from surveys.accounts.keys.making import key_of
from surveys.accounts.models import Act, ApiKey
from tests import factories
from tests.api.caller import a_key
from tests.browsing import Visitor

LIST = "/portal/keys/"


@pytest.fixture
def alice(world):
    return Visitor(world.alice)


def asked_for(theirs, **fields):
    return {"organisation": str(theirs.pk), "name": "能耗系统", "act": "submit", "for_all": "all"} | fields


def secret_on(page):
    return re.search(r"dcs_[\w-]{43}", page.text)[0]


def test_a_manager_makes_a_key_which_is_shown_once(alice, world):
    page = alice.send(LIST, asked_for(world.alice_org))

    key = key_of(secret_on(page))
    assert (key.name, key.act, key.for_all_facilities, key.made_by) == ("能耗系统", Act.SUBMIT, True, world.alice)
    listed = alice.get(LIST).text
    assert "能耗系统" in listed
    assert "dcs_" not in listed


def test_the_same_form_sent_twice_shows_nothing_again(alice, world):
    form = asked_for(world.alice_org) | {"once_key": str(uuid.uuid4())}

    first, second = (alice.post(LIST, form) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 409)
    assert "dcs_" not in second.content.decode()
    assert ApiKey.objects.count() == 1


def test_a_key_for_some_data_centers(alice, world):
    mine, _other = (factories.make_facility(world.alice_org) for _ in range(2))

    alice.send(LIST, asked_for(world.alice_org, for_all="some", facilities=[str(mine.pk)]))

    key = ApiKey.objects.get()
    assert (key.for_all_facilities, list(key.facilities.all())) == (False, [mine])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"act": "everything"}, "act"),
        ({"for_all": "some"}, "facilities"),
        ({"for_all": "none"}, "for_all"),
        ({"organisation": "1"}, "organisation"),
    ],
)
def test_what_is_missing_is_asked_for(alice, world, fields, field):
    page = alice.send(LIST, asked_for(world.alice_org, **fields))

    assert list(page.context["form"].errors) == [field]
    assert ApiKey.objects.count() == 0


def test_no_key_for_what_is_not_theirs(alice, world):
    foreign = factories.make_facility(world.charlie_org)

    for fields in ({"organisation": str(world.charlie_org.pk)}, {"for_all": "some", "facilities": [str(foreign.pk)]}):
        alice.send(LIST, asked_for(world.alice_org, **fields))

    assert ApiKey.objects.count() == 0


def test_who_manages_two_organisations_chooses_one_and_its_data_centers(alice, world):
    other = factories.make_organisation()
    mine, theirs = factories.make_facility(world.alice_org), factories.make_facility(other)
    factories.Membership.objects.create(user=world.alice, organisation=other, role="manager")

    mixed = alice.send(LIST, asked_for(other, for_all="some", facilities=[str(mine.pk)]))
    alice.send(LIST, asked_for(other, for_all="some", facilities=[str(theirs.pk)]))

    assert list(mixed.context["form"].errors) == ["facilities"]
    assert ApiKey.objects.get().organisation == other
    assert other.name in alice.get(LIST).text


def test_a_contributor_and_an_officer_have_no_business_here(world):
    assert [Visitor(user).get(LIST).status_code for user in (world.bob, world.officer)] == [403, 403]


def test_revoking(alice, world):
    secret = a_key(world.alice_org, world.alice, name="旧系统")
    page = reverse("portal:revoke_api_key", args=[ApiKey.objects.get().pk])

    assert "旧系统" in alice.get(page).text
    alice.send(page)

    assert key_of(secret) is None
    assert "旧系统" in alice.get(LIST).text
    assert alice.get(page).status_code == 404


def test_a_key_whose_maker_left_is_shown_to_open_nothing(world, alice):
    eve = factories.make_operator(world.alice_org, name="Eve")
    a_key(world.alice_org, eve)
    eve.memberships.update(role="contributor")

    assert "Opens nothing: Eve" in alice.get(LIST).text
