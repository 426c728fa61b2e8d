"""Where operators land: the rounds that ask something of them, and the task list of one round."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.accounts.access import memberships, require, user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.lib.clock import database_now
from surveys.models import Assignment, Confirmation, Membership, Organisation, Request, Round
from surveys.portal.access import own, own_round
from surveys.portal.dialogue.messages import unread_threads
from surveys.portal.dialogue.requests_made import asking
from surveys.portal.side_by_side import suitable_sections
from surveys.portal.time_left import Timing, timing_of
from surveys.questionnaires.queries import definition_of
from surveys.responses.queries import for_reading
from surveys.responses.states import ANSWERED, MAY_BE_SENT_AGAIN, STILL_TO_SUBMIT, State

TONES = {State.NOT_STARTED: "accent", State.DRAFT: "accent", State.RETURNED: "attention"}


@dataclass(frozen=True)
class Task:
    """One reporting unit of the person's organisation in a round."""

    assignment: Assignment
    timing: Timing
    request: Request | None = None

    @property
    def state(self) -> State:
        return State(self.assignment.response.state)

    @property
    def is_unsent(self) -> bool:
        """Changed since it was submitted, and the change can still be submitted."""
        return self.is_open and self.state in MAY_BE_SENT_AGAIN and bool(self.assignment.response.unsent_since)

    @property
    def label(self) -> str:
        return self.assignment.response.unsent_word or str(self.state.label)

    @property
    def tone(self) -> str:
        return "attention" if self.assignment.response.unsent_word else TONES.get(self.state, "plain")

    @property
    def is_open(self) -> bool:
        return self.timing.is_open and not self.assignment.ineligible_because

    @property
    def is_waiting(self) -> bool:
        return self.is_unsent or (self.state in STILL_TO_SUBMIT and self.is_open)

    @property
    def is_unanswered(self) -> bool:
        return self.is_open and self.state not in ANSWERED


@dataclass(frozen=True)
class RoundOverview:
    round: Round
    tasks: list[Task]

    @property
    def counts(self) -> list[tuple[str, int]]:
        in_order = sorted(self.tasks, key=lambda task: list(State).index(task.state))
        return list(Counter(task.label for task in in_order if not task.assignment.ineligible_because).items())

    @property
    def is_opened(self) -> bool:
        """Then what it rests on and is about has been read."""
        return any(task.assignment.response.opened_at for task in self.tasks)

    @property
    def unsent(self) -> int:
        return sum(task.is_unsent for task in self.tasks)

    @property
    def has_receipts(self) -> bool:
        return any(task.state in ANSWERED for task in self.tasks)

    @property
    def waiting(self) -> list[Task]:
        return [task for task in self.tasks if task.is_waiting]

    @property
    def timing(self) -> Timing:
        """Of the unit that is due next, else of the last one."""
        due = sorted(self.waiting or self.tasks, key=lambda task: task.timing.deadline)
        first = (due[0] if self.waiting else due[-1]).timing
        return replace(first, states=frozenset(task.state for task in due if not task.assignment.ineligible_because))


@dataclass(frozen=True)
class OrganisationTasks:
    organisation: Organisation
    tasks: list[Task]
    confirmation: Confirmation | None
    may_submit: bool
    part: Membership | None = None
    """Of who got only some of the data centers or of the sections."""

    @property
    def changeable(self) -> int:
        """Those whose answers can still be changed."""
        return sum(task.is_open and task.state != State.ACCEPTED for task in self.tasks)

    @property
    def may_fill_in(self) -> bool:
        """Whether a workbook would have anything to answer in it."""
        return self.changeable > 0

    @property
    def unanswered(self) -> int:
        return sum(task.is_unanswered for task in self.tasks)


def home(request: HttpRequest) -> HttpResponse:
    user, at = user_of(request), database_now()
    require(user, Permission.ANSWER)
    rows = for_reading(own(user, Assignment.objects.all(), in_part=True))
    by_round = groupby(rows.order_by("-round__issued_at", "round_id", "organisation__name"), lambda row: row.round)
    overviews = [RoundOverview(round, _tasks(assignments, at)) for round, assignments in by_round]
    current = [overview for overview in overviews if any(task.timing.is_open for task in overview.tasks)]
    earlier = [overview for overview in overviews if overview not in current]
    return render(request, "portal/home.html", {"current": current, "earlier": earlier, "unread": unread_threads(user)})


def _tasks(
    assignments: Iterable[Assignment], at: datetime, requests: Mapping[uuid.UUID, Request] = MappingProxyType({})
) -> list[Task]:
    return [Task(one, timing_of(one, at), requests.get(one.pk)) for one in assignments]


def round(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = own_round(user, id)
    rows = for_reading(own(user, Assignment.objects.filter(round=round), in_part=True)).order_by(
        "organisation__name", "organisation_id", "facility__code"
    )
    tasks = _tasks(rows, at, asking(rows))
    definition = definition_of(round.version)
    confirmations = {one.organisation_id: one for one in _confirmations(round, tasks)}
    managed = set(visible_to(user, Organisation.objects.all(), Permission.SUBMIT).values_list("pk", flat=True))
    shared = {one.organisation_id: one for one in memberships(user) if one.is_part}
    groups = [
        OrganisationTasks(
            organisation,
            list(of_one),
            confirmations.get(organisation.pk),
            organisation.pk in managed,
            shared.get(organisation.pk),
        )
        for organisation, of_one in groupby(tasks, lambda task: task.assignment.organisation)
    ]
    overview = RoundOverview(round, tasks)
    context = {
        "round": round,
        "overview": overview,
        "unread": unread_threads(user, round),
        "timing": overview.timing,
        "groups": groups,
        "definition": definition,
        "confirms": any(section.scope == "organisation" for section in definition.sections),
        "offers_nil": definition.nil is not None,
        "side_by_side": next(iter(suitable_sections(round)), None),
    }
    return render(request, "portal/round.html", context)


def _confirmations(round: Round, tasks: list[Task]) -> list[Confirmation]:
    organisations = {task.assignment.organisation_id for task in tasks}
    found = Confirmation.objects.filter(round=round, organisation__in=organisations)
    return list(found.select_related("confirmed_by"))
