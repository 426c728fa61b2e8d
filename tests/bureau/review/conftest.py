from datetime import timedelta

import pytest

from tests.responses.stories import confirm, fill_in, fresh, response_of, submit


@pytest.fixture
def charlies(world, round, now):
    """A second return in the queue, later than Alice's."""
    response = response_of(round, world.charlie_org)
    confirm(round, world.charlie_org, world.charlie, at=now)
    fill_in(response, world.charlie, at=now, address={"typed": "示范路2号"})
    return submit(fresh(response), world.charlie, at=now + timedelta(minutes=1))
