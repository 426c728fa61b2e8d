"""27 and 28 April 2021, as it may have been: who answers when, what the reviewer does, when the round is closed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto
from random import Random
from typing import TypeVar

from surveys.management.demonstration.answering import Substance, entry
from surveys.management.demonstration.dialogue import plan_a_hand_over, plan_a_question, plan_more_time
from surveys.management.demonstration.story import Story
from surveys.models import Organisation, Response, Round, Survey, User
from surveys.notices import delivery
from surveys.responses import actions as responses
from surveys.responses import issuing, review
from surveys.responses.acceptances import tell_acceptances
from surveys.responses.reminding import send_reminders
from surveys.responses.states import State
from surveys.responses.together.nil_returns import submit_nil_for_all
from surveys.rounds import actions as rounds
from surveys.rounds.chase import steps

ISSUED = datetime(2021, 4, 27, 1, 30, tzinfo=UTC)  # half past nine in Beijing
DEADLINE = datetime(2021, 4, 28, 4, 0, tzinfo=UTC)
REVIEW_BEGINS = DEADLINE + timedelta(hours=6)
CORRECTED = datetime(2021, 4, 29, 2, 0, tzinfo=UTC)
CORRECTION_DUE = datetime(2021, 4, 29, 4, 0, tzinfo=UTC)
SECOND_REVIEW = datetime(2021, 4, 29, 6, 0, tzinfo=UTC)
CLOSED = datetime(2021, 4, 29, 10, 0, tzinfo=UTC)
WRONG_UNITS = 6
SENT_BACK = 3
LEFT_TO_THE_VISITOR = 4


class Temper(StrEnum):
    PROMPT = auto()
    LAST_MINUTE = auto()
    LATE = auto()
    SILENT = auto()


TEMPERS = ((Temper.PROMPT, 68), (Temper.LAST_MINUTE, 15), (Temper.LATE, 9), (Temper.SILENT, 8))
SUBSTANCES = (
    (Substance.NIL, 38),
    (Substance.CLEAN, 42),
    (Substance.MINES, 11),
    (Substance.FORMER, 5),
    (Substance.UNSURE, 4),
)
T = TypeVar("T")


def choose(table: Iterable[tuple[T, int]], rng: Random) -> T:
    rows = list(table)
    return rng.choices([value for value, _ in rows], [weight for _, weight in rows])[0]


def issue(survey: Survey, officers: dict[str, User]) -> Round:
    manager = officers["manager"]
    # With one day to answer, whoever is not concerned need not look for his bills.
    round = rounds.create_round(by=manager, survey=survey, at=ISSUED, deadline=DEADLINE, nil_gives_figures=False)
    return issuing.issue(by=manager, round=round, at=ISSUED)


def play(story: Story) -> None:
    tempers = {organisation: choose(TEMPERS, story.rng) for organisation in story.operators}
    _make_sure_of_everybody(tempers)
    for organisation, temper in tempers.items():
        if temper is not Temper.SILENT:
            _plan_answers(story, organisation, temper)
    _plan_an_extension(story, _those(tempers, Temper.SILENT))
    for organisation in _those(tempers, Temper.PROMPT)[:1]:
        plan_a_question(story, organisation, ISSUED + timedelta(minutes=11))
    for organisation in _those(tempers, Temper.LATE)[:1]:
        plan_a_hand_over(story, organisation, ISSUED + timedelta(hours=5))
    reminders = steps(ISSUED, DEADLINE, story.round.reminder_fractions)
    for step in reminders:
        story.at(step.due_at, lambda at: send_reminders(at=at))
    story.at(REVIEW_BEGINS, lambda at: _review(story, at))
    story.at(CORRECTED, lambda at: _correct(story, at))
    story.at(SECOND_REVIEW, lambda at: _accept_all(story, at, leave=LEFT_TO_THE_VISITOR))
    story.at(CLOSED, lambda at: rounds.close(by=story.officers["manager"], round=story.round, at=at))
    for moment in (ISSUED, *(step.due_at for step in reminders), DEADLINE, REVIEW_BEGINS, SECOND_REVIEW, CLOSED):
        story.at(moment + timedelta(minutes=1), delivery_of_everything)
    story.play()


def _those(tempers: dict[Organisation, Temper], wanted: Temper) -> list[Organisation]:
    return [organisation for organisation, temper in tempers.items() if temper is wanted]


def delivery_of_everything(at: datetime) -> None:
    """The worker's part: write what the hour has made due, claim what waits in the outbox and send it."""
    tell_acceptances(at=at)
    while delivery.deliver_due(at=at, limit=500):
        pass


def _make_sure_of_everybody(tempers: dict[Organisation, Temper]) -> None:
    """Also a small cast has one of each, so that every page has something to show."""
    for organisation, temper in zip(list(tempers), list(Temper), strict=False):
        tempers[organisation] = temper


def _plan_answers(story: Story, organisation: Organisation, temper: Temper) -> None:
    begun = _moment(temper, story.rng)
    waiting = story.responses_of(organisation)
    substances = [choose(SUBSTANCES, story.rng) for _ in waiting]
    if all(substance is Substance.NIL for substance in substances):
        story.at(begun, lambda at: _nil_for_all(story, organisation, at))
        return
    story.at(begun - timedelta(minutes=2), lambda at: story.confirm(organisation, at))
    for number, (response, substance) in enumerate(zip(waiting, substances, strict=True)):
        _plan_one(story, response, substance, begun + timedelta(seconds=20 * number))


def _plan_one(story: Story, response: Response, substance: Substance, moment: datetime) -> None:
    if substance is Substance.NIL:
        story.at(moment, lambda at: story.nil(response, at))
    else:
        story.at(moment, lambda at: story.answer(response, substance, at, slips=story.wrong_units < WRONG_UNITS))


def _moment(temper: Temper, rng: Random) -> datetime:
    match temper:
        case Temper.PROMPT:
            return ISSUED + timedelta(minutes=rng.randint(20, 1500), seconds=rng.randint(0, 59))
        case Temper.LAST_MINUTE:
            return DEADLINE - timedelta(seconds=rng.choice((0, 1, 30, 90, 200, 400, 600)))
        case _:
            return DEADLINE + timedelta(seconds=rng.choice((1, 59, 600, 3600, 7200, 14000)))


def _nil_for_all(story: Story, organisation: Organisation, at: datetime) -> None:
    by = story.operators[organisation]
    submit_nil_for_all(round=story.round, organisation=organisation, by=by, key=story.key(), declared_by=by.name, at=at)


def _plan_an_extension(story: Story, silent: list[Organisation]) -> None:
    """One of the silent asks for more time, gets until six in the evening, and uses it."""
    if not silent:
        return
    organisation = silent[-1]
    until = DEADLINE + timedelta(hours=6)
    plan_more_time(story, organisation, DEADLINE, until)
    story.at(until - timedelta(minutes=30), lambda at: story.confirm(organisation, at))
    for response in story.responses_of(organisation):
        _plan_one(story, response, Substance.CLEAN, until)


def _submitted(story: Story) -> list[Response]:
    rows = Response.objects.filter(assignment__round=story.round, state=State.SUBMITTED)
    return list(
        rows.select_related("assignment").order_by("assignment__organisation__name", "assignment__facility__code")
    )


def _review(story: Story, at: datetime) -> None:
    """First those who mine: some of them are asked again; then the rest, but for what came in too late to be read."""
    doubtful = [r for r in _submitted(story) if r.latest and "mining_kwh" in r.latest.answers["answers"]][:SENT_BACK]
    for response in doubtful:
        assert response.latest
        review.send_back(
            revision=response.latest,
            by=story.officers["reviewer"],
            remarks={"mining_kwh": "与上架矿机数量不符，请核对计量点并附计算说明。"},
            note="请按分表读数重新核算后报送。",
            new_deadline=CORRECTION_DUE,
            at=at,
        )
    _accept_all(story, at, leave=LEFT_TO_THE_VISITOR * 2)


def _correct(story: Story, at: datetime) -> None:
    for response in Response.objects.filter(assignment__round=story.round, state=State.RETURNED):
        by = story.operators[response.assignment.organisation]
        responses.save_draft(
            response=response,
            by=by,
            base=10**6,
            changes={"mining_method": entry("meter"), "remarks": entry("已按独立表计读数核对，附表计编号。")},
            at=at,
        )
        story.submit(response, by, at)


def _accept_all(story: Story, at: datetime, *, leave: int) -> None:
    waiting = _submitted(story)
    for response in waiting[: max(0, len(waiting) - leave)]:
        assert response.latest
        review.accept(revision=response.latest, by=story.officers["reviewer"], at=at)
