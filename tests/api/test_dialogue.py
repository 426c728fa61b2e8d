"""After submitting: a program sees why answers were sent back, replies, asks for more time and reads what came of it."""

import uuid
from datetime import datetime, timedelta

import pytest

from surveys.accounts.models import Act
from surveys.models import LastRead, Message, Request, Revision
from surveys.responses.dialogue.messages import write
from surveys.responses.dialogue.requests import Ruling, answer
from surveys.responses.review import accept, send_back
from surveys.rounds.models import Round
from tests.api.caller import Program, a_key, errors_of, kind_of
from tests.responses.stories import draft_of, fill_in


def at(response, noun):
    return f"assignments/{response.assignment_id}/{noun}"


@pytest.fixture
def sent_back(world, program, ready, now):
    """With a note and one remark, for ten hours later than the round's deadline."""
    program.submit(ready.assignment_id, draft_of(ready).version)
    send_back(
        revision=Revision.objects.get(), by=world.officer, note="请核对用电量", remarks={"total_kwh": "与上期相差较大"},
        new_deadline=(now + timedelta(hours=30)).replace(microsecond=0),
    )  # fmt: skip
    return ready


# --- why it was sent back ------------------------------------------------------------------------------------------


def test_it_says_why_by_whom_until_when_and_on_which_answer(program, sent_back, now):
    told = program.get(at(sent_back, "remarks")).json()

    assert (told["sent_back"]["note"], told["sent_back"]["revision"]) == ("请核对用电量", 1)
    assert datetime.fromisoformat(told["sent_back"]["deadline"]) == (now + timedelta(hours=30)).replace(microsecond=0)
    assert told["sent_back"]["deadline"].endswith("+08:00")
    (remark,) = told["remarks"]
    assert (remark["question"], remark["path"], remark["text"]) == ("total_kwh", "/answers/total_kwh", "与上期相差较大")
    assert remark["reply"] == ""
    assert told["draft_version"] == draft_of(sent_back).version


def test_a_reply_goes_with_the_submission_and_stays_in_the_draft(program, sent_back):
    told = program.get(at(sent_back, "remarks")).json()
    key, version, once = told["remarks"][0]["key"], told["draft_version"], uuid.uuid4()

    first, again = (
        program.submit(sent_back.assignment_id, version, key=once, reasons={key: "新增机柜"}) for _ in range(2)
    )
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert Revision.objects.get(number=2).reasons[key] == "新增机柜"
    assert draft_of(sent_back).reasons[key] == "新增机柜"
    assert program.get(at(sent_back, "remarks")).json()["sent_back"] is None
    assert program.get(f"assignments/{sent_back.assignment_id}").json()["has_unsent_changes"] is False


def test_a_reply_that_stands_in_the_draft_is_told(program, sent_back):
    told = program.get(at(sent_back, "remarks")).json()
    key = told["remarks"][0]["key"]
    program.patch(at(sent_back, "draft"), {"version": told["draft_version"], "reasons": {key: "新增机柜"}})

    assert program.get(at(sent_back, "remarks")).json()["remarks"][0]["reply"] == "新增机柜"


def test_where_the_submission_fails_its_replies_are_not_kept_either(world, program, sent_back):
    key = program.get(at(sent_back, "remarks")).json()["remarks"][0]["key"]
    fill_in(sent_back, world.alice, at=None, total_kwh=None)
    version = draft_of(sent_back).version

    answer = program.submit(sent_back.assignment_id, version, reasons={key: "x"})
    assert kind_of(answer) == (422, "not-ready")
    assert (draft_of(sent_back).version, key in draft_of(sent_back).reasons) == (version, False)


def test_replies_to_a_draft_that_was_not_read_are_not_taken(world, program, sent_back):
    told = program.get(at(sent_back, "remarks")).json()
    fill_in(sent_back, world.bob, at=None, remarks={"typed": "Bob"})
    reasons = {told["remarks"][0]["key"]: "x"}

    answer = program.submit(sent_back.assignment_id, told["draft_version"], reasons=reasons)
    assert kind_of(answer) == (409, "changed-meanwhile")
    assert draft_of(sent_back).reasons.keys().isdisjoint(reasons)


def test_a_soft_finding_is_explained_with_the_submission_too(world, program, ready):
    """Which without its reason would stand in the way."""
    fill_in(ready, world.alice, at=None, total_kwh={"typed": "60,000,000", "unit": "kWh"})
    version = draft_of(ready).version
    refused = program.submit(ready.assignment_id, version)
    reasons = {one["key"]: "新建园区" for one in refused.json()["findings"] if one["severity"] == "soft"}

    assert kind_of(refused) == (422, "not-ready") and reasons
    assert program.submit(ready.assignment_id, version, reasons=reasons).status_code == 201


def test_a_reason_under_a_name_that_nobody_asked_is_refused(program, ready):
    answer = program.submit(ready.assignment_id, draft_of(ready).version, reasons={"nonsense": "x"})

    assert list(errors_of(answer)) == ["/reasons/nonsense"]


def test_before_and_after_nothing_is_remarked(world, program, ready):
    nothing = {"sent_back": None, "draft_version": draft_of(ready).version, "remarks": []}
    assert program.get(at(ready, "remarks")).json() == nothing
    program.submit(ready.assignment_id, draft_of(ready).version)

    accept(revision=Revision.objects.get(), by=world.officer)
    assert program.get(at(ready, "remarks")).json() == nothing


# --- more time -----------------------------------------------------------------------------------------------------


def ask(program, response, key=None, **body):
    return program.post(at(response, "requests"), body, **{"Idempotency-Key": str(key or uuid.uuid4())})


@pytest.fixture
def later(now):
    return (now + timedelta(hours=40)).isoformat()


def test_more_time_is_asked_for_and_granted(world, program, response, later):
    assert program.get(at(response, "requests")).json() == {"items": [], "may_ask": "extension"}
    made = ask(program, response, reason="停电", until=later)
    assert (made.status_code, made.json()["state"], made.json()["asked_by"]) == (201, "waiting", "Alice")
    assert program.get(at(response, "requests")).json() == {"items": [made.json()], "may_ask": None}

    answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(True, answer="同意"))
    (told,) = program.get(at(response, "requests")).json()["items"]
    assert (told["state"], told["answer"], told["deadline"]) == ("granted", "同意", told["until"])
    assert program.get(f"assignments/{response.assignment_id}").json()["deadline"] == told["deadline"]


def test_a_refusal_has_its_word(world, program, response, later):
    ask(program, response, reason="停电", until=later)
    answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(False, answer="请按时报送"))

    (told,) = program.get(at(response, "requests")).json()["items"]
    assert (told["state"], told["answer"], told["deadline"]) == ("refused", "请按时报送", None)


def test_the_same_key_asks_once(program, response, later):
    key = uuid.uuid4()
    first, second = (ask(program, response, key=key, reason="停电", until=later) for _ in range(2))

    assert (first.status_code, second.status_code, second.json()) == (201, 200, first.json())
    assert kind_of(ask(program, response, key=key, reason="别的", until=later)) == (409, "key-used-before")
    assert Request.objects.count() == 1


def test_a_key_of_somebody_else_gives_nothing_away(world, program, round, response, later):
    key = uuid.uuid4()
    ask(program, response, key=key, reason="停电", until=later)
    other = Program(a_key(world.charlie_org, world.charlie))
    theirs = other.get("assignments").json()["items"][0]["id"]

    refused = other.post(
        f"assignments/{theirs}/requests", {"reason": "停电", "until": later}, **{"Idempotency-Key": str(key)}
    )
    assert kind_of(refused) == (409, "key-used-before")
    assert world.alice_org.name not in refused.content.decode()


def test_one_waits_at_a_time_and_is_taken_back(program, response, later):
    first = ask(program, response, reason="停电", until=later).json()
    assert kind_of(ask(program, response, reason="停电", until=later)) == (409, "not-possible-now")

    taken = [program.post(f"requests/{first['id']}/withdrawal", {}) for _ in range(2)]
    assert [(one.status_code, one.json()["state"]) for one in taken] == [(200, "withdrawn")] * 2
    assert ask(program, response, reason="停电", until=later).status_code == 201


def test_what_was_answered_is_not_taken_back(world, program, response, later):
    made = ask(program, response, reason="停电", until=later).json()
    answer(requests=Request.objects.all(), by=world.officer, ruling=Ruling(False, answer="不同意"))

    assert kind_of(program.post(f"requests/{made['id']}/withdrawal", {})) == (409, "not-possible-now")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"reason": "停电"}, "/until"),
        ({"reason": "停电", "until": "2021-04-28T12:00:00+08:00"}, "/until"),
        ({"reason": "停电", "until": "2999-04-28T12:00:00"}, "/until"),
        ({"reason": "停电", "until": "tomorrow"}, "/until"),
        ({"reason": "停电", "until": "9999-12-31T23:59:59-12:00"}, "/until"),
        ({"reason": "停电", "until": "0001-01-01T00:00:00+08:00"}, "/until"),
        ({"reason": " ", "until": "2999-04-28T12:00:00+08:00"}, "/reason"),
        ({"until": "2999-04-28T12:00:00+08:00"}, "/reason"),
    ],
)
def test_what_is_wrong_in_a_request_is_named(program, response, body, place):
    assert list(errors_of(ask(program, response, **body))) == [place]
    assert not Request.objects.exists()


def test_after_the_closing_it_is_to_be_opened_again_and_says_no_time(world, program, response, now):
    Round.objects.update(deadline=now - timedelta(hours=1), closed_at=now)

    assert program.get(at(response, "requests")).json()["may_ask"] == "reopening"
    made = ask(program, response, reason="数据有误")
    assert (made.status_code, made.json()["kind"], made.json()["until"]) == (201, "reopening", None)


def test_of_a_round_that_was_withdrawn_nothing_is_asked(program, response, now):
    Round.objects.update(withdrawn_at=now)

    assert program.get(at(response, "requests")).json()["may_ask"] is None
    assert kind_of(ask(program, response, reason="数据有误")) == (409, "not-possible-now")


def test_asking_takes_a_key_that_may_submit(world, program, response, later):
    made = ask(program, response, reason="停电", until=later).json()
    answering = Program(a_key(world.alice_org, world.alice, act=Act.ANSWER))

    assert kind_of(ask(answering, response, reason="停电", until=later)) == (403, "not-allowed")
    assert kind_of(answering.post(f"requests/{made['id']}/withdrawal", {})) == (403, "not-allowed")


def test_a_key_for_other_data_centers_sees_no_request(world, program, response, later):
    made = ask(program, response, reason="停电", until=later).json()
    narrow = Program(a_key(world.alice_org, world.alice, facilities=[]))

    assert kind_of(narrow.post(f"requests/{made['id']}/withdrawal", {})) == (404, "not-found")
    assert kind_of(narrow.get(at(response, "requests"))) == (404, "not-found")


# --- messages ------------------------------------------------------------------------------------------------------


def test_a_program_reads_the_thread_and_writes_once(world, program, response):
    assert program.get(at(response, "messages")).json() == {"items": []}
    body = {"text": "口径是否含制冷？", "seen": 0}
    made, again = (program.post(at(response, "messages"), body) for _ in range(2))
    assert (made.status_code, kind_of(again)) == (201, (409, "changed-meanwhile"))
    write(assignment=response.assignment, by=world.officer, text="含制冷。", from_bureau=True)

    items = program.get(at(response, "messages")).json()["items"]
    assert [(one["from_bureau"], one["by"], one["text"]) for one in items] == [
        (False, "Alice", "口径是否含制冷？"), (True, world.city.name_en, "含制冷。"),
    ]  # fmt: skip
    assert world.officer.name not in str(items)
    assert program.post(at(response, "messages"), {"text": "谢谢", "seen": items[-1]["id"]}).status_code == 201


def test_what_a_program_fetched_stays_unread_for_people(world, program, response):
    write(assignment=response.assignment, by=world.officer, text="请核对", from_bureau=True)
    program.get(at(response, "messages"))

    assert not LastRead.objects.filter(user=world.alice).exists()


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"text": " \n", "seen": 0}, "/text"),
        ({"text": "x" * 5001, "seen": 0}, "/text"),
        ({"text": "a\u0000b", "seen": 0}, "/text"),
        ({"text": "x"}, "/seen"),
        ({"text": "x", "seen": -1}, "/seen"),
    ],
)
def test_what_is_wrong_in_a_message_is_named(program, response, body, place):
    assert list(errors_of(program.post(at(response, "messages"), body))) == [place]
    assert not Message.objects.exists()


@pytest.mark.parametrize("noun", ["remarks", "requests", "messages"])
def test_others_find_nothing_there(world, sent_back, noun):
    foreign = Program(a_key(world.charlie_org, world.charlie))

    assert kind_of(foreign.get(at(sent_back, noun))) == (404, "not-found")
