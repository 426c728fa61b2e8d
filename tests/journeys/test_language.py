"""The switch in the header changes the language and nothing else."""

import pytest
from playwright.sync_api import expect

from surveys.rounds import actions as rounds
from tests.journeys.answering import FACILITY

pytestmark = pytest.mark.browser


def make_draft(world):
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021")
    return rounds.create_round(by=world.officer, survey=survey)


def test_the_switch_keeps_the_page_and_what_was_typed(world, round, sit_down, language):
    alice = sit_down(world.alice)
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


def test_the_switch_keeps_what_an_officer_has_not_sent_yet(world, sit_down, language):
    officer = sit_down(world.officer)
    draft = make_draft(world)
    officer.open(f"/bureau/rounds/{draft.pk}/edit/")
    officer.page.fill("[name=enquiries]", "010-5557 1234")
    officer.page.fill("[name=instructions_zh]", "请如实填报\n第二行")

    for _there_and_back in range(2):
        officer.language = officer.watch.language = {"zh-hans": "en", "en": "zh-hans"}[officer.language]
        officer.click(officer.page.locator(".language-switch button"))

    expect(officer.page.locator("[name=enquiries]")).to_have_value("010-5557 1234")
    expect(officer.page.locator("[name=instructions_zh]")).to_have_value("请如实填报\n第二行")
    officer.open(f"/bureau/rounds/{draft.pk}/edit/")
    expect(officer.page.locator("[name=enquiries]")).to_have_value(draft.enquiries)
