import pytest

from surveys.responses.actions import open_for_answering
from tests.portal.visitor import Visitor


@pytest.fixture
def tenant():
    """Somebody without an account."""
    visitor = Visitor(None)
    visitor.client.cookies["language"] = "en"
    return visitor


@pytest.fixture
def opened(world, response, now):
    open_for_answering(response=response, by=world.alice, at=now)
    return response


@pytest.fixture
def english(alice):
    alice.client.cookies["language"] = "en"
    return alice
