"""Reminders: written when a step of the chase plan is due, taken back when they could not be sent while they were true."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.kinds.reminder import KIND as REMINDER
from surveys.notices.models import Notice
from surveys.responses.models import Decision
from surveys.responses.queries import still_to_submit
from surveys.responses.states import NOT_SUBMITTED, State
from surveys.rounds import chase, notices
from surveys.rounds.deadlines import accepts_answers, is_late
from surveys.rounds.models import Assignment, Reminder, Round
from surveys.rounds.notices import parts_of_reminder_key, stamp_of
from surveys.rounds.queries import Window, rounds_taking_answers, steps_done, windows_of

REMINDERS = Notice.objects.filter(kind=REMINDER.name)
NEARLY = 20
"""A step may come earlier by this part of its window, where that saves a letter."""


def send_reminders(*, at: datetime | None = None) -> int:
    """Carry out the steps of the chase plans that are due; returns how many notices were written.

    Any number of sweeps may do this at once: a step is a row that can be written only once.
    """
    at = at or database_now()
    running = rounds_taking_answers(at).select_related("survey__authority")
    return sum(_remind(round, at) for round in running)


def _remind(round: Round, at: datetime) -> int:
    waiting = _in_time(round, at)
    steps = _due_together(round, waiting, at)
    named = _named(round, waiting) if steps else {}
    return sum(
        _carry_out(round, step, {window: named[window] for window in of_step if window in named}, at)
        for step, of_step in steps
    )


def _named(round: Round, waiting: Mapping[Window, list[Assignment]]) -> dict[Window, list[Assignment]]:
    """The same with all that a letter names, in its order."""
    windows = {one.pk: window for window, those in waiting.items() for one in those}
    found: dict[Window, list[Assignment]] = {}
    for one in still_to_submit(round).select_related("organisation", "facility", "response"):
        if one.pk in windows:
            found.setdefault(windows[one.pk], []).append(one)
    return found


def _due_together(round: Round, windows: Iterable[Window], at: datetime) -> list[tuple[str, list[Window]]]:
    """By fraction and deadline, the windows whose step is due, and with them those whose same step nearly is: what was sent
    back one after the other is reminded of in one letter."""
    done = steps_done(round, windows)

    def due(window: Window, ahead: int) -> tuple[datetime, str] | None:
        plan = chase.steps(window.opened_at, window.deadline, round.reminder_fractions)
        step = chase.due_now(plan, at + ahead * (window.deadline - window.opened_at) / NEARLY, done[window])
        return (window.deadline, step.fraction) if step else None

    together: dict[tuple[datetime, str], list[Window]] = {step: [] for window in done if (step := due(window, 0))}
    for window in sorted(done, key=lambda window: window.opened_at) if together else ():
        step = due(window, 0) or due(window, 1)
        if step in together:
            together[step].append(window)
    return [(fraction, of_step) for (_deadline, fraction), of_step in together.items()]


def _in_time(round: Round, at: datetime) -> dict[Window, list[Assignment]]:
    """Who has still to answer and can still do so in time, by the window they have. It is looked for every few seconds,
    and hardly ever is a letter to be written: so no more is read than that takes."""
    waiting = list(still_to_submit(round).only("organisation_id", "created_at").order_by("pk"))
    windows = _windows(round, waiting)
    found: dict[Window, list[Assignment]] = {}
    for assignment in waiting:
        window = windows[assignment.pk]
        if accepts_answers(round, window.deadline, at) and not is_late(at, window.deadline):
            found.setdefault(window, []).append(assignment)
    return found


def _windows(round: Round, waiting: list[Assignment]) -> dict[UUID, Window]:
    """A sending back gives a deadline, too, be it the one that was in force."""
    windows, unit = windows_of(round, waiting), "revision__response__assignment"
    given = Decision.objects.filter(
        outcome=Decision.Outcome.RETURNED,
        revision__response__state=State.RETURNED,
        **{f"{unit}__round": round, f"{unit}__ineligible_because": ""},
    )
    for assignment, deadline, at in given.values_list(unit, "new_deadline", "decided_at"):
        window = windows.get(assignment)  # none for what was sent back in this very moment
        if window and deadline == window.deadline:
            windows[assignment] = Window(max(window.opened_at, at), deadline)
    return windows


def _carry_out(round: Round, fraction: str, waiting: Mapping[Window, list[Assignment]], at: datetime) -> int:
    with transaction.atomic():
        ours = {window: reminder for window in waiting if (reminder := _begun(round, window, fraction, at))}
        if not ours:
            return 0
        those = [(one, window) for window in ours for one in waiting[window]]
        first = {one.organisation_id: window for one, window in reversed(those)}
        wanted = _by_what_is_wanted([one for one, _window in those])
        reminder = next(iter(ours.values()))
        reminder.notices = notices.announce_reminder(round, fraction, first, wanted, at)
        reminder.save(update_fields=["notices"])
        record("reminded", by=None, about=round, at=at, details={"notices": reminder.notices})
    return reminder.notices


def _begun(round: Round, window: Window, fraction: str, at: datetime) -> Reminder | None:
    """The row of this step, unless another sweep has written it."""
    reminder, is_ours = Reminder.objects.get_or_create(
        round=round,
        deadline=window.deadline,
        opened_at=window.opened_at,
        fraction=fraction,
        defaults={"sent_at": at, "notices": 0},
    )
    return reminder if is_ours else None


def _by_what_is_wanted(waiting: list[Assignment]) -> notices.Waiting:
    def those_in(*states: State) -> list[Assignment]:
        return [one for one in waiting if one.response.state in states]

    return notices.Waiting(those_in(*NOT_SUBMITTED), those_in(State.RETURNED), those_in(State.SUBMITTED))


def withdraw_overtaken_reminders(*, at: datetime | None = None) -> int:
    """Take back what waits for those who have submitted, whose deadline has moved or passed, or whom a later step reminds.

    It waits when the mail server was out of reach. Called right before notices are sent; returns how many were taken back.
    """
    at = at or database_now()
    unsent = REMINDERS.filter(state=Notice.State.QUEUED).order_by().values("round")
    return sum(_withdraw(round, at) for round in Round.objects.filter(pk__in=unsent))


@transaction.atomic
def _withdraw(round: Round, at: datetime) -> int:
    withdrawn = outbox.withdraw(list(_overtaken(round, at)))
    if withdrawn:
        record("withdrew_reminders", by=None, about=round, at=at, details={"notices": withdrawn})
    return withdrawn


def _overtaken(round: Round, at: datetime) -> Iterator[object]:
    in_time = _in_time(round, at).items()
    waiting = {(one.organisation_id, stamp_of(window.deadline)) for window, those in in_time for one in those}
    reminded = set()
    newest_first = REMINDERS.filter(round=round).order_by("-created_at")
    for pk, key, organisation, state in newest_first.values_list("pk", "key", "organisation", "state"):
        window, contact = parts_of_reminder_key(key)
        deadline = window.rpartition("-")[2]
        is_over = (organisation, deadline) not in waiting or (window, contact) in reminded
        if is_over and state == Notice.State.QUEUED:
            yield pk
        reminded.add((window, contact))
