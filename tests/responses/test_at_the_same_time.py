"""Many at once. SQLite lets one write at a time by itself; these run where a database server lets many."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection

from surveys.notices.models import Notice
from surveys.questionnaires.queries import definition_of
from surveys.responses import actions, review
from surveys.responses.acceptances import tell_acceptances
from surveys.responses.amendment.amending import NotALaterVersion, amend
from surveys.responses.issuing import issue
from surveys.responses.models import Response, Revision, UntoldAcceptance
from surveys.responses.reminding import send_reminders
from surveys.responses.states import NotAllowedNow
from surveys.responses.together.nil_returns import submit_nil_for_all
from surveys.rounds import actions as rounds
from surveys.rounds.models import Reminder
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.amendment.versions import WHY, drop_remarks, next_version
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs a server; part of every run on PostgreSQL"),
]
THREADS = 10


def at_once(deed, arguments):
    """Call the deed with each argument in a thread of its own; an exception stands in place of its result."""

    def one(argument):
        try:
            return deed(argument)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, arguments))


@pytest.fixture
def stage(db):
    world = factories.make_world()
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice)
    return world, round, response


def test_one_key_from_ten_tabs_makes_one_revision_and_ten_equal_receipts(stage):
    world, _round, response = stage

    made = at_once(lambda key: submit(response, world.alice, key=key), [uuid.uuid4()] * THREADS)

    assert len({revision.receipt for revision in made}) == 1
    assert Revision.objects.filter(response=response).count() == 1


def test_twenty_keys_at_once_make_one_revision_of_one_content(stage):
    world, _round, response = stage

    made = at_once(lambda key: submit(response, world.alice, key=key), [uuid.uuid4() for _ in range(2 * THREADS)])

    assert {revision.number for revision in made} == {1}
    assert Revision.objects.filter(response=response).count() == 1


def test_submissions_among_changes_make_one_unbroken_row(stage):
    world, _round, response = stage

    def change_and_submit(n):
        fill_in(Response.objects.get(pk=response.pk), world.bob, remarks={"typed": f"{n}"})
        return submit(Response.objects.get(pk=response.pk), world.alice)

    at_once(change_and_submit, range(THREADS))

    rows = Revision.objects.filter(response=response).order_by("number")
    contents = [row.answers["answers"]["remarks"]["value"] for row in rows]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(one != following for one, following in pairwise(contents))


def test_ten_colleagues_writing_ten_answers_lose_none(stage):
    world, _round, response = stage
    drawn = Response.objects.get(pk=response.pk).draft.version
    names = ["total_kwh", "remarks", "address", "grid_kva", "it_kw", "period_from", "period_to", "facility_name"]

    def save(name):
        changes = {name: {"typed": f"new {name}"}}
        return actions.save_draft(response=response, by=world.bob, base=drawn, changes=changes, at=BEFORE)

    at_once(save, names)

    draft = Response.objects.get(pk=response.pk).draft
    assert {name: draft.answers[name]["typed"] for name in names} == {name: f"new {name}" for name in names}
    assert draft.version == drawn + len(names)


def test_what_is_accepted_is_what_was_seen(stage):
    world, _round, response = stage
    first = submit(response, world.alice)

    at_once(
        lambda deed: deed(),
        [
            lambda: review.accept(revision=first, by=world.officer, at=BEFORE),
            lambda: fill_in(Response.objects.get(pk=response.pk), world.bob, remarks={"typed": "more"}),
            lambda: submit(Response.objects.get(pk=response.pk), world.alice),
        ],
    )

    state, latest = Response.objects.get(pk=response.pk).state, response.revisions.order_by("-number").first()
    assert (state, latest.number) in {("accepted", 1), ("submitted", 2)}


def test_two_reviewers_accept_once(stage):
    world, _round, response = stage
    revision = submit(response, world.alice)

    done = at_once(lambda _: review.accept(revision=revision, by=world.officer, at=BEFORE), range(THREADS))

    assert sum(isinstance(one, NotAllowedNow) for one in done) == THREADS - 1
    assert revision.decisions.count() == 1


def test_ten_sweeps_tell_an_acceptance_once(stage):
    world, _round, response = stage
    review.accept(revision=submit(response, world.alice), by=world.officer, at=BEFORE)

    written = at_once(lambda _: tell_acceptances(at=BEFORE + timedelta(days=1)), range(THREADS))

    assert sorted(written) == [0] * (THREADS - 1) + [1]
    assert (Notice.objects.filter(kind="accepted").count(), UntoldAcceptance.objects.count()) == (1, 0)


def test_what_is_sent_back_while_its_letter_is_written_is_not_told_as_accepted_afterwards(stage):
    world, _round, response = stage
    revision = submit(response, world.alice)
    review.accept(revision=revision, by=world.officer, at=BEFORE)

    def send_back():
        review.send_back(
            revision=revision, by=world.officer, remarks={"total_kwh": "?"}, note="", new_deadline=DEADLINE, at=BEFORE
        )

    done = at_once(lambda deed: deed(), [send_back, *[lambda: tell_acceptances(at=BEFORE + timedelta(days=1))] * 5])
    letters = Notice.objects.filter(kind="accepted").count()

    assert done[0] is None and UntoldAcceptance.objects.count() == 0
    assert sum(done[1:]) == letters <= 1
    assert tell_acceptances(at=BEFORE + timedelta(days=2)) == 0


def test_a_round_issued_from_two_tabs_is_issued_once(db):
    world = factories.make_world()
    factories.make_facility(world.alice_org)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=ISSUED)
    round = rounds.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="1")

    done = at_once(lambda _: issue(by=world.officer, round=round, at=ISSUED), range(THREADS))

    assert sum(isinstance(one, rounds.AlreadyIssued) for one in done) == THREADS - 1
    assert round.assignments.count() == 1


def test_ten_sweeps_remind_once(stage):
    world, round, _response = stage
    factories.make_contact(world.alice_org)

    written = at_once(lambda _: send_reminders(at=ISSUED + timedelta(hours=12)), range(THREADS))

    assert sorted(written) == [0] * (THREADS - 1) + [1]
    assert Reminder.objects.filter(round=round).count() == 1


def test_a_round_never_closes_over_a_valid_extension(stage):
    world, round, response = stage
    after, later = DEADLINE + timedelta(seconds=1), DEADLINE + timedelta(hours=1)

    at_once(
        lambda deed: deed(),
        [
            lambda: rounds.close(by=world.officer, round=round, at=after),
            lambda: rounds.extend(
                by=world.officer, assignments=[response.assignment], deadline=later, reason="停电", at=after
            ),
        ],
    )

    if response.assignment.extensions.exists():
        assert submit(response, world.alice, at=later).is_late is False
    else:
        with pytest.raises(actions.RoundIsClosed):
            submit(response, world.alice, at=later)


def test_two_officers_amend_a_round_once(stage):
    world, round, _response = stage
    version = next_version(world, round.version, drop_remarks)

    done = at_once(lambda _: amend(by=world.officer, round=round, version=version, at=BEFORE, **WHY), range(THREADS))

    assert sum(isinstance(one, NotALaterVersion) for one in done) == THREADS - 1
    assert round.amendments.count() == 1


def test_who_writes_while_the_round_is_amended_loses_nothing(stage):
    """Whichever comes first: every answer stands in the draft, or set aside with the version it was typed under."""
    world, round, response = stage
    version, drawn = next_version(world, round.version, drop_remarks), round.version
    base = Response.objects.get(pk=response.pk).draft.version

    def save(name):
        changes = {name: {"typed": f"new {name}"}}
        mine = Response.objects.select_related("assignment__round__version").get(pk=response.pk)
        return actions.save_draft(response=mine, by=world.bob, base=base, changes=changes, drawn_with=drawn, at=BEFORE)

    deeds = [lambda name=name: save(name) for name in ("address", "facility_name", "remarks")]
    deeds.insert(1, lambda: amend(by=world.officer, round=round, version=version, at=BEFORE, **WHY))
    done = at_once(lambda deed: deed(), deeds)

    draft = Response.objects.get(pk=response.pk).draft
    assert [one for one in done if isinstance(one, Exception)] == []
    assert {name: draft.answers[name]["typed"] for name in ("address", "facility_name")} == {
        "address": "new address",
        "facility_name": "new facility_name",
    }
    assert "remarks" not in draft.answers
    assert [(one["question"], one["entry"]) for one in draft.set_aside] == [("remarks", {"typed": "new remarks"})]


def test_a_submission_while_the_round_is_amended_is_of_one_version(stage):
    world, round, response = stage
    version = next_version(world, round.version, drop_remarks)

    _amendment, revision = at_once(
        lambda deed: deed(),
        [
            lambda: amend(by=world.officer, round=round, version=version, at=BEFORE, **WHY),
            lambda: submit(Response.objects.get(pk=response.pk), world.alice),
        ],
    )

    assert revision.version.number in (1, 2)
    assert set(revision.answers["answers"]) <= set(definition_of(revision.version).positions)


def test_a_nil_return_for_all_leaves_what_a_colleague_submits_at_that_moment(stage):
    world, round, response = stage

    for _ in range(THREADS):
        Revision.objects.all().delete()
        Response.objects.filter(pk=response.pk).update(state="draft")
        nil_for_all = {"round": round, "organisation": world.alice_org, "by": world.bob, "declared_by": "Bob"}
        deeds = [
            lambda: submit(response, world.alice),
            lambda facts=nil_for_all: submit_nil_for_all(key=uuid.uuid4(), at=BEFORE, **facts),
        ]
        at_once(lambda deed: deed(), deeds)

        assert [one.is_nil for one in response.revisions.order_by("number")] in ([False], [True, False])
