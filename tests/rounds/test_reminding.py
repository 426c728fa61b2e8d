"""Who is reminded, when, and how often."""

from datetime import timedelta

from surveys.notices.models import Notice
from surveys.responses.reminding import send_reminders
from surveys.rounds import actions
from surveys.rounds.models import Reminder
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import fill_in, make_issued_round, response_of


def test_reminders_go_only_to_those_who_have_not_submitted(world):
    alice, charlie = (factories.make_contact(o) for o in (world.alice_org, world.charlie_org))
    round = make_issued_round(world)
    fill_in(response_of(round, world.alice_org), world.alice, at=ISSUED)
    charlies = response_of(round, world.charlie_org)
    type(charlies).objects.filter(pk=charlies.pk).update(state="submitted")

    written = send_reminders(at=ISSUED + timedelta(hours=12))

    assert written == 1
    assert [n.to_email for n in Notice.objects.filter(kind="reminder")] == [alice.email] != [charlie.email]


def test_a_day_long_window_is_chased_in_hours_and_each_step_goes_once(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    hours = (11, 12, 12.5, 18, 22, 23)

    written = [send_reminders(at=ISSUED + timedelta(hours=h)) for h in hours]

    assert written == [0, 1, 0, 1, 1, 0]
    assert Reminder.objects.filter(round=round).count() == 3


def test_nobody_is_reminded_after_the_deadline(world):
    factories.make_contact(world.alice_org)
    make_issued_round(world)

    assert send_reminders(at=DEADLINE + timedelta(seconds=1)) == 0


def test_who_has_an_extension_is_reminded_within_his_own_window(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    alice = response_of(round, world.alice_org).assignment
    actions.extend(by=world.officer, assignments=[alice], deadline=DEADLINE + timedelta(days=1), reason="x", at=ISSUED)

    assert send_reminders(at=ISSUED + timedelta(hours=12)) == 0
    assert send_reminders(at=ISSUED + timedelta(hours=24)) == 1


def test_the_window_of_an_extension_begins_when_it_is_granted(world):
    """Nobody is reminded in the minute in which he gets more time, and everybody before that is over."""
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    alice = response_of(round, world.alice_org).assignment
    granted, later = DEADLINE - timedelta(hours=1), DEADLINE + timedelta(hours=3)
    actions.extend(by=world.officer, assignments=[alice], deadline=later, reason="x", at=granted)
    Reminder.objects.create(round=round, deadline=DEADLINE, fraction="0.9", sent_at=granted, notices=1)

    hours = (0, 1.9, 2, 3)
    assert [send_reminders(at=granted + timedelta(hours=h)) for h in hours] == [0, 0, 1, 1]


def test_two_units_with_the_same_deadline_have_the_windows_they_were_given(world):
    """The one who got it an hour before it is not told at once that half of his time is over, nor is he left out."""
    early, late = (factories.make_contact(o) for o in (world.alice_org, world.charlie_org))
    round = make_issued_round(world, reminder_fractions=["0.5"])
    later = DEADLINE + timedelta(days=1)
    for organisation, granted in ((world.alice_org, ISSUED), (world.charlie_org, later - timedelta(hours=2))):
        unit = response_of(round, organisation).assignment
        actions.extend(by=world.officer, assignments=[unit], deadline=later, reason="停电", at=granted)

    sent = {hours: send_reminders(at=later - timedelta(hours=hours)) for hours in (24, 2, 1)}

    assert sent == {24: 1, 2: 0, 1: 1}
    letters = Notice.objects.filter(kind="reminder").order_by("created_at")
    assert [letter.to_email for letter in letters] == [early.email, late.email]


def test_one_contact_of_two_units_is_reminded_of_each_in_its_own_window(world):
    factories.make_contact(world.alice_org)
    for name in ("一号机房", "二号机房"):
        factories.make_facility(world.alice_org, name=name)
    round = make_issued_round(world, reminder_fractions=["0.5"])
    later = DEADLINE + timedelta(days=1)
    for name, granted in (("一号机房", ISSUED), ("二号机房", later - timedelta(hours=2))):
        unit = round.assignments.filter(facility__name=name)
        actions.extend(by=world.officer, assignments=unit, deadline=later, reason="停电", at=granted)

    assert [send_reminders(at=later - timedelta(hours=hours)) for hours in (24, 1)] == [1, 1]
    told = [letter.body for letter in Notice.objects.filter(kind="reminder").order_by("created_at")]
    assert [("一号机房" in body, "二号机房" in body) for body in told] == [(True, False), (False, True)]


def test_a_reminder_written_before_windows_were_told_apart_is_not_sent_again(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    half = ISSUED + timedelta(hours=12)
    Reminder.objects.create(round=round, deadline=DEADLINE, fraction="0.5", sent_at=half, notices=1)

    assert [send_reminders(at=half), send_reminders(at=ISSUED + timedelta(hours=18))] == [0, 1]


def test_reminders_of_a_moved_deadline_count_from_the_moment_it_was_moved(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    moved_at = DEADLINE - timedelta(hours=1)
    actions.postpone(by=world.officer, round=round, deadline=DEADLINE + timedelta(hours=3), reason="x", at=moved_at)

    assert [send_reminders(at=moved_at + timedelta(hours=h)) for h in (0, 1.9, 2, 3)] == [0, 0, 1, 1]


def test_whose_extension_outlives_the_round_is_reminded_and_nobody_else(world):
    alice, _charlie = (factories.make_contact(o) for o in (world.alice_org, world.charlie_org))
    round = make_issued_round(world)
    extended = response_of(round, world.alice_org).assignment
    later, closed = DEADLINE + timedelta(days=4), DEADLINE + timedelta(hours=1)
    actions.extend(by=world.officer, assignments=[extended], deadline=later, reason="停电", at=DEADLINE)
    actions.close(by=world.officer, round=round, at=closed)

    days = (1, 2, 2.5, 3, 3.9, 4.1)
    assert [send_reminders(at=DEADLINE + timedelta(days=d)) for d in days] == [0, 1, 0, 1, 1, 0]
    assert {n.to_email for n in Notice.objects.filter(kind="reminder")} == {alice.email}


def test_a_unit_taken_out_of_the_round_is_not_chased(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    alice = response_of(round, world.alice_org).assignment

    actions.exclude(by=world.officer, assignment=alice, because="已拆除", at=ISSUED)

    assert send_reminders(at=ISSUED + timedelta(hours=12)) == 0
