"""Deadlines as a calendar file (RFC 5545): an event each for what somebody is asked in a round.

An event keeps its UID for ever, and its SEQUENCE goes up with every decision that can move its deadline, so that a program
which has it already moves it rather than showing a second one. Its moment is in UTC and its alarms are spans before it:
what is said in another way is read an hour or a day wrong by one program or another.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from surveys.audit.models import Event as Told
from surveys.lib.clock import database_now, show
from surveys.notices import links
from surveys.notices.enclosures import Enclosure
from surveys.notices.models import Notice
from surveys.rounds.models import Assignment
from surveys.rounds.queries import deadline_of, with_deadlines

CONTENT_TYPE = "text/calendar"
FILE_NAME = "deadline.ics"
ALARMS = (timedelta(days=1), timedelta(hours=4))
PRODUCT = "-//surveys//deadlines//EN"


def deadlines_enclosed(notice: Notice) -> Iterable[Enclosure]:
    """All that this organisation is asked in the round, as it is when the letter is sent."""
    asked = Assignment.objects.filter(round=notice.round_id, organisation=notice.organisation_id)
    content = calendar_of(asked, at=database_now())
    return [Enclosure(FILE_NAME, content, CONTENT_TYPE)] if content else []


def calendar_of(assignments: QuerySet[Assignment], *, at: datetime) -> bytes:
    """In the language that is active; empty without assignments. What was taken out of its round, or with it, is called
    off. Of many that are due at one moment a single one rings."""
    rows = _with_their_history(assignments)
    if not rows:
        return b""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "CANCEL" if all(map(_is_called_off, rows)) else "PUBLISH")
    turns = _turns_of(rows)
    rung: set[datetime] = set()
    for row in rows:
        rings = not _is_called_off(row) and deadline_of(row) not in rung
        calendar.add_component(_event(row, turns[str(row.pk)], at, rings=rings))
        rung |= {deadline_of(row)} if rings else set()
    return bytes(calendar.to_ical())


def _with_their_history(assignments: QuerySet[Assignment]) -> list[Assignment]:
    """The first in the order of their ids rings; that order stays."""
    moved = Count("extensions", distinct=True) + Count("round__postponements", distinct=True)
    rows = with_deadlines(assignments).annotate(moves=moved).order_by("round_id", "pk")
    return list(rows.select_related("round__survey__authority", "organisation", "facility"))


def _turns_of(rows: Iterable[Assignment]) -> Counter[str]:
    """How often each was taken out of its round or back into it."""
    ids = [str(row.pk) for row in rows]
    told = Told.objects.filter(object_id__in=ids, verb__in=("excluded", "took_back"))
    return Counter(told.values_list("object_id", flat=True))


def _is_called_off(row: Assignment) -> bool:
    return bool(row.ineligible_because or row.round.withdrawn_at)


def _event(row: Assignment, turns: int, at: datetime, *, rings: bool) -> Event:
    round, deadline = row.round, deadline_of(row)
    moves: int = row.moves  # type: ignore[attr-defined]  # annotated by _with_their_history
    event = Event()
    event.add("uid", str(row.pk))
    event.add("sequence", moves + turns + sum(map(bool, (round.closed_at, round.withdrawn_at))))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", deadline.astimezone(UTC))
    event.add("summary", _summary(row))
    event.add("description", _description(row, deadline))
    event.add("url", settings.SITE_URL + links.to_assignment(row.pk))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if _is_called_off(row) else "CONFIRMED")
    for span in ALARMS if rings else ():
        event.add_component(_alarm(span, _summary(row)))
    return event


def _summary(row: Assignment) -> str:
    return _("Due: %(round)s – %(unit)s") % {"round": row.round.title, "unit": row}


def _description(row: Assignment, deadline: datetime) -> str:
    told = {"authority": row.round.survey.authority.name, "deadline": show(deadline, row.round.time_zone)}
    return _("Deadline %(deadline)s. Asked by %(authority)s.") % told


def _alarm(span: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -span)
    return alarm
