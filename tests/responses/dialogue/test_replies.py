"""Replies to reviewers' remarks: they are kept like reasons, and go with every revision from then on."""

from datetime import timedelta

import pytest

from surveys.responses import actions, review
from surveys.responses.dialogue.replies import answered_by, key_of, revision_before
from surveys.responses.models import Query, Response
from surveys.responses.reasons import ReasonsDrawn, explained_by, reply_key
from tests.factories import DEADLINE
from tests.responses.stories import draft_of, fill_in, fresh, submit

LATER = DEADLINE + timedelta(days=1)


@pytest.fixture
def query(world, submitted):
    return send_back(world, submitted, total_kwh="请核对单位")


def send_back(world, revision, **remarks):
    told = {"remarks": remarks, "note": "", "new_deadline": LATER, "at": revision.submitted_at}
    return review.send_back(revision=revision, by=world.officer, **told).queries.get()


def reply(response, by, query, text, explained=None, at=DEADLINE):
    base = draft_of(response).version
    told = {key_of(query): text}
    return actions.save_draft(
        response=fresh(response), by=by, base=base, changes={}, reasons=told, explained=explained, at=at
    )


def test_a_reply_goes_with_the_revision_without_any_other_change(world, response, submitted, query):
    reply(response, world.alice, query, "单位无误")

    second = submit(response, world.alice, at=DEADLINE)

    assert (second.answers, second.reasons) == (submitted.answers, {key_of(query): "单位无误"})
    assert answered_by(second) == query.decision


def test_a_reply_alone_is_something_that_was_not_submitted(world, response, submitted, query):
    reply(response, world.alice, query, "单位无误")
    assert fresh(response).unsent_since

    submit(response, world.alice, at=DEADLINE)
    assert fresh(response).unsent_since is None


def test_a_reply_is_part_of_what_the_history_seals(world, response, submitted, query):
    before = submit(response, world.alice, at=DEADLINE)
    reply(response, world.alice, query, "单位无误")
    after = submit(response, world.alice, at=DEADLINE)

    assert before.rest_sha256 != after.rest_sha256
    assert before.answers_sha256 == after.answers_sha256


def test_two_colleagues_replies_to_one_remark_both_stand(world, response, submitted, query):
    shown = ReasonsDrawn.read(explained_by({}))
    reply(response, world.alice, query, "已核对电费单", shown)
    reply(response, world.bob, query, "计量点有误", shown)

    assert draft_of(response).reasons[key_of(query)] == "已核对电费单\n计量点有误"


def test_a_reply_to_a_remark_that_nobody_made_here_is_not_kept(world, response, submitted, query):
    foreign = Query.objects.create(decision=query.decision, question="business", text="")
    Query.objects.filter(pk=foreign.pk).delete()
    reply(response, world.alice, foreign, "凭空")

    assert draft_of(response).reasons == {}
    assert reply_key("business", foreign.pk) not in submit(response, world.alice, at=DEADLINE).reasons


def test_a_correction_of_the_correction_still_answers_the_same_remark(world, response, submitted, query):
    """Submitted twice before anybody looked: compared with what was sent back, and with its reply."""
    reply(response, world.alice, query, "抄错")
    for figure in ("2,900.5", "2,800.5"):
        fill_in(fresh(response), world.alice, at=DEADLINE, total_kwh={"typed": figure, "unit": "万千瓦时"})
        latest = submit(fresh(response), world.alice, at=DEADLINE)

    assert (latest.number, revision_before(latest)) == (3, submitted)
    assert latest.reasons == {key_of(query): "抄错"}


def test_a_second_sending_back_asks_anew_and_keeps_the_first_reply(world, response, submitted, query):
    reply(response, world.alice, query, "抄错")
    second = submit(response, world.alice, at=DEADLINE)
    another = send_back(world, second, business="请分列")
    reply(response, world.alice, another, "已分列")

    third = submit(response, world.alice, at=DEADLINE)

    assert answered_by(third) == another.decision
    assert third.reasons == {key_of(query): "抄错", key_of(another): "已分列"}


def test_what_was_taken_back_is_not_asked_any_more(world, response, submitted, query):
    review.recall(revision=submitted, by=world.officer, at=DEADLINE)
    fill_in(fresh(response), world.alice, at=DEADLINE, total_kwh={"typed": "2,900.5", "unit": "万千瓦时"})

    assert answered_by(submit(fresh(response), world.alice, at=DEADLINE)) is None


def test_a_nil_return_that_was_sent_back_replies_too(world, response):
    nil = actions.submit_nil(response=response, by=world.alice, key=response.pk, declared_by="A", at=DEADLINE)
    query = send_back(world, nil, has_mining="请说明")

    told = {"reasons": {key_of(query): "已停机"}, "declared_by": "A", "at": DEADLINE}
    second = actions.submit_nil(response=fresh(response), by=world.alice, key=query.pk, **told)

    assert (second.is_nil, second.reasons[key_of(query)]) == (True, "已停机")
    assert Response.objects.get(pk=response.pk).state == "submitted"
