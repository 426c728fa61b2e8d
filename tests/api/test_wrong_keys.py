"""Keys that do not work are counted by the address they come from, and keep out nobody whose key works."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from surveys.accounts.failed_logins import KEYS_FROM_A_PLACE, forget_old
from surveys.accounts.keys.making import revoke_key
from surveys.accounts.models import ApiKey, FailedLogin
from surveys.lib.clock import database_now
from tests.api.caller import Program, a_key, kind_of

MOST = KEYS_FROM_A_PLACE.tries
HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


def ask(secret, place=HERE, **more):
    return Program(secret).client.get("/api/v1/assignments", REMOTE_ADDR=place, **more)


def wrong(times, place=HERE, **more):
    return [ask(f"dcs_wrong{number}", place, **more).status_code for number in range(times)]


def used_up(place=HERE):
    """As after the last try that is looked at."""
    assert wrong(MOST, place) == [401] * MOST


def test_whoever_sends_too_many_waits_and_is_told_how_long(world):
    used_up()
    answer = ask("dcs_one_more")

    assert kind_of(answer) == (429, "too-many-requests")
    assert 0 < int(answer["Retry-After"]) <= KEYS_FROM_A_PLACE.span.total_seconds()
    assert answer["Retry-After"] in answer.json()["detail"]


def test_a_key_that_works_passes_from_the_same_address(world):
    secret = a_key(world.alice_org, world.alice)
    used_up()

    assert [ask("dcs_wrong").status_code, ask(secret).status_code, ask("dcs_wrong").status_code] == [429, 200, 429]


def test_keys_that_work_are_never_counted(world):
    secret = a_key(world.alice_org, world.alice)

    assert {ask(secret).status_code for _ in range(MOST + 1)} == {200}
    assert not FailedLogin.objects.exists()


def test_a_revoked_key_counts_as_one_that_does_not_work(world):
    secret = a_key(world.alice_org, world.alice)
    revoke_key(by=world.alice, key=ApiKey.objects.get())

    assert [ask(secret).status_code for _ in range(MOST + 1)] == [401] * MOST + [429]


def test_every_address_is_counted_by_itself(world):
    used_up()

    assert (wrong(1), wrong(1, ELSEWHERE)) == ([429], [401])


def test_behind_a_proxy_it_is_the_address_that_the_proxy_tells(world, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    told = {"HTTP_X_FORWARDED_FOR": "198.51.100.1"}
    assert wrong(MOST + 1, **told)[-1] == 429

    assert wrong(1, HTTP_X_FORWARDED_FOR="198.51.100.2") == [401]
    made_up = {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 198.51.100.1"}
    assert wrong(1, **made_up) == [429]


def test_without_a_proxy_nobody_escapes_by_telling_another_address(world):
    used_up()

    assert wrong(1, HTTP_X_FORWARDED_FOR="198.51.100.1") == [429]


def test_neighbours_in_one_network_of_the_sixth_version_are_one(world):
    used_up("2001:db8:1:2::1")

    assert wrong(1, "2001:db8:1:2::ffff") == [429]
    assert wrong(1, "2001:db8:1:3::1") == [401]


def test_an_emptied_cache_opens_nothing(world):
    used_up()
    cache.clear()

    assert wrong(1) == [429]


def test_after_the_span_the_next_one_is_looked_at(world):
    used_up()
    FailedLogin.objects.update(at=F("at") - KEYS_FROM_A_PLACE.span)

    assert wrong(1) == [401]


def test_what_is_refused_leaves_no_row_and_rows_are_forgotten(world):
    used_up()
    wrong(5)
    assert FailedLogin.objects.count() == MOST

    forget_old(database_now() + timedelta(days=2))
    assert not FailedLogin.objects.exists()


def test_it_closes_neither_the_login_nor_the_page_of_receipts(world):
    used_up()
    client = Program("dcs_wrong").client

    login = client.post("/accounts/login/", {"login": world.alice.email, "password": "wrong"}, REMOTE_ADDR=HERE)
    receipt = client.post("/receipts/", {"number": "7KQ4-M2XD-P9RT", "code": "0"}, REMOTE_ADDR=HERE)
    assert (login.status_code, receipt.status_code) == (200, 200)


@pytest.mark.parametrize(("url", "status"), [("/api/v1/", 200), ("/api/v1/no-such-address", 404), ("/healthz", 200)])
def test_what_takes_no_key_is_answered_as_ever(world, url, status):
    used_up()

    assert Program("dcs_wrong").client.get(url, REMOTE_ADDR=HERE).status_code == status


def test_without_any_key_nothing_is_counted(world):
    answers = {Client().get("/api/v1/assignments").status_code for _ in range(MOST + 1)}

    assert answers == {401}
    assert not FailedLogin.objects.exists()
