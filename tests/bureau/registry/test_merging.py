"""An officer merges an organisation into another: reads what will happen, presses once."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from surveys.accounts.access import visible_to
from surveys.accounts.models import Membership
from surveys.accounts.roles import Permission, Role
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.notices.models import Notice
from surveys.registry.merging import merge_organisations
from surveys.registry.models import Merger
from surveys.registry.moving import move_facility, today
from surveys.responses.models import Response, Revision
from surveys.rounds.models import Assignment
from tests import factories
from tests.browsing import Visitor
from tests.bureau.officer import Officer
from tests.responses.stories import confirm, fill_in, fresh, make_issued_round, submit

PRESS = "Merge the organisations"
TODAY = today(datetime.now(UTC))


@pytest.fixture
def now():
    return database_now()


@pytest.fixture
def sites(world):
    return [factories.make_facility(world.alice_org, code=code, name=f"甲云{code}") for code in ("A1", "A2")]


@pytest.fixture
def round(world, sites, now):
    factories.make_contact(world.charlie_org, email="new@example.org")
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def officer(world):
    return Officer(world.officer)


def merge_page(organisation, into):
    return reverse("bureau:merge_organisation", args=[organisation.pk]) + f"?to={into.pk}"


def opened(officer, world):
    return officer.open(merge_page(world.alice_org, world.charlie_org)).the_form()


def merged(world, **more):
    parts = {"organisation": world.alice_org, "into": world.charlie_org, **more}
    return merge_organisations(by=world.officer, since=TODAY, reason="吸收合并", codes={}, **parts)


def operators(sites):
    for site in sites:
        site.refresh_from_db()
    return {site.organisation for site in sites}


def task_of(site):
    return Assignment.objects.get(facility=site)


def test_from_its_page_into_the_other(world, sites, officer):
    officer.at("organisation", world.alice_org.pk).follow("Merge into another organisation").follow("丙算科技")
    assert "2 data centers move" in officer.text and "甲云A1" in officer.text

    officer.the_form().in_form({"since": "2021-03-01", "reason": "吸收合并"}).press(PRESS)

    assert officer.h1 == "丙算科技" and "“甲云数据” is merged into 丙算科技." in officer.text
    assert operators(sites) == {world.charlie_org}
    world.alice_org.refresh_from_db()
    assert world.alice_org.is_active is False


def test_each_page_leads_to_the_other(world, sites, officer):
    merged(world)

    page = officer.at("organisation", world.alice_org.pk)
    assert "this organisation was merged into 丙算科技" in page.text and "left out of new rounds" in page.text
    assert "Merge into another organisation" not in page.text
    assert "this organisation took in 甲云数据" in page.follow("丙算科技").text


def test_who_does_not_see_the_other_reads_its_name_alone(world):
    merged(world)
    district = Officer(world.district_officer).at("organisation", world.alice_org.pk)

    assert "丙算科技" in district.text
    links = [link.get("href") for link in district.page.xpath("//main//a")]
    assert reverse("bureau:organisation", args=[world.charlie_org.pk]) not in links


def test_people_who_are_not_taken_over_keep_what_they_submitted_and_see_no_more(world, sites, officer, round, now):
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(task_of(sites[0]).response, world.alice, at=now, address={"typed": "示范路1号"})
    revision = submit(fresh(task_of(sites[0]).response), world.alice, at=now)

    opened(officer, world).in_form({"reason": "吸收合并"}).press(PRESS)

    theirs = visible_to(world.alice, Revision.objects.all(), Permission.ANSWER)
    assert list(theirs) == [revision]
    assert not visible_to(world.charlie, Revision.objects.all(), Permission.ANSWER).exists()
    seen = visible_to(world.alice, Assignment.objects.all(), Permission.ANSWER)
    assert set(seen.values_list("organisation", flat=True)) == {world.alice_org.pk}


def test_people_who_are_ticked_get_their_role_at_the_other(world, sites, officer):
    bob = Membership.objects.get(user=world.bob)
    opened(officer, world)
    assert "Bob" in officer.text and "see all that is its own" in officer.text

    pairs = [*officer.in_form({"reason": "吸收合并"}).values(), ("people", str(bob.pk))]
    officer.send(pairs)

    roles = Membership.objects.filter(organisation=world.charlie_org).values_list("user__name", "role")
    assert sorted(roles) == [("Bob", Role.CONTRIBUTOR), ("Charlie", Role.MANAGER)]
    assert Membership.objects.filter(user=world.bob, organisation=world.alice_org, ended_at=None).exists()
    event = Event.objects.get(verb="took_over_person")
    assert (event.organisation_id, event.details) == (world.charlie_org.pk, {"old": "甲云数据"})


def test_who_is_at_both_already_is_not_offered(world, sites, officer):
    Membership.objects.create(user=world.bob, organisation=world.charlie_org, role=Role.MANAGER)
    opened(officer, world)

    assert officer.page.xpath("//input[@name='people']/@value") == [str(Membership.objects.get(user=world.alice).pk)]


def test_nobody_of_a_third_organisation_comes_along(world, sites, officer):
    stranger = factories.make_operator(factories.make_organisation("丁"))
    data = {"since": str(TODAY), "reason": "x", "people": str(Membership.objects.get(user=stranger).pk)}

    officer.post("merge_organisation", world.alice_org.pk, query=f"?to={world.charlie_org.pk}", **data)

    assert "is not one of the available choices" in " ".join(officer.errors().values())
    assert not Merger.objects.exists()


def test_open_tasks_stay_unless_told_otherwise(world, sites, officer, round):
    opened(officer, world).in_form({"reason": "吸收合并"}).press(PRESS)

    assert {task_of(site).organisation for site in sites} == {world.alice_org}


def test_open_tasks_that_nobody_has_begun_go_over_in_one_letter(world, sites, officer, round, now):
    fill_in(task_of(sites[0]).response, world.alice, at=now)
    factories.make_facility(world.alice_org, code="A3")
    Notice.objects.all().delete()
    opened(officer, world)
    assert "1 task that nobody has begun" in officer.text and "These stay with 甲云数据" in officer.text

    officer.in_form({"reason": "吸收合并", "tasks": "goes_over"}).press(PRESS)

    assert [task_of(site).organisation for site in sites] == [world.alice_org, world.charlie_org]
    assert [(one.kind, one.to_email) for one in Notice.objects.all()] == [("issued", "new@example.org")]


def test_a_task_of_a_site_that_left_before_does_not_go_along(world, sites, officer, round):
    move_facility(by=None, facility=sites[0], to=factories.make_organisation("丁"), since=TODAY, reason="转让")

    opened(officer, world).in_form({"reason": "吸收合并", "tasks": "goes_over"}).press(PRESS)

    assert [task_of(site).organisation for site in sites] == [world.alice_org, world.charlie_org]


def test_codes_that_are_taken_are_asked_for_one_by_one(world, sites, officer):
    for code in ("A1", "A2", "C3"):
        factories.make_facility(world.charlie_org, code=code)
    one, two = (f"code-{site.pk}" for site in sites)
    opened(officer, world)
    assert "has given some of their codes already (2)" in officer.text

    assert dict(officer.values())[one] == "A1-2"
    officer.in_form({"reason": "吸收合并", one: "", two: ""}).press(PRESS)
    assert officer.errors() == {f"#id_{one}": "Give 甲云A1 a code.", f"#id_{two}": "Give 甲云A2 a code."}
    for first, second in (("C3", "C4"), ("C4", "C4")):
        officer.the_form().in_form({one: first, two: second}).press(PRESS)
        assert f"The code {first} is given already." in officer.errors().values()
    officer.the_form().in_form({one: "C4", two: "C5"}).press(PRESS)

    assert sorted(world.charlie_org.facilities.values_list("code", flat=True)) == ["A1", "A2", "C3", "C4", "C5"]


def test_a_new_code_is_not_that_of_another_site_that_moves_along(world, sites, officer):
    factories.make_facility(world.charlie_org, code="A1")
    one = f"code-{sites[0].pk}"

    opened(officer, world).in_form({"reason": "x", one: "A2"}).press(PRESS)

    assert officer.errors() == {f"#id_{one}": "The code A2 is given already."}


@pytest.mark.parametrize(
    ("since", "told"), [(TODAY + timedelta(days=2), "This day is still to come."), ("2020-12-31", "on 2021-01-01")]
)
def test_a_day_that_cannot_be(since, told, world, sites, officer):
    site = factories.make_facility(factories.make_organisation("前任"), code="F1")
    move_facility(by=None, facility=site, to=world.alice_org, since=TODAY.replace(2021, 1, 1), reason="转让")

    opened(officer, world).in_form({"since": str(since), "reason": "x"}).press(PRESS)

    assert told in officer.errors()["#id_since"]
    assert not Merger.objects.exists()


def test_pressed_twice_it_merges_once(world, sites):
    officer = Visitor(world.officer)
    form = {"since": str(TODAY), "reason": "吸收合并", "once_key": str(uuid.uuid4())}

    first, again = (officer.post(merge_page(world.alice_org, world.charlie_org), form) for _ in range(2))

    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert Merger.objects.count() == 1


def test_what_was_merged_is_not_merged_again(world, sites, officer):
    merged(world)

    assert "It was merged into 丙算科技 already." in officer.at("merge_organisation", world.alice_org.pk).text


def test_sites_outside_the_district_are_for_the_authority_above(world, sites):
    district = Officer(factories.make_officer(world.district, Role.SURVEY_MANAGER))
    neighbour = factories.make_organisation("邻居", world.alice_org.region)
    factories.make_facility(world.alice_org, world.charlie_org.region)

    district.post("merge_organisation", world.alice_org.pk, query=f"?to={neighbour.pk}", since=str(TODAY), reason="x")

    assert "Some of its data centers lie outside your region." in district.text
    assert not Merger.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_who_may_only_look_finds_no_way_to_merge(role, world, sites):
    viewer = Officer(factories.make_officer(world.city, role))

    assert "Merge into another" not in viewer.at("organisation", world.alice_org.pk).text
    assert viewer.open(merge_page(world.alice_org, world.charlie_org)).status == 403


def test_somebody_who_begins_while_the_page_is_read_keeps_his_task(world, sites, officer, round, now):
    opened(officer, world).in_form({"reason": "吸收合并", "tasks": "goes_over"})
    fill_in(task_of(sites[0]).response, world.alice, at=now)

    officer.press(PRESS)

    assert [task_of(site).organisation for site in sites] == [world.alice_org, world.charlie_org]
    assert Response.objects.get(assignment__facility=sites[0]).state == "draft"
