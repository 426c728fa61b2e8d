from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from surveys.rounds.deadlines import (
    ImpossibleLocalTime,
    Phase,
    accepts_answers,
    from_local,
    in_force,
    is_late,
    phase,
    time_left,
)

NOON = datetime(2021, 4, 28, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_round(issued=NOON - timedelta(days=1), deadline=NOON, closed=None, withdrawn=None):
    return SimpleNamespace(issued_at=issued, deadline=deadline, closed_at=closed, withdrawn_at=withdrawn)


def test_t17_noon_in_beijing_is_four_utc():
    assert from_local(date(2021, 4, 28), time(12), "Asia/Shanghai") == NOON


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (NOON - SECOND, False),
        (NOON, False),
        (NOON + timedelta(microseconds=999_999), False),
        (NOON + SECOND, True),
    ],
)
def test_t17_the_deadline_is_inclusive_to_the_second(at, late):
    assert is_late(at, NOON) is late


def test_the_latest_extension_is_in_force():
    later, latest = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    assert in_force(NOON, [latest, later]) == latest


def test_an_extension_never_shortens_the_time():
    assert in_force(NOON, [NOON - SECOND]) == NOON


def test_without_extensions_the_rounds_deadline_is_in_force():
    assert in_force(NOON) == NOON


def test_time_left_goes_negative_after_the_deadline():
    assert time_left(NOON + SECOND, NOON) == -SECOND


@pytest.mark.parametrize(
    ("round", "at", "expected"),
    [
        (a_round(issued=None), NOON, Phase.DRAFT),
        (a_round(deadline=None), NOON, Phase.DRAFT),
        (a_round(), NOON, Phase.OPEN),
        (a_round(), NOON + SECOND, Phase.OVERDUE),
        (a_round(closed=NOON + 2 * SECOND), NOON + SECOND, Phase.OVERDUE),
        (a_round(closed=NOON + SECOND), NOON + SECOND, Phase.CLOSED),
        (a_round(closed=NOON - 2 * SECOND), NOON - SECOND, Phase.CLOSED),
        (a_round(withdrawn=NOON), NOON - SECOND, Phase.OPEN),
        (a_round(withdrawn=NOON), NOON, Phase.WITHDRAWN),
    ],
)
def test_the_phase_follows_from_the_moment(round, at, expected):
    assert phase(round, at) is expected


@pytest.mark.parametrize(
    ("round", "deadline", "at", "accepted"),
    [
        (a_round(issued=None), NOON, NOON, False),
        (a_round(), NOON, NOON, True),
        (a_round(), NOON, NOON + SECOND, True),
        (a_round(closed=NOON + SECOND), NOON, NOON + 2 * SECOND, False),
        (a_round(closed=NOON + SECOND), NOON + 5 * SECOND, NOON + 5 * SECOND, True),
        (a_round(closed=NOON + SECOND), NOON + 5 * SECOND, NOON + 6 * SECOND, False),
        (a_round(closed=NOON - 5 * SECOND), NOON - 5 * SECOND, NOON - 4 * SECOND, False),
        (a_round(closed=NOON - 5 * SECOND), NOON - SECOND, NOON - SECOND, True),
        (a_round(withdrawn=NOON), NOON + 5 * SECOND, NOON + SECOND, False),
    ],
)
def test_late_is_taken_while_open_and_an_extension_outlives_the_closing(round, deadline, at, accepted):
    assert accepts_answers(round, deadline, at) is accepted


def test_a_closed_round_without_a_deadline_takes_nothing():
    assert not accepts_answers(a_round(deadline=None, closed=NOON), NOON, NOON)


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        (date(2021, 3, 14), time(2, 30), "America/New_York"),  # jumped over
        (date(2021, 11, 7), time(1, 30), "America/New_York"),  # shown twice
    ],
)
def test_times_that_a_clock_skips_or_repeats_are_refused(day, clock, zone):
    with pytest.raises(ImpossibleLocalTime):
        from_local(day, clock, zone)


def test_summer_time_in_beijing_in_1988_is_known():
    assert from_local(date(1988, 7, 1), time(12), "Asia/Shanghai") == datetime(1988, 7, 1, 3, 0, tzinfo=UTC)
