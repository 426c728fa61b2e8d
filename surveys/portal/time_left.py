"""A deadline as people see it: the moment with its zone, what is left of the time, and what that means for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from surveys.lib.clock import show, show_span
from surveys.models import Assignment, Round
from surveys.responses.states import MAY_BE_SENT_AGAIN, NOT_SUBMITTED, State
from surveys.rounds.deadlines import accepts_answers, is_late, time_left
from surveys.rounds.queries import deadline_of

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Timing:
    """`states`: of the units it is about, on which depends what it means that the time is over."""

    round: Round
    deadline: datetime
    at: datetime
    states: frozenset[State]

    @property
    def shown(self) -> str:
        return show(self.deadline, self.round.time_zone)

    @property
    def left(self) -> str:
        return show_span(time_left(self.at, self.deadline))

    @property
    def is_open(self) -> bool:
        return accepts_answers(self.round, self.deadline, self.at)

    @property
    def is_late(self) -> bool:
        return is_late(self.at, self.deadline)

    @property
    def when_over(self) -> str:
        """Lateness is judged by the first revision."""
        if not self.states.isdisjoint(NOT_SUBMITTED):
            return _("Overdue, you can still submit; it will be marked as late")
        if not self.states.isdisjoint(MAY_BE_SENT_AGAIN):
            return _("The deadline has passed; you can still correct, which does not count as late")
        return _("The deadline has passed")

    @property
    def is_soon(self) -> bool:
        return not self.is_late and time_left(self.at, self.deadline) < SOON

    @property
    def patterns(self) -> dict[str, str]:
        """How a span is said, for the page's clock: the words of lib.clock.show_span."""
        return {
            "days": _("%(days)d d %(hours)d h"),
            "hours": _("%(hours)d h %(minutes)d min"),
            "minutes": _("%(minutes)d min"),
        }


def timing_of(assignment: Assignment, at: datetime) -> Timing:
    state = State(assignment.response.state)
    return Timing(assignment.round, deadline_of(assignment), at, frozenset({state}))
