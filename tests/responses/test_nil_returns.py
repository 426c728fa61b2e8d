"""What a nil return of the library gives besides its no, and where that comes from."""

import uuid
from datetime import timedelta

import pytest

from surveys.questionnaires import library
from surveys.responses import actions, review
from surveys.responses.nil_returns import asked_of_nil, known_of_nil
from surveys.responses.together.nil_returns import submit_nil_for_all
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, CLEAN, confirm, fill_in, make_issued_round, response_of, submit

LATER = DEADLINE + timedelta(days=30)
AGAIN = LATER + timedelta(hours=1)
ROWS = CLEAN["business"]


def later_round(world, **fields):
    return make_issued_round(world, at=LATER, deadline=LATER + timedelta(days=1), nil_gives_figures=True, **fields)


def nil(response, world, at=AGAIN, **more):
    return actions.submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="Alice", at=at, **more)


@pytest.fixture
def accepted(world):
    """Alice's one data center said 3,000.5 in the first round."""
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    fill_in(response_of(round, world.alice_org), world.alice)
    revision = submit(response_of(round, world.alice_org), world.alice)
    review.accept(revision=revision, by=world.officer, at=DEADLINE)
    return revision


@pytest.fixture
def again(world, accepted):
    return response_of(later_round(world), world.alice_org)


def test_the_nil_return_on_mining_gives_the_total_and_the_business(world):
    assert [question.name for question in asked_of_nil(later_round(world))] == ["total_kwh", "business"]


@pytest.mark.parametrize("name", library.names())
def test_only_who_may_have_a_data_center_that_does_not_mine_is_asked_for_figures(name):
    nil = library.template(name).get("nil")

    assert bool(nil and nil["requires"]) is (name == "mining_2021")


def test_what_is_known_from_the_last_return_need_not_be_typed(world, again):
    assert known_of_nil(again.assignment) == {
        "total_kwh": {"typed": "3000.5"},
        "business": [{"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "100"}}}],
    }

    revision = nil(again, world)

    said = revision.answers["answers"]
    assert (said["total_kwh"]["value"], said["has_mining"]["value"]) == ("30005000", "no")
    assert said["business"]["rows"][0]["cells"]["business_type"]["value"] == "01"
    assert (revision.is_nil, revision.is_partial) == (True, False)


def test_a_nil_return_is_itself_a_last_return(world, again):
    review.accept(revision=nil(again, world), by=world.officer, at=AGAIN)
    at = AGAIN + timedelta(days=30)

    third = make_issued_round(world, at=at, deadline=at + timedelta(days=1), nil_gives_figures=True)

    assert known_of_nil(response_of(third, world.alice_org).assignment)["total_kwh"] == {"typed": "3000.5"}


def test_what_was_typed_in_this_round_goes_before(world, again):
    fill_in(again, world.alice, at=AGAIN, total_kwh={"typed": "2,000.5", "unit": "万千瓦时"})

    assert known_of_nil(again.assignment)["total_kwh"] == {"typed": "2,000.5", "unit": "万千瓦时"}
    assert (
        nil(response_of(again.assignment.round, world.alice_org), world).answers["answers"]["total_kwh"]["value"]
        == "20005000"
    )


def test_what_is_typed_on_the_page_goes_before_all(world, again):
    revision = nil(again, world, answers={"total_kwh": {"typed": "7.0004", "unit": "GWh"}, "business": ROWS})

    assert revision.answers["answers"]["total_kwh"]["value"] == "7000400"


def test_where_nothing_is_known_it_is_refused_by_question(world):
    response = response_of(later_round(world), world.alice_org)

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        nil(response, world)

    assert {finding.question for finding in refusal.value.findings} == {"total_kwh", "business"}


def test_the_bureau_can_do_without_figures(world):
    round = make_issued_round(world, at=LATER, deadline=LATER + timedelta(days=1), nil_gives_figures=False)
    response = response_of(round, world.alice_org)

    assert (asked_of_nil(round), known_of_nil(response.assignment)) == ((), {})
    assert nil(response, world).answers["answers"].keys() == {"has_mining"}


def test_mining_among_the_hosted_business_contradicts_the_nil_return(world, again):
    mining = [{"row": "r1", "cells": {"business_type": {"typed": "09"}, "business_share": {"typed": "100"}}}]

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        nil(again, world, answers={"total_kwh": {"typed": "7"}, "business": mining})

    assert [finding.check for finding in refusal.value.findings] == ["E14"]


def test_shares_that_do_not_add_up_are_found_in_a_nil_return_too(world, again):
    short = [{"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "60"}}}]

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        nil(again, world, answers={"total_kwh": {"typed": "7"}, "business": short})

    assert [finding.check for finding in refusal.value.findings] == ["E13"]


def test_all_at_once_takes_what_is_known_of_each(world, accepted):
    factories.make_facility(world.alice_org)
    round = later_round(world)
    known, unknown = sorted(
        round.assignments.filter(organisation=world.alice_org), key=lambda one: not known_of_nil(one)
    )
    told = {"round": round, "organisation": world.alice_org, "by": world.alice, "declared_by": "Alice", "at": AGAIN}

    with pytest.raises(actions.NotReadyToSubmit):
        submit_nil_for_all(key=uuid.uuid4(), **told)
    made = submit_nil_for_all(key=uuid.uuid4(), listed=[known.pk], **told)

    assert [revision.response.assignment for revision in made] == [known]
    assert made[0].answers["answers"]["total_kwh"]["value"] == "30005000"
    assert not unknown.response.revisions.exists()


def test_a_later_hour_of_the_same_round_is_no_last_return(world, accepted):
    assert accepted.submitted_at == BEFORE
    other = response_of(later_round(world), world.charlie_org)

    assert known_of_nil(other.assignment) == {}


def test_a_doubt_wants_a_reason_in_a_nil_return_too(world, again):
    round_figure = {"total_kwh": {"typed": "7", "unit": "GWh"}, "business": ROWS}
    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        nil(again, world, answers=round_figure)
    doubt = refusal.value.findings[0]

    revision = nil(again, world, answers=round_figure, reasons={doubt.key: "按月结算"})

    assert (doubt.check, revision.reasons) == ("E52", {doubt.key: "按月结算"})


def test_the_same_once_more_makes_no_second_revision(world, again):
    key = uuid.uuid4()
    told = {"response": again, "by": world.alice, "declared_by": "Alice", "at": AGAIN}
    typed = {"total_kwh": {"typed": "7.0004", "unit": "GWh"}, "business": ROWS}

    made = [actions.submit_nil(key=one, answers=typed, **told) for one in (key, key, uuid.uuid4())]
    assert len(set(made)) == 1

    with pytest.raises(actions.KeyAlreadyUsed):
        actions.submit_nil(key=key, answers={**typed, "total_kwh": {"typed": "8.0004", "unit": "GWh"}}, **told)


def test_the_figures_of_a_nil_return_do_not_make_it_look_changed(world, again):
    def moved_to(address):
        typed = {"org_address": {"typed": address}}
        confirm(again.assignment.round, world.alice_org, world.alice, at=AGAIN, **typed)
        return response_of(again.assignment.round, world.alice_org).unsent_since is not None

    moved_to("示范路1号")
    nil(again, world)

    assert [moved_to(f"示范路{number}号") for number in (2, 1)] == [True, False]
