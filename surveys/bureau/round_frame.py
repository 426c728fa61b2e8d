"""What every page of an issued round has around it: its name, its deadline, what is left of the time, and the way to the other pages."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.accounts.access import can, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.assignment_words import AssignmentWords, words_of
from surveys.lib.clock import show_span
from surveys.models import Extension, Round, User
from surveys.responses.states import State
from surveys.rounds.deadlines import Phase, phase, time_left


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Frame:
    round: Round
    phase: Phase
    phase_word: str
    tone: str
    left: str
    may_manage: bool
    words: AssignmentWords
    tabs: list[Tab]
    later: "LaterDeadlines"


@dataclass(frozen=True)
class LaterDeadlines:
    """How many units have a later deadline of their own than the round, the latest of them, and how many still run."""

    count: int
    last: datetime | None
    running: int


TONES = {
    Phase.DRAFT: "neutral",
    Phase.OPEN: "accent",
    Phase.OVERDUE: "attention",
    Phase.CLOSED: "neutral",
    Phase.WITHDRAWN: "neutral",
}


def phase_word(of: Phase) -> str:
    words = {
        Phase.DRAFT: _("draft"),
        Phase.OPEN: _("open"),
        Phase.OVERDUE: _("past the deadline"),
        Phase.CLOSED: _("closed"),
        Phase.WITHDRAWN: _("withdrawn"),
    }
    return words[of]


def frame(user: User, round: Round, at: datetime, here: str) -> Frame:
    """`here` is the name of the address of the page itself."""
    now = phase(round, at)
    may_manage = can(user, Permission.MANAGE_ROUNDS, round)
    tabs, later = _tabs(user, round, here, may_manage), later_deadlines(user, round, at)
    left = _left(round, now, at)
    return Frame(round, now, phase_word(now), TONES[now], left, may_manage, words_of(round), tabs, later)


def later_deadlines(user: User, round: Round, at: datetime) -> LaterDeadlines:
    """Of the units this officer sees."""
    ends = min(filter(None, (round.deadline, round.closed_at)))
    own = Extension.objects.filter(assignment__round=round, assignment__ineligible_because="", deadline__gt=ends)
    still = Q(deadline__gte=at) & ~Q(assignment__response__state=State.ACCEPTED)
    found = (
        visible_to(user, own, Permission.SEE_ROUNDS)
        .order_by()
        .aggregate(
            count=Count("assignment", distinct=True),
            last=Max("deadline"),
            running=Count("assignment", distinct=True, filter=still),
        )
    )
    return LaterDeadlines(**found)


def _left(round: Round, now: Phase, at: datetime) -> str:
    assert round.deadline is not None  # an issued round has one
    match now:
        case Phase.OPEN:
            return _("%(span)s left") % {"span": show_span(time_left(at, round.deadline))}
        case Phase.OVERDUE:
            passed = {"span": show_span(at - round.deadline)}
            return _("passed %(span)s ago; answers are still taken, first ones marked late") % passed
        case Phase.WITHDRAWN:
            return _("withdrawn; nothing is asked any more")
        case _:
            return _("closed; answers are taken only from those whose extension still runs")


def _tabs(user: User, round: Round, here: str, may_manage: bool) -> list[Tab]:
    pages = [
        ("bureau:round", _("Progress"), True),
        ("bureau:review_queue", _("Review"), can(user, Permission.REVIEW, round)),
        ("bureau:round_requests", _("Requests"), True),
        ("bureau:round_messages", _("Messages"), True),
        ("bureau:round_silent", _("Not answered"), True),
        ("bureau:report", _("Report"), can(user, Permission.SEE_REPORTS, round)),
        ("bureau:round_notices", _("Letters"), may_manage),
        ("bureau:round_history", _("History"), can(user, Permission.SEE_HISTORY, round)),
    ]
    return [Tab(label, reverse(name, args=[round.pk]), name == here) for name, label, is_for_me in pages if is_for_me]
