"""Officers read what operators write, answer it by name among themselves and as the bureau to the operator."""

import pytest
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.responses.dialogue.messages import write
from surveys.responses.dialogue.models import Message
from surveys.responses.going_over import go_over
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import fresh, response_of


def ask(response, by, text="请问是否含制冷"):
    return write(assignment=fresh(response).assignment, by=by, text=text, from_bureau=False)


@pytest.fixture
def asked(world, response):
    return ask(response, world.alice)


def send(officer, text):
    officer.form = officer.page.xpath("//main//form[.//textarea[@name='text']]")[0]
    return officer.in_form({"text": text}).press("Send the message")


def test_what_waits_stands_on_the_overview_with_what_is_unread(officer, colleague, world, round, response, asked):
    ask(response_of(round, world.charlie_org), world.charlie)
    assert "2 conversations wait for an answer, 2 of them not read yet" in officer.open(reverse("bureau:home")).text
    officer.at("response_messages", response.pk)

    officer.open(reverse("bureau:home"))

    assert "2 conversations wait for an answer, 1 of them not read yet" in officer.text
    officer.follow("conversations wait")
    assert len(officer.texts_at("//tbody/tr")) == 2


def test_an_answer_takes_it_off_the_list(officer, round, response, asked):
    officer.at("round_messages", round.pk).follow(str(response))
    send(officer, "含制冷")

    assert "王主任" in " ".join(officer.texts("message-in-thread"))
    assert "No message waits for an answer." in officer.at("round_messages", round.pk).text
    assert "We wrote: 含制冷" in officer.at("round_messages", round.pk, query="?state=all").text


def test_a_thank_you_is_put_away(officer, round, response, asked):
    officer.at("response_messages", response.pk).the_form("/spare/").press("The last message needs no answer")

    assert "No message waits for an answer." in officer.at("round_messages", round.pk).text


def test_a_new_message_is_not_put_away_with_the_one_before(officer, world, round, response, asked):
    officer.at("response_messages", response.pk).the_form("/spare/")
    ask(response, world.alice, "还有一问")
    officer.press("The last message needs no answer")

    assert "gone on meanwhile" in officer.text
    assert "还有一问" in officer.at("round_messages", round.pk).text


def test_the_second_of_two_officers_reads_the_first_ones_answer_before(officer, colleague, response, asked):
    colleague.at("response_messages", response.pk)
    officer.at("response_messages", response.pk)
    send(officer, "含制冷")

    send(colleague, "不含制冷")

    assert Message.objects.filter(from_bureau=True).count() == 1
    assert "a colleague wrote meanwhile" in colleague.text
    assert dict(colleague.values())["text"].strip() == "不含制冷"


def test_an_officer_writes_first(officer, world, response):
    officer.at("review", response.pk).follow("Write to the operator")
    send(officer, "请补充说明")

    assert Message.objects.get().from_bureau
    assert "1 message with the operator" in officer.at("review", response.pk).text


def test_who_may_only_look_reads_and_does_not_write(world, response, asked):
    viewer = Officer(factories.make_officer(world.city, Role.VIEWER))
    assert "请问是否含制冷" in viewer.at("response_messages", response.pk).text
    assert viewer.page.xpath("//textarea") == []

    assert viewer.post("response_messages", response.pk, text="好").status == 403
    assert viewer.post("response_spare", response.pk, message=asked.pk).status == 403
    assert "conversation" not in viewer.open(reverse("bureau:home")).text


def test_a_district_sees_its_own_threads_alone(district_officer, world, round, response, asked):
    ask(response_of(round, world.charlie_org), world.charlie, "商业秘密")

    assert len(district_officer.at("round_messages", round.pk).texts_at("//tbody/tr")) == 1
    assert "商业秘密" not in district_officer.text
    theirs = response_of(round, world.charlie_org)
    assert district_officer.at("response_messages", theirs.pk).status == 404


def test_the_thread_with_the_operator_before_is_read_and_not_written_to(officer, world, round, response, asked):
    go_over(by=world.officer, assignments=[fresh(response).assignment], to=world.charlie_org, at=round.issued_at)

    officer.at("response_messages", response.pk)

    assert "请问是否含制冷" in officer.text
    assert f"With {world.alice_org.name}, who answered for it before" in officer.text
    assert "No message waits" in officer.at("round_messages", round.pk).text
