from datetime import UTC, datetime, timedelta

import pytest

from surveys.rounds.chase import BadFraction, as_fraction, due_now, steps

ISSUED = datetime(2021, 4, 27, 4, 0, tzinfo=UTC)
NOON = ISSUED + timedelta(days=1)
PLAN = steps(ISSUED, NOON, ["0.5", "0.75", "0.9"])


def test_a_day_gets_its_reminders_in_hours():
    assert [step.due_at - ISSUED for step in PLAN] == [
        timedelta(hours=12),
        timedelta(hours=18),
        timedelta(hours=21, minutes=36),
    ]


def test_nothing_is_due_the_second_before_the_first_step():
    assert due_now(PLAN, PLAN[0].due_at - timedelta(seconds=1), []) is None


def test_the_first_step_is_due_at_its_second():
    assert due_now(PLAN, PLAN[0].due_at, []) == PLAN[0]


def test_a_step_that_was_done_is_not_due_again():
    assert due_now(PLAN, PLAN[0].due_at, ["0.5"]) is None


def test_steps_missed_while_the_machine_slept_are_not_sent_in_a_bunch():
    assert due_now(PLAN, NOON, []) == PLAN[2]


@pytest.mark.parametrize("text", ["0", "1", "-0.5", "half", "NaN"])
def test_a_fraction_lies_between_zero_and_one(text):
    with pytest.raises(BadFraction):
        as_fraction(text)
