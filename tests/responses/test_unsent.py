"""A change that was not submitted is known as such: whatever was changed, and until it is submitted or taken back."""

import uuid
from datetime import timedelta

import pytest

from surveys.notices.models import Notice
from surveys.responses import actions, review
from surveys.responses.queries import state_counts, still_to_submit
from surveys.responses.reminding import send_reminders, withdraw_overtaken_reminders
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import BEFORE, confirm, fill_in, fresh, response_of, submit

LATER = BEFORE + timedelta(minutes=1)


def answer(response, by, at=LATER, **changes):
    return actions.save_draft(response=response, by=by, base=fresh(response).draft.version, changes=changes, at=at)


def explain(response, by, reason):
    base = fresh(response).draft.version
    actions.save_draft(response=response, by=by, base=base, changes={}, reasons={"E99:total_kwh": reason}, at=LATER)


def nil(response, by, at=BEFORE):
    return actions.submit_nil(response=response, by=by, key=uuid.uuid4(), declared_by=by.name, at=at)


def send_back(revision, by):
    told = {"remarks": {"total_kwh": "?"}, "note": "", "new_deadline": DEADLINE + timedelta(days=1), "at": BEFORE}
    review.send_back(revision=revision, by=by, **told)


def test_what_was_just_submitted_is_not_unsent(response, submitted):
    assert fresh(response).unsent_since is None


CHANGES = {
    "another figure": {"total_kwh": {"typed": "3,100.5", "unit": "万千瓦时"}},
    "another unit": {"total_kwh": {"typed": "3,000.5", "unit": "亿千瓦时"}},
    "another way of writing it": {"total_kwh": {"typed": "3000.5", "unit": "万千瓦时"}},
    "what cannot be read": {"total_kwh": {"typed": "about 12", "unit": "万千瓦时"}},
    "an answer taken away": {"remarks": None},
    "rows taken away": {"business": None},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_a_change_is_unsent_since_it_was_made_and_until_it_is_taken_back(world, response, submitted, changes):
    before = fresh(response).draft.answers
    saved = answer(response, world.bob, **changes)

    assert (fresh(response).unsent_since, saved.is_unsent) == (LATER, True)
    assert not answer(response, world.bob, **{name: before[name] for name in changes}).is_unsent
    assert fresh(response).unsent_since is None


def test_a_second_change_leaves_the_moment_of_the_first(world, response, submitted):
    answer(response, world.bob, remarks={"typed": "1"})
    answer(response, world.bob, at=LATER + timedelta(hours=1), remarks={"typed": "2"})

    assert fresh(response).unsent_since == LATER


def test_saving_without_a_change_leaves_nothing_unsent(world, response, submitted):
    answer(response, world.bob, remarks={"typed": "as billed"})

    assert fresh(response).unsent_since is None


def test_submitting_again_sends_the_change(world, response, submitted):
    answer(response, world.bob, remarks={"typed": "more"})

    submit(fresh(response), world.alice)

    assert fresh(response).unsent_since is None


def test_what_is_typed_after_a_nil_return_is_unsent_and_what_was_typed_before_is_not(world, response):
    fill_in(response, world.alice)
    nil(response, world.alice, at=LATER)
    before = fresh(response).unsent_since

    answer(response, world.bob, at=LATER + timedelta(minutes=1), remarks={"typed": "more"})

    assert before is None
    assert fresh(response).unsent_since == LATER + timedelta(minutes=1)


def test_a_nil_return_over_changed_figures_leaves_nothing_unsent(world, response, submitted):
    answer(response, world.bob, remarks={"typed": "more"})

    nil(response, world.alice, at=LATER + timedelta(minutes=1))

    assert fresh(response).unsent_since is None


@pytest.mark.parametrize("is_nil", [False, True])
def test_data_of_the_organisation_confirmed_anew_are_unsent_wherever_they_were_submitted(world, round, is_nil):
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    if is_nil:
        nil(response, world.alice)
    else:
        fill_in(response, world.alice)
        submit(response, world.alice)

    confirm(round, world.alice_org, world.bob, at=LATER)
    unchanged = fresh(response).unsent_since
    confirm(round, world.alice_org, world.bob, at=LATER, responsible={"typed": "另一负责人"})
    changed = fresh(response).unsent_since
    confirm(round, world.alice_org, world.bob, at=LATER)

    assert (unchanged, changed, fresh(response).unsent_since) == (None, LATER, None)


def test_a_change_of_its_own_stays_unsent_when_the_organisations_data_are_as_before(world, round, response, submitted):
    answer(response, world.bob, remarks={"typed": "more"})
    for name in ("另一负责人", "负责人"):
        confirm(round, world.alice_org, world.bob, at=LATER, responsible={"typed": name})

    assert fresh(response).unsent_since == LATER


def test_what_was_corrected_after_it_was_sent_back_is_unsent_too(world, response, submitted):
    send_back(submitted, world.officer)
    answer(response, world.bob, remarks={"typed": "more"})

    with_word = fresh(response)
    assert (with_word.state, with_word.unsent_word) == ("returned", "已更正，未重新报送")


def test_accepting_leaves_word_of_what_was_changed_before(world, response, submitted):
    answer(response, world.bob, remarks={"typed": "more"})
    review.accept(revision=submitted, by=world.officer, at=LATER)

    assert fresh(response).unsent_word == "此后的修改未报送"


def test_the_round_counts_it_besides_as_submitted_and_not_as_answered_twice(world, round, response, submitted):
    answer(response, world.bob, remarks={"typed": "more"})

    counted = state_counts(round.assignments.all())

    assert (counted.unsent, counted.submitted, counted.answered) == (1, 1, 1)


def test_who_changed_and_did_not_submit_is_reminded_of_that(world, round, response, submitted):
    factories.make_contact(world.alice_org)
    Notice.objects.all().delete()
    send_reminders(at=ISSUED + timedelta(hours=12))
    nobody = Notice.objects.filter(organisation=world.alice_org).count()
    answer(response, world.bob, remarks={"typed": "more"})

    send_reminders(at=ISSUED + timedelta(hours=18))

    letter = Notice.objects.get(organisation=world.alice_org)
    assert nobody == 0
    assert "报送后又有修改" in letter.body
    assert "项任务未报送" not in letter.body
    assert response.assignment in still_to_submit(round)


def test_a_reminder_of_a_change_is_withdrawn_once_it_is_submitted(world, response, submitted):
    factories.make_contact(world.alice_org)
    Notice.objects.all().delete()
    answer(response, world.bob, remarks={"typed": "more"})
    send_reminders(at=ISSUED + timedelta(hours=22))

    submit(fresh(response), world.alice)

    withdraw_overtaken_reminders(at=ISSUED + timedelta(hours=22, minutes=1))
    assert not Notice.objects.filter(organisation=world.alice_org, kind="reminder", state="queued").exists()
