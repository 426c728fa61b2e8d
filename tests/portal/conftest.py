"""Alice and Bob at their browsers, in a round that runs now."""

import pytest

from tests.portal.visitor import Visitor
from tests.responses.running import now, ready, response, round

__all__ = ["now", "ready", "response", "round"]


@pytest.fixture
def alice(world):
    return Visitor(world.alice)


@pytest.fixture
def bob(world):
    return Visitor(world.bob)
