from datetime import timedelta
from decimal import Decimal

import pytest

from surveys.accounts.models import User
from surveys.notices.models import Notice
from surveys.registry.models import Region
from surveys.reports import snapshots
from surveys.reports.queries import covers, microdata, region_of_report, rows_of
from surveys.reports.tables.energy import r03, r04, r05
from surveys.reports.tables.response import r01_by_region
from surveys.responses import actions
from surveys.rounds.actions import extend
from tests import factories
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response, send_back
from tests.responses import stories

LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def look(round, *, provisional=True, at=LATER):
    return snapshots.look(round=round, by=None, provisional=provisional, at=at)


def row_of(round, code, **options):
    return next(row for row in rows_of(look(round, **options)) if row.facility.code == code)


def test_figures_are_read_in_canonical_units(world):
    round = make_story(world)
    revision = answer(response(round, "A1"), world.alice, **HALF_MINING)

    read = row_of(round, "A1").answered

    assert (read.total_kwh, read.mining_kwh, read.hashrate) == (30_005_000, 15_002_500, 50_000)
    assert (read.has_mining, read.method, read.status) == ("yes", "meter", "operating")
    assert (read.involved, read.cannot_tell, read.share) == (True, False, 50)
    assert [(h.code, h.percent) for h in read.hosted] == [("01", 50), ("09", 50)]
    assert (read.number, read.receipt) == (1, revision.receipt)


def test_who_does_not_mine_leaves_no_blank(world):
    round = make_story(world)
    answer(response(round, "A1"), world.alice)

    read = row_of(round, "A1").answered

    assert (read.involved, read.mining_kwh, read.mined_kwh) == (False, None, 0)
    assert (read.total_kwh, read.share) == (Decimal(30_005_000), 0)


def test_a_nil_return_leaves_the_total_blank(world):
    round = make_story(world)
    actions.submit_nil(
        response=response(round, "A1"), by=world.alice, key=world.alice.pk, declared_by="A", at=stories.BEFORE
    )

    read = row_of(round, "A1").answered

    assert (read.is_nil, read.involved, read.total_kwh, read.mined_kwh) == (True, False, None, 0)


def test_one_row_for_each_assignment_in_the_order_of_the_operators(world):
    round = make_story(world)

    rows = rows_of(look(round))

    assert sorted(row.facility.code for row in rows) == ["A1", "A2", "C1"]
    assert [row.answered for row in rows] == [None] * 3


def test_a_district_sees_only_its_rows(world):
    round = make_story(world)

    rows = rows_of(look(round), Region.objects.get(code="110108"))

    assert [row.facility.code for row in rows] == ["C1"]


def test_late_and_sent_back_are_remembered(world):
    round = make_story(world)
    send_back(answer(response(round, "A1"), world.alice, at=EVENING - timedelta(hours=1)), world)

    before = row_of(round, "A1")
    answer(response(round, "A1"), world.alice, at=LATER - timedelta(minutes=1))
    after = row_of(round, "A1")

    assert (before.is_late, before.was_sent_back, before.awaits_correction, before.revisions) == (True, True, True, 1)
    assert (after.is_late, after.was_sent_back, after.awaits_correction, after.revisions) == (True, True, False, 2)


def test_a_report_of_an_earlier_moment_knows_nothing_of_what_came_later(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice), world)

    row = row_of(round, "A1", at=stories.BEFORE - timedelta(minutes=1))

    assert (row.revisions, row.answered, row.is_opened) == (0, None, False)


def test_an_extension_moves_the_deadline_of_a_row(world):
    round = make_story(world)
    send_back(answer(response(round, "A1"), world.alice), world)

    assert row_of(round, "A1").deadline == EVENING + timedelta(days=1)
    assert row_of(round, "C1").deadline == factories.DEADLINE


def test_an_extension_granted_later_changes_no_earlier_report(world):
    round = make_story(world)
    snapshot = look(round)
    assert r01_by_region(microdata(snapshot)).total_of("overdue") == 3

    assignment, until = response(round, "C1").assignment, LATER + timedelta(days=2)
    extend(by=world.officer, assignments=[assignment], deadline=until, reason="停电", at=LATER + timedelta(hours=1))

    assert r01_by_region(microdata(snapshot)).total_of("overdue") == 3
    assert r01_by_region(microdata(look(round, at=LATER + timedelta(hours=1)))).total_of("overdue") == 2


def remind(round, organisation, at=EVENING, **facts):
    sent = {"state": Notice.State.DONE, "done_at": at}
    Notice.objects.create(
        key=str(Notice.objects.count()),
        kind="reminder",
        round=round,
        organisation=organisation,
        due_at=at,
        created_at=at,
        **(sent | facts),
    )


def test_a_reminder_to_several_people_of_an_organisation_is_one_reminder(world):
    round = make_story(world)
    for moment in (EVENING, EVENING, EVENING + timedelta(minutes=30)):
        remind(round, world.charlie_org, moment)

    assert microdata(look(round)).chased[world.charlie_org.pk].reminders == 2


@pytest.mark.parametrize("state", [Notice.State.QUEUED, Notice.State.FAILED])
def test_a_reminder_that_did_not_go_out_is_none(world, state):
    round = make_story(world)
    remind(round, world.charlie_org, state=state, done_at=None)

    assert microdata(look(round)).chased[world.charlie_org.pk].reminders == 0


def test_the_silent_come_with_people_reminders_and_last_sign_in(world):
    round = make_story(world)
    contact = factories.make_contact(world.charlie_org)
    User.objects.filter(pk=world.charlie.pk).update(last_login=stories.BEFORE)
    remind(round, world.charlie_org)

    chased = microdata(look(round)).chased[world.charlie_org.pk]

    assert (chased.contacts, chased.phones, chased.emails) == (contact.name, contact.phone, contact.email)
    assert (chased.reminders, chased.last_login) == (1, stories.BEFORE)


def test_totals_equal_an_independent_sum_over_the_documents(world):
    round = make_story(world)
    revisions = [
        answer(response(round, "A1"), world.alice, **HALF_MINING),
        answer(response(round, "C1"), world.charlie),
    ]
    for revision in revisions:
        accept(revision, world)

    table = r03(microdata(look(round, provisional=False)))

    documents = [revision.answers["answers"] for revision in revisions]
    assert table.total_of("total_kwh") == sum(Decimal(d["total_kwh"]["value"]) for d in documents)
    assert table.total_of("mining_kwh") == sum(Decimal(d.get("mining_kwh", {"value": "0"})["value"]) for d in documents)


def test_businesses_and_choices_have_the_questionnaires_words(world):
    round = make_story(world)
    answer(response(round, "A1"), world.alice, **HALF_MINING)
    made = microdata(look(round))

    assert r05(made).column("label")[0] == "互联网与云"
    assert [r04(made).column(code)[0] for code in ("has_mining", "method", "status")] == ["是", "独立表计", "在运"]


@pytest.mark.parametrize("facilities", [1, 3])
def test_a_report_takes_the_same_number_of_queries_for_any_number_of_rows(world, facilities, django_assert_num_queries):
    for _ in range(facilities):
        factories.make_facility(world.alice_org)
    round = stories.make_issued_round(world)
    snapshot = look(round)

    with django_assert_num_queries(7):
        microdata(snapshot)


def test_the_region_of_a_report_is_the_widest_a_person_serves(world):
    round = make_story(world)

    people = (world.officer, world.district_officer, world.stranger_officer, world.alice)
    regions = [region_of_report(person, round) for person in people]

    assert [region and region.code for region in regions] == ["110000", "110105", None, None]


def test_a_region_covers_itself_and_what_lies_below(world):
    city, district = Region.objects.get(code="110000"), Region.objects.get(code="110105")

    assert [covers(city, district), covers(district, district), covers(district, city)] == [True, True, False]
    assert [covers(None, city), covers(city, None)] == [False, False]
