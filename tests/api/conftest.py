"""A round that runs now: issued two hours ago, due tomorrow; and Alice's program, which may do everything."""

from datetime import timedelta

import pytest

from surveys.accounts.keys.requests import forget_lots
from surveys.lib.clock import database_now
from tests.api.caller import Program, a_key
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of


@pytest.fixture(autouse=True)
def no_requests_left_over():
    forget_lots()


@pytest.fixture
def now():
    return database_now()


@pytest.fixture
def round(world, now):
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def response(world, round):
    return response_of(round, world.alice_org)


@pytest.fixture
def ready(world, round, response, now):
    """Everything is answered and confirmed; only the submission is left."""
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})
    return response_of(round, world.alice_org)


@pytest.fixture
def program(world):
    return Program(a_key(world.alice_org, world.alice))


@pytest.fixture
def draft(response):
    """Its address."""
    return f"assignments/{response.assignment_id}/draft"
