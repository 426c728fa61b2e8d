"""An operator asks a tenant, who answers on a telephone without an account; what is declared reaches the reviewer marked."""

import pytest
from playwright.sync_api import expect

from surveys.responses.models import Revision
from tests.journeys.answering import ELECTRICITY, declare, primary
from tests.journeys.mails import link_to
from tests.journeys.people import PHONE
from tests.responses.stories import confirm, fill_in, response_of

pytestmark = pytest.mark.browser
EMAIL, TENANT = "tenant@example.org", "甲租户"


@pytest.fixture
def response(world, round):
    confirm(round, world.alice_org, world.alice, at=round.issued_at)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice, at=round.issued_at, address={"typed": "示范路1号"})
    return response


def ask(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/")
    alice.follow("Ask tenants for what only they know")
    alice.follow("Ask a tenant")
    alice.fill("tenant", TENANT)
    alice.fill("email", EMAIL)
    alice.page.locator("[name=language]").select_option(alice.language)
    alice.touch(alice.page.locator("#question-total_kwh"))
    alice.press("Look at the letter")
    expect(alice.page.locator(".letter-preview")).to_contain_text(TENANT)
    alice.press("Send it")
    alice.sees("waits for an answer")


def answer_as_tenant(tenant, site):
    tenant.open(link_to(EMAIL, site))
    tenant.press("Send the answer")
    expect(tenant.page.locator(".error-summary li")).to_have_count(3)
    tenant.answer("total_kwh", "1.2")
    tenant.page.locator("#f-total_kwh-unit").select_option("GWh")
    tenant.page.locator("#f-total_kwh-method").select_option("measured")
    tenant.fill("declared_by", "张三")
    tenant.touch(tenant.page.locator("[name=declared]"))
    tenant.press("Send the answer")
    tenant.sees_heading("Thank you, your answer has arrived")
    expect(tenant.page.locator("main")).to_contain_text("1.2 GWh")


def take_over(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/tenants/")
    alice.click(alice.page.locator(f"main a[href*='/sections/{ELECTRICITY}/']"))
    expect(alice.page.locator(".from-tenants")).to_contain_text(TENANT)
    alice.press("Add to our own figure")
    expect(alice.page.locator("#f-total_kwh")).to_have_value("3120.5")
    expect(alice.page.locator(".declared-answer")).to_contain_text(TENANT)


def submit(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/check/")
    declare(alice)
    alice.click(primary(alice))
    expect(alice.page.locator("main")).to_contain_text(TENANT)


def test_a_tenant_declares_what_only_he_knows(world, response, site, sit_down):
    alice = sit_down(world.alice)
    ask(alice, response)
    tenant = sit_down(viewport=PHONE)
    answer_as_tenant(tenant, site)
    take_over(alice, response)
    submit(alice, response)

    officer = sit_down(world.officer)
    officer.open(f"/bureau/responses/{response.pk}/")
    answer = officer.page.locator("#answer-total_kwh")
    expect(answer).to_contain_text(TENANT)
    officer.touch(answer.locator("details.of-tenants summary"))
    expect(answer.locator(".of-tenants li")).to_contain_text("张三")
    assert Revision.objects.get().declared["total_kwh"][0]["value"] == "1200000"
