"""The same again is the same revision, and one key never stands for two contents."""

import uuid
from datetime import timedelta

import pytest

from surveys.responses import actions, review
from surveys.responses.amendment.amending import amend
from surveys.responses.models import Response
from surveys.responses.together.nil_returns import submit_nil_for_all
from tests import factories
from tests.factories import DEADLINE
from tests.responses.amendment.versions import WHY, drop_remarks, next_version
from tests.responses.stories import BEFORE, confirm, fill_in, fresh, make_issued_round, response_of, submit

MINUTE = timedelta(minutes=1)


def numbers(response):
    return list(response.revisions.order_by("number").values_list("number", flat=True))


def test_the_same_content_with_other_keys_is_the_same_revision(world, response, submitted):
    again = [submit(fresh(response), world.alice) for _ in range(3)]

    assert again == [submitted] * 3
    assert numbers(response) == [1]


def test_what_was_changed_and_changed_back_is_the_same_content(world, response, submitted):
    for text in ("otherwise", "as billed"):
        fill_in(fresh(response), world.bob, remarks={"typed": text})

    assert submit(fresh(response), world.alice) == submitted


def answer(response, by, at=BEFORE, **changes):
    return actions.save_draft(response=response, by=by, base=fresh(response).draft.version, changes=changes, at=at)


ROWS = [
    {"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "40"}}},
    {"row": "r2", "cells": {"business_type": {"typed": "02"}, "business_share": {"typed": "60"}}},
]
CHANGES = {
    "an answer": lambda world, response: answer(response, world.bob, remarks={"typed": "otherwise"}),
    "a unit": lambda world, response: answer(response, world.bob, total_kwh={"typed": "30,005", "unit": "MWh"}),
    "a row": lambda world, response: answer(response, world.bob, business=ROWS),
    "what the organisation confirmed": lambda world, response: confirm(
        response.assignment.round, world.alice_org, world.bob, responsible={"typed": "另一负责人"}
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_key_is_refused_once_something_else_would_go_with_it(world, response, submitted, change):
    change(world, response)

    with pytest.raises(actions.KeyAlreadyUsed) as refusal:
        submit(fresh(response), world.alice, key=submitted.key)

    assert refusal.value.revision == submitted
    assert numbers(response) == [1]
    assert submit(fresh(response), world.alice).number == 2


def explain(response, by, keys, text):
    base = fresh(response).draft.version
    actions.save_draft(response=response, by=by, base=base, changes={}, reasons=dict.fromkeys(keys, text), at=BEFORE)


def test_another_reason_is_another_content(world, response):
    fill_in(response, world.alice, total_kwh={"typed": "300.5", "unit": "万千瓦时"})
    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        submit(response, world.alice)
    keys = [finding.key for finding in refusal.value.findings]
    explain(response, world.alice, keys, "新投产，负荷低")
    first = submit(fresh(response), world.alice)
    explain(response, world.bob, keys, "新投产，负荷低")
    unchanged = submit(fresh(response), world.alice)

    explain(response, world.bob, keys, "已停机检修")

    with pytest.raises(actions.KeyAlreadyUsed):
        submit(fresh(response), world.alice, key=first.key)
    assert unchanged == first
    assert submit(fresh(response), world.alice).number == 2


def test_a_key_does_not_speak_for_somebody_else(world, response, submitted):
    with pytest.raises(actions.KeyAlreadyUsed):
        submit(fresh(response), world.bob, key=submitted.key)


def test_the_key_of_a_revision_that_was_replaced_is_refused(world, response, submitted):
    actions.submit_nil(response=fresh(response), by=world.alice, key=uuid.uuid4(), declared_by="Alice", at=BEFORE)

    with pytest.raises(actions.KeyAlreadyUsed):
        submit(fresh(response), world.alice, key=submitted.key)


def test_what_was_sent_back_may_be_submitted_unchanged_and_once(world, response, submitted):
    later = DEADLINE + timedelta(days=1)
    told = {"remarks": {"total_kwh": "?"}, "note": "", "new_deadline": later, "at": BEFORE}
    review.send_back(revision=submitted, by=world.officer, **told)

    assert [submit(fresh(response), world.alice).number for _ in range(2)] == [2, 2]


def test_a_changed_questionnaire_may_be_answered_with_the_same(world, round, response, submitted):
    version = next_version(world, round.version, drop_remarks)
    amend(by=world.officer, round=round, version=version, at=BEFORE, **WHY)

    assert submit(response_of(round, world.alice_org), world.alice).number == 2


def test_what_the_register_says_by_now_makes_no_other_content(world, response, submitted):
    world.alice_org.facilities.update(it_kw=7)

    assert submit(fresh(response), world.alice) == submitted


def nil(response, by, key=None):
    return actions.submit_nil(response=fresh(response), by=by, key=key or uuid.uuid4(), declared_by="Alice", at=BEFORE)


def test_a_nil_return_made_again_is_the_same_revision(world, response):
    first = nil(response, world.alice)

    assert [nil(response, world.alice), nil(response, world.alice, first.key)] == [first, first]


def test_the_key_of_figures_makes_no_nil_return_nor_the_other_way_round(world, response, submitted):
    with pytest.raises(actions.KeyAlreadyUsed):
        nil(response, world.alice, submitted.key)
    declared = nil(response, world.alice)
    with pytest.raises(actions.KeyAlreadyUsed):
        submit(fresh(response), world.alice, key=declared.key)


@pytest.fixture
def three(world):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world)
    return round, [one.pk for one in round.assignments.filter(organisation=world.alice_org).order_by("pk")]


def nil_for_all(world, round, listed, key, by="Alice"):
    told = {"by": world.alice, "key": key, "declared_by": by, "listed": listed, "at": BEFORE}
    return submit_nil_for_all(round=round, organisation=world.alice_org, **told)


def test_one_declaration_for_all_sent_twice_is_the_same(world, three):
    round, units = three
    key = uuid.uuid4()

    assert nil_for_all(world, round, units, key) == nil_for_all(world, round, units, key)


@pytest.mark.parametrize(("first", "second"), [(slice(2), slice(3)), (slice(3), slice(2)), (slice(1), slice(1, 2))])
def test_the_key_of_a_declaration_for_some_is_refused_for_others(world, three, first, second):
    round, units = three
    key = uuid.uuid4()
    made = nil_for_all(world, round, units[first], key)

    with pytest.raises(actions.KeyAlreadyUsed):
        nil_for_all(world, round, units[second], key)
    with pytest.raises(actions.KeyAlreadyUsed):
        nil_for_all(world, round, units[first], key, by="Bob")

    assert sum(one.revisions.count() for one in Response.objects.filter(assignment__in=units)) == len(made)
