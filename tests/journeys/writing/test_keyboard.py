"""The form of 2021 by keyboard alone: how many keys it takes beyond the answers themselves."""

import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from surveys.responses.models import Revision
from tests.responses.stories import confirm

pytestmark = pytest.mark.browser

MOST_KEYS = 40


class Keys:
    """What is pressed beyond the answers: `count` leaves out what is typed into a field."""

    def __init__(self, person):
        self.person, self.count = person, 0

    def press(self, key, times=1):
        for _ in range(times):
            self.person.page.keyboard.press(key)
            self.count += 1

    def on_to_the_next_page(self, key):
        self.person.arrive_by(lambda: self.press(key))

    def to(self, place):
        """By Tab, as far as it takes."""
        for _ in range(20):
            if place.evaluate("field => field === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{place} is not among the next twenty")

    def type(self, text):
        self.person.page.keyboard.type(text)


@pytest.fixture
def alice(world, sit_down, round):
    confirm(round, world.alice_org, world.alice, at=database_now())
    alice = sit_down(world.alice)
    alice.open(f"/portal/assignments/{round.assignments.get(organisation=world.alice_org).pk}/")
    return alice


def test_the_form_of_2021_takes_few_keys_beyond_the_answers(alice, capsys):
    keys, page = Keys(alice), alice.page
    keys.press("Tab")
    keys.press("Enter")  # to the main part
    keys.to(page.locator(".task-list a").first)
    keys.on_to_the_next_page("Enter")

    keys.to(page.locator("#f-business tbody select"))
    keys.type("01")
    keys.press("Tab")
    keys.type("100")
    keys.on_to_the_next_page("Control+Enter")

    keys.to(page.locator("#f-total_kwh"))
    keys.type("3000.5")
    keys.to(page.locator("#q-total_method input").first)
    keys.press("Space")
    keys.on_to_the_next_page("Control+Enter")

    keys.to(page.locator("#q-has_mining input").first)
    keys.press("ArrowDown")
    expect(page.locator("#q-has_mining input[value=no]")).to_be_checked()
    keys.on_to_the_next_page("Control+Enter")

    keys.on_to_the_next_page("Control+Enter")  # remarks, of which there are none

    keys.to(page.locator("[name=position]"))
    keys.type("机房主管")
    keys.to(page.locator("[name=declared]"))
    keys.press("Space")
    keys.on_to_the_next_page("Control+Enter")

    alice.sees("Receipt")
    assert Revision.objects.get().answers["answers"]["total_kwh"]["value"] == "30005000"
    with capsys.disabled():
        print(f"\nthe form of 2021 by keyboard: {keys.count} keys beyond the answers ({alice.language})")
    assert keys.count <= MOST_KEYS
