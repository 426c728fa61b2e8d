import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from surveys.accounts import access
from surveys.accounts.models import Membership, User
from surveys.accounts.roles import PERMISSIONS, Permission, Role
from surveys.lib.clock import database_now
from surveys.questionnaires.models import Questionnaire, Version
from surveys.registry.models import Authority, Facility, Organisation
from surveys.registry.reach import Reach, Reachable
from surveys.rounds.models import Assignment, Round, Survey
from tests import factories

ORGANISATIONS = Organisation.objects.all
P = Permission


def make_plain_round(authority, organisation=None, facilities=0):
    """A draft with just the rows that access looks at."""
    questionnaire = Questionnaire.objects.create(authority=authority, code="Q", title_zh="表", title_en="Form")
    version = Version.objects.create(
        questionnaire=questionnaire, number=1, definition={}, published_at=factories.ISSUED
    )
    survey = Survey.objects.create(authority=authority, questionnaire=questionnaire, code="S", title_zh="调查")
    round = Round.objects.create(
        survey=survey, version=version, code=f"R-{authority.pk}", title_zh="批次", time_zone="Asia/Shanghai",
        created_at=factories.ISSUED,
    )  # fmt: skip
    for _ in range(facilities):
        site = factories.make_facility(organisation)
        Assignment.objects.create(
            round=round, organisation=organisation, facility=site, region=site.region, created_at=factories.ISSUED
        )
    return round


def names(rows):
    return sorted(str(row) for row in rows)


def test_a_stranger_to_the_system_sees_nothing(world):
    assert names(access.visible_to(world.nobody, ORGANISATIONS())) == []
    assert not access.may(world.nobody, P.SEE_ROUNDS)


def test_nobody_signed_in_has_no_memberships(world):
    assert access.memberships(AnonymousUser()) == []


def test_a_closed_account_has_no_memberships(world):
    world.alice.is_active = False

    assert access.memberships(world.alice) == []


def test_an_ended_membership_no_longer_counts_at_the_next_request(world):
    Membership.objects.filter(user=world.alice).update(ended_at=database_now())

    assert access.memberships(User.objects.get(pk=world.alice.pk)) == []


def test_officers_and_operators_are_told_apart(world):
    assert (access.is_officer(world.officer), access.is_operator(world.officer)) == (True, False)
    assert (access.is_officer(world.alice), access.is_operator(world.alice)) == (False, True)


def test_the_city_sees_its_districts_and_a_district_only_itself(world):
    assert names(access.visible_to(world.officer, ORGANISATIONS())) == ["丙算科技", "甲云数据"]
    assert names(access.visible_to(world.district_officer, ORGANISATIONS())) == ["甲云数据"]
    assert names(access.visible_to(world.stranger_officer, ORGANISATIONS())) == []


def test_operators_see_their_own_organisation(world):
    assert names(access.visible_to(world.alice, ORGANISATIONS())) == ["甲云数据"]
    assert names(access.visible_to(world.charlie, ORGANISATIONS())) == ["丙算科技"]


def test_an_operator_sees_no_questionnaires(world):
    assert names(access.visible_to(world.alice, Authority.objects.all())) == []


def test_a_person_with_two_memberships_sees_both(world):
    Membership.objects.create(user=world.alice, organisation=world.charlie_org, role=Role.CONTRIBUTOR)

    assert names(access.visible_to(world.alice, ORGANISATIONS())) == ["丙算科技", "甲云数据"]
    assert names(access.visible_to(world.alice, ORGANISATIONS(), P.SUBMIT)) == ["甲云数据"]


@pytest.mark.parametrize("role", Role.values)
def test_every_role_may_what_the_table_says(role, world):
    body = world.city if P.SEE_ROUNDS in PERMISSIONS[role] else world.alice_org
    make = factories.make_officer if body == world.city else factories.make_operator
    user = make(body, role)

    assert {permission for permission in P if access.may(user, permission)} == PERMISSIONS[role]


def issue(round):
    Round.objects.filter(pk=round.pk).update(issued_at=factories.ISSUED, deadline=factories.DEADLINE)


def test_a_district_sees_the_citys_round_once_it_is_issued_and_does_not_manage_it(world):
    manager = factories.make_officer(world.district)
    round = make_plain_round(world.city)
    assert not access.can(manager, P.SEE_ROUNDS, round)

    issue(round)

    assert access.can(manager, P.SEE_ROUNDS, round)
    assert not access.can(manager, P.MANAGE_ROUNDS, round)
    assert access.can(world.officer, P.MANAGE_ROUNDS, round)


def test_the_city_manages_the_rounds_of_a_district(world):
    assert access.can(world.officer, P.MANAGE_ROUNDS, make_plain_round(world.district))


def test_a_district_does_not_see_who_works_for_the_city(world):
    colleague = factories.make_officer(world.district)

    seen = access.visible_to(colleague, Membership.objects.all())

    assert {membership.authority for membership in seen} == {world.district}


def test_a_stranger_authority_does_not_see_the_round(world):
    assert not access.can(world.stranger_officer, P.SEE_ROUNDS, make_plain_round(world.city))


def test_operators_see_a_round_once_it_is_issued_to_them(world):
    round = make_plain_round(world.city, organisation=world.alice_org, facilities=3)
    assert names(access.visible_to(world.alice, Round.objects.all())) == []

    issue(round)

    assert access.visible_to(world.alice, Round.objects.all()).count() == 1
    assert names(access.visible_to(world.charlie, Round.objects.all())) == []


def test_a_foreign_row_does_not_exist(world):
    with pytest.raises(Http404):
        access.get_visible_or_404(world.charlie, Organisation, pk=world.alice_org.pk)


def test_a_visible_row_may_still_be_forbidden(world):
    with pytest.raises(PermissionDenied):
        access.get_visible_or_404(world.bob, ORGANISATIONS(), P.SUBMIT, pk=world.alice_org.pk)


def test_a_row_one_may_use_is_given(world):
    assert access.get_visible_or_404(world.alice, Organisation, P.SUBMIT, pk=world.alice_org.pk) == world.alice_org


def test_a_row_to_look_at_needs_no_permission(world):
    assert access.get_visible_or_404(world.bob, Organisation, pk=world.alice_org.pk) == world.alice_org


def test_require_without_a_row_asks_for_the_permission_anywhere(world):
    access.require(world.officer, P.REVIEW)

    with pytest.raises(PermissionDenied):
        access.require(world.alice, P.REVIEW)


def test_a_facility_is_seen_by_the_district_it_lies_in(world):
    haidian = world.charlie_org.region
    factories.make_facility(world.alice_org, haidian, name="海淀楼")

    assert names(access.visible_to(world.district_officer, Facility.objects.all())) == []
    assert names(access.visible_to(world.alice, Facility.objects.all())) == ["海淀楼"]


def test_what_hangs_on_a_row_is_reached_through_it():
    owned = Reach(authority="authority", inner=True)

    assert Reach(organisation="", issued="issued_at").through("one") == Reach(
        organisation="one", issued="one__issued_at"
    )
    assert owned.through("survey") == Reach(authority="survey__authority", inner=True)


@pytest.mark.parametrize("model", Reachable.__subclasses__())
def test_everything_with_a_reach_can_be_filtered_for_everybody(model, world):
    for user in (world.officer, world.district_officer, world.alice, world.nobody):
        assert access.visible_to(user, model._default_manager.all()).count() >= 0


def test_officers_with_a_permission_are_those_in_force(world):
    gone = factories.make_officer(world.city)
    Membership.objects.filter(user=gone).update(ended_at=database_now())

    assert list(access.officers_with(P.MANAGE_ROUNDS, world.city)) == [world.officer]


def test_user_of_gives_the_signed_in_user(rf, world):
    request = rf.get("/")
    request.user = world.alice

    assert access.user_of(request) is world.alice
