"""What a page or a report asks of the database does not grow with units, rounds or recipients."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.bureau.worklist import tallies
from surveys.lib.clock import database_now
from surveys.notices.models import Notice, Wording
from surveys.registry.models import Facility
from surveys.reports import snapshots
from surveys.reports.queries import figures_of, microdata
from surveys.reports.tables.answers import answer_tables
from surveys.responses import actions, reminding, review
from surveys.responses.models import Revision
from surveys.responses.queries import counts
from surveys.rounds import actions as rounds
from surveys.rounds.models import Round
from tests import factories
from tests.reports.stories import accept, answer, make_story, response
from tests.responses.stories import confirm, make_issued_round, response_of

pytestmark = pytest.mark.django_db


def queries_of(deed):
    with CaptureQueriesContext(connection) as captured:
        deed()
    return [query["sql"] for query in captured.captured_queries]


# --- reports -----------------------------------------------------------------------------------------------------


@pytest.fixture
def reported(world):
    """A1 is accepted."""
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice), world)
    return round


def look(round):
    return snapshots.look(round=round, by=None, provisional=True)


def test_a_report_compares_no_questionnaires_to_find_the_versions_of_the_returns(reported):
    snapshot = look(reported)

    asked = [sql for sql in queries_of(lambda: microdata(snapshot)) if '"definition"' in sql]

    assert len(asked) == 1
    assert "SELECT DISTINCT" not in asked[0].partition(" FROM ")[0]


def test_the_answers_bring_no_questionnaire_along(world, reported):
    made = microdata(look(reported))
    before = queries_of(lambda: answer_tables(made))
    for code in ("A2", "C1"):
        answer(response(reported, code), world.alice if code == "A2" else world.charlie)
    more = microdata(look(reported))

    after = queries_of(lambda: answer_tables(more))

    assert len(before) == len(after)
    assert [sql for sql in after if '"definition"' in sql] == []


def test_the_figures_beside_a_list_bring_no_questionnaire_along(world, reported):
    """They stand beside each of the 500 returns that can be accepted at once."""
    for code in ("A2", "C1"):
        answer(response(reported, code), world.alice if code == "A2" else world.charlie)
    keys = list(Revision.objects.values_list("pk", flat=True))
    figures_of(keys)  # after which the questionnaire is known

    asked = queries_of(lambda: figures_of(keys))

    assert len(keys) == 3
    assert (len(asked), '"definition"' in asked[0]) == (1, False)


@pytest.mark.parametrize("facilities", [1, 3])
def test_the_overview_takes_a_fixed_number_of_queries(world, client, django_assert_max_num_queries, facilities):
    round = make_story(world)
    for code in ("A1", "A2", "C1")[:facilities]:
        answer(response(round, code), world.charlie if code == "C1" else world.alice)
    client.force_login(world.officer)

    with django_assert_max_num_queries(24):
        client.get(reverse("bureau:report", args=[round.pk]), {"basis": "provisional"})


# --- the register ------------------------------------------------------------------------------------------------


def test_a_site_at_an_address_is_found_by_an_index():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Facility._meta.db_table)

    assert ["address", "region_id"] in [one["columns"] for one in found.values() if one["index"]]


# --- how far the rounds are --------------------------------------------------------------------------------------


@pytest.fixture
def running(world):
    now = database_now()
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def ended(world):
    """Alice has submitted and waits for review, Charlie never answered; closed."""
    now = database_now()
    round = make_issued_round(world, at=now - timedelta(days=3), deadline=now - timedelta(days=2))
    actions.submit_nil(
        response=response_of(round, world.alice_org),
        by=world.alice,
        key=uuid.uuid4(),
        declared_by="Alice",
        at=now - timedelta(days=2, hours=2),
    )
    return rounds.close(by=world.officer, round=round, at=now - timedelta(days=1))


def test_a_sweep_in_which_nobody_is_to_be_reminded_reads_no_names(world, running):
    """It comes every few seconds, with all the units that are silent before it."""
    factories.make_contact(world.alice_org)
    middle = running.issued_at + (running.deadline - running.issued_at) * 0.6
    reminding.send_reminders(at=middle)
    assert Notice.objects.filter(kind="reminder").exists()

    asked = queries_of(lambda: reminding.send_reminders(at=middle))

    assert [sql for sql in asked if '"surveys_organisation"' in sql or '"surveys_facility"' in sql] == []


def tally(world, round, at=None):
    return tallies(world.officer, Round.objects.filter(pk=round.pk), at or database_now())[round.pk]


def test_units_of_an_ended_round_are_not_counted_again_while_nothing_happens(world, ended):
    first = queries_of(lambda: tally(world, ended))
    again = queries_of(lambda: tally(world, ended))

    assert any("surveys_response" in sql for sql in first)
    assert not any("surveys_response" in sql for sql in again)
    assert (tally(world, ended).submitted, tally(world, ended).overdue) == (1, 1)


def test_an_ended_round_is_counted_anew_once_something_has_happened(world, ended):
    assert tally(world, ended).submitted == 1

    review.accept(revision=response_of(ended, world.alice_org).latest, by=world.officer)

    assert (tally(world, ended).submitted, tally(world, ended).accepted) == (0, 1)


def test_a_closed_round_in_which_an_extension_runs_is_counted_each_time(world, ended):
    theirs = ended.assignments.get(organisation=world.charlie_org)
    now = database_now()
    theirs.extensions.create(deadline=now + timedelta(days=1), reason="停电", granted_at=now)
    tally(world, ended)

    actions.open_for_answering(response=theirs.response, by=world.charlie)
    actions.save_draft(response=theirs.response, by=world.charlie, base=0, changes={"total_kwh": {"typed": "1"}})

    assert (tally(world, ended).draft, tally(world, ended).overdue) == (1, 0)


def test_a_withdrawn_round_whose_deadline_is_to_come_becomes_overdue_with_time(world, ended):
    later = database_now() + timedelta(days=1)
    Round.objects.filter(pk=ended.pk).update(deadline=later, closed_at=None, closed_by=None, withdrawn_at=later)

    assert tally(world, ended).overdue == 0
    assert tally(world, ended, at=later + timedelta(seconds=1)).overdue == 1


def test_what_was_counted_for_one_officer_is_not_shown_to_another(world, ended):
    tally(world, ended)
    theirs = tallies(world.district_officer, [ended], database_now())

    assert theirs[ended.pk].submitted + theirs[ended.pk].silent == 1


def test_a_round_of_which_an_officer_sees_nothing_is_counted_once_as_well(world, ended):
    nothing = queries_of(lambda: tallies(world.stranger_officer, [ended], database_now()))
    again = queries_of(lambda: tallies(world.stranger_officer, [ended], database_now()))

    assert len(again) < len(nothing)


def test_the_state_of_a_running_round_is_counted_without_looking_at_each_deadline(world, running):
    caches["memory"].clear()
    counted = [sql for sql in queries_of(lambda: tally(world, running)) if '"surveys_response"."state" = ' in sql]

    assert len(counted) == 1
    assert "surveys_extension" not in counted[0]


def test_a_unit_is_overdue_unless_its_own_deadline_is_later(world, ended):
    Round.objects.filter(pk=ended.pk).update(closed_at=None, closed_by=None)
    assert tally(world, ended).overdue == 1

    theirs, now = ended.assignments.get(organisation=world.charlie_org), database_now()
    longer = theirs.extensions.create(deadline=now.replace(microsecond=0), reason="停电", granted_at=now)
    assert tally(world, ended, at=now).overdue == 0

    longer.deadline -= timedelta(seconds=1)
    longer.save()
    assert tally(world, ended, at=now).overdue == 1


def test_a_round_is_counted_by_three_queries_and_revisions_from_their_own_side(world, running):
    sqls = queries_of(lambda: counts(running.assignments.all()))

    (states,) = [sql for sql in sqls if "it_kw" in sql]
    assert len(sqls) == 3
    assert "surveys_revision" not in states


# --- letters -----------------------------------------------------------------------------------------------------


def test_what_letters_of_a_round_have_in_common_is_stored_once_for_each_language(world):
    for number in range(6):
        factories.make_contact(
            world.alice_org, email=f"{number}@example.org", language="en" if number % 2 else "zh-hans"
        )
    make_issued_round(world)

    letters = Notice.objects.filter(kind="issued", to_email__endswith="@example.org")

    assert letters.count() >= 6
    assert Wording.objects.count() == len({letter.language for letter in Notice.objects.all()}) == 2
    assert {letter.whole_text for letter in letters} == {""}


def test_the_same_facts_are_told_again_in_the_same_wording(world, running):
    before = Wording.objects.count()
    for organisation, by in ((world.alice_org, world.alice), (world.charlie_org, world.charlie)):
        confirm(running, organisation, by, at=database_now())
        actions.submit_nil(response=response_of(running, organisation), by=by, key=uuid.uuid4(), declared_by="A")

    assert Notice.objects.filter(kind="receipt").count() == 2
    assert Wording.objects.count() == before + 1


def test_a_letter_from_before_wordings_were_kept_is_read_as_it_was_written():
    Notice.objects.create(
        key="1", kind="issued", to_email="x@example.org", language="en", subject="S", body="见 {link}",
        created_at=database_now(), due_at=database_now(),
    )  # fmt: skip

    assert Notice.objects.get().body == "见 {link}"
