"""A round of the mining survey, with Alice's response in it: her organisation has confirmed its data."""

import pytest

from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit


@pytest.fixture
def round(world):
    return make_issued_round(world)


@pytest.fixture
def response(world, round):
    confirm(round, world.alice_org, world.alice)
    return response_of(round, world.alice_org)


@pytest.fixture
def submitted(world, response):
    fill_in(response, world.alice, remarks={"typed": "as billed"})
    return submit(response, world.alice)
