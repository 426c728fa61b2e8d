"""Alice's program, which may do everything, in a round that runs now."""

import pytest

from surveys.accounts.keys.requests import forget_lots
from tests.api.caller import Program, a_key
from tests.responses.running import now, ready, response, round

__all__ = ["now", "ready", "response", "round"]


@pytest.fixture(autouse=True)
def no_requests_left_over():
    forget_lots()


@pytest.fixture
def program(world):
    return Program(a_key(world.alice_org, world.alice))


@pytest.fixture
def draft(response):
    """Its address."""
    return f"assignments/{response.assignment_id}/draft"
