"""Where operators write, nothing sticks out of a page 320 pixels wide, nor out of one at 200 % on a desk."""

import pytest

from tests import factories
from tests.journeys.answering import FACILITY
from tests.responses.stories import fill_in

pytestmark = pytest.mark.browser

SCREENS = ({"width": 320, "height": 640}, {"width": 640, "height": 450})


def test_nothing_sticks_out(world, sit_down, request):
    sites = [factories.make_facility(world.alice_org, code=f"A{number}", name=f"站{number}") for number in (1, 2)]
    round = request.getfixturevalue("round")  # issued when they are there
    here, there = (round.assignments.get(facility=site) for site in sites)
    fill_in(there.response, world.alice, at=round.issued_at)
    alice = sit_down(world.alice)
    for address in (
        f"/portal/assignments/{here.pk}/sections/{FACILITY}/",
        f"/portal/assignments/{here.pk}/copy/",
        f"/portal/assignments/{there.pk}/check/",
        f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/together/{FACILITY}/",
    ):
        alice.open(address)
        for screen in SCREENS:
            alice.page.set_viewport_size(screen)
            alice.watch.look_at_frame(alice.page)
        alice.watch.raise_faults()
