"""An officer moves a data center to another operator: chooses it, reads what will happen, presses once."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from surveys.registry.models import FacilityMove
from surveys.registry.moving import move_facility, today
from surveys.responses.models import Response
from surveys.rounds.models import Assignment, Round
from tests import factories
from tests.browsing import Visitor
from tests.bureau.officer import Officer
from tests.responses.stories import confirm, fill_in, fresh, make_issued_round, submit

PRESS = "Move the data center"
TODAY = today(datetime.now(UTC))


@pytest.fixture
def site(world):
    return factories.make_facility(world.alice_org, code="DC01", name="一号楼")


@pytest.fixture
def now():
    return database_now()


@pytest.fixture
def round(world, site, now):
    factories.make_contact(world.charlie_org, email="new@example.org")
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def officer(world):
    return Officer(world.officer)


def move_page(site, to):
    return reverse("bureau:move_facility", args=[site.pk]) + f"?to={to.pk}"


def task_of(site):
    return Assignment.objects.get(facility=site)


def operator_of(site):
    site.refresh_from_db()
    return site.organisation


def test_from_the_sites_page_to_the_new_operator(world, site, officer):
    officer.at("facility", site.pk).follow("Move to another operator")
    officer.form = officer.page.xpath("//main//form[@role='search']")[0]
    officer.open(reverse("bureau:move_facility", args=[site.pk]) + "?q=丙算").follow("丙算科技")

    officer.the_form().in_form({"since": "2021年3月1日", "reason": "转让"}).press(PRESS)

    assert officer.h1 == "一号楼" and "“一号楼” belongs to 丙算科技 now." in officer.text
    assert operator_of(site) == world.charlie_org
    rows = [[officer.cells(column)[row] for column in (0, 1, 2, 3)] for row in (0, 1)]
    assert rows == [["丙算科技", "2021-03-01", "—", "转让"], ["甲云数据", "—", "2021-03-01", "—"]]


def test_both_organisations_tell_of_it(world, site, officer):
    move_facility(by=world.officer, facility=site, to=world.charlie_org, since=TODAY, reason="转让")

    for organisation in (world.alice_org, world.charlie_org):
        page = officer.at("organisation", organisation.pk).text
        assert "Data centers that came or went" in page and "this organisation" in page and "转让" in page
    assert "came or went" not in officer.at("organisation", factories.make_organisation("丁").pk).text


def test_only_organisations_that_take_part_are_offered(world, site, officer):
    factories.make_organisation("停业的", is_active=False)

    page = officer.at("move_facility", site.pk).text

    assert "丙算科技" in page and "停业的" not in page
    assert officer.texts_at("//main//ul/li/a") == ["丙算科技"]


def test_what_will_happen_is_said_before(world, site, officer, round):
    page = officer.open(move_page(site, world.charlie_org)).text

    assert "letters go to its contacts (1); people who can log in for it: 1" in page
    assert "What 甲云数据 submitted (returns: 0) stays with it" in page
    assert f"{site.name} in “{round.title_en}”" in page
    assert operator_of(site) == world.alice_org


def test_that_the_new_operator_could_only_be_late_is_said(world, site, officer, round, now):
    told = "the new operator can only be late"
    assert told not in officer.open(move_page(site, world.charlie_org)).text
    Round.objects.filter(pk=round.pk).update(deadline=now - timedelta(hours=1))

    assert told in officer.open(move_page(site, world.charlie_org)).text


def test_nobody_to_write_to_is_said(world, site, officer):
    assert "Nobody would get a letter" in officer.open(move_page(site, world.charlie_org)).text


def test_a_return_that_was_given_is_counted(world, site, officer, round, now):
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(task_of(site).response, world.alice, at=now, address={"typed": "示范路1号"})
    submit(fresh(task_of(site).response), world.alice, at=now)

    page = officer.open(move_page(site, world.charlie_org)).text

    assert "submitted (returns: 1) stays with it" in page
    assert "These stay with 甲云数据" in page
    assert not officer.page.xpath("//input[@type='radio']")


def test_an_open_task_stays_unless_told_otherwise(world, site, officer, round):
    officer.open(move_page(site, world.charlie_org)).the_form().in_form({"reason": "转让"}).press(PRESS)

    assert (operator_of(site), task_of(site).organisation) == (world.charlie_org, world.alice_org)


def test_an_open_task_goes_over_where_it_is_told_to(world, site, officer, round):
    choice = {"reason": "转让", f"task-{task_of(site).pk}": "goes_over"}

    officer.open(move_page(site, world.charlie_org)).the_form().in_form(choice).press(PRESS)

    assert (operator_of(site), task_of(site).organisation) == (world.charlie_org, world.charlie_org)


def test_what_was_begun_while_the_page_was_read_stays(world, site, officer, round, now):
    officer.open(move_page(site, world.charlie_org)).the_form()
    officer.in_form({"reason": "转让", f"task-{task_of(site).pk}": "goes_over"})
    fill_in(task_of(site).response, world.alice, at=now)

    officer.press(PRESS)

    assert (operator_of(site), task_of(site).organisation) == (world.charlie_org, world.alice_org)
    assert Response.objects.get(assignment__facility=site).state == "draft"


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (str(TODAY + timedelta(days=2)), "This day is still to come."),
        ("2020-12-31", "It came to 甲云数据 on 2021-01-01"),
        ("soon", "“soon” is not a date"),
        ("", "“From this day” is missing."),
    ],
)
def test_a_day_that_cannot_be(since, told, world, site, officer):
    former = factories.make_organisation("前任")
    site.organisation = former
    site.save()
    move_facility(by=None, facility=site, to=world.alice_org, since=TODAY.replace(2021, 1, 1), reason="转让")

    officer.open(move_page(site, world.charlie_org)).the_form().in_form({"since": since, "reason": "x"}).press(PRESS)

    assert any(told in error for error in officer.errors().values()), officer.errors()
    assert operator_of(site) == world.alice_org


def test_a_reason_is_demanded(world, site, officer):
    officer.open(move_page(site, world.charlie_org)).the_form().press(PRESS)

    assert officer.errors() == {"#id_reason": "“Reason” is missing."}


def test_a_code_that_is_taken_is_asked_for(world, site, officer):
    factories.make_facility(world.charlie_org, code="DC01")
    factories.make_facility(world.charlie_org, code="DC02")
    officer.open(move_page(site, world.charlie_org))
    assert "has a data center with the code DC01 already" in officer.text

    assert officer.the_form().values()[-1] == ("code", "DC01-2")

    officer.in_form({"reason": "转让", "code": "DC02"}).press(PRESS)
    assert "#id_code" in officer.errors()
    officer.the_form().in_form({"code": "ＤＣ03"}).press(PRESS)

    assert (operator_of(site), site.code) == (world.charlie_org, "DC03")


def test_pressed_twice_it_moves_once(world, site):
    officer = Visitor(world.officer)
    form = {"old": world.alice_org.pk, "since": str(TODAY), "reason": "转让", "once_key": str(uuid.uuid4())}

    first, again = (officer.post(move_page(site, world.charlie_org), form) for _ in range(2))

    assert (first.status_code, again.status_code, first.url) == (302, 302, again.url)
    assert FacilityMove.objects.count() == 1


def test_a_page_that_was_overtaken_moves_nothing(world, site, officer):
    third = factories.make_organisation("丁")
    officer.open(move_page(site, world.charlie_org)).the_form().in_form({"reason": "转让"})
    move_facility(by=None, facility=site, to=third, since=TODAY, reason="转让")

    officer.press(PRESS)

    assert "It has come to 丁 meanwhile, so nothing was moved." in officer.text
    assert operator_of(site) == third


def test_where_it_is_already_it_is_said_so(world, site, officer):
    assert "“一号楼” belongs to 甲云数据 already." in officer.open(move_page(site, world.alice_org)).text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_who_may_only_look_finds_no_way_to_move(role, world, site):
    viewer = Officer(factories.make_officer(world.city, role))

    assert "Move to another operator" not in viewer.at("facility", site.pk).text
    assert viewer.open(move_page(site, world.charlie_org)).status == 403
    assert viewer.post("move_facility", site.pk, query=f"?to={world.charlie_org.pk}").status == 403


def test_a_district_moves_its_sites_among_its_organisations(world, site):
    """Charlie's organisation lies in another district: it is not offered, and does not exist there."""
    district = Officer(factories.make_officer(world.district, Role.SURVEY_MANAGER))
    neighbour = factories.make_organisation("邻居", world.alice_org.region)

    assert district.at("move_facility", site.pk).texts_at("//main//ul/li/a") == ["邻居"]
    assert district.open(move_page(site, world.charlie_org)).status == 404
    district.open(move_page(site, neighbour)).the_form().in_form({"reason": "转让"}).press(PRESS)
    assert operator_of(site) == neighbour


def test_a_district_lets_no_task_of_the_citys_round_go_over_but_is_told(world, site, round):
    district = Officer(factories.make_officer(world.district, Role.SURVEY_MANAGER))
    neighbour = factories.make_organisation("邻居", world.alice_org.region)
    district.open(move_page(site, neighbour))
    assert "These stay with 甲云数据" in district.text and round.title_en in district.text

    data = {"old": world.alice_org.pk, "since": str(TODAY), "reason": "x", f"task-{task_of(site).pk}": "goes_over"}
    district.post("move_facility", site.pk, query=f"?to={neighbour.pk}", **data)

    assert (operator_of(site), task_of(site).organisation) == (neighbour, world.alice_org)


def test_a_task_left_with_an_operator_before_the_last_stays_there(world, site, officer, round):
    move_facility(by=None, facility=site, to=world.charlie_org, since=TODAY, reason="转让")
    third = factories.make_organisation("丁")

    officer.open(move_page(site, third))

    assert not officer.page.xpath("//*[@id='open-tasks']")


def test_a_sites_page_links_only_to_organisations_the_officer_sees(world, site):
    move_facility(by=None, facility=site, to=world.charlie_org, since=TODAY, reason="转让")
    district = Officer(world.district_officer).at("facility", site.pk)

    links = {link.get("href") for link in district.page.xpath("//main//a")}
    assert reverse("bureau:organisation", args=[world.alice_org.pk]) in links
    assert reverse("bureau:organisation", args=[world.charlie_org.pk]) not in links


def test_a_sites_page_costs_the_same_for_many_moves(
    world, site, django_assert_num_queries, django_assert_max_num_queries
):
    def look():
        Visitor(world.officer).get(reverse("bureau:facility", args=[site.pk]))

    def there_and_back():
        for to in (world.charlie_org, world.alice_org):
            site.refresh_from_db()
            move_facility(by=world.officer, facility=site, to=to, since=TODAY, reason="x")

    there_and_back()
    with django_assert_max_num_queries(100) as once:
        look()
    there_and_back()
    with django_assert_num_queries(len(once)):
        look()
