"""Calendar files as another program reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from icalendar import Calendar

from surveys.rounds.actions import close, exclude, extend, postpone
from surveys.rounds.calendar import calendar_of
from surveys.rounds.course import withdraw
from surveys.rounds.models import Assignment, Round
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import BEFORE, make_issued_round

HOUR = timedelta(hours=1)


@pytest.fixture
def round(world):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    return make_issued_round(world)


@pytest.fixture
def one(world, round):
    return theirs(world).order_by("pk")[0]


def theirs(world):
    return Assignment.objects.filter(organisation=world.alice_org)


def read(rows, at=BEFORE):
    return Calendar.from_ical(calendar_of(rows, at=at))


def events(rows, at=BEFORE):
    """By UID."""
    return {str(event["UID"]): event for event in read(rows, at).walk("VEVENT")}


def test_it_says_when_what_is_due_in_utc(world, round, one):
    event = events(theirs(world))[str(one.pk)]

    assert event.decoded("DTSTART") == DEADLINE == datetime(2021, 4, 28, 4, tzinfo=UTC)
    assert "DTSTART:20210428T040000Z" in calendar_of(theirs(world), at=BEFORE).decode()
    assert str(one) in event["SUMMARY"] and round.title in event["SUMMARY"]
    assert "2021-04-28 12:00（北京时间）" in event["DESCRIPTION"]
    assert str(one.pk) in event["URL"]
    assert event["STATUS"] == "CONFIRMED" and read(theirs(world))["METHOD"] == "PUBLISH"


def test_it_needs_no_zone(world, round):
    text = calendar_of(theirs(world), at=BEFORE).decode()

    assert "VTIMEZONE" not in text and "TZID" not in text


def test_alarms_are_spans_before_it_and_ring_once_for_many(world, round):
    text = calendar_of(theirs(world), at=BEFORE).decode()

    assert (text.count("BEGIN:VEVENT"), text.count("BEGIN:VALARM")) == (3, 2)
    assert "TRIGGER:-P1D" in text and "TRIGGER:-PT4H" in text and "TRIGGER;" not in text


def test_those_with_a_deadline_of_their_own_ring_for_themselves(world, round, one):
    extend(by=world.officer, assignments=[one], deadline=DEADLINE + HOUR, reason="r", at=BEFORE)

    assert calendar_of(theirs(world), at=BEFORE).decode().count("BEGIN:VALARM") == 4


def test_an_extension_moves_the_event_it_has_and_no_other(world, round, one):
    before = events(theirs(world))
    extend(by=world.officer, assignments=[one], deadline=DEADLINE + HOUR, reason="r", at=BEFORE)
    after = events(theirs(world))

    assert before.keys() == after.keys()
    moved = {
        uid: (after[uid]["SEQUENCE"] - before[uid]["SEQUENCE"], after[uid].decoded("DTSTART") - DEADLINE)
        for uid in after
    }
    assert moved.pop(str(one.pk)) == (1, HOUR)
    assert set(moved.values()) == {(0, 0 * HOUR)}


def test_every_move_counts(world, round, one):
    extend(by=world.officer, assignments=[one], deadline=DEADLINE + HOUR, reason="r", at=BEFORE)
    extend(by=world.officer, assignments=[one], deadline=DEADLINE + 2 * HOUR, reason="r", at=BEFORE)
    postpone(by=world.officer, round=round, deadline=DEADLINE + 3 * HOUR, reason="r", at=BEFORE)

    found = events(theirs(world))
    assert found[str(one.pk)]["SEQUENCE"] == 3
    assert {event["SEQUENCE"] for uid, event in found.items() if uid != str(one.pk)} == {1}
    assert {event.decoded("DTSTART") for event in found.values()} == {DEADLINE + 3 * HOUR}


def test_a_round_that_is_closed_early_moves_it_forward(world, round, one):
    close(by=world.officer, round=round, reason="r", at=BEFORE - HOUR)

    event = events(theirs(world))[str(one.pk)]
    assert (event["SEQUENCE"], event.decoded("DTSTART")) == (1, BEFORE - HOUR)


def test_what_is_taken_out_is_called_off_and_comes_back(world, round, one):
    exclude(by=world.officer, assignment=one, because="twice", at=BEFORE)
    out = events(theirs(world))
    exclude(by=world.officer, assignment=one, because="", at=BEFORE)
    back = events(theirs(world))

    assert (out[str(one.pk)]["STATUS"], out[str(one.pk)]["SEQUENCE"]) == ("CANCELLED", 1)
    assert (back[str(one.pk)]["STATUS"], back[str(one.pk)]["SEQUENCE"]) == ("CONFIRMED", 2)
    assert not out[str(one.pk)].walk("VALARM")
    assert sum(len(event.walk("VALARM")) for event in out.values()) == 2


def test_a_round_that_is_withdrawn_calls_all_off(world, round):
    withdraw(by=world.officer, round=round, reason="r", at=BEFORE)

    assert read(theirs(world))["METHOD"] == "CANCEL"
    assert {event["STATUS"] for event in events(theirs(world)).values()} == {"CANCELLED"}


def test_an_unchanged_one_is_told_apart_by_when_it_was_made(world, round, one):
    earlier, later = (events(theirs(world), at)[str(one.pk)] for at in (ISSUED, BEFORE))

    assert earlier["SEQUENCE"] == later["SEQUENCE"]
    assert earlier.decoded("DTSTAMP") < later.decoded("DTSTAMP")


def test_names_survive_commas_line_ends_and_length(world, round, one):
    name = "甲,乙;丙\\丁\n" + "数据中心" * 40
    one.facility.name = name
    one.facility.save()
    content = calendar_of(theirs(world), at=BEFORE)

    assert name in events(theirs(world))[str(one.pk)]["SUMMARY"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_it_speaks_the_language_of_the_reader(world, round, one):
    with override("en"):
        assert events(theirs(world))[str(one.pk)]["SUMMARY"].startswith("Due: ")
    with override("zh-hans"):
        assert "截止" in events(theirs(world))[str(one.pk)]["SUMMARY"]


def test_without_assignments_there_is_no_file(world, db):
    assert calendar_of(Assignment.objects.none(), at=BEFORE) == b""


def test_many_take_no_more_queries(world, round, django_assert_max_num_queries):
    Round.objects.update(title_zh="x")
    with django_assert_max_num_queries(2):
        calendar_of(theirs(world), at=BEFORE)
