"""The mail server was out of reach for hours: which reminders still go out."""

from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.lib.leases import LEASE
from surveys.lib.text import nested
from surveys.notices.models import Notice
from surveys.responses import review
from surveys.responses.issuing import add
from surveys.responses.models import Response
from surveys.responses.reminding import send_reminders, withdraw_overtaken_reminders
from surveys.responses.states import State
from surveys.rounds import actions
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

LAST_STEP = ISSUED + timedelta(hours=22)
LATER = DEADLINE + timedelta(days=1)


@pytest.fixture
def round(world):
    for organisation in (world.alice_org, world.charlie_org):
        factories.make_contact(organisation)
    round = make_issued_round(world)
    Notice.objects.all().delete()
    return round


def remind(*hours):
    for hour in hours:
        send_reminders(at=ISSUED + timedelta(hours=hour))


def waiting():
    """(organisation, step) of the reminders that would go out."""
    return sorted((n.organisation.name, n.key.split(":")[3]) for n in Notice.objects.filter(state="queued"))


def test_of_the_steps_that_waited_only_the_last_goes_out(round):
    remind(12, 18, 22)

    assert withdraw_overtaken_reminders(at=LAST_STEP) == 4
    assert waiting() == [("丙算科技", "0.9"), ("甲云数据", "0.9")]


def test_a_step_put_off_by_a_server_is_not_sent_after_the_next(round):
    remind(12, 18)
    Notice.objects.filter(key__contains=":0.75:").update(state="done")

    assert withdraw_overtaken_reminders(at=LAST_STEP) == 2
    assert waiting() == []


def test_who_has_submitted_meanwhile_is_not_reminded(world, round):
    remind(12)
    alices = response_of(round, world.alice_org)
    type(alices).objects.filter(pk=alices.pk).update(state=State.SUBMITTED)

    assert withdraw_overtaken_reminders(at=LAST_STEP) == 1
    assert waiting() == [("丙算科技", "0.5")]


def test_nobody_is_told_of_time_that_has_run_out(round):
    remind(22)

    assert withdraw_overtaken_reminders(at=DEADLINE) == 0
    assert withdraw_overtaken_reminders(at=DEADLINE + timedelta(seconds=1)) == 2


def test_nobody_is_reminded_of_a_deadline_that_has_moved(world, round):
    remind(12)
    extended = response_of(round, world.alice_org).assignment
    actions.extend(by=world.officer, assignments=[extended], deadline=LATER, reason="停电", at=LAST_STEP)
    Notice.objects.exclude(kind="reminder").delete()

    withdraw_overtaken_reminders(at=LAST_STEP)

    assert waiting() == [("丙算科技", "0.5")]


def test_what_is_true_still_goes_out_and_what_is_being_sent_is_left_alone(round):
    remind(12)
    assert withdraw_overtaken_reminders(at=LAST_STEP) == 0

    Notice.objects.update(lease_until=LAST_STEP + LEASE)
    assert withdraw_overtaken_reminders(at=LATER) == 0


def test_the_history_tells_how_many_were_withdrawn(round):
    remind(12)

    withdraw_overtaken_reminders(at=LATER)

    told = Event.objects.get(verb="withdrew_reminders")
    assert (told.round_id, told.details) == (round.pk, {"notices": 2})
    assert sentence(told, {}) != told.verb and nested(f"“{round.title_zh}”") in sentence(told, {})


def test_a_deadline_that_is_given_again_with_a_sending_back_counts_from_then(world, round):
    response = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice)
    fill_in(response, world.alice)
    told = {
        "remarks": {"total_kwh": "请核对"},
        "note": "",
        "new_deadline": DEADLINE,
        "at": ISSUED + timedelta(hours=20),
    }
    review.send_back(revision=submit(response, world.alice), by=world.officer, **told)
    Notice.objects.all().delete()

    remind(21.9, 22.1)

    assert ("甲云数据", "0.5") in waiting()


def test_what_was_sent_back_one_after_the_other_is_reminded_of_in_one_letter(world):
    factories.make_contact(world.alice_org)
    for number in range(3):
        factories.make_facility(world.alice_org, code=f"A{number}")
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    for number, assignment in enumerate(round.assignments.filter(organisation=world.alice_org)):
        fill_in(assignment.response, world.alice, total_kwh={"typed": f"{2000 + number}.5", "unit": "万千瓦时"})
        sent_back_at = DEADLINE + timedelta(minutes=10 * number)
        told = {"remarks": {"total_kwh": "请核对"}, "note": "", "new_deadline": LATER, "at": sent_back_at}
        review.send_back(revision=submit(assignment.response, world.alice), by=world.officer, **told)

    for minutes in range(0, 24 * 60, 5):
        send_reminders(at=DEADLINE + timedelta(minutes=minutes))

    letters = Notice.objects.filter(kind="reminder", organisation=world.alice_org)
    assert sorted(one.key.split(":")[3] for one in letters) == ["0.5", "0.75", "0.9"]
    assert all("3 项任务已退回" in one.body for one in letters)
    Notice.objects.exclude(kind="reminder").delete()
    withdraw_overtaken_reminders(at=LATER - timedelta(minutes=1))
    assert waiting() == [("甲云数据", "0.9")]


def test_a_sweep_asks_as_much_of_many_windows_as_of_one(world, round, django_assert_num_queries):
    """It comes every few seconds, and each sending back has a window of its own."""
    for number in range(3):
        site = factories.make_facility(world.alice_org)
        add(by=world.officer, round=round, facilities=[site], at=ISSUED + timedelta(minutes=number + 1))
    start = ISSUED + timedelta(hours=1)
    send_reminders(at=start)

    with django_assert_num_queries(6):
        send_reminders(at=start)
    Assignment.objects.update(created_at=ISSUED)
    with django_assert_num_queries(6):
        send_reminders(at=start)


def test_what_was_sent_back_is_not_said_to_be_unanswered(world, round):
    alices = response_of(round, world.alice_org)
    Response.objects.filter(pk=alices.pk).update(state=State.RETURNED)

    remind(12)

    bodies = {one.organisation.name: one.body for one in Notice.objects.filter(kind="reminder")}
    assert "已退回，须更正后重新报送" in bodies["甲云数据"] and "未报送：" not in bodies["甲云数据"]
    assert "未报送：" in bodies["丙算科技"] and "已退回" not in bodies["丙算科技"]
