"""Somebody who changes ids in the address line finds nothing there, and is told so kindly."""

import uuid

import pytest

from surveys.lib.clock import database_now
from tests.responses import stories

pytestmark = pytest.mark.browser


@pytest.fixture
def private_addresses(world, round):
    """Pages of Alice's, and one of the bureau's about her."""
    at, response = database_now(), stories.response_of(round, world.alice_org)
    stories.confirm(round, world.alice_org, world.alice, at=at, org_address={"typed": "示范路1号"})
    stories.fill_in(response, world.alice, at=at, address={"typed": "示范路1号"})
    revision = stories.submit(stories.response_of(round, world.alice_org), world.alice, at=at)
    assignment = f"/portal/assignments/{response.assignment_id}/"
    return [
        assignment,
        f"{assignment}sections/facility/",
        f"{assignment}check/",
        f"{assignment}nil/",
        f"/portal/receipts/{revision.pk}/",
        f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/confirm/",
        f"/bureau/responses/{response.pk}/",
        f"/portal/assignments/{uuid.uuid4()}/",
    ]


def test_a_stranger_sees_that_there_is_no_such_page(world, private_addresses, sit_down):
    charlie = sit_down(world.charlie)
    charlie.watch.pardon("status of 404")

    for address in private_addresses:
        charlie.open(address)
        charlie.sees_heading("There is no such page")
