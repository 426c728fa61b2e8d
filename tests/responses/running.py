"""A round that runs now: issued two hours ago, due tomorrow. For those who look through a door: portal and API."""

from datetime import timedelta

import pytest

from surveys.lib.clock import database_now
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of


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
