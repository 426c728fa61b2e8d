"""What was typed without a connection, and the round is closed before it comes back: the text can be read and copied."""

import pytest
from playwright.sync_api import expect

from surveys.responses.models import Draft, Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.journeys.answering import FACILITY

pytestmark = pytest.mark.browser


@pytest.fixture
def sites(world):
    return [factories.make_facility(world.alice_org, code=f"A{number}", name=f"站{number}") for number in (1, 2)]


@pytest.fixture
def assignment(sites, round):
    return round.assignments.get(facility=sites[0])


@pytest.fixture
def alice(world, assignment, sit_down):
    alice = sit_down(world.alice)
    for trouble in ("ERR_INTERNET_DISCONNECTED", "status of 409"):
        alice.watch.pardon(trouble)
    return alice


def goes_offline_and_types(person, path, field, text):
    person.open(path)
    person.context.set_offline(True)
    person.page.locator(field).fill(text)
    expect(person.page.locator(".save-state.is-trouble")).to_be_visible()


def comes_back(person, path):
    """To a new tab; what a closing one may still send comes too late as well."""
    person.page.close()
    person.context.set_offline(False)
    person.page = person.context.new_page()
    person.open(path)


def lost(person):
    return person.page.locator("[data-lost]")


def kept(person):
    return person.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length")


def test_after_the_closing_the_text_is_shown_copied_and_thrown_away(world, alice, assignment, round):
    section = f"/portal/assignments/{assignment.pk}/sections/{FACILITY}/"
    goes_offline_and_types(alice, section, "#f-address", "隧道路九号")
    rounds.close(by=world.officer, round=round, reason="提前结束")

    comes_back(alice, f"/portal/rounds/{round.pk}/")
    alice.click(alice.page.locator("[data-waits-of] a").get_by_text("站1", exact=True))

    expect(lost(alice).locator("dd")).to_have_text("隧道路九号")
    expect(lost(alice).locator("dt")).to_have_text({"zh-hans": "详细地址", "en": "Address"}[alice.language])
    alice.watch.examine(alice.page)
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.touch(alice.button("Copy all of it"))
    expect(lost(alice).locator("[data-copied]")).to_be_visible()
    assert "隧道路九号" in alice.page.evaluate("navigator.clipboard.readText()")
    assert "隧道路九号" in alice.page.evaluate("getSelection().toString()")
    assert "address" not in Draft.objects.get(response__assignment=assignment).answers.get("address", {}).get(
        "typed", ""
    )

    alice.reload()
    expect(lost(alice).locator("dd")).to_have_text("隧道路九号")
    alice.touch(lost(alice).locator("summary"))
    alice.touch(alice.button("Throw away"))
    expect(lost(alice)).to_be_hidden()
    assert kept(alice) == 0
    alice.open(f"/portal/rounds/{round.pk}/")
    expect(alice.page.locator("[data-waits-of]")).to_be_hidden()


def test_where_nothing_waits_nothing_is_told(world, alice, assignment, round):
    rounds.close(by=world.officer, round=round, reason="提前结束")
    alice.open(f"/portal/assignments/{assignment.pk}/")

    expect(lost(alice)).to_be_hidden()


def test_of_many_side_by_side_the_text_of_the_one_that_was_accepted_is_kept(world, alice, assignment, round):
    page = f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/together/electricity/"
    goes_offline_and_types(alice, page, f"[id='f-{assignment.pk.hex}-total_kwh']", "987")
    Response.objects.filter(assignment=assignment).update(state="accepted")

    comes_back(alice, f"/portal/rounds/{round.pk}/")
    expect(alice.page.locator("[data-waits-of] a")).to_have_count(1)
    alice.open(page)
    expect(lost(alice).locator("dd")).to_have_text({"zh-hans": "987 万千瓦时", "en": "987 10,000 kWh"}[alice.language])
    assert kept(alice) == 1

    alice.open(f"/portal/assignments/{assignment.pk}/")
    expect(lost(alice).locator("dt")).to_contain_text("站1")
