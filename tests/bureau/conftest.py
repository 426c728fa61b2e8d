"""A round that runs now, issued two hours ago and due tomorrow, and the officers who look at it."""

from datetime import timedelta

import pytest

from surveys.lib.clock import database_now
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit


@pytest.fixture
def now():
    return database_now()


@pytest.fixture
def round(world, now):
    factories.make_contact(world.alice_org, name="张三", phone="13900000001")
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def overdue(world, now):
    return make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(hours=1))


@pytest.fixture
def response(world, round):
    return response_of(round, world.alice_org)


@pytest.fixture
def submitted(world, round, response, now):
    """Alice has submitted; the first revision."""
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})
    return submit(response_of(round, world.alice_org), world.alice, at=now)


@pytest.fixture
def officer(world):
    return Officer(world.officer)


@pytest.fixture
def colleague(world):
    return Officer(factories.make_officer(world.city, name="刘处长"))


@pytest.fixture
def district_officer(world):
    return Officer(world.district_officer)


@pytest.fixture
def stranger(world):
    return Officer(world.stranger_officer)
