"""An hour into a day: those whose letter nobody has shown to have arrived are asked, once."""

from datetime import timedelta

import pytest

from surveys.notices.models import Notice
from surveys.responses.reminding import send_reminders
from surveys.rounds.letters import actions
from surveys.rounds.letters.unacknowledged import ask_to_acknowledge
from tests import factories
from tests.factories import ISSUED
from tests.responses.stories import make_issued_round

HOUR = timedelta(hours=1)


@pytest.fixture
def contacts(world):
    return [factories.make_contact(one) for one in (world.alice_org, world.charlie_org)]


@pytest.fixture
def round(world, contacts):
    return make_issued_round(world)


def asked():
    return {one.to_email for one in Notice.objects.filter(kind="unacknowledged")}


def test_they_are_asked_once_and_not_before(round, contacts):
    assert ask_to_acknowledge(at=ISSUED + HOUR - timedelta(seconds=1)) == 0
    assert ask_to_acknowledge(at=ISSUED + HOUR) == 2
    assert ask_to_acknowledge(at=ISSUED + 2 * HOUR) == 0
    assert asked() == {one.email for one in contacts}


def test_who_has_acknowledged_is_not_asked(round, contacts):
    actions.acknowledge(round=round, contact=contacts[0], at=ISSUED)

    ask_to_acknowledge(at=ISSUED + HOUR)

    assert asked() == {contacts[1].email}


def test_who_was_named_is_asked_in_place_of_who_named_him(round, contacts):
    li = actions.Person("李四", "li@example.org")
    actions.name_another(round=round, contact=contacts[0], person=li, at=ISSUED)

    ask_to_acknowledge(at=ISSUED + HOUR)

    assert asked() == {"li@example.org", contacts[1].email}


def test_nobody_is_asked_after_the_first_reminder(round):
    """The system stood still meanwhile: what was to be asked then is overtaken."""
    send_reminders(at=ISSUED + 12 * HOUR)

    assert ask_to_acknowledge(at=ISSUED + 13 * HOUR) == 0


def test_nobody_is_asked_when_the_time_is_over(round):
    assert ask_to_acknowledge(at=ISSUED + 25 * HOUR) == 0
