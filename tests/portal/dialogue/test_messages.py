"""An operator writes to the bureau about a return, and sees what came."""

import uuid

import pytest

from surveys.responses.dialogue.messages import write
from surveys.responses.dialogue.models import Message
from surveys.rounds.actions import close
from tests.portal.visitor import Visitor
from tests.responses.stories import fresh


@pytest.fixture
def page(response):
    return f"/portal/assignments/{response.assignment_id}/messages/"


def answer(world, response, text="含制冷"):
    return write(assignment=fresh(response).assignment, by=world.officer, text=text, from_bureau=True)


def send(visitor, text):
    visitor.form = visitor.page.xpath("//main//form[.//textarea[@name='text']]")[0]
    return visitor.in_form({"text": text}).press("发送留言")


def test_a_message_is_written_from_the_page_of_the_data_center(alice, response, page):
    alice.open(f"/portal/assignments/{response.assignment_id}/").follow("给主管部门留言")
    send(alice, "请问是否含制冷\n谢谢")

    assert Message.objects.get().text == "请问是否含制冷\n谢谢"
    assert alice.url == page
    assert "请问是否含制冷" in alice.texts("message-in-thread")[0]


def test_new_messages_are_counted_on_the_first_page_until_they_are_read(world, alice, response, page):
    answer(world, response, "一")
    answer(world, response, "二")
    assert "主管部门的新留言" in alice.open("/portal/").text
    assert f"{response} (2)" in alice.text
    assert "2 条新留言" in alice.open(f"/portal/assignments/{response.assignment_id}/").text

    alice.open(page)

    assert "主管部门的新留言" not in alice.open("/portal/").text


def test_what_a_colleague_has_read_is_still_new_to_the_other(world, alice, bob, response, page):
    answer(world, response)
    alice.open(page)

    assert "主管部门的新留言" in bob.open("/portal/").text


def test_the_bureau_writes_as_the_bureau(world, alice, response, page):
    answer(world, response)

    alice.open(page)

    assert world.city.name in alice.texts("message-in-thread")[0]
    assert world.officer.name not in alice.text


def test_nothing_written_is_told_at_the_field(alice, page):
    alice.open(page)
    send(alice, "  ")

    assert "请填写留言内容" in alice.text
    assert Message.objects.count() == 0


def test_a_message_that_came_meanwhile_is_read_first_and_the_text_stays(world, alice, response, page):
    alice.open(page)
    answer(world, response, "忽略上一封信")
    send(alice, "好的")

    assert Message.objects.count() == 1
    assert "忽略上一封信" in alice.text
    assert dict(alice.values())["text"].strip() == "好的"
    alice.press("发送留言")
    assert [one.text for one in Message.objects.all()] == ["忽略上一封信", "好的"]


def test_the_same_sent_twice_is_one_message(alice, page):
    alice.open(page)
    alice.form = alice.page.xpath("//main//form[.//textarea[@name='text']]")[0]
    data = dict(alice.values()) | {"text": "请问"}
    answers = [alice.client.post(page, data) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert Message.objects.count() == 1


def test_one_may_write_after_the_closing(world, alice, round, page):
    close(by=world.officer, round=round, reason="已全部回收")
    alice.open(page)
    send(alice, "请重新开放")

    assert Message.objects.count() == 1


def test_what_is_written_is_shown_as_it_was_typed(alice, page):
    alice.open(page)
    send(alice, "<b>粗</b>")

    assert "<b>粗</b>" in alice.texts("message-in-thread")[0]


def test_the_thread_of_others_does_not_exist(world, alice, response, page):
    answer(world, response, "绝密甲乙")
    charlie = Visitor(world.charlie)

    assert charlie.client.get(page).status_code == 404
    data = {"text": "冒充", "once_key": str(uuid.uuid4())}
    assert charlie.client.post(page, data).status_code == 404
    assert "绝密甲乙" not in charlie.open("/portal/").text
    assert Message.objects.count() == 1
