import pytest

from tests.bureau.builder.proposals import make_proposal


@pytest.fixture
def proposal(world):
    return make_proposal(world)
