"""How many units of each round stand where, for all rounds a person sees in one query; and what that asks of the person."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.accounts.access import visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import rounds_seen_by
from surveys.bureau.round_frame import TONES, phase_word
from surveys.lib.clock import show, show_span
from surveys.lib.language import current_language
from surveys.models import Assignment, Notice, Proposal, Round, User
from surveys.questionnaires.queries import title_of, waiting_for_look_of
from surveys.responses.queries import ELIGIBLE, StateCounts, by_state, overdue
from surveys.rounds.deadlines import Phase, phase
from surveys.rounds.queries import with_deadlines

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Tally(StateCounts):
    """Of the assignments of one round that are in it; `overdue` are those without an answer whose deadline has passed."""

    overdue: int = 0

    @property
    def waiting(self) -> int:
        """For the officer who reviews."""
        return self.submitted

    @property
    def percent(self) -> Decimal | None:
        return self.answered_percent


NOTHING = Tally()


def tallies(user: User, rounds: Iterable[Round], at: datetime) -> dict[uuid.UUID, Tally]:
    """Round id → tally, over the units this user sees as an officer."""
    rows_of_rounds = Assignment.objects.filter(ELIGIBLE, round__in=list(rounds))
    assignments = visible_to(user, rows_of_rounds, Permission.SEE_ROUNDS)
    rows: Any = with_deadlines(assignments).order_by().values("round_id")
    rows = rows.annotate(**by_state(), overdue=Count("pk", filter=overdue(at)))
    return {row["round_id"]: Tally.of(row) for row in rows}


@dataclass(frozen=True)
class RoundLine:
    """A round as a row of a list."""

    round: Round
    phase: Phase
    tally: Tally

    @property
    def phase_word(self) -> str:
        return phase_word(self.phase)

    @property
    def tone(self) -> str:
        return TONES[self.phase]


def round_lines(user: User, rounds: Iterable[Round], at: datetime) -> list[RoundLine]:
    listed = list(rounds)
    found = tallies(user, listed, at)
    return [RoundLine(round, phase(round, at), found.get(round.pk, NOTHING)) for round in listed]


@dataclass(frozen=True)
class Matter:
    """One thing that waits for the officer: how many, what, in which round or questionnaire, and where to deal with it."""

    count: int
    what: str
    about: str
    href: str
    is_urgent: bool = False


def matters(user: User, lines: Iterable[RoundLine], at: datetime) -> list[Matter]:
    """The urgent ones first."""
    found = [matter for line in lines for matter in _matters_of(user, line, at)]
    found += _failed_notices(user) + _second_looks(user)
    return sorted((m for m in found if m.count), key=lambda matter: not matter.is_urgent)


def _matters_of(user: User, line: RoundLine, at: datetime) -> list[Matter]:
    round, tally, about = line.round, line.tally, _called(line.round)
    if line.phase is Phase.DRAFT:
        return [Matter(1, _("draft of a round, not issued yet"), about, reverse("bureau:round_ready", args=[round.pk]))]
    if line.phase is Phase.WITHDRAWN:
        return []
    waiting = ngettext("return waits for review", "returns wait for review", tally.waiting)
    found = [Matter(tally.waiting, waiting, about, reverse("bureau:review_queue", args=[round.pk]))]
    monitor = reverse("bureau:round", args=[round.pk])
    if line.phase is Phase.CLOSED:
        stuck = ngettext(
            "return waits for correction in a closed round",
            "returns wait for correction in a closed round",
            tally.returned,
        )
        return [*found, Matter(tally.returned, stuck, about, f"{monitor}?state=returned#assignments")]
    overdue = ngettext("unit is overdue", "units are overdue", tally.overdue)
    unsent = ngettext("return changed, not submitted again", "returns changed, not submitted again", tally.unsent)
    returned = ngettext("return sent back, not answered yet", "returns sent back, not answered yet", tally.returned)
    return [
        Matter(tally.overdue, overdue, about, f"{monitor}?state=overdue#assignments", is_urgent=True),
        *_due_soon(line, at),
        *found,
        Matter(tally.unsent, unsent, about, f"{monitor}?state=unsent#assignments"),
        Matter(tally.returned, returned, about, f"{monitor}?state=returned#assignments"),
    ]


def _due_soon(line: RoundLine, at: datetime) -> list[Matter]:
    deadline = line.round.deadline
    assert deadline is not None  # only drafts have none
    if not at <= deadline < at + SOON:
        return []
    what = ngettext(
        "unit has not answered; the deadline is in %(left)s, at %(deadline)s",
        "units have not answered; the deadline is in %(left)s, at %(deadline)s",
        line.tally.silent,
    ) % {"left": show_span(deadline - at), "deadline": show(deadline, line.round.time_zone)}
    href = reverse("bureau:round_silent", args=[line.round.pk])
    return [Matter(line.tally.silent, what, _called(line.round), href, is_urgent=True)]


def _failed_notices(user: User) -> list[Matter]:
    managed = visible_to(user, Round.objects.all(), Permission.MANAGE_ROUNDS)
    failed = Notice.objects.filter(state=Notice.State.FAILED, round__in=managed.order_by().values("pk"))
    numbers = dict(failed.order_by().values_list("round").annotate(Count("pk")))
    rounds = Round.objects.in_bulk(numbers)
    return [
        Matter(
            number,
            ngettext("letter could not be delivered", "letters could not be delivered", number),
            _called(rounds[pk]),
            f"{reverse('bureau:round_notices', args=[pk])}?state=failed",
            is_urgent=True,
        )
        for pk, number in numbers.items()
    ]


def _second_looks(user: User) -> list[Matter]:
    proposals = visible_to(user, Proposal.objects.all(), Permission.MANAGE_ROUNDS)
    return [
        Matter(
            1,
            _("proposed questionnaire waits for your second look"),
            f"{title_of(proposal, current_language())} · {proposal.asked_by or '—'}",
            reverse("bureau:proposal_publish", args=[proposal.pk]),
        )
        for proposal in waiting_for_look_of(user, proposals)
    ]


def _called(round: Round) -> str:
    return f"{round.title} · {round.code}"


def running_first(user: User) -> QuerySet[Round]:
    """Drafts and running rounds before closed ones, the newest first; what was withdrawn comes last."""
    ended = (F("withdrawn_at").desc(nulls_first=True), F("closed_at").desc(nulls_first=True))
    return rounds_seen_by(user).order_by(*ended, "-created_at").select_related("survey")
