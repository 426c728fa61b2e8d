"""Where a return takes two people: a program marks it as ready, and a person signs it on the page."""

import uuid

import pytest
from django.urls import reverse

from surveys.accounts.models import Act
from surveys.models import Notice, Preparation, Revision
from surveys.responses.signing.actions import send_back_to_preparer
from surveys.rounds.models import Round
from tests import factories
from tests.api.caller import Program, a_key, errors_of, kind_of
from tests.portal.declaring import declare
from tests.portal.visitor import Visitor
from tests.responses.stories import draft_of, fill_in


@pytest.fixture
def dora(world):
    return factories.make_operator(world.alice_org, name="Dora")


@pytest.fixture
def in_two(world, dora, ready):
    """Alice's program has filled everything in; Dora may sign."""
    type(world.alice_org).objects.filter(pk=world.alice_org.pk).update(two_persons=True)
    return ready


def address(response):
    return f"assignments/{response.assignment_id}/ready"


def mark(program, response, key=None, **body):
    body = body or {"version": draft_of(response).version}
    return program.post(address(response), body, **{"Idempotency-Key": str(key or uuid.uuid4())})


def page_of(response, page="check"):
    return reverse(f"portal:{page}", args=[response.assignment_id])


def test_a_program_prepares_and_a_person_signs(world, program, dora, in_two):
    answer = mark(program, in_two)

    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["takes_two"], found["is_ready"], found["signers"], found["sent_back"]) == (True, True, ["Dora"], None)
    assert found["marked"] | {"at": ""} == {"version": draft_of(in_two).version, "nil": False, "at": "", "by": "Alice"}
    assert found["page"].endswith(page_of(in_two))
    assert program.get(address(in_two)).json() == found
    assert Notice.objects.filter(kind="to_sign", to_email=dora.email).count() == 1

    signer = Visitor(dora).open(page_of(in_two))
    signer.form = next(form for form in signer.page.forms if (form.get("action") or "").endswith(page_of(in_two)))
    declare(signer, "")
    assert Revision.objects.get().submitted_by == dora
    assert program.get(address(in_two)).json()["is_ready"] is False


@pytest.mark.parametrize("marked", [False, True])
def test_no_key_signs_not_even_that_of_a_signer(world, dora, program, in_two, marked):
    if marked:
        mark(program, in_two)
    of_signer = Program(a_key(world.alice_org, dora))
    answer = of_signer.submit(in_two.assignment_id, draft_of(in_two).version)

    assert kind_of(answer) == (409, "needs-signature")
    assert answer.json()["page"].endswith(page_of(in_two))
    assert answer.json()["page"] in answer.json()["detail"]
    assert "Dora" in answer.json()["detail"] and "Alice" not in answer.json()["detail"]
    assert ("Mark it as ready first" in answer.json()["detail"]) is not marked
    assert not Revision.objects.exists()


def test_what_a_key_submitted_before_two_were_demanded_is_told_again(world, program, ready):
    key = uuid.uuid4()
    first = program.submit(ready.assignment_id, draft_of(ready).version, key=key)
    Round.objects.update(two_persons=True)

    again = program.submit(ready.assignment_id, draft_of(ready).version, key=key)
    assert (again.status_code, again.json()) == (200, first.json())


def test_the_same_key_marks_once_also_after_a_signer_sent_it_back(world, program, dora, in_two):
    key = uuid.uuid4()
    first, second = (mark(program, in_two, key=key) for _ in range(2))
    assert (first.status_code, second.status_code, second.json()) == (201, 200, first.json())
    send_back_to_preparer(response=in_two, by=dora, word="总用电量请核对")

    third = mark(program, in_two, key=key)
    assert (third.status_code, third.json()["is_ready"]) == (200, False)
    assert third.json()["sent_back"]["word"] == "总用电量请核对"
    assert third.json()["sent_back"]["by"] == "Dora"
    assert mark(program, in_two).status_code == 201
    assert Preparation.objects.count() == 2


def test_another_key_for_just_the_same_marks_nothing_more(program, in_two):
    assert [mark(program, in_two).status_code for _ in range(2)] == [201, 200]
    assert Preparation.objects.count() == 1


def test_a_key_that_marked_something_else_is_refused(world, program, in_two):
    key, version = uuid.uuid4(), draft_of(in_two).version
    mark(program, in_two, key=key)
    fill_in(in_two, world.alice, at=None, remarks={"typed": "later"})

    for body in ({"version": version + 1}, {"nil": True}):
        assert kind_of(mark(program, in_two, key=key, **body)) == (409, "key-used-before")


def test_what_is_changed_afterwards_is_marked_anew(world, program, in_two):
    mark(program, in_two)
    fill_in(in_two, world.alice, at=None, remarks={"typed": "later"})

    assert program.get(address(in_two)).json()["is_ready"] is False
    assert mark(program, in_two).status_code == 201


def test_what_was_not_read_is_not_marked(program, in_two):
    assert kind_of(mark(program, in_two, version=draft_of(in_two).version - 1)) == (409, "changed-meanwhile")


def test_what_is_not_whole_is_not_marked_and_it_is_told_why(world, program, in_two):
    fill_in(in_two, world.alice, at=None, total_kwh=None)
    answer = mark(program, in_two)

    assert kind_of(answer) == (422, "not-ready")
    assert "/answers/total_kwh" in {one["path"] for one in answer.json()["findings"]}


def test_a_nil_return_is_marked_and_signed_on_its_own_page(world, program, dora, in_two):
    answer = mark(program, in_two, nil=True)

    assert (answer.status_code, answer.json()["marked"]["nil"]) == (201, True)
    assert answer.json()["page"].endswith(page_of(in_two, "nil"))
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    declared = {"declared_by": {"name": "D", "position": "P"}, "declaration": True}
    refused = program.post(f"assignments/{in_two.assignment_id}/nil-return", declared, **headers)
    assert kind_of(refused) == (409, "needs-signature")
    assert refused.json()["page"].endswith(page_of(in_two, "nil"))


def test_where_one_is_enough_nothing_is_marked(program, ready):
    found = program.get(address(ready)).json()

    assert (found["takes_two"], found["is_ready"], found["marked"], found["signers"]) == (False, False, None, [])
    assert kind_of(mark(program, ready)) == (409, "not-possible-now")


def test_the_list_says_which_take_two(program, in_two):
    assert [one["takes_two"] for one in program.get("assignments").json()["items"]] == [True]


@pytest.mark.parametrize(
    ("body", "place"),
    [({"nil": False}, "/version"), ({"version": None}, "/version"), ({"version": "1"}, "/version"), ({"nil": "yes"}, "/nil")],
)  # fmt: skip
def test_what_is_wrong_in_the_request_is_named(program, in_two, body, place):
    assert list(errors_of(mark(program, in_two, **body))) == [place]


def test_it_takes_an_idempotency_key(program, in_two):
    assert list(errors_of(program.post(address(in_two), {"version": 1}))) == ["Idempotency-Key"]


def test_a_key_that_only_reads_marks_nothing_and_a_contributors_does(world, in_two):
    reading = Program(a_key(world.alice_org, world.alice, act=Act.READ))
    assert kind_of(mark(reading, in_two)) == (403, "not-allowed")
    assert reading.get(address(in_two)).status_code == 200
    answering = Program(a_key(world.alice_org, world.alice, act=Act.ANSWER))
    assert mark(answering, in_two).status_code == 201


def test_others_find_nothing_there(world, in_two):
    foreign = Program(a_key(world.charlie_org, world.charlie))

    assert kind_of(mark(foreign, in_two)) == kind_of(foreign.get(address(in_two))) == (404, "not-found")


def test_after_the_round_is_closed_nothing_is_marked(program, in_two, now):
    Round.objects.update(closed_at=now)
    assert kind_of(mark(program, in_two)) == (409, "closed")
