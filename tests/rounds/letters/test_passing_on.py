"""A letter that did not reach its reader goes to the next one, once."""

from datetime import timedelta

import pytest

from surveys.notices.delivery import deliver_due
from surveys.notices.models import Notice
from surveys.registry.models import Contact
from surveys.responses.actions import submit_nil
from surveys.responses.reminding import send_reminders
from surveys.rounds import actions as rounds
from surveys.rounds.letters import actions
from surveys.rounds.letters.passing_on import pass_on_failed_letters
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.mail_server import mail_server
from tests.responses.stories import make_issued_round, response_of

SOON = ISSUED + timedelta(minutes=20)


@pytest.fixture
def people(world):
    """Of Charlie's organisation, in the order of their names."""
    return [factories.make_contact(world.charlie_org, name=name, email=f"{name}@example.org") for name in "abc"]


@pytest.fixture
def round(world, people):
    return make_issued_round(world)


def fail(*emails):
    Notice.objects.exclude(to_email__in=emails).update(state="done")
    Notice.objects.filter(to_email__in=emails).update(state="failed", passed_on_at=None)


def passed_on():
    return [one.to_email for one in Notice.objects.filter(key__startswith="not_reached:").order_by("created_at")]


def test_it_goes_to_the_next_contact_with_the_reason_and_once(round, people):
    fail("a@example.org")

    assert [pass_on_failed_letters(at=SOON), pass_on_failed_letters(at=SOON)] == [1, 0]
    assert passed_on() == ["b@example.org"]
    assert "发给a的通知未能送达" in Notice.objects.get(key__startswith="not_reached:").body


def test_who_has_acknowledged_comes_first(round, people):
    actions.acknowledge(round=round, contact=people[2], at=ISSUED)
    fail("a@example.org")

    pass_on_failed_letters(at=SOON)

    assert passed_on() == ["c@example.org"]


def test_who_has_an_account_comes_before_who_has_none(world, round, people):
    Contact.objects.filter(pk=people[2].pk).update(email=world.charlie.email)
    fail("a@example.org")

    pass_on_failed_letters(at=SOON)

    assert passed_on() == [world.charlie.email]


def test_nobody_gets_it_who_cannot_be_reached_either(round, people):
    fail("a@example.org", "b@example.org")

    pass_on_failed_letters(at=SOON)

    assert set(passed_on()) == {"c@example.org"}


def test_who_named_another_does_not_get_it_back(round, people):
    li = actions.name_another(
        round=round, contact=people[0], person=actions.Person("李四", "li@example.org"), at=ISSUED
    ).named
    fail(li.email)

    pass_on_failed_letters(at=SOON)

    assert passed_on() == ["b@example.org"]


def test_when_there_is_nobody_else_nobody_gets_it(round):
    fail("a@example.org", "b@example.org", "c@example.org")

    assert pass_on_failed_letters(at=SOON) == 0


def test_who_has_answered_meanwhile_gets_no_other_letter(world, round):
    response = response_of(round, world.charlie_org)
    submit_nil(response=response, by=world.charlie, key=response.pk, declared_by="x", at=SOON)
    fail("a@example.org")

    assert pass_on_failed_letters(at=SOON) == 0


def test_of_a_round_that_is_over_nothing_is_passed_on(world, round):
    fail("a@example.org")
    rounds.close(by=world.officer, round=round, at=DEADLINE + timedelta(hours=1))

    assert pass_on_failed_letters(at=DEADLINE + timedelta(hours=2)) == 0


def test_what_the_mail_server_refuses_at_once_is_passed_on_as_well(settings, round):
    with mail_server(settings, by={("RCPT", "a@example.org"): "550 5.1.1 no such user"}):
        deliver_due(at=ISSUED)

    pass_on_failed_letters(at=SOON)

    assert passed_on() == ["b@example.org"]


def test_an_address_from_which_letters_come_back_is_not_reminded_while_there_is_another(round, people):
    fail("a@example.org")

    send_reminders(at=ISSUED + timedelta(hours=12))

    reminded = Notice.objects.filter(kind="reminder").values_list("to_email", flat=True)
    assert sorted(reminded) == ["b@example.org", "c@example.org"]


def test_the_only_address_there_is_is_tried_again(round, people):
    fail("a@example.org", "b@example.org", "c@example.org")

    assert send_reminders(at=ISSUED + timedelta(hours=12)) == 3
