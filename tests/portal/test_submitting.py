import uuid
from datetime import timedelta

import pytest

from surveys.responses.models import Draft, Response, Revision
from surveys.responses.review import accept, send_back
from surveys.rounds import actions as rounds
from surveys.rounds.models import Round
from tests.portal.declaring import declare, sent_form
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit


def page(response):
    return f"/portal/assignments/{response.assignment_id}/check/"


def test_the_check_shows_every_relevant_question_with_unit_and_says_what_is_blank(alice, ready):
    alice.open(page(ready))

    assert "3,000.5 万千瓦时" in alice.text
    assert "= 30,005,000 kWh" in alice.text
    assert "未填写" in alice.text
    assert "近一年挖矿业务耗电量" not in " ".join(alice.texts("summary-row"))
    assert "近一年挖矿业务耗电量" in " ".join(alice.texts("not-asked-here"))


def test_submitting_gives_a_receipt(alice, ready):
    declare(alice.open(page(ready)))

    revision = Revision.objects.get(response=ready)
    assert alice.url == f"/portal/receipts/{revision.pk}/"
    for text in (revision.receipt, revision.answers_sha256, "按时", "Alice（主任）", "（北京时间）"):
        assert text in alice.text


def test_without_a_tick_nothing_is_submitted(alice, ready):
    alice.open(page(ready)).in_form({"name": "Alice", "position": "主任"}).press("报送给")

    assert Revision.objects.count() == 0
    assert "请勾选承诺" in alice.texts("error-summary")[0]
    assert alice.title.startswith("错误：")


def test_the_same_form_sent_twice_makes_one_revision_and_one_answer(alice, ready):
    data = sent_form(alice.open(page(ready)))

    first, second = (alice.client.post(page(ready), data) for _ in range(2))

    assert Revision.objects.count() == 1
    assert first.url == second.url


def test_what_blocks_is_listed_with_links_and_there_is_no_button(alice, response):
    alice.open(page(response))

    assert alice.form is None
    hrefs = alice.page.xpath("//*[contains(@class, 'findings-box problem')]//a/@href")
    assert [href for href in hrefs if "/confirm/" in href] == [hrefs[0]]  # confirming is one act, not eight answers
    assert any("/sections/electricity/?checked=1&back=check#f-total_kwh" in href for href in hrefs)


def test_a_request_for_unready_answers_submits_nothing(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/")
    data = {"once_key": uuid.uuid4(), "name": "A", "position": "B", "declared": "on"}

    answer = alice.client.post(page(response), data | {"base": "0"})

    assert (answer.status_code, Revision.objects.count()) == (200, 0)
    assert "还有问题需要处理" in answer.content.decode()


def test_answers_that_changed_after_the_page_was_shown_are_shown_again_first(world, alice, ready):
    alice.open(page(ready))
    fill_in(ready, world.bob, at=None, total_kwh={"typed": "2,000"})

    declare(alice)

    assert Revision.objects.count() == 0
    assert "请重新核对" in alice.text
    assert "2,000 万千瓦时" in alice.text


def test_organisation_data_confirmed_anew_after_the_page_was_shown_are_read_again_first(
    world, alice, round, ready, now
):
    alice.open(f"/portal/assignments/{ready.assignment_id}/check/")
    confirm(round, world.alice_org, world.bob, at=now + timedelta(seconds=1), responsible={"typed": "另一负责人"})

    declare(alice)
    refused, made = alice.text, Revision.objects.count()
    declare(alice)

    assert "请重新核对" in refused
    assert (made, Revision.objects.count()) == (0, 1)


def test_a_contributor_is_told_to_ask_a_manager(bob, ready):
    bob.open(page(ready))

    assert bob.form is None
    assert "须由本单位管理员报送" in bob.text
    assert bob.client.post(page(ready), {"once_key": uuid.uuid4()}).status_code == 403


def test_a_form_without_its_key_submits_nothing(alice, ready):
    data = sent_form(alice.open(page(ready))) | {"once_key": "nonsense"}

    answer = alice.client.post(page(ready), data)

    assert (answer.status_code, Revision.objects.count()) == (200, 0)


@pytest.mark.parametrize(("after", "mark"), [(timedelta(seconds=-1), "迟报"), (timedelta(minutes=1), "按时")])
def test_from_the_second_after_the_deadline_on_it_is_late(world, now, after, mark):
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + after)
    ready = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(ready, world.alice, at=now, address={"typed": "示范路1号"})

    alice = declare(Visitor(world.alice).open(page(ready)))

    assert alice.texts("tag") == [mark]


def test_a_closed_round_refuses_with_a_clear_page(alice, ready, now):
    data = sent_form(alice.open(page(ready)))
    Round.objects.update(deadline=now, closed_at=now)

    answer = alice.client.post(page(ready), data)

    assert answer.status_code == 409
    assert "不再接收报送" in answer.content.decode()


def test_who_submits_for_a_unit_taken_out_meanwhile_is_told_why(world, alice, ready):
    for way in ("check", "nil"):
        alice.open(f"/portal/assignments/{ready.assignment_id}/{way}/")
        rounds.exclude(by=world.officer, assignment=ready.assignment, because="重复登记")
        declare(alice)
        rounds.exclude(by=world.officer, assignment=ready.assignment, because="")

        assert alice.response.status_code == 409
        assert "重复登记" in alice.text
        assert "本批次已关闭" not in alice.text


def test_accepted_answers_cannot_be_submitted_again(world, alice, ready):
    data = sent_form(alice.open(page(ready)))
    accept(revision=submit(ready, world.alice, at=None), by=world.officer)

    answer = alice.client.post(page(ready), data)

    assert answer.status_code == 409
    assert "已审核通过" in answer.content.decode()


def test_submitting_again_makes_revision_two_and_keeps_the_first(world, alice, ready):
    first = submit(ready, world.alice, at=None)
    fill_in(ready, world.alice, at=None, remarks={"typed": "已核对电费单"})
    alice.open(f"/portal/receipts/{first.pk}/").follow("修改并重新报送").follow("核对并报送")

    declare(alice, "重新报送给", because="核对了电费单")

    assert [r.number for r in ready.revisions.order_by("number")] == [1, 2]
    assert "已被后来的版本取代" in alice.open(f"/portal/receipts/{first.pk}/").text


def test_who_goes_back_and_submits_the_same_answers_again_comes_to_the_receipt_and_is_told(alice, ready):
    declare(alice.open(page(ready)))
    receipt = alice.url
    alice.open(page(ready))
    assert alice.form is None

    answers = [alice.client.post(page(ready), sent_again(alice, ready)) for _ in range(5)]

    assert {answer.url for answer in answers} == {receipt}
    assert Revision.objects.count() == 1
    assert "未生成新的版本" in alice.open(receipt).text


def test_a_check_page_that_was_kept_does_not_show_the_old_receipt_for_new_figures(world, alice, ready):
    data = sent_form(alice.open(page(ready)))
    declare(alice)
    first = Revision.objects.get()
    fill_in(response_of(ready.assignment.round, world.alice_org), world.alice, at=None, total_kwh={"typed": "2,345.6"})

    answer = alice.client.post(page(ready), data)

    assert (answer.status_code, Revision.objects.count()) == (409, 1)
    told = Visitor(world.alice)._show(answer, page(ready))
    assert "未能报送" in told.text
    assert first.receipt in told.text
    declare(told.follow("重新核对"), "重新报送给", because="抄错一位")
    assert Revision.objects.get(number=2).answers["answers"]["total_kwh"]["typed"] == "2,345.6"


def test_a_page_sent_again_under_another_name_is_refused_in_words(alice, ready):
    data = sent_form(alice.open(page(ready)))
    declare(alice)

    answer = alice.client.post(page(ready), data | {"name": "另一人"})

    assert (answer.status_code, Revision.objects.count()) == (409, 1)


def sent_again(visitor, response):
    """The form of a page that was kept, with a key of its own."""
    version = Draft.objects.get(response=response).version
    return {"once_key": uuid.uuid4(), "base": version, "name": "Alice", "position": "主任", "declared": "on"}


def return_it(world, response, now):
    remarks = {"total_kwh": "请核对单位", "business": "请分列"}
    send_back(
        revision=submit(response, world.alice, at=None),
        by=world.officer,
        remarks=remarks,
        note="尽快",
        new_deadline=now + timedelta(days=2),
    )


def test_what_was_sent_back_shows_remarks_deadline_and_the_old_answer_at_the_field(world, alice, ready, now):
    return_it(world, ready, now)

    alice.open(f"/portal/assignments/{ready.assignment_id}/")
    assert "请核对单位" in alice.text
    assert alice.texts("task-state")[0] == "退回，请修改"
    alice.open(f"/portal/assignments/{ready.assignment_id}/sections/electricity/")
    assert alice.texts("remark")[-1].startswith("审核意见上次报送：3,000.5 万千瓦时请核对单位您的答复")


def test_when_every_remark_is_answered_the_section_is_complete_again(world, alice, ready, now):
    return_it(world, ready, now)
    rows = [
        {"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "60"}}},
        {"row": "r2", "cells": {"business_type": {"typed": "02"}, "business_share": {"typed": "40"}}},
    ]
    fill_in(Response.objects.get(pk=ready.pk), world.alice, at=None, total_kwh={"typed": "2,900.5"}, business=rows)

    alice.open(f"/portal/assignments/{ready.assignment_id}/")

    assert alice.texts("task-state")[0] == "已完成"


def test_a_reviewers_remark_goes_once_the_answers_are_submitted_again(world, alice, ready, now):
    return_it(world, ready, now)
    submit(Response.objects.get(pk=ready.pk), world.alice, at=None)

    assert "请核对单位" not in alice.open(f"/portal/assignments/{ready.assignment_id}/").text


def test_the_whole_way_works_without_javascript(world, alice, round, response):
    alice.open("/").follow(round.title).follow("单位信息")
    alice.fill(responsible="负责人", org_address="示范路1号", contact_name="李", contact_phone="13800000001")
    alice.press("确认以上信息").follow(str(response.assignment)).follow("B 数据中心")
    alice.fill(address="示范路1号")
    alice.fill_row("business", 1, business_type="01", business_share="100").press("保存并继续")
    alice.fill(total_kwh="3,000.5", total_method="bill").press("保存并继续")
    alice.fill(has_mining="no").press("保存并继续").press("保存并继续")
    declare(alice)

    assert Revision.objects.get().answers["answers"]["total_kwh"]["value"] == "30005000"
    assert alice.response.status_code == 200
