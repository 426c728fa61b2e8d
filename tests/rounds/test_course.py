"""How a round goes besides the usual way: its draft deleted, its whole withdrawn, units added after its issue."""

from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.portal.progress import Standing, standing
from surveys.portal.time_left import timing_of
from surveys.responses.issuing import add, issue
from surveys.responses.reminding import send_reminders
from surveys.responses.review import accept
from surveys.rounds import actions, course
from surveys.rounds.models import Extension, Round
from surveys.rounds.queries import deadline_of, rounds_taking_answers, windows_of
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(world):
    factories.make_facility(world.alice_org)
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=ISSUED)
    return actions.create_round(by=world.officer, survey=survey, at=ISSUED, deadline=DEADLINE, enquiries="1")


@pytest.fixture
def round(world):
    factories.make_contact(world.alice_org)
    return make_issued_round(world)


@pytest.fixture
def new_site(world, round):
    return factories.make_facility(world.alice_org, name="新机房")


def test_a_draft_is_deleted_and_its_history_stays(world, draft):
    course.delete_draft(by=world.officer, round=draft, at=ISSUED)

    assert not Round.objects.exists()
    assert list(Event.objects.filter(round_id=draft.pk).values_list("verb", flat=True)) == [
        "created_round",
        "deleted_round",
    ]


def test_what_was_issued_is_not_deleted(world, round):
    with pytest.raises(actions.AlreadyIssued):
        course.delete_draft(by=world.officer, round=round, at=ISSUED)


def test_a_withdrawn_round_asks_nothing_and_says_so_to_everybody(world, round):
    waiting = Notice.objects.filter(kind="issued").count()

    withdrawn = course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED + HOUR)

    [letter] = Notice.objects.all()
    assert (waiting, letter.kind, "误发" in letter.body, "不必再报" in letter.subject) == (1, "withdrawn", True, True)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawal_reason) == (world.officer, "误发")
    assert send_reminders(at=ISSUED + timedelta(hours=12)) == 0
    assert not rounds_taking_answers(ISSUED + HOUR).exists()


def test_letters_that_have_gone_out_stay_where_they_are(world, round):
    Notice.objects.update(state=Notice.State.DONE)

    course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED + HOUR)

    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["issued", "withdrawn"]


def test_the_operator_sees_that_nothing_is_asked_any_more(world, round):
    course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED + HOUR)
    assignment = response_of(round, world.alice_org).assignment

    assert standing(assignment, timing_of(assignment, ISSUED + HOUR)) is Standing.WITHDRAWN


def test_a_round_is_withdrawn_once(world, round):
    course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED + HOUR)

    with pytest.raises(actions.NotOpen):
        course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED + 2 * HOUR)


def test_a_site_is_added_with_its_letter_and_the_deadline_of_the_round(world, round, new_site):
    Notice.objects.all().delete()
    at = ISSUED + HOUR

    [added] = add(by=world.officer, round=round, facilities=[new_site], at=at)

    [letter] = Notice.objects.all()
    assert (letter.kind, "新机房" in letter.body, "共 1 项任务" in letter.body) == ("issued", True, True)
    assert (deadline_of(added), added.response.state) == (DEADLINE, "not_started")
    assert windows_of(round, [added])[added.pk].opened_at == at


def test_what_is_in_the_round_is_not_added_again(world, round):
    everything = [assignment.facility for assignment in round.assignments.select_related("facility__organisation")]

    assert add(by=world.officer, round=round, facilities=everything, at=ISSUED) == []
    assert round.assignments.count() == 2


@pytest.mark.parametrize("is_closed", [False, True])
def test_after_the_deadline_a_site_is_added_with_one_of_its_own(world, round, new_site, is_closed):
    if is_closed:
        actions.close(by=world.officer, round=round, at=DEADLINE + HOUR)
    at, own = DEADLINE + 2 * HOUR, DEADLINE + timedelta(days=1)
    with pytest.raises(actions.NotLater):
        add(by=world.officer, round=round, facilities=[new_site], at=at)

    [added] = add(by=world.officer, round=round, facilities=[new_site], deadline=own, at=at)

    fill_in(added.response, world.alice, at=at)
    assert (deadline_of(added), Extension.objects.count()) == (own, 1)
    assert "04-29 12:00" in Notice.objects.filter(kind="issued").latest("created_at").subject


@pytest.mark.parametrize("deadline", [DEADLINE, DEADLINE - HOUR])
def test_whoever_is_added_has_as_much_time_as_the_others(world, round, new_site, deadline):
    with pytest.raises(actions.NotLater):
        add(by=world.officer, round=round, facilities=[new_site], deadline=deadline, at=ISSUED)


def test_nobody_is_added_to_a_withdrawn_round(world, round, new_site):
    course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED)

    with pytest.raises(actions.NotOpen):
        add(by=world.officer, round=round, facilities=[new_site], at=ISSUED)


def test_organisations_are_added_once_each_where_the_round_asks_organisations(world):
    site = factories.make_facility(world.alice_org)
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283", at=ISSUED)
    draft = actions.create_round(by=world.officer, survey=survey, at=ISSUED, deadline=DEADLINE, enquiries="1")
    round = issue(by=world.officer, round=draft, at=ISSUED)
    others = [factories.make_facility(world.charlie_org) for _ in range(2)]

    added = add(by=world.officer, round=round, facilities=[site, *others], at=ISSUED + HOUR)

    assert [one.organisation for one in added] == [world.charlie_org]
    assert round.assignments.count() == 2


def test_the_second_round_of_a_survey_is_told_from_the_first_by_its_title(world, draft):
    again, third = (
        actions.create_round(by=world.officer, survey=draft.survey, at=ISSUED, deadline=DEADLINE) for _ in range(2)
    )

    assert again.title_zh == f"{draft.title_zh}（2020-04-01 至 2021-03-31）"
    assert again.title_en == f"{draft.title_en}, 2020-04-01 – 2021-03-31"
    assert third.title_zh == f"{draft.title_zh}（第 3 批）"


def test_two_rounds_are_not_issued_under_one_title(world, round):
    draft = actions.create_round(
        by=world.officer, survey=round.survey, at=ISSUED, deadline=DEADLINE, enquiries="1",
        title_zh=round.title_zh, title_en=round.title_en,
    )  # fmt: skip

    assert [problem.location for problem in actions.problems_of(draft, ISSUED)] == ["title_zh"]

    course.withdraw(by=world.officer, round=round, reason="误发", at=ISSUED)
    assert actions.problems_of(draft, ISSUED) == []


@pytest.mark.parametrize("moved", [False, True])
def test_to_whom_nothing_is_asked_any_more_no_letter_tells_of_its_deadline(world, round, moved):
    factories.make_contact(world.charlie_org)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice)
    accept(revision=submit(response, world.alice), by=world.officer, at=DEADLINE - HOUR)

    if moved:
        actions.postpone(by=world.officer, round=round, deadline=DEADLINE + HOUR, reason="停电", at=DEADLINE - HOUR)
    else:
        actions.close(by=world.officer, round=round, reason="已全部回收", at=DEADLINE - HOUR)

    told = Notice.objects.filter(kind__in=("extended", "closed_early"))
    assert [notice.organisation for notice in told] == [world.charlie_org]
