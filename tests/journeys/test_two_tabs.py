"""The login ends while somebody types, or the role does: the page says which, and goes on as soon as it can."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from surveys.accounts.models import Membership
from surveys.accounts.people import end_membership
from tests.factories import PASSWORD
from tests.journeys.answering import FACILITY

pytestmark = pytest.mark.browser


@pytest.fixture
def section(world, round):
    return f"/portal/assignments/{round.assignments.get(organisation=world.alice_org).pk}/sections/{FACILITY}/"


@pytest.fixture
def bob(world, section, sit_down):
    bob = sit_down(world.bob)
    bob.open(section)
    bob.watch.pardon("status of 403")
    bob.watch.pardon("status of 404")
    return bob


def type_and_leave(person, text):
    with person.page.expect_response(lambda response: "/autosave/" in response.url):
        person.answer("address", text)
        person.page.locator("#f-address").blur()


def sign_in_in_another_tab(person, user):
    tab = person.context.new_page()
    tab.goto("/accounts/login/")
    person.watch.examine(tab)
    tab.fill("[name=login]", user.email)
    tab.fill("[name=password]", PASSWORD)
    with tab.expect_navigation():
        tab.press("[name=password]", "Enter")
    person.watch.examine(tab)
    tab.close()


def test_who_signs_in_again_in_another_tab_goes_on_in_the_first(world, bob):
    bob.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_and_leave(bob, "示范路一号")
    expect(bob.page.locator(".save-state.is-trouble")).to_be_visible()

    sign_in_in_another_tab(bob, world.bob)
    type_and_leave(bob, "示范路二号")

    bob.sees_that_it_is_saved()
    bob.press("Save and return to the list")
    bob.go_back()
    expect(bob.page.locator("#f-address")).to_have_value("示范路二号")


def test_what_one_person_typed_is_not_saved_in_the_name_of_another(world, bob):
    bob.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sign_in_in_another_tab(bob, world.alice)

    type_and_leave(bob, "示范路三号")

    bob.sees("Not saved: the login has changed in another tab. Your text is kept in this browser; reload this page.")
    expect(bob.page.locator("#f-address")).to_have_value("示范路三号")


def test_who_lost_the_role_is_told_that_and_keeps_the_text(world, bob):
    end_membership(by=world.alice, membership=Membership.objects.get(user=world.bob))

    type_and_leave(bob, "示范路四号")

    told = "Not saved: your role in %(bodies)s has ended. Your text is kept in this browser; copy it if you need it."
    bob.sees(told, bodies=world.alice_org.name)
    expect(bob.page.locator("#f-address")).to_have_value("示范路四号")
