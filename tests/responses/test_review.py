from datetime import timedelta

import pytest

from surveys.notices.models import Notice
from surveys.responses import review
from surveys.responses.models import Response
from surveys.responses.states import NotAllowedNow
from surveys.rounds import actions as rounds
from surveys.rounds.queries import deadline_of
from tests.factories import DEADLINE
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

AFTER = DEADLINE + timedelta(hours=2)
TOMORROW = DEADLINE + timedelta(days=1)


@pytest.fixture
def revision(world):
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice)
    return submit(response, world.alice)


def state(revision):
    return Response.objects.get(pk=revision.response_id).state


def send_back(world, revision, **changes):
    told = {"remarks": {"total_kwh": "请核对"}, "note": "", "new_deadline": TOMORROW, "at": AFTER} | changes
    return review.send_back(revision=revision, by=world.officer, **told)


def test_accepting_is_one_conclusion(world, revision):
    decision = review.accept(revision=revision, by=world.officer, at=AFTER)

    assert revision.decision == decision
    assert state(revision) == "accepted"


def test_a_revision_is_accepted_once(world, revision):
    review.accept(revision=revision, by=world.officer, at=AFTER)

    with pytest.raises(NotAllowedNow):
        review.accept(revision=revision, by=world.officer, at=AFTER)


def test_sending_back_opens_the_answer_again_with_a_new_deadline(world, revision):
    decision = send_back(world, revision)

    assert [(q.question, q.text) for q in decision.queries.all()] == [("total_kwh", "请核对")]
    assert deadline_of(revision.response.assignment) == TOMORROW
    assert state(revision) == "returned"


def test_what_was_sent_back_comes_in_as_the_next_revision_on_time(world, revision):
    send_back(world, revision)
    fill_in(revision.response, world.alice, at=AFTER, total_kwh={"typed": "2900.5", "unit": "万千瓦时"})

    second = submit(revision.response, world.alice, at=TOMORROW)

    assert (second.number, second.is_late) == (2, False)
    assert review.accept(revision=second, by=world.officer, at=TOMORROW)


def test_an_accepted_revision_can_still_be_sent_back(world, revision):
    review.accept(revision=revision, by=world.officer, at=AFTER)

    decision = send_back(world, revision, at=AFTER + timedelta(seconds=1))

    assert revision.decision == decision
    assert revision.decisions.count() == 2


def test_a_reviewer_decides_on_what_he_has_seen(world, revision):
    fill_in(revision.response, world.alice, total_kwh={"typed": "2900.5", "unit": "万千瓦时"})
    submit(revision.response, world.alice)

    with pytest.raises(review.Outdated):
        review.accept(revision=revision, by=world.officer, at=AFTER)
    with pytest.raises(review.Outdated):
        send_back(world, revision)


def test_sending_back_needs_a_remark_and_a_deadline_to_come(world, revision):
    with pytest.raises(review.NothingToCorrect):
        send_back(world, revision, remarks={})
    with pytest.raises(review.DeadlinePassed):
        send_back(world, revision, new_deadline=AFTER)


def test_nothing_is_decided_on_a_unit_that_was_taken_out_of_the_round(world, revision):
    told_before = Notice.objects.count()
    rounds.exclude(by=world.officer, assignment=revision.response.assignment, because="重复登记", at=AFTER)

    with pytest.raises(review.TakenOut):
        send_back(world, revision)
    with pytest.raises(review.TakenOut):
        review.accept(revision=revision, by=world.officer, at=AFTER)

    assert (state(revision), Notice.objects.count()) == ("submitted", told_before)


def test_a_unit_that_was_taken_back_is_decided_on_again(world, revision):
    for reason in ("重复登记", ""):
        rounds.exclude(by=world.officer, assignment=revision.response.assignment, because=reason, at=AFTER)

    review.accept(revision=revision, by=world.officer, at=AFTER)

    assert state(revision) == "accepted"


def test_a_new_deadline_before_the_one_in_force_is_refused(world, revision):
    with pytest.raises(review.EarlierThanPromised):
        send_back(world, revision, at=DEADLINE - timedelta(hours=2), new_deadline=DEADLINE - timedelta(hours=1))

    assert (state(revision), deadline_of(revision.response.assignment)) == ("submitted", DEADLINE)


def test_the_one_in_force_will_do_as_the_new_deadline(world, revision):
    decision = send_back(world, revision, at=DEADLINE - timedelta(hours=2), new_deadline=DEADLINE)

    assert decision.new_deadline == deadline_of(revision.response.assignment) == DEADLINE
    assert "04-28 12:00" in Notice.objects.get(kind="returned").subject


def test_taking_the_sending_back_back_is_told(world, revision):
    review.accept(revision=revision, by=world.officer, at=AFTER)
    send_back(world, revision, at=AFTER + timedelta(seconds=1))

    review.recall(revision=revision, by=world.officer, note="已核实", at=AFTER + timedelta(seconds=2))

    notice = Notice.objects.get(kind="recalled")
    assert (notice.to_email, "已核实" in notice.body, "继续视为审核通过" in notice.body) == (
        world.alice.email,
        True,
        True,
    )


def test_what_was_taken_back_can_be_sent_back_again(world, revision):
    for second in (0, 2):
        send_back(world, revision, at=AFTER + timedelta(seconds=second))
        review.recall(revision=revision, by=world.officer, at=AFTER + timedelta(seconds=second + 1))

    assert [one.outcome for one in revision.decisions.all()] == ["returned", "recalled"] * 2
    assert state(revision) == "submitted"


def test_the_operators_managers_are_told_and_nobody_else(world, revision):
    send_back(world, revision)

    notice = Notice.objects.get(kind="returned")
    assert notice.to_email == world.alice.email
    assert "请核对" in notice.body
