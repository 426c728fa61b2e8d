"""How a round is going: the counts with what they are out of, the units one by one, and whom to call."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.bureau.access import assignments_seen_by, round_or_404
from surveys.bureau.monitor.assignment_filter import STATE_WORDS, AssignmentFilter
from surveys.bureau.monitor.assignment_rows import page_of_assignments
from surveys.bureau.monitor.letters import letter_counts, letters_that_did_not_arrive, people_to_call, waiting_answers
from surveys.bureau.receipts import address_of
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Assignment, Organisation, Region, Round
from surveys.responses.queries import Counts, added, counts_by_region, silent_organisations
from surveys.responses.states import NOT_SUBMITTED, State
from surveys.rounds import chase
from surveys.rounds.letters import unacknowledged
from surveys.rounds.letters.queries import answers_by_organisation, unreachable
from surveys.rounds.queries import Window, contacts_of, given_at, steps_done

ORGANISATIONS_A_PAGE = 200


@dataclass(frozen=True)
class District:
    region: Region
    counts: Counts


@dataclass(frozen=True)
class PlannedReminder:
    """A step of the chase plan; `sent` says how many notices it wrote, None when it was not carried out."""

    step: chase.Step
    sent: int | None
    is_past: bool
    is_stopped: bool
    is_for_unacknowledged: bool = False

    @property
    def word(self) -> str:
        if self.sent is not None:
            return ngettext("%(count)s letter", "%(count)s letters", self.sent) % {"count": self.sent}
        if self.is_stopped:
            return _("none: the round ended before")
        if self.is_past and self.is_for_unacknowledged:
            return _("none sent: the reminders had begun, or the system stood still")
        if self.is_past:
            return _("none sent: nobody was to be reminded then, or the system stood still")
        return _("still to come")


@require_safe
def round_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    if round.issued_at is None:
        return redirect("bureau:round_ready", round.pk)
    assignments = assignments_seen_by(user, round)
    districts = _districts(counts_by_region(assignments))
    chosen = AssignmentFilter(request.GET, regions=[district.region for district in districts])
    hits = chosen.applied_to(assignments, at)
    page, rows = page_of_assignments(hits, request.GET, at)
    total = added(district.counts for district in districts)
    context = {
        "frame": frame(user, round, at, "bureau:round"),
        "districts": districts,
        "total": total,
        "states": [(state, STATE_WORDS[state], getattr(total, state.value)) for state in State],
        "asking": _for_the_unacknowledged(round, at),
        "reminders": _reminders(round, at),
        "letters": letter_counts(assignments),
        "postponements": round.postponements.select_related("granted_by"),
        "amendments": round.amendments.select_related("new_version").defer("new_version__definition"),
        "filter": chosen,
        "page": page,
        "rows": rows,
        "elsewhere": "" if rows else address_of(user, chosen.chosen.get("q", "")),
    }
    return render(request, "bureau/monitor/round.html", context)


def _districts(found: dict[str, Counts]) -> list[District]:
    regions = Region.objects.in_bulk(found)
    return [District(regions[code], counts) for code, counts in found.items()]


def _reminders(round: Round, at: datetime) -> list[PlannedReminder]:
    """The chase plan of those who have the deadline of the round, since they have it."""
    assert round.deadline is not None
    window = Window(given_at(round), round.deadline)
    sent = steps_done(round, [window])[window]
    plan = chase.steps(window.opened_at, window.deadline, round.reminder_fractions)
    ended = min(filter(None, (round.closed_at, round.withdrawn_at)), default=None)
    return [
        PlannedReminder(step, sent.get(step.fraction), step.due_at <= at, ended is not None and step.due_at > ended)
        for step in plan
    ]


def _for_the_unacknowledged(round: Round, at: datetime) -> PlannedReminder:
    sent = dict(round.reminders.values_list("fraction", "notices")).get(unacknowledged.STEP)
    ended = min(filter(None, (round.closed_at, round.withdrawn_at)), default=None)
    due_at = unacknowledged.due_at(round)
    is_stopped = ended is not None and due_at > ended
    step = chase.Step(unacknowledged.STEP, due_at)
    return PlannedReminder(step, sent, due_at <= at, is_stopped, is_for_unacknowledged=True)


@require_safe
def silent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who has not answered, by organisation, with the people to call."""
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    if round.issued_at is None:
        return redirect("bureau:round_ready", round.pk)
    assignments = assignments_seen_by(user, round)
    page = page_of(silent_organisations(assignments).select_related("region"), request.GET, ORGANISATIONS_A_PAGE)
    organisations = list(page)
    keys = [organisation.pk for organisation in organisations]
    contacts, answers = contacts_of(keys), answers_by_organisation(round, keys)
    waiting, dead = _waiting_assignments(assignments, organisations), unreachable(keys)
    context = {
        "frame": frame(user, round, at, "bureau:round_silent"),
        "page": page,
        "silent": [
            (o, waiting.get(o.pk, []), people_to_call(contacts.get(o.pk, []), answers.get(o.pk, []), dead))
            for o in organisations
        ],
        "came_back": letters_that_did_not_arrive(round, assignments),
        "to_settle": waiting_answers(user, round, assignments),
    }
    return render(request, "bureau/monitor/silent.html", context)


def _waiting_assignments(
    assignments: QuerySet[Assignment], organisations: list[Organisation]
) -> dict[UUID, list[Assignment]]:
    waiting = assignments.filter(organisation__in=organisations, response__state__in=NOT_SUBMITTED)
    found: dict[UUID, list[Assignment]] = {}
    for assignment in waiting.filter(ineligible_because="").select_related(
        "organisation", "facility", "region", "response"
    ):
        found.setdefault(assignment.organisation_id, []).append(assignment)
    return found
