import pytest
from django.db import DatabaseError, connection


def test_all_is_well_and_nobody_need_sign_in_to_know(client, db):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")


@pytest.mark.django_db
def test_without_a_database_it_says_so(client):
    def fail(*_):
        raise DatabaseError

    with connection.execute_wrapper(fail):
        assert client.get("/healthz").status_code == 503


def test_a_load_balancer_may_ask_without_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
