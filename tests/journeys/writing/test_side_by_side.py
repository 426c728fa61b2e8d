"""Many data centers side by side, in a browser: the keyboard, a block from a spreadsheet, two people, no connection."""

import pytest
from playwright.sync_api import expect

from surveys.responses.models import Draft
from tests import factories
from tests.journeys.test_tables import PASTE

pytestmark = pytest.mark.browser


@pytest.fixture
def sites(world):
    return [factories.make_facility(world.alice_org, code=f"A{number}", name=f"站{number}") for number in (1, 2, 3)]


@pytest.fixture
def rows(sites, round):
    return [round.assignments.get(facility=site) for site in sites]


@pytest.fixture
def page(world, round, rows):
    def address(section):
        return f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/together/{section}/"

    return address


@pytest.fixture
def alice(world, rows, page, sit_down):
    alice = sit_down(world.alice)
    alice.open(page("electricity"))
    return alice


def cell(person, row, question):
    return person.page.locator(f"[id='f-{row.pk.hex}-{question}']")


def stored(rows, question):
    answers = [Draft.objects.get(response__assignment=row).answers.get(question) or {} for row in rows]
    return [entry.get("typed", "") for entry in answers]


def test_a_block_is_pasted_saved_and_walked_by_keys(alice, rows):
    at = f"[id='f-{rows[0].pk.hex}-total_kwh']"
    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.page.evaluate(PASTE, ["1,000\r\n2,000\r\n3,000\r\n", at])
    alice.sees_that_it_is_saved()
    assert stored(rows, "total_kwh") == ["1,000", "2,000", "3,000"]
    alice.sees("Understood as %(value)s", value="10,000,000 kWh")

    cell(alice, rows[0], "total_kwh").press("Enter")
    alice.page.keyboard.press("ArrowDown")
    expect(cell(alice, rows[2], "total_kwh")).to_be_focused()
    alice.page.keyboard.type("5")
    alice.touch(alice.button("Undo"))
    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.page.keyboard.press("Tab")
    alice.sees_that_it_is_saved()
    alice.reload()
    assert stored(rows, "total_kwh") == ["", "", "3,0005"]


def test_only_the_rows_in_which_something_was_typed_are_sent(alice, rows):
    with alice.page.expect_request(lambda request: "/autosave/" in request.url) as sent:
        cell(alice, rows[1], "total_kwh").fill("77")
    body = sent.value.post_data

    assert rows[1].pk.hex in body
    assert rows[0].pk.hex not in body


def test_a_choice_brings_in_its_cells_at_once(alice, rows, page):
    alice.open(page("mining"))
    cell(alice, rows[0], "has_mining").select_option("yes")
    expect(cell(alice, rows[0], "mining_kwh")).to_be_visible()
    expect(cell(alice, rows[1], "mining_kwh")).to_have_count(0)
    cell(alice, rows[0], "mining_kwh").fill("12")
    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        cell(alice, rows[0], "mining_kwh").blur()
    alice.sees_that_it_is_saved()

    assert stored(rows, "mining_kwh") == ["12", "", ""]
    alice.watch.examine(alice.page)


def test_two_people_in_one_cell_see_both_texts_and_lose_neither(world, alice, rows, page, sit_down):
    bob = sit_down(world.bob)
    bob.open(page("electricity"))
    for person, figure in ((alice, "100"), (bob, "200")):
        with person.page.expect_response(lambda response: "/autosave/" in response.url):
            cell(person, rows[0], "total_kwh").fill(figure)
    conflict = bob.page.locator(".conflict")
    expect(conflict).to_contain_text("100")
    expect(conflict).to_contain_text("200")
    assert stored(rows, "total_kwh")[0] == "100"
    bob.watch.examine(bob.page)

    with bob.page.expect_response(lambda response: "/autosave/" in response.url):
        conflict.locator("[data-keep=mine]").click()

    expect(conflict).to_have_count(0)
    bob.sees_that_it_is_saved()
    assert stored(rows, "total_kwh")[0] == "200"


def test_what_was_typed_offline_outlives_the_tab(alice, rows):
    alice.watch.pardon("ERR_INTERNET_DISCONNECTED")
    alice.context.set_offline(True)
    cell(alice, rows[2], "total_kwh").fill("333")
    expect(alice.page.locator(".save-state.is-trouble")).to_be_visible()
    address = alice.page.url
    alice.close_tab_offline()

    alice.context.set_offline(False)
    alice.page = alice.context.new_page()
    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.page.goto(address)

    expect(cell(alice, rows[2], "total_kwh")).to_have_value("333")
    alice.sees("Text that was kept in this browser has been saved now.")
