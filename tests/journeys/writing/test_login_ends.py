"""The login ends by itself while somebody writes: he is warned, goes on by one key, and loses nothing when he does not."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from surveys.accounts.logged_out import USED
from tests.factories import PASSWORD
from tests.journeys.answering import FACILITY

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(world, round, sit_down):
    alice = sit_down(world.alice)
    alice.page.clock.install()
    assignment = round.assignments.get(organisation=world.alice_org)
    alice.open(f"/portal/assignments/{assignment.pk}/sections/{FACILITY}/")
    return alice


def wait_an_hour(person, *, but_for):
    """The page's clock runs on, and the login is as long unused; `but_for`: how many seconds are left of it."""
    used = timezone.now() - timedelta(hours=1) + timedelta(seconds=but_for)
    for row in Session.objects.all():
        login = SessionStore(row.session_key)
        login[USED] = used.isoformat()
        login.save()
    person.page.clock.fast_forward(59 * 60_000)
    person.page.clock.run_for(10_000)


def test_a_minute_before_the_page_warns_and_one_key_goes_on(alice):
    alice.answer("address", "示范路一号")
    dialog = alice.page.get_by_role("dialog")
    expect(dialog).to_have_count(0)
    wait_an_hour(alice, but_for=50)
    expect(dialog).to_contain_text(alice.say("Your login is about to end"))
    expect(alice.button("Go on")).to_be_focused()
    alice.watch.examine(alice.page)

    alice.page.keyboard.press("Enter")

    expect(dialog).to_have_count(0)
    expect(alice.page.locator("#f-address")).to_have_value("示范路一号")


def test_after_it_the_login_leads_back_to_the_page_with_the_text(world, alice):
    alice.watch.pardon("403")
    Session.objects.all().delete()
    alice.answer("address", "示范路二号")
    alice.page.clock.run_for(2_000)
    expect(alice.page.locator(".save-state.is-trouble")).to_be_visible()
    alice.page.clock.fast_forward(61 * 60_000)
    alice.page.clock.run_for(10_000)
    dialog = alice.page.get_by_role("dialog")
    expect(dialog).to_contain_text(alice.say("What you typed is not lost: log in again and go on where you were."))

    alice.follow("Log in again")
    alice.fill("login", world.alice.email)
    alice.fill("password", PASSWORD)
    alice.page.clock.resume()
    with alice.page.expect_response(lambda response: "/autosave/" in response.url):
        alice.button("Log in").click()

    expect(alice.page.locator("#f-address")).to_have_value("示范路二号")
    alice.sees("Text that was kept in this browser has been saved now.")
