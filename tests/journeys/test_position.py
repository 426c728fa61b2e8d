"""A position is typed, or taken from the device by whoever presses the button; nothing is asked of the device before."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from surveys.questionnaires.actions import publish
from surveys.responses.issuing import issue
from surveys.rounds import actions
from surveys.rounds.models import Survey
from tests import factories
from tests.journeys.answering import open_section
from tests.questionnaires.examples import question, stored, words

pytestmark = pytest.mark.browser

LABEL = words("Where is it?\n- the gate\n- see [the map](https://map.example.org)")


@pytest.fixture
def register(world):
    """A form that asks for a position, issued and due tomorrow."""
    now = database_now()
    factories.make_facility(world.alice_org, code="A1", name="甲云一号")
    definition = stored(question("at", "geopoint", label=LABEL))
    version = publish(by=world.officer, authority=world.city, definition=definition, at=now)
    survey = actions.start_survey_of(by=world.officer, version=version, at=now)
    Survey.objects.update(legal_basis_zh="示范依据", burden_zh="约 5 分钟")
    survey.refresh_from_db()
    round = actions.create_round(
        by=world.officer, survey=survey, at=now, deadline=now + timedelta(hours=20), enquiries="010-5557 0000"
    )
    issue(by=world.officer, round=round, at=now)
    return world


def asked(register, sit_down, **options):
    operator = sit_down(register.alice, **options)
    operator.open("/")
    operator.follow("Start or continue answering")
    operator.click(operator.link("甲云一号"))
    open_section(operator, "main")
    return operator


def test_the_position_of_the_device_is_taken_when_it_is_asked_for(register, sit_down):
    here = {"latitude": 39.9042, "longitude": 116.4074, "accuracy": 12}
    operator = asked(register, sit_down, geolocation=here, permissions=["geolocation"])
    field = operator.page.locator("#f-at")
    expect(field).to_have_value("")

    operator.touch(operator.button("Take this device's position"))

    expect(field).to_have_value("39.9042000 116.4074000 0.0 12.0")
    operator.sees_that_it_is_saved()
    expect(operator.page.locator("label [role=listitem]")).to_have_count(2)


def test_a_device_that_keeps_its_position_leaves_it_to_be_typed(register, sit_down):
    operator = asked(register, sit_down)

    operator.touch(operator.button("Take this device's position"))

    operator.sees("The device does not give its position away. Allow it in the browser, or type the position.")
    operator.answer("at", "116.4074, 39.9042")
    operator.sees_that_it_is_saved()
