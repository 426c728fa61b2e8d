import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from surveys.accounts.keys.making import MadeBefore, digest_of, key_of, make_key, revoke_key
from surveys.accounts.keys.requests import forget_lots, seconds_to_wait
from surveys.accounts.models import Act, ApiKey, Membership
from surveys.accounts.people import end_membership
from surveys.accounts.roles import Role
from surveys.audit.models import Event
from tests import factories
from tests.api.caller import Program, a_key, kind_of
from tests.responses.stories import CLEAN, make_issued_round

NOON = datetime(2026, 4, 28, 12, 0, 0, tzinfo=UTC)


def the_key():
    return ApiKey.objects.get()


# --- who comes in ------------------------------------------------------------------------------------------------


def test_a_key_is_kept_as_a_digest_alone(world):
    secret = a_key(world.alice_org, world.alice)

    row = ApiKey.objects.values().get()
    assert row["digest"] == digest_of(secret)
    assert secret not in str(row)
    assert secret.endswith(row["ending"])
    assert len(secret) == len("dcs_") + 43


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer dcs_nonsense", "Basic YTpi", "Bearer a b", "Bearer \xff", "Token {}"]
)
def test_without_a_key_that_works_nobody_comes_in(world, round, header):
    secret = a_key(world.alice_org, world.alice)
    client = Client(headers={"authorization": header.format(secret)} if header else {})

    answer = client.get("/api/v1/assignments")

    assert kind_of(answer) == (401, "no-key")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_session_of_a_browser_opens_nothing(world, draft):
    browser = Client(headers={"authorization": ""})
    browser.force_login(world.alice)

    answers = [
        browser.get("/api/v1/assignments"),
        browser.patch(f"/api/v1/{draft}", {"version": 0, "answers": CLEAN}, "application/json"),
        browser.post(f"/api/v1/{draft.replace('draft', 'nil-return')}", {}, "application/json"),
    ]

    assert {kind_of(answer) for answer in answers} == {(401, "no-key")}


def test_a_key_beside_the_session_of_somebody_else_is_what_counts(world, program, round):
    program.client.force_login(world.charlie)

    (row,) = program.get("assignments").json()["items"]

    assert row["organisation"]["name"] == world.alice_org.name


def test_a_revoked_key_opens_nothing_from_the_next_request_on(world, program, round):
    assert program.get("assignments").status_code == 200

    revoke_key(by=world.alice, key=the_key())
    revoke_key(by=world.alice, key=the_key())

    assert kind_of(program.get("assignments")) == (401, "no-key")
    assert Event.objects.filter(verb="revoked_api_key").count() == 1


def test_with_its_maker_gone_a_key_opens_nothing(world, program, round):
    factories.make_operator(world.alice_org)
    end_membership(by=world.alice, membership=Membership.objects.get(user=world.alice))

    assert kind_of(program.get("assignments")) == (401, "no-key")


def test_whoever_manages_no_longer_has_no_keys_either(world, program, round):
    Membership.objects.filter(user=world.alice).update(role=Role.CONTRIBUTOR)

    assert kind_of(program.get("assignments")) == (401, "no-key")


def test_a_deactivated_person_has_no_keys(world, program, round):
    world.alice.is_active = False
    world.alice.save()

    assert kind_of(program.get("assignments")) == (401, "no-key")


def test_whatever_else_its_maker_works_for_a_key_is_for_one_organisation(world, round):
    Membership.objects.create(user=world.alice, organisation=world.charlie_org, role=Role.MANAGER)
    Membership.objects.create(user=world.alice, authority=world.city, role=Role.ADMINISTRATOR)

    rows = Program(a_key(world.alice_org, world.alice)).get("assignments").json()["items"]

    assert [row["organisation"]["name"] for row in rows] == [world.alice_org.name]


def test_a_form_sent_twice_makes_one_key(world):
    key = uuid.uuid4()
    fields = {"by": world.alice, "organisation": world.alice_org, "name": "A", "act": Act.READ, "facilities": None}
    make_key(**fields, key=key)

    with pytest.raises(MadeBefore):
        make_key(**fields, key=key)

    assert ApiKey.objects.count() == 1


# --- what for ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "allowed"),
    [(Act.READ, {"read"}), (Act.ANSWER, {"read", "answer"}), (Act.SUBMIT, {"read", "answer", "submit"})],
)
def test_a_key_does_what_it_is_for(world, draft, act, allowed):
    program = Program(a_key(world.alice_org, world.alice, act))

    answers = {
        "read": program.get(draft),
        "answer": program.patch(draft, {"version": 0}),
        "submit": program.submit(draft.split("/")[1], 0),
    }

    refused = {name for name, answer in answers.items() if answer.status_code == 403}
    assert refused == answers.keys() - allowed
    assert all(kind_of(answers[name]) == (403, "not-allowed") for name in refused)


def test_a_key_for_some_data_centers_sees_no_others(world, now):
    mine, other = (factories.make_facility(world.alice_org) for _ in range(2))
    round = make_round(world, now)
    everything = Program(a_key(world.alice_org, world.alice)).get("assignments").json()["items"]
    program = Program(a_key(world.alice_org, world.alice, facilities=[mine]))

    rows = program.get("assignments").json()["items"]
    foreign = next(row["id"] for row in everything if row["facility"]["code"] == other.code)

    assert [row["facility"]["code"] for row in rows] == [mine.code]
    assert program.get(f"assignments/{foreign}").status_code == 404
    confirming = program.post(f"rounds/{round.pk}/confirmation", {"stamp": ""})
    assert kind_of(confirming) == (403, "not-allowed")


def test_a_key_for_some_data_centers_of_which_none_is_left_sees_nothing(world, now):
    mine = factories.make_facility(world.alice_org)
    make_round(world, now)
    program = Program(a_key(world.alice_org, world.alice, facilities=[mine]))
    ApiKey.facilities.through.objects.all().delete()

    assert program.get("assignments").json()["items"] == []


def make_round(world, now):
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


# --- what is noted -----------------------------------------------------------------------------------------------


def test_making_first_use_and_revoking_are_history(world, program, round):
    program.get("assignments")
    program.get("assignments")
    revoke_key(by=world.alice, key=the_key())

    verbs = (
        Event.objects.filter(object_kind="apikey").order_by("id").values_list("verb", "actor_name", "organisation_id")
    )
    assert list(verbs) == [
        ("made_api_key", "Alice", world.alice_org.pk),
        ("first_used_api_key", "Alice [ERP]", world.alice_org.pk),
        ("revoked_api_key", "Alice", world.alice_org.pk),
    ]
    assert the_key().last_used_at >= the_key().first_used_at


def test_what_a_program_does_stands_in_the_history_with_the_name_of_its_key(world, program, draft):
    program.patch(draft, {"version": 0, "answers": CLEAN})

    assert Event.objects.get(verb="opened").actor_name == "Alice [ERP]"


# --- how often ---------------------------------------------------------------------------------------------------


@pytest.fixture
def key(world):
    a_key(world.alice_org, world.alice)
    return the_key()


def taken(key, at, most=200):
    return next((count for count in range(most) if seconds_to_wait(key, at)), most)


@override_settings(API_REQUESTS_PER_MINUTE=50)
def test_so_many_requests_are_answered_in_a_minute_and_then_in_the_next(key):
    assert taken(key, NOON) == 40  # two lots of twenty; a third would be more than fifty
    assert seconds_to_wait(key, NOON + timedelta(seconds=18)) == 42
    assert seconds_to_wait(key, NOON + timedelta(seconds=59, microseconds=999_999)) == 1
    assert taken(key, NOON + timedelta(minutes=1)) == 40


@override_settings(API_REQUESTS_PER_MINUTE=7)
def test_a_limit_below_a_lot_is_kept_to_the_request(key):
    assert taken(key, NOON) == 7


@override_settings(API_REQUESTS_PER_MINUTE=60)
def test_processes_draw_from_one_row_and_an_empty_cache_gives_nothing(key):
    first = [seconds_to_wait(key, NOON) for _ in range(5)]
    forget_lots()
    cache.clear()

    assert first == [0] * 5
    assert taken(key, NOON) == 40
    forget_lots()
    cache.clear()
    assert taken(key, NOON) == 0


@override_settings(API_REQUESTS_PER_MINUTE=20)
def test_a_clock_that_is_behind_opens_nothing(key):
    assert taken(key, NOON) == 20
    forget_lots()

    assert taken(key, NOON - timedelta(minutes=3)) == 0
    forget_lots()
    assert taken(key, NOON) == 0


@override_settings(API_REQUESTS_PER_MINUTE=20)
def test_keys_do_not_use_up_each_others(key, world):
    taken(key, NOON)
    other = key_of(a_key(world.charlie_org, world.charlie))

    assert taken(other, NOON) == 20


def test_not_every_request_writes(key, django_assert_num_queries):
    seconds_to_wait(key, NOON)

    with django_assert_num_queries(0):
        assert [seconds_to_wait(key, NOON) for _ in range(19)] == [0] * 19


@override_settings(API_REQUESTS_PER_MINUTE=1)
def test_who_asks_too_often_is_told_when_to_go_on(program, round):
    answers = [program.get("assignments") for _ in range(3)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused  # of three within a second, at most two minutes each had one
    assert kind_of(refused[0]) == (429, "too-many-requests")
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60
