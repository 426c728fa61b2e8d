"""The weekly ledger over two weeks: what was reported stands in the next week's draft, and is what that week is compared with."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from surveys.responses import actions, review
from surveys.responses.confirming import confirm_organisation
from surveys.responses.evaluation import evaluation_of
from surveys.responses.issuing import issue
from surveys.rounds import actions as rounds
from surveys.rounds import course
from tests.factories import make_facility, make_world
from tests.questionnaires.examples import rows
from tests.questionnaires.library.test_ledger_1283 import PROJECT
from tests.responses.stories import response_of, submit

pytestmark = pytest.mark.django_db
FIRST_MONDAY = datetime(2021, 10, 11, 1, 0, tzinfo=UTC)
NEXT_MONDAY = FIRST_MONDAY + timedelta(weeks=1)
CONTACT = {"contact_name": "张三", "contact_phone": "13800000000"}


@pytest.fixture
def world():
    world = make_world()
    make_facility(world.alice_org)
    make_facility(world.alice_org)
    return world


def response_in_week(world, monday):
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283", at=monday)
    draft = rounds.create_round(by=world.officer, survey=survey, at=monday, enquiries="010-1")
    round = issue(by=world.officer, round=draft, at=monday)
    known = actions.facts.prefilled_for_organisation(round, world.alice_org, monday)
    confirmed = known | {name: {"typed": text} for name, text in CONTACT.items()}
    confirm_organisation(round=round, organisation=world.alice_org, by=world.alice, answers=confirmed, at=monday)
    response = response_of(round, world.alice_org)
    actions.open_for_answering(response=response, by=world.alice, at=monday)
    return response


def save(world, response, at, **changes):
    base = response.draft.version
    actions.save_draft(response=response, by=world.alice, base=base, changes=changes, at=at)
    response.draft.refresh_from_db()
    return evaluation_of(response, at=at)


def first_week_in_review(world):
    response = response_in_week(world, FIRST_MONDAY)
    save(world, response, FIRST_MONDAY, has_projects={"typed": "yes"}, projects=rows(PROJECT))
    return submit(response, world.alice, at=FIRST_MONDAY)


def accepted_first_week(world):
    revision = first_week_in_review(world)
    review.accept(revision=revision, by=world.officer, at=FIRST_MONDAY + timedelta(hours=1))
    return revision.response


def test_the_round_covers_the_last_week_and_is_due_on_monday_at_noon(world):
    round = response_in_week(world, FIRST_MONDAY).assignment.round

    assert (str(round.period_start), str(round.period_end)) == ("2021-10-04", "2021-10-10")
    assert round.deadline == FIRST_MONDAY.replace(hour=4)


def test_what_a_withdrawn_round_was_told_stands_in_no_later_draft(world):
    first = accepted_first_week(world)
    course.withdraw(by=world.officer, round=first.assignment.round, reason="误发", at=FIRST_MONDAY + timedelta(hours=2))

    assert "projects" not in response_in_week(world, NEXT_MONDAY).draft.answers


def test_an_organisation_with_two_data_centers_files_one_ledger(world):
    round = response_in_week(world, FIRST_MONDAY).assignment.round

    assert [(row.organisation, row.facility) for row in round.assignments.all()] == [(world.alice_org, None)]


def test_rows_are_carried_over_without_their_electricity(world):
    accepted_first_week(world)
    (row,) = response_in_week(world, NEXT_MONDAY).draft.answers["projects"]

    fresh = {"week_kwh", "cumulative_kwh"}
    assert row["cells"].keys() == PROJECT.keys() - fresh
    assert row["cells"]["year_kwh"] == {"typed": "2700"}
    assert row["cells"]["hashrate"] == {"typed": "95"}


def test_the_next_week_is_compared_with_the_accepted_one(world):
    accepted_first_week(world)
    response = response_in_week(world, NEXT_MONDAY)
    now = PROJECT | {"week_kwh": "5.4", "cumulative_kwh": "2,099", "status": "checking"}
    evaluation = save(world, response, NEXT_MONDAY, projects=rows(now))

    assert [finding.check for finding in evaluation.findings] == ["E40", "E39", "E42"]


def test_no_nil_return_while_a_project_is_open(world):
    accepted_first_week(world)
    response = response_in_week(world, NEXT_MONDAY)

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        actions.submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="Alice", at=NEXT_MONDAY)
    assert [finding.key for finding in refusal.value.findings] == ["L00:has_projects"]


def nil(world, response):
    key = uuid.uuid4()
    return actions.submit_nil(response=response, by=world.alice, key=key, declared_by="Alice", at=NEXT_MONDAY)


def test_a_project_still_in_review_is_carried_over_and_forbids_a_nil_return(world):
    first_week_in_review(world)
    response = response_in_week(world, NEXT_MONDAY)

    (row,) = response.draft.answers["projects"]
    assert row["cells"]["project_name"] == {"typed": PROJECT["project_name"]}
    with pytest.raises(actions.NotReadyToSubmit, match="L00:has_projects"):
        nil(world, response)


def test_a_project_that_was_sent_back_forbids_a_nil_return_as_well(world):
    revision = first_week_in_review(world)
    at = FIRST_MONDAY + timedelta(hours=1)
    remarks = {"projects": "请补充证据"}
    review.send_back(
        revision=revision,
        by=world.officer,
        remarks=remarks,
        note="",
        new_deadline=NEXT_MONDAY + timedelta(days=1),
        at=at,
    )

    with pytest.raises(actions.NotReadyToSubmit, match="L00:has_projects"):
        nil(world, response_in_week(world, NEXT_MONDAY))


def test_a_ledger_opened_before_the_last_one_was_filed_has_to_account_for_it(world):
    first = response_in_week(world, FIRST_MONDAY)
    second = response_in_week(world, NEXT_MONDAY)
    save(world, first, FIRST_MONDAY, has_projects={"typed": "yes"}, projects=rows(PROJECT))
    submit(first, world.alice, at=FIRST_MONDAY)
    other = PROJECT | {"project_name": "二号", "account": "1"}

    evaluation = save(world, second, NEXT_MONDAY, has_projects={"typed": "yes"}, projects=rows(other))
    assert [finding.key for finding in evaluation.findings] == ["L01:departures_list"]

    gone = {"departed_name": PROJECT["project_name"], "departed_because": "moved", "departed_remarks": "迁往外省"}
    assert save(world, second, NEXT_MONDAY, departures_list=rows(gone)).findings == ()
