"""The switch in the header changes the language and nothing else."""

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import FACILITY

pytestmark = pytest.mark.browser


def test_the_switch_keeps_the_page_and_what_was_typed(world, round, sit_down, language):
    alice = sit_down()
    alice.sign_in(world.alice)
    assignment = round.assignments.get(organisation=world.alice_org)
    alice.open(f"/portal/assignments/{assignment.pk}/sections/{FACILITY}/?back=check")
    address = alice.page.url
    alice.answer("address", "示范路九号")

    alice.language = alice.watch.language = {"zh-hans": "en", "en": "zh-hans"}[language]
    alice.click(alice.page.locator(".language-switch button"))

    assert alice.page.url == address
    expect(alice.page.locator("#f-address")).to_have_value("示范路九号")
    alice.open("/")
    alice.sees_heading("My assignments")
