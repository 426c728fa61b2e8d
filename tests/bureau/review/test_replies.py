"""What was asked, what was replied, and the figure before and now, stand together."""

from datetime import timedelta

import pytest

from surveys.responses import actions, review
from surveys.responses.dialogue.replies import key_of
from tests.responses.stories import draft_of, fill_in, fresh, submit


@pytest.fixture
def query(world, submitted, now):
    told = {"remarks": {"total_kwh": "请核对单位"}, "note": "", "new_deadline": now + timedelta(days=2)}
    return review.send_back(revision=submitted, by=world.officer, at=now, **told).queries.get()


def reply(world, response, query, text, now):
    told = {"base": draft_of(response).version, "changes": {}, "reasons": {key_of(query): text}, "at": now}
    actions.save_draft(response=fresh(response), by=world.alice, **told)


def answer(officer, question):
    [found] = officer.texts_at(f"//div[@id='answer-{question}']")
    return found


def test_question_reply_old_and_new_figure_stand_together(officer, world, response, query, now):
    reply(world, response, query, "抄错一位", now)
    fill_in(fresh(response), world.alice, at=now, total_kwh={"typed": "2,900.5", "unit": "万千瓦时"})
    submit(fresh(response), world.alice, at=now)

    told = answer(officer.at("review", response.pk), "total_kwh")

    for part in ("29,005,000 kWh", "30,005,000 kWh", "We had asked: 请核对单位", "Reply: 抄错一位"):
        assert part in told
    assert "answer not changed" not in told


def test_a_reply_without_another_figure_is_told_as_such(officer, world, response, query, now):
    reply(world, response, query, "单位无误", now)
    submit(fresh(response), world.alice, at=now)

    told = answer(officer.at("review", response.pk), "total_kwh")

    assert "Reply: 单位无误" in told
    assert "answer not changed" in told


def test_a_correction_without_a_word_says_so(officer, world, response, query, now):
    submit(fresh(response), world.alice, at=now)

    assert "no reply in words" in answer(officer.at("review", response.pk), "total_kwh")


def test_the_conclusions_keep_remark_and_reply(officer, world, response, query, now):
    reply(world, response, query, "单位无误", now)
    second = submit(fresh(response), world.alice, at=now)
    review.accept(revision=second, by=world.officer, at=now)

    [aside] = officer.at("review", response.pk).texts_at("//aside[@class='review-facts']")

    assert "请核对单位" in aside
    assert "Reply: 单位无误" in aside


def test_why_it_was_changed_stands_above_the_answers(officer, world, response, submitted, now):
    fill_in(fresh(response), world.alice, at=now, total_kwh={"typed": "2,900.5", "unit": "万千瓦时"})
    told = {"by": world.alice, "key": response.pk, "declared_by": "A", "at": now}
    actions.submit(response=fresh(response), because="抄错一位", **told)

    assert "Why revision 2 was made: 抄错一位" in officer.at("review", response.pk).text
