"""The letter goes to the wrong person, who names the right one: within minutes that one is at the questionnaire."""

import pytest
from playwright.sync_api import expect

from surveys.notices.models import Notice
from surveys.responses.reminding import send_reminders
from tests import factories
from tests.factories import PASSWORD
from tests.journeys.mails import acknowledging_link_to
from tests.journeys.people import PHONE

pytestmark = pytest.mark.browser
WRONG, RIGHT = "wang@example.org", "li@example.org"


@pytest.fixture
def wang(world, language):
    return factories.make_contact(world.charlie_org, name="王五", email=WRONG, language=language)


def test_the_wrong_person_names_the_right_one(world, wang, round, site, sit_down):
    stranger = sit_down(viewport=PHONE)
    stranger.open(acknowledging_link_to(WRONG, site))
    stranger.touch(stranger.page.locator("summary").filter(has_text=stranger.say("Wrong person: it is somebody else")))
    stranger.fill("name", "李四")
    stranger.fill("email", RIGHT)
    stranger.page.locator("#wrong_phone").fill("13900000000")
    stranger.press("Pass the letter on to this person")
    stranger.sees_heading("Thank you, your answer has arrived")

    li = sit_down(viewport=PHONE)
    li.open(acknowledging_link_to(RIGHT, site))
    li.press("I am the right person")
    li.fill("password", PASSWORD)
    li.fill("repeated", PASSWORD)
    li.press("Open my account")
    expect(li.page.locator("main")).to_contain_text(str(round.assignments.get(organisation=world.charlie_org)))

    officer = sit_down(world.officer)
    officer.open(f"/bureau/rounds/{round.pk}/silent/")
    expect(officer.page.locator("main")).to_contain_text("李四")
    expect(officer.page.locator("main")).to_contain_text(officer.say("named by %(name)s", name="王五"))
    officer.open(f"/bureau/rounds/{round.pk}/?letter=acknowledged")
    expect(officer.page.locator("main")).to_contain_text("丙算科技")

    send_reminders(at=round.issued_at + (round.deadline - round.issued_at) * 0.6)
    assert [one.to_email for one in Notice.objects.filter(kind="reminder")] == [RIGHT]
