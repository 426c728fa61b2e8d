"""What was likely meant stands beside the finding as a button, and taking it leaves everything else as it was typed."""

import pytest

from surveys.responses.models import Response
from tests.portal.visitor import Visitor
from tests.responses.stories import BEFORE, fill_in, make_issued_round, response_of

SLIP = {"total_kwh": {"typed": "30005000", "unit": "万千瓦时"}}


@pytest.fixture
def response(world):
    return response_of(make_issued_round(world), world.alice_org)


@pytest.fixture
def alice(world, time_machine):
    time_machine.move_to(BEFORE, tick=False)
    visitor = Visitor(world.alice)
    visitor.client.cookies["language"] = "en"
    return visitor


def electricity(response):
    return f"/portal/assignments/{response.assignment_id}/sections/electricity/"


def answers(response):
    return Response.objects.get(pk=response.pk).draft.answers


def test_a_total_in_the_wrong_unit_is_put_right_by_a_button(world, alice, response):
    fill_in(response, world.alice, **SLIP)
    alice.open(electricity(response))
    findings = alice.page.xpath(
        "//*[@id='f-total_kwh-tells']//*[contains(@class, 'field-error') or contains(@class, 'soft-message')]"
    )
    (button,) = alice.page.xpath("//button[contains(@class, 'likely')]")
    assert (len(findings), button.get("value")) == (1, "take:total_kwh::kWh")
    assert "30,005,000 kWh" in button.text_content()

    alice.in_form({"a.period_to": "2021-03-30"}).send([*alice.values(), ("act", button.get("value"))])

    assert answers(response)["total_kwh"]["typed"] == "30005000"
    assert answers(response)["total_kwh"]["unit"] == "kWh"
    assert answers(response)["period_to"]["typed"] == "2021-03-30"
    assert alice.page.xpath("//button[contains(@class, 'likely')]") == []
    assert alice.url.endswith("#f-total_kwh")


@pytest.mark.parametrize(
    "act", ["take", "take:total_kwh", "take:total_kwh::nonsense", "take:nothing::kWh", "take:business:r9:kWh"]
)
def test_a_button_that_is_not_there_takes_nothing(world, alice, response, act):
    fill_in(response, world.alice, **SLIP)
    alice.open(electricity(response))

    alice.send([*alice.values(), ("act", act)])

    assert alice.response.status_code == 200
    assert answers(response)["total_kwh"] == SLIP["total_kwh"]


def test_the_check_page_says_it_once(world, alice, response):
    fill_in(response, world.alice, **SLIP)

    alice.open(f"/portal/assignments/{response.assignment_id}/check/")

    links = [a.get("href") for a in alice.page.xpath("//*[contains(@class, 'findings-box')]//a")]
    assert len([link for link in links if link.endswith("#f-total_kwh")]) == 1
