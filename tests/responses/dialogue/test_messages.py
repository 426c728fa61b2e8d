"""The thread of messages about a return: only added to, told without its words, and nobody's but those who may see the return."""

import hashlib
from datetime import timedelta

import pytest

from surveys.accounts.access import visible_to
from surveys.accounts.models import Membership
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.responses.dialogue import messages
from surveys.responses.dialogue.models import AnswerSpared, LastRead, Message, MessageIsWritten
from surveys.responses.dialogue.threads import thread_of, unread_by, waiting_for_bureau
from surveys.responses.going_over import go_over
from surveys.rounds import actions as rounds
from surveys.rounds import course
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import fresh

NOW = DEADLINE - timedelta(hours=1)


def write(response, by, text="请问口径", at=NOW, seen=None):
    told = {"from_bureau": bool(by.memberships.filter(authority__isnull=False)), "seen": seen, "at": at}
    return messages.write(assignment=fresh(response).assignment, by=by, text=text, **told)


def letters(kind, user):
    return [notice.body + notice.subject for notice in Notice.objects.filter(kind=kind, to_email=user.email)]


def waiting():
    return [one.text for one in waiting_for_bureau(Message.objects.all())]


def unread(user, response, *, from_bureau):
    return unread_by(user, thread_of(fresh(response).assignment), from_bureau=from_bureau).count()


def test_both_sides_write_one_below_the_other(world, response):
    for by, text in ((world.alice, "请问口径"), (world.officer, "含制冷"), (world.bob, "明白")):
        write(response, by, text)

    told = thread_of(fresh(response).assignment)
    assert [(one.text, one.from_bureau) for one in told] == [("请问口径", False), ("含制冷", True), ("明白", False)]


def test_a_message_never_changes(world, response):
    message = write(response, world.alice)
    message.text = "别的"
    with pytest.raises(MessageIsWritten):
        message.save()


def test_the_history_has_its_digest_and_not_its_words(world, response):
    write(response, world.alice, "商业秘密")

    [event] = Event.objects.filter(verb="wrote_to_bureau")
    assert event.details == {"sha256": hashlib.sha256("商业秘密".encode()).hexdigest()}


def test_a_message_has_words(world, response):
    with pytest.raises(messages.NothingWritten):
        write(response, world.alice, " \n ")


def test_what_the_bureau_writes_is_told_by_mail_without_its_words(world, response):
    write(response, world.officer, "商业秘密")

    [letter] = letters("new_message", world.alice)
    assert "商业秘密" not in letter
    assert letters("new_message", world.bob) == []  # he may not submit, and has not written


def test_who_wrote_is_told_of_the_answer(world, response):
    write(response, world.bob)
    write(response, world.officer)

    assert len(letters("new_message", world.bob)) == 1


def test_no_second_letter_goes_before_the_first_was_read(world, response):
    write(response, world.officer, "一")
    write(response, world.officer, "二")
    assert len(letters("new_message", world.alice)) == 1

    messages.read(by=world.alice, messages=thread_of(fresh(response).assignment))
    write(response, world.officer, "三")

    assert len(letters("new_message", world.alice)) == 2


def test_what_an_operator_writes_is_told_to_the_desk_once_a_day(world, response):
    for text in ("一", "二"):
        write(response, world.alice, text)

    [letter] = letters("waits_for_answer", world.officer)
    assert "一" not in letter.replace("一次", "").replace("同一", "")


def test_the_officer_who_writes_in_the_thread_is_told_too(world, response):
    colleague = factories.make_officer(world.city, name="刘处长")
    write(response, colleague)
    write(response, world.alice)

    assert len(letters("waits_for_answer", colleague)) == 1


def test_unread_is_what_the_other_side_wrote_since_one_read(world, response):
    write(response, world.officer, "一")
    write(response, world.officer, "二")
    assert (unread(world.alice, response, from_bureau=True), unread(world.bob, response, from_bureau=True)) == (2, 2)

    messages.read(by=world.alice, messages=thread_of(fresh(response).assignment))

    assert (unread(world.alice, response, from_bureau=True), unread(world.bob, response, from_bureau=True)) == (0, 2)


def test_who_reads_an_earlier_page_again_has_not_unread_anything(world, response):
    first = write(response, world.officer, "一")
    second = write(response, world.officer, "二")
    messages.read(by=world.alice, messages=[first, second])
    messages.read(by=world.alice, messages=[first])

    assert LastRead.objects.get(user=world.alice).message_id == second.pk


def test_a_thread_waits_while_the_operator_has_the_last_word(world, response):
    assert waiting() == []
    write(response, world.alice, "一")
    write(response, world.alice, "二")
    assert waiting() == ["二"]

    write(response, world.officer)
    assert waiting() == []

    write(response, world.alice, "三")
    assert waiting() == ["三"]


def test_a_thank_you_needs_no_answer_and_the_next_question_does(world, response):
    thanks = write(response, world.alice, "谢谢")

    assert messages.spare_answer(message=thanks, by=world.officer, at=NOW)
    assert waiting() == []
    assert messages.spare_answer(message=thanks, by=world.officer, at=NOW) is False
    assert AnswerSpared.objects.count() == 1

    write(response, world.alice, "还有")
    assert waiting() == ["还有"]


def test_what_was_answered_meanwhile_is_not_spared(world, response):
    asked = write(response, world.alice)
    write(response, world.officer)

    assert messages.spare_answer(message=asked, by=world.officer, at=NOW) is False


def test_who_has_not_read_the_last_message_reads_it_first(world, response):
    first = write(response, world.alice, seen=0)
    write(response, world.officer, "含制冷", seen=first.pk)

    colleague = factories.make_officer(world.city, name="刘处长")
    with pytest.raises(messages.WrittenMeanwhile):
        write(response, colleague, "不含制冷", seen=first.pk)

    assert Message.objects.count() == 2


@pytest.mark.parametrize("ending", ["close", "withdraw", "exclude"])
def test_one_may_write_whatever_became_of_the_return(world, response, round, ending):
    if ending == "close":
        rounds.close(by=world.officer, round=round, at=DEADLINE + timedelta(hours=1))
    elif ending == "withdraw":
        course.withdraw(by=world.officer, round=round, reason="误发", at=NOW)
    else:
        rounds.exclude(by=world.officer, assignment=response.assignment, because="重复登记", at=NOW)

    write(response, world.alice, at=DEADLINE + timedelta(hours=2))

    assert waiting() == ["请问口径"]


def test_a_thread_stays_with_the_operator_it_was_led_with(world, response):
    write(response, world.alice, "商业秘密")
    read_before = fresh(response).assignment
    go_over(by=world.officer, assignments=[response.assignment], to=world.charlie_org, at=NOW)

    assert waiting() == []
    assert list(thread_of(fresh(response).assignment)) == []
    assert list(visible_to(world.charlie, Message.objects.all())) == []
    with pytest.raises(messages.OfAnotherOperator):
        before = Assignment(pk=read_before.pk, organisation=world.alice_org)
        messages.write(assignment=before, by=world.alice, text="还在吗", from_bureau=False, at=NOW)
    write(response, world.charlie, "新的")
    assert waiting() == ["新的"]


def test_who_may_see_the_return_sees_its_thread(world, response):
    write(response, world.alice)
    cast = ("alice", "bob", "charlie", "nobody", "officer", "district_officer", "stranger_officer")

    seen = [name for name in cast if visible_to(getattr(world, name), Message.objects.all()).exists()]

    assert seen == ["alice", "bob", "officer", "district_officer"]


@pytest.mark.parametrize(
    ("share", "sees"),
    [("theirs", True), ("another", False), ("section", False)],
)
def test_a_colleague_with_a_part_sees_the_threads_of_the_returns_he_sees(world, response, share, sees):
    site = fresh(response).assignment.facility_id
    part = {
        "theirs": {"facilities": [str(site)]},
        "another": {"facilities": [str(world.alice_org.pk)]},
        "section": {"sections": ["mining_2021/electricity"]},
    }
    Membership.objects.filter(user=world.bob).update(**part[share])
    write(response, world.alice)

    assert visible_to(world.bob, Message.objects.all()).exists() == sees
    assert visible_to(world.bob, Assignment.objects.all()).exists() == sees
