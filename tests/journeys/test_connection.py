"""The train goes into a tunnel: what is typed there is saved when it comes out, and the page never pretends."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from surveys.accounts.personal_pages import key_of_copies
from tests.journeys.answering import ELECTRICITY, FACILITY, MINING

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(world, round, sit_down):
    alice = sit_down(world.alice)
    assignment = round.assignments.get(organisation=world.alice_org)
    alice.open(f"/portal/assignments/{assignment.pk}/sections/{FACILITY}/")
    alice.watch.pardon("ERR_INTERNET_DISCONNECTED")
    return alice


def test_what_was_typed_offline_is_saved_as_soon_as_the_connection_is_back(alice):
    alice.context.set_offline(True)
    alice.answer("address", "隧道路一号")
    alice.page.locator("#f-address").blur()
    state = alice.page.locator(".save-state")
    expect(state).to_have_text(
        alice.say("Not saved (offline). Your text is kept in this browser and saved as soon as the connection is back.")
    )
    alice.watch.examine(alice.page)

    alice.context.set_offline(False)

    alice.sees_that_it_is_saved()
    alice.reload()
    expect(alice.page.locator("#f-address")).to_have_value("隧道路一号")


def test_what_is_typed_is_saved_a_second_after_the_last_change(alice):
    alice.page.clock.install()
    alice.reload()
    sent = []
    alice.page.on("request", lambda request: sent.append(request.url) if "/autosave/" in request.url else None)
    alice.answer("address", "隧道路")
    alice.page.clock.run_for(900)
    alice.page.locator("#f-address").press_sequentially("一号")
    alice.page.clock.run_for(900)
    assert sent == []

    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.page.clock.run_for(200)

    alice.sees_that_it_is_saved()


def test_what_is_kept_in_the_browser_can_be_read_by_nobody_else(world, alice):
    alice.context.set_offline(True)
    alice.answer("address", "隧道路四号")
    expect(alice.page.locator(".save-state.is-trouble")).to_be_visible()
    alice.page.wait_for_function("Object.keys(localStorage).length")
    kept = alice.page.evaluate("JSON.stringify(localStorage)")
    alice.context.set_offline(False)

    assert "address" not in kept and quote("隧道路四号") not in kept
    assert key_of_copies(world.alice) != key_of_copies(world.bob)


def test_the_button_does_not_leave_the_page_without_a_connection(alice):
    alice.context.set_offline(True)
    alice.answer("address", "隧道路二号")
    alice.touch(alice.button("Save and continue"))

    expect(alice.page.locator(".save-state.is-trouble")).to_be_visible()
    expect(alice.page.locator("#f-address")).to_have_value("隧道路二号")


def test_a_page_closed_offline_gives_the_text_back(alice):
    alice.context.set_offline(True)
    alice.answer("address", "隧道路三号")
    address = alice.page.url
    alice.close_tab_offline()

    alice.context.set_offline(False)
    alice.page = alice.context.new_page()
    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.page.goto(address)

    expect(alice.page.locator("#f-address")).to_have_value("隧道路三号")


def test_text_that_waits_in_the_browser_is_told_before_it_is_submitted(alice):
    alice.context.set_offline(True)
    alice.answer("address", "隧道路五号")
    expect(alice.page.locator(".save-state.is-trouble")).to_be_visible()
    section = alice.page.url
    alice.close_tab_offline()
    alice.context.set_offline(False)
    alice.page = alice.context.new_page()
    words = "Text that could not be saved waits in this browser. Open these sections: it is saved as they open."
    alice.page.goto(section.partition("sections/")[0] + "check/")
    expect(alice.page.locator("[data-waits]")).to_contain_text(alice.say(words))

    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.page.locator("[data-waits] a:visible").click()

    expect(alice.page.locator("#f-address")).to_have_value("隧道路五号")
    alice.watch.examine(alice.page)
    alice.open(section.partition("sections/")[0] + "check/")
    expect(alice.page.locator("[data-waits]")).to_be_hidden()


def test_a_choice_brings_in_its_questions_at_once(alice):
    alice.open(alice.page.url.replace(FACILITY, MINING))
    alice.choose("has_mining", "yes")

    expect(alice.page.locator("#f-mining_kwh")).to_be_visible()
    expect(alice.page.locator("#q-has_mining input[value=yes]")).to_be_focused()


def test_saving_does_not_move_the_page_under_a_click(alice):
    """Pressing the button takes the focus from the field before; what is then saved must not let the click miss."""
    alice.open(alice.page.url.replace(FACILITY, ELECTRICITY))
    alice.answer("total_kwh", "1,234.5")
    choice = alice.page.locator("#q-total_method input[value=bill]")
    choice.hover()
    with alice.page.expect_response(lambda response: "/autosave/" in response.url) as saving:
        alice.page.mouse.down()
    saving.value.finished()
    place = choice.bounding_box()

    alice.sees("Saving …")
    assert choice.bounding_box() == place
    alice.page.mouse.up()

    expect(choice).to_be_checked()
    alice.sees_that_it_is_saved()
