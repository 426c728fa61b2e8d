from datetime import timedelta

import pytest
from django.utils import translation

from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.questionnaires.actions import publish, retire
from surveys.questionnaires.queries import definition_of
from surveys.responses import actions, review
from surveys.responses.amendment.amending import (
    AnotherReportingUnit,
    NotALaterVersion,
    ReasonMissing,
    amend,
    later_versions,
)
from surveys.responses.models import Confirmation, Response, Revision
from surveys.rounds import actions as rounds
from surveys.rounds.actions import NotOpen
from surveys.rounds.models import Amendment
from tests import factories
from tests.questionnaires.examples import question, stored
from tests.responses.amendment.versions import WHY, amend_by, change_remarks, doubt_total, drop_remarks, next_version
from tests.responses.stories import BEFORE, confirm, draft_of, fill_in, response_of, submit

AFTER = BEFORE + timedelta(minutes=10)


# --- what can take the place of a version --------------------------------------------------------------------------


def test_the_round_goes_over_and_says_why(world, round):
    amendment = amend_by(world, round, change_remarks, AFTER)

    assert (round.version, amendment.old_version.number, amendment.new_version.number) == (amendment.new_version, 1, 2)
    event = Event.objects.get(verb="amended")
    assert event.details == {"old": 1, "new": 2, "why": {"zh": "补充要求", "en": "More is needed"}}
    with translation.override("en"):
        assert sentence(event, {}).endswith("from version 1 to version 2: More is needed")


def test_only_an_open_round_is_amended(world, round):
    version = next_version(world, round.version, change_remarks)
    draft = rounds.create_round(by=world.officer, survey=round.survey, at=BEFORE)
    rounds.close(by=world.officer, round=round, at=factories.DEADLINE + timedelta(hours=1))

    for one in (round, draft):
        with pytest.raises(NotOpen):
            amend(by=world.officer, round=one, version=version, at=factories.DEADLINE + timedelta(hours=2), **WHY)
    assert Amendment.objects.count() == 0


def test_past_the_deadline_a_round_can_still_be_amended(world, round):
    assert amend_by(world, round, change_remarks, factories.DEADLINE + timedelta(hours=1)).new_version.number == 2


def other_questionnaire(world):
    return publish(by=world.officer, authority=world.city, definition=stored(question("a")))


def retired_version(world, round):
    version = next_version(world, round.version, change_remarks)
    return retire(by=world.officer, version=version)


@pytest.mark.parametrize(
    "choose", [lambda world, round: round.version, lambda world, round: other_questionnaire(world), retired_version]
)
def test_only_a_later_version_of_the_same_questionnaire_will_do(world, round, choose):
    with pytest.raises(NotALaterVersion):
        amend(by=world.officer, round=round, version=choose(world, round), at=AFTER, **WHY)


def test_a_round_never_goes_back(world, round):
    first = round.version
    amend_by(world, round, change_remarks, AFTER)

    with pytest.raises(NotALaterVersion):
        amend(by=world.officer, round=round, version=first, at=AFTER, **WHY)
    assert list(later_versions(round)) == []


def test_who_must_answer_does_not_change(world, round):
    version = next_version(world, round.version, lambda form: form.definition.update(unit="organisation"))

    with pytest.raises(AnotherReportingUnit):
        amend(by=world.officer, round=round, version=version, at=AFTER, **WHY)


@pytest.mark.parametrize("missing", ["reason_zh", "reason_en"])
def test_the_reason_is_given_in_both_languages(world, round, missing):
    version = next_version(world, round.version, change_remarks)

    with pytest.raises(ReasonMissing):
        amend(by=world.officer, round=round, version=version, at=AFTER, **WHY | {missing: "  "})


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_keeps_every_answer_as_typed(world, round, response):
    fill_in(response, world.alice)
    before = draft_of(response)

    amend_by(world, round, doubt_total, AFTER)

    after = draft_of(response)
    assert (after.answers, after.version, after.set_aside) == (before.answers, before.version + 1, [])
    assert (after.saved_at, after.saved_by) == (before.saved_at, before.saved_by)


def test_what_is_no_longer_asked_is_set_aside_with_the_version_it_was_typed_under(world, round, response):
    fill_in(response, world.alice, remarks={"typed": "as billed"})

    amendment = amend_by(world, round, drop_remarks, AFTER)

    draft = draft_of(response)
    assert "remarks" not in draft.answers
    assert draft.set_aside == [
        {
            "question": "remarks",
            "entry": {"typed": "as billed"},
            "by": "Alice",
            "at": AFTER.isoformat(),
            "version": str(amendment.old_version_id),
            "is_kept": True,
        }
    ]


def test_a_question_that_is_asked_again_has_its_answer_again(world, round, response):
    fill_in(response, world.alice, remarks={"typed": "as billed"})
    asked = next(
        one for one in definition_of(round.version).source["sections"][-1]["questions"] if one["name"] == "remarks"
    )
    amend_by(world, round, drop_remarks, AFTER)

    amend_by(world, round, lambda form: form.add("statement", asked), AFTER + timedelta(minutes=1))

    draft = draft_of(response)
    assert (draft.answers["remarks"], draft.set_aside) == ({"typed": "as billed"}, [])


def test_a_table_keeps_the_columns_that_remain(world, round, response):
    fill_in(response, world.alice)

    amend_by(world, round, without_shares, AFTER)

    draft = draft_of(response)
    assert draft.answers["business"] == [{"row": "r1", "cells": {"business_type": {"typed": "01"}}}]
    assert [(one["question"], one["entry"]) for one in draft.set_aside] == [
        ("business", [{"row": "r1", "cells": {"business_share": {"typed": "100"}}}])
    ]


def without_shares(form):
    form.drop("business_share")
    form.drop_check("E13")
    form.drop_check("E14")
    form.definition["roles"].pop("business_share")


def test_a_choice_that_somebody_made_and_is_gone(world, round, response):
    fill_in(response, world.alice)

    amend_by(world, round, lambda form: form.drop_choice("total_methods", "bill"), AFTER)

    draft = draft_of(response)
    assert "total_method" not in draft.answers
    assert [one["entry"] for one in draft.set_aside] == [{"typed": "bill"}]


def test_what_amendments_set_aside_is_never_pushed_out(world, round, response):
    fill_in(response, world.alice, remarks={"typed": "as billed"})
    draft = draft_of(response)
    draft.set_aside = [{"question": "address", "entry": {"typed": str(n)}, "by": "Bob", "at": ""} for n in range(200)]
    draft.save()
    amend_by(world, round, drop_remarks, AFTER)

    for n in range(3):
        draft = draft_of(response)
        changes = {"address": {"typed": f"new {n}"}}
        actions.save_draft(response=response, by=world.alice, base=draft.version, changes=changes, at=AFTER)
        actions.save_draft(
            response=response, by=world.bob, base=0, changes={"address": {"typed": f"old {n}"}}, at=AFTER
        )

    aside = draft_of(response).set_aside
    assert (len(aside), sum(one["question"] == "remarks" for one in aside)) == (201, 1)
    assert aside[-1]["entry"] == {"typed": "old 2"}


def test_a_page_of_the_former_version_is_still_read(world, round, response):
    fill_in(response, world.alice)
    response = response_of(round, world.alice_org)
    drawn, base = round.version, draft_of(response).version
    amend_by(world, round, drop_remarks, AFTER)

    changes = {"remarks": {"typed": "typed meanwhile"}, "address": {"typed": "示范路9号"}}
    for _save in range(2):
        actions.save_draft(response=response, by=world.alice, base=base, changes=changes, drawn_with=drawn, at=AFTER)

    draft = draft_of(response)
    assert draft.answers["address"] == {"typed": "示范路9号"}
    assert [(one["question"], one["entry"]) for one in draft.set_aside] == [("remarks", {"typed": "typed meanwhile"})]


# --- confirmations --------------------------------------------------------------------------------------------------


def test_what_the_organisation_confirmed_moves_too(world, round, response):
    amend_by(world, round, lambda form: form.drop("org_address"), AFTER)

    confirmation = Confirmation.objects.get(round=round)
    assert "org_address" not in confirmation.answers
    assert [(one["question"], one["entry"]) for one in confirmation.set_aside] == [
        ("org_address", {"typed": "示范路1号"})
    ]


def test_new_data_of_the_organisation_must_be_confirmed_before_anybody_submits(world, round, response):
    fill_in(response, world.alice)
    amend_by(world, round, lambda form: form.add("reporting_unit", question("fax", required=True)), AFTER)

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        submit(response_of(round, world.alice_org), world.alice, at=AFTER)
    assert [finding.question for finding in refusal.value.findings] == ["fax"]
    confirm(round, world.alice_org, world.alice, at=AFTER, fax={"typed": "010"})
    assert submit(response_of(round, world.alice_org), world.alice, at=AFTER).number == 1


# --- revisions ------------------------------------------------------------------------------------------------------


def test_what_was_submitted_and_decided_stays(world, round, submitted):
    before = Revision.objects.filter(pk=submitted.pk).values().get()
    review.accept(revision=submitted, by=world.officer, at=BEFORE)

    amend_by(world, round, drop_remarks, AFTER)

    assert Revision.objects.filter(pk=submitted.pk).values().get() == before
    assert Response.objects.get(pk=submitted.response_id).state == "accepted"


def test_the_next_revision_is_of_the_new_version(world, round, submitted):
    stale = response_of(round, world.alice_org)
    assert stale.assignment.round.version == submitted.version

    amendment = amend_by(world, round, drop_remarks, AFTER)
    again = submit(stale, world.alice, at=AFTER)

    assert (again.number, again.version) == (2, amendment.new_version)
    assert "remarks" not in again.answers["answers"]
