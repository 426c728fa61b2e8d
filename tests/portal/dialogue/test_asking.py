"""An operator asks for more time, or to be opened again, and sees at once what became of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.responses import review
from surveys.responses.dialogue import requests
from surveys.responses.dialogue.models import Request
from surveys.responses.dialogue.requests import Ruling
from surveys.responses.going_over import go_over
from surveys.rounds import actions as rounds
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import fresh, make_issued_round, submit


@pytest.fixture
def home(response):
    return f"/portal/assignments/{response.assignment_id}/"


def local(moment, round):
    there = moment.astimezone(ZoneInfo(round.time_zone))
    return {"deadline_date": f"{there:%Y-%m-%d}", "deadline_time": f"{there:%H:%M}"}


def post_form(visitor):
    visitor.form = visitor.page.xpath("//main//form[.//textarea[@name='reason']]")[0]
    return visitor


def ask(visitor, home, round, hours, reason="停电两日"):
    post_form(visitor.open(home).follow("申请延期"))
    return visitor.in_form(local(round.deadline + timedelta(hours=hours), round) | {"reason": reason}).press("提交申请")


def test_it_is_asked_from_the_page_of_the_data_center_and_shown_there(alice, home, round):
    ask(alice, home, round, 24)

    asked = Request.objects.get()
    assert (asked.kind, asked.reason, asked.wanted - round.deadline < timedelta(hours=24, minutes=1)) == (
        "extension", "停电两日", True,
    )  # fmt: skip
    assert alice.url == home
    assert "待答复" in alice.text
    assert "申请延期" not in alice.text
    assert "申请待答复" in alice.open(f"/portal/rounds/{round.pk}/").text


@pytest.mark.parametrize(("hours", "told"), [(-1, "请申请更晚的时间"), (-40, "必须晚于现在")])
def test_a_time_that_is_none_is_refused_at_its_field_and_the_reason_stays(alice, home, round, hours, told):
    ask(alice, home, round, hours)

    assert told in alice.text
    assert dict(post_form(alice).values())["reason"].strip() == "停电两日"
    assert Request.objects.count() == 0


@pytest.mark.parametrize("lacks", ["deadline_time", "reason"])
def test_what_is_missing_is_named(alice, home, round, lacks):
    post_form(alice.open(home).follow("申请延期"))
    typed = local(round.deadline + timedelta(hours=24), round) | {"reason": "停电", lacks: ""}
    alice.in_form(typed).press("提交申请")

    assert alice.texts("error-summary")
    assert Request.objects.count() == 0


def test_the_answer_and_the_deadline_stand_there_at_once(world, alice, home, round):
    ask(alice, home, round, 24)
    requests.answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(True, answer="请抓紧"))

    alice.open(home)

    assert "同意至" in alice.text
    assert "请抓紧" in alice.text
    assert "申请延期" in alice.text  # once more
    wanted = Request.objects.get().wanted.astimezone(ZoneInfo(round.time_zone))
    assert f"{wanted:%Y-%m-%d %H:%M}" in " ".join(alice.texts("round-header"))


def test_a_refusal_stands_there_with_its_word(world, alice, home, round):
    ask(alice, home, round, 24)
    requests.answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(False, answer="期限不变"))

    assert "未予同意" in alice.open(home).text
    assert "期限不变" in alice.text


def test_it_is_withdrawn(alice, home, round):
    ask(alice, home, round, 24)
    alice.form = alice.page.xpath("//main//form[contains(@action, '/withdraw/')]")[0]
    alice.press("撤回申请")

    assert Request.objects.get().outcome == "withdrawn"
    assert "申请延期" in alice.text


def test_what_was_answered_meanwhile_is_not_withdrawn(world, alice, home, round):
    ask(alice, home, round, 24)
    alice.form = alice.page.xpath("//main//form[contains(@action, '/withdraw/')]")[0]
    requests.answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(True))
    alice.press("撤回申请")

    assert Request.objects.get().outcome == "granted"
    assert "已有答复" in alice.text


def test_an_accepted_return_asks_to_be_opened_again(world, alice, home, ready):
    review.accept(revision=submit(ready, world.alice, at=None), by=world.officer)

    post_form(alice.open(home).follow("申请重新开放")).in_form({"reason": "抄错"}).press("提交申请")
    assert Request.objects.get().kind == "reopening"
    later = ready.assignment.round.deadline + timedelta(days=1)
    requests.answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(True, later))

    assert "已应贵单位申请重新开放" in alice.open(home).text
    assert "核对并报送" in alice.text


def test_fifty_sites_are_asked_for_at_once(world, alice, now):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    units = [str(one.pk) for one in round.assignments.filter(organisation=world.alice_org)]
    url = f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/ask/"

    post_form(alice.open(url))
    data = alice.values() + [("assignment", one) for one in units[:2]]
    more = local(round.deadline + timedelta(days=1), round) | {"reason": "停电"}
    alice.send([pair for pair in data if pair[0] not in more] + list(more.items()))

    assert sorted(str(one.assignment_id) for one in Request.objects.all()) == sorted(units[:2])


def test_a_contributor_is_told_to_ask_a_manager_and_cannot_ask(bob, home, round):
    bob.open(home).follow("申请延期")
    assert "请由管理员打开本页" in bob.text

    answer = bob.client.post(bob.url.split("?")[0], {"once_key": "8a6e0804-2bd0-4672-b79d-d97027f9071a"})
    assert answer.status_code == 403


def test_the_request_of_the_operator_before_is_not_shown_to_the_new_one(world, alice, home, round, response):
    ask(alice, home, round, 24, reason="商业秘密")
    # What was prefilled for Alice goes with the draft; nothing was written.
    go_over(by=world.officer, assignments=[fresh(response).assignment], to=world.charlie_org, at=round.issued_at)

    charlie = Visitor(world.charlie).open(home)

    assert charlie.response.status_code == 200
    assert "商业秘密" not in charlie.text
    assert "申请延期" in charlie.text
    assert alice.client.post(
        f"/portal/requests/{Request.objects.get().pk}/withdraw/", {"once_key": "8a6e0804-2bd0-4672-b79d-d97027f9071b"}
    ).status_code in (302, 404)


def test_who_asked_before_the_round_was_closed_sees_that_it_still_waits(world, alice, home, round, now):
    ask(alice, home, round, 24)
    rounds.close(by=world.officer, round=round, reason="已全部回收")

    assert "待答复" in alice.open(home).text
