"""How many units of each round stand where, for all rounds a person sees in one query; and what that asks of the person."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import caches
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.accounts.access import memberships, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import rounds_seen_by
from surveys.bureau.round_frame import TONES, phase_word
from surveys.lib.clock import show, show_span
from surveys.lib.language import current_language
from surveys.models import (
    Acknowledgement,
    Assignment,
    Event,
    Message,
    Notice,
    Proposal,
    Request,
    ReturnedMail,
    Round,
    User,
)
from surveys.notices.actions import overtaken
from surveys.questionnaires.queries import title_of, waiting_for_look_of
from surveys.responses.dialogue.queries import answerable_by, waiting
from surveys.responses.dialogue.threads import unread_by, waiting_for_bureau
from surveys.responses.queries import ELIGIBLE, StateCounts, by_state, overdue
from surveys.rounds.deadlines import Phase, phase
from surveys.rounds.letters.queries import unsettled
from surveys.rounds.queries import rounds_taking_answers

SOON = timedelta(hours=24)
KEPT_SECONDS = 86_400


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
    """Round id → tally, over the units this user sees as an officer.

    Only the units of rounds that still take answers are counted each time. Of the others an event tells of every change,
    so what was counted holds until the next one.
    """
    is_over = {round.pk: _is_over(round, at) for round in rounds}
    running = set(rounds_taking_answers(at).filter(pk__in=is_over).values_list("pk", flat=True))
    running |= {pk for pk, over in is_over.items() if not over}
    ended = [pk for pk in is_over if pk not in running]
    return _counted(user, running, at) | (_counted_before(user, ended, at) if ended else {})


def _is_over(round: Round, at: datetime) -> bool:
    """Whether nobody becomes overdue by the mere passing of time any more."""
    ends = [moment for moment in (round.deadline, round.closed_at) if moment]
    return bool(ends) and min(ends) < at.replace(microsecond=0)


def _counted(user: User, rounds: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, Tally]:
    asked = visible_to(user, Assignment.objects.filter(ELIGIBLE, round__in=rounds), Permission.SEE_ROUNDS).order_by()
    late = dict(overdue(asked, at).values_list("round_id").annotate(Count("pk")))
    rows: Any = asked.values("round_id").annotate(**by_state())
    return {row["round_id"]: Tally.of({**row, "overdue": late.get(row["round_id"], 0)}) for row in rows}


def _counted_before(user: User, rounds: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, Tally]:
    """By what this user may see, and the last event of each round."""
    events = Event.objects.filter(round_id=OuterRef("pk")).order_by("-id")
    stamped = Round.objects.filter(pk__in=rounds).annotate(event=Subquery(events.values("id")[:1]))
    roles = sorted(f"{one.authority_id}{one.role}" for one in memberships(user))
    keys = {
        pk: f"tally:{user.pk}:{pk}:{event}:{hash(tuple(roles))}" for pk, event in stamped.values_list("pk", "event")
    }
    kept = caches["memory"].get_many(keys.values())
    missing = [pk for pk in rounds if keys[pk] not in kept]
    found = _counted(user, missing, at) if missing else {}
    caches["memory"].set_many({keys[pk]: found.get(pk, NOTHING) for pk in missing}, KEPT_SECONDS)
    return {pk: found.get(pk) or kept.get(keys[pk], NOTHING) for pk in rounds}


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
    found += _requests(user) + _messages(user) + _failed_notices(user) + _letters_to_settle(user) + _returned_mail(user)
    found += _second_looks(user)
    return sorted((m for m in found if m.count), key=lambda matter: not matter.is_urgent)


def _matters_of(user: User, line: RoundLine, at: datetime) -> list[Matter]:
    round, tally, about = line.round, line.tally, _called(line.round)
    if line.phase is Phase.DRAFT:
        return [Matter(1, _("draft of a round, not issued yet"), about, reverse("bureau:round_ready", args=[round.pk]))]
    if line.phase is Phase.WITHDRAWN:
        return []
    waiting = ngettext("return waits for review", "returns wait for review", tally.waiting)
    unsent = ngettext("return changed, not submitted again", "returns changed, not submitted again", tally.unsent)
    monitor = reverse("bureau:round", args=[round.pk])
    found = [
        Matter(tally.waiting, waiting, about, reverse("bureau:review_queue", args=[round.pk])),
        Matter(tally.unsent, unsent, about, f"{monitor}?state=unsent#assignments"),
    ]
    if line.phase is Phase.CLOSED:
        stuck = ngettext(
            "return waits for correction in a closed round",
            "returns wait for correction in a closed round",
            tally.returned,
        )
        return [*found, Matter(tally.returned, stuck, about, f"{monitor}?state=returned#assignments")]
    overdue = ngettext("unit is overdue", "units are overdue", tally.overdue)
    returned = ngettext("return sent back, not answered yet", "returns sent back, not answered yet", tally.returned)
    return [
        Matter(tally.overdue, overdue, about, f"{monitor}?state=overdue#assignments", is_urgent=True),
        *_due_soon(line, at),
        *found,
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


def _requests(user: User) -> list[Matter]:
    """Of operators, that this officer may answer."""
    mine = answerable_by(user, waiting(Request.objects.all())).order_by()
    numbers = dict(mine.values_list("assignment__round").annotate(Count("pk")))
    return [
        Matter(
            numbers[round.pk],
            ngettext("request of an operator waits", "requests of operators wait", numbers[round.pk]),
            _called(round),
            reverse("bureau:round_requests", args=[round.pk]),
            is_urgent=True,
        )
        for round in Round.objects.filter(pk__in=numbers)
    ]


def _messages(user: User) -> list[Matter]:
    """Of operators, the last of their threads, that this officer may answer."""
    mine = visible_to(user, waiting_for_bureau(Message.objects.all()), Permission.REVIEW).order_by()
    numbers = Counter(mine.values_list("assignment__round", flat=True))
    unread = Counter(unread_by(user, mine, from_bureau=False).values_list("assignment__round", flat=True))
    return [
        Matter(
            numbers[round.pk],
            ngettext(
                "conversation waits for an answer, %(unread)s of them not read yet by you",
                "conversations wait for an answer, %(unread)s of them not read yet by you",
                numbers[round.pk],
            )
            % {"unread": unread[round.pk]},
            _called(round),
            reverse("bureau:round_messages", args=[round.pk]),
        )
        for round in Round.objects.filter(pk__in=numbers)
    ]


def _failed_notices(user: User) -> list[Matter]:
    managed = visible_to(user, Round.objects.all(), Permission.MANAGE_ROUNDS)
    rows = Notice.objects.filter(state=Notice.State.FAILED, round__in=managed.order_by().values("pk"))
    failed = list(rows.select_related("round").only("key", "kind", "round__withdrawn_at").order_by())
    past = overtaken(failed)
    numbers = Counter(notice.round_id for notice in failed if notice.pk not in past)
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


def _letters_to_settle(user: User) -> list[Matter]:
    """Who asked for help, and which site is said to be somebody else's."""
    theirs = visible_to(user, Acknowledgement.objects.filter(round__withdrawn_at=None), Permission.REVIEW)
    numbers = Counter(unsettled(theirs).order_by().values_list("round", flat=True))
    rounds = Round.objects.in_bulk(numbers)
    return [
        Matter(
            number,
            ngettext("answer to a letter is to be dealt with", "answers to letters are to be dealt with", number),
            _called(rounds[pk]),
            f"{reverse('bureau:round_silent', args=[pk])}#to-settle",
            is_urgent=True,
        )
        for pk, number in numbers.items()
    ]


def _returned_mail(user: User) -> list[Matter]:
    waiting = visible_to(user, ReturnedMail.objects.filter(settled_at=None), Permission.MANAGE_ROUNDS).count()
    what = ngettext("mail that came back is to be read", "mails that came back are to be read", waiting)
    return [Matter(waiting, what, _("letters"), reverse("bureau:returned"))]


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
