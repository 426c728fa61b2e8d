"""What the four answers to a letter do, and whom that keeps from what."""

from datetime import timedelta

import pytest

from surveys.accounts import invitations
from surveys.accounts.models import Invitation
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.registry.models import Contact
from surveys.responses.reminding import send_reminders
from surveys.rounds.letters import actions
from surveys.rounds.letters.actions import Person
from surveys.rounds.letters.queries import addressees, is_acknowledged
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import make_issued_round, response_of

SOON = ISSUED + timedelta(minutes=20)
LI = Person("李四", "li@example.org", "13900000000")


@pytest.fixture
def wang(world):
    return factories.make_contact(world.charlie_org, name="王五", email="wang@example.org")


@pytest.fixture
def round(world, wang):
    return make_issued_round(world)


def letters_to(email, kind="issued"):
    return Notice.objects.filter(to_email=email, kind=kind)


def acknowledged(round):
    return {str(one.organisation) for one in Assignment.objects.filter(is_acknowledged(), round=round)}


def name_li(round, wang, at=SOON, **more):
    return actions.name_another(round=round, contact=wang, person=LI, at=at, **more)


def test_whoever_is_named_gets_the_letter_with_a_way_in_and_stands_in_the_register(world, round, wang):
    name_li(round, wang)

    letter = letters_to(LI.email).get()
    li = Contact.objects.get(email=LI.email)
    assert (li.name, li.phone, li.organisation) == ("李四", "13900000000", world.charlie_org)
    assert "王五" in letter.body
    assert invitations.is_open(letter.invitation, SOON)
    assert li.named_in.get().contact == wang


def test_who_named_another_is_reminded_no_more_and_his_way_in_ends(round, wang):
    way_in = letters_to(wang.email).get().invitation

    name_li(round, wang)
    send_reminders(at=ISSUED + timedelta(hours=12))

    way_in.refresh_from_db()
    assert not invitations.is_open(way_in, SOON)
    assert [one.to_email for one in Notice.objects.filter(kind="reminder")] == [LI.email]


def test_a_letter_that_waits_for_who_named_another_is_taken_back(round, wang):
    name_li(round, wang)

    assert not letters_to(wang.email).exists()


def test_the_bureau_reads_it_in_the_history(round, wang, world):
    name_li(round, wang)

    told = Event.objects.get(verb="letter_wrong")
    assert (told.round_id, told.organisation_id) == (round.pk, world.charlie_org.pk)
    assert told.details == {"contact": "王五", "named": "李四"}


def test_naming_the_same_person_twice_is_one_answer(round, wang):
    first, second = name_li(round, wang), name_li(round, wang, at=SOON + timedelta(minutes=1))

    assert first == second
    assert letters_to(LI.email).count() == 1


def test_who_is_named_back_is_written_to_again(round, wang):
    """Two people who name each other do not leave the organisation without anybody."""
    name_li(round, wang)
    li = Contact.objects.get(email=LI.email)

    actions.name_another(round=round, contact=li, person=Person(wang.name, wang.email), at=SOON + timedelta(minutes=1))

    assert addressees(round, [wang.organisation_id])[wang.organisation_id] == [wang]


def test_who_says_that_it_is_he_after_all_is_written_to_again_and_let_in_again(round, wang):
    name_li(round, wang)

    actions.acknowledge(round=round, contact=wang, at=SOON + timedelta(minutes=1))

    theirs = addressees(round, [wang.organisation_id])[wang.organisation_id]
    assert {one.email for one in theirs} == {wang.email, LI.email}
    assert letters_to(wang.email, "invitation").get().invitation.revoked_at is None


def test_whom_somebody_shut_out_is_not_let_in_by_a_letter(round, wang):
    Invitation.objects.filter(email=wang.email).update(revoked_at=SOON)

    actions.acknowledge(round=round, contact=wang, at=SOON + timedelta(minutes=1))

    assert not letters_to(wang.email, "invitation").exists()


def test_nobody_names_himself(round, wang):
    with pytest.raises(actions.NamedHimself):
        actions.name_another(round=round, contact=wang, person=Person("王五", "WANG@example.org"), at=SOON)


def test_who_has_an_account_names_another_only_when_he_is_logged_in(world, round):
    alice = factories.make_contact(world.alice_org, email=world.alice.email)

    with pytest.raises(actions.LogInFirst):
        name_li(round, alice)
    with pytest.raises(actions.LogInFirst):
        name_li(round, alice, by=world.bob)
    assert name_li(round, alice, by=world.alice).named.email == LI.email


def test_after_some_names_the_bureau_is_to_be_called(round, wang):
    contact = wang
    for number in range(actions.MOST_NAMED):
        at = SOON + timedelta(minutes=number)
        made = actions.name_another(
            round=round, contact=contact, person=Person(f"{number}", f"n{number}@example.org"), at=at
        )
        contact = made.named

    with pytest.raises(actions.NamedTooOften):
        actions.name_another(round=round, contact=contact, person=Person("6", "n6@example.org"), at=SOON)


def test_a_site_that_is_no_longer_theirs_stays_asked_until_the_bureau_decides(world, round, wang):
    (site,) = round.assignments.filter(organisation=world.charlie_org)

    made = actions.disown(round=round, contact=wang, sites=[site], text="去年转给乙云", at=SOON)

    site.refresh_from_db()
    assert site.ineligible_because == ""
    assert (list(made.assignments.all()), made.text, made.settled_at) == ([site], "去年转给乙云", None)
    assert actions.settle(by=world.officer, answer=made, note="已核实") is True
    assert actions.settle(by=world.officer, answer=made, note="再次") is False
    made.refresh_from_db()
    assert (made.settlement, made.settled_by) == ("已核实", world.officer)


def test_a_site_of_somebody_else_is_not_disowned(world, round, wang):
    (foreign,) = round.assignments.filter(organisation=world.alice_org)

    made = actions.disown(round=round, contact=wang, sites=[foreign], text="", at=SOON)

    assert list(made.assignments.all()) == []


@pytest.mark.parametrize("answer", ["acknowledge", "ask_for_help"])
def test_what_shows_that_the_letter_arrived(round, wang, answer):
    assert acknowledged(round) == set()

    getattr(actions, answer)(round=round, contact=wang, at=SOON)

    assert acknowledged(round) == {"丙算科技"}


def test_who_names_another_has_not_acknowledged_for_him(round, wang):
    name_li(round, wang)

    assert acknowledged(round) == set()


def test_opening_the_questionnaire_acknowledges_the_letter(world, round):
    response = response_of(round, world.alice_org)
    type(response).objects.filter(pk=response.pk).update(opened_at=SOON)

    assert acknowledged(round) == {"甲云数据"}


@pytest.mark.parametrize("over", ["closed_at", "withdrawn_at"])
def test_nothing_is_answered_when_nothing_is_asked_any_more(round, wang, over):
    type(round).objects.filter(pk=round.pk).update(**{over: DEADLINE})
    round.refresh_from_db()

    with pytest.raises(actions.NotAsked):
        actions.acknowledge(round=round, contact=wang, at=DEADLINE + timedelta(seconds=1))
