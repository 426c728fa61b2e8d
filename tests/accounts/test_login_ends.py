"""A login that nobody uses ends; what was typed meanwhile is not lost."""

import json

import pytest
from django.test import Client

from tests.portal.visitor import Visitor
from tests.responses.stories import make_issued_round, response_of

BEGIN = "2021-04-27T12:00:00Z"


@pytest.fixture
def clock(time_machine):
    def at(text):
        time_machine.move_to(f"2021-04-{text}Z", tick=False)

    at("27T12:00:00")
    return at


@pytest.fixture
def alice(world, clock):
    client = Client()
    client.force_login(world.alice)
    client.get("/portal/")
    return client


@pytest.fixture
def officer(world, clock):
    client = Client()
    client.force_login(world.officer)
    client.get("/bureau/")
    return client


def is_in(client, page="/portal/"):
    return client.get(page).status_code == 200


def left(client, query=""):
    said = json.loads(client.get(f"/session/{query}").content)
    return said["user"] != "", said["left"]


@pytest.mark.parametrize(("moment", "lasts"), [("27T12:59:59", True), ("27T13:00:00", False)])
def test_an_operators_login_ends_after_an_hour_without_use(alice, clock, moment, lasts):
    clock(moment)
    assert is_in(alice) is lasts


@pytest.mark.parametrize(("moment", "lasts"), [("27T12:29:59", True), ("27T12:30:00", False)])
def test_an_officers_login_ends_after_half_an_hour_without_use(officer, clock, moment, lasts):
    clock(moment)
    assert is_in(officer, "/bureau/") is lasts


def test_use_makes_it_last_longer_but_not_beyond_twelve_hours(alice, clock):
    for hour in range(12, 24):
        for minute in (30, 59):
            clock(f"27T{hour}:{minute}:00")
            assert is_in(alice)
    clock("27T23:59:59")
    assert left(alice) == (True, 1)
    clock("28T00:00:00")
    assert not is_in(alice)


def test_looking_how_long_it_lasts_is_no_use_and_going_on_is(alice, clock):
    clock("27T12:58:00")
    assert left(alice) == (True, 120)
    assert left(alice, "?stay=1") == (True, 3600)
    clock("27T13:57:59")
    assert left(alice) == (True, 1)
    clock("27T13:58:00")
    assert left(alice) == (False, 0)


def test_after_it_the_login_leads_back_to_the_page(alice, clock):
    clock("27T13:00:00")
    assert (
        alice.get("/portal/colleagues/?a=1").headers["Location"] == "/accounts/login/?next=/portal/colleagues/%3Fa%3D1"
    )


def test_without_javascript_the_page_says_when_it_ends_and_what_was_sent_after_it_comes_back(world, clock):
    round = make_issued_round(world)
    alice = Visitor(world.alice)
    alice.open(f"/portal/assignments/{response_of(round, world.alice_org).assignment_id}/sections/electricity/")
    alice.open(alice.url)
    assert "2021-04-27 21:00（北京时间）" in alice.text
    clock("27T14:00:00")

    alice.client.defaults["HTTP_ORIGIN"] = "http://testserver"
    alice.fill(total_kwh="12345").press("保存并继续")

    assert alice.response.status_code == 403
    assert "12345" in alice.text
