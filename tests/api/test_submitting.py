import json
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.accounts.models import Act
from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.notices.models import Notice
from surveys.receipts.actions import rotate
from surveys.responses.models import Draft, Revision
from surveys.responses.review import accept, send_back
from surveys.rounds.actions import exclude
from surveys.rounds.models import Round
from tests.api.caller import Program, a_key, errors_of, kind_of
from tests.portal.declaring import sent_form
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, draft_of, fill_in, fresh, response_of

DECLARED = {"declared_by": {"name": "Alice", "position": "主任"}, "declaration": True}


def submit(program, response, **more):
    return program.submit(response.assignment_id, draft_of(response).version, **more)


def nil(program, response, key=None, **more):
    headers = {"Idempotency-Key": str(key or uuid.uuid4())}
    return program.post(f"assignments/{response.assignment_id}/nil-return", DECLARED | more, **headers)


def test_submitting_gives_a_receipt(world, program, ready):
    answer = submit(program, ready)

    revision = Revision.objects.get()
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["receipt"] == revision.receipt
    assert made["answers_sha256"] == revision.answers_sha256
    assert (made["declared_by"], made["is_late"], made["is_nil"]) == ("Alice（主任）", False, False)
    assert datetime.fromisoformat(made["submitted_at"]) == revision.submitted_at.replace(microsecond=0)
    assert made["submitted_at"].endswith("+08:00")
    assert revision.submitted_by == world.alice
    assert Event.objects.get(verb="submitted").actor_name == "Alice [ERP]"
    assert Notice.objects.filter(kind="receipt").count() == 1
    assert program.client.get(answer.headers["Location"]).json() == made


def test_the_same_key_gives_the_same_receipt(program, ready):
    key = uuid.uuid4()

    first, second = (submit(program, ready, key=key) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Revision.objects.count() == 1


def test_another_key_for_just_the_same_gives_the_receipt_there_is(program, ready):
    first, second = (submit(program, ready) for _ in range(2))

    assert (second.status_code, second.json()) == (200, first.json())


def test_a_key_that_was_used_for_something_else_is_refused_with_what_it_made(world, program, ready):
    key = uuid.uuid4()
    first = submit(program, ready, key=key)
    fill_in(ready, world.alice, at=None, remarks={"typed": "neu"})

    answer = submit(program, ready, key=key)

    assert kind_of(answer) == (409, "key-used-before")
    assert answer.json()["receipt"] == first.json()


@pytest.mark.parametrize("key", [None, "", "1", "nonsense"])
def test_it_takes_an_idempotency_key(program, ready, key):
    headers = {} if key is None else {"Idempotency-Key": key}
    body = DECLARED | {"version": draft_of(ready).version}

    answer = program.post(f"assignments/{ready.assignment_id}/revisions", body, **headers)

    assert list(errors_of(answer)) == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"declaration": False}, "/declaration"),
        ({"declaration": "true"}, "/declaration"),
        ({"declared_by": {"name": "A"}}, "/declared_by/position"),
        ({"declared_by": {"name": "  ", "position": "B"}}, "/declared_by/name"),
        ({"declared_by": {"name": "A\u0011", "position": "B"}}, "/declared_by/name"),
        ({"declared_by": {"name": "A" * 91, "position": "B"}}, "/declared_by/name"),
        ({"declared_by": {"name": "A", "position": "B", "x": "C"}}, "/declared_by/x"),
    ],
)
def test_a_declaration_is_whole(program, ready, more, path):
    answer = submit(program, ready, **more)

    assert list(errors_of(answer)) == [path]
    assert Revision.objects.count() == 0


def test_what_was_not_read_is_not_declared(world, program, ready):
    version = draft_of(ready).version
    fill_in(ready, world.bob, at=None, remarks={"typed": "Bob"})

    assert kind_of(program.submit(ready.assignment_id, version)) == (409, "changed-meanwhile")
    assert submit(program, ready).status_code == 201


def test_whoever_changes_what_waits_for_review_says_why(world, program, ready):
    first = submit(program, ready).json()
    key = uuid.uuid4()
    fill_in(ready, world.alice, at=None, remarks={"typed": "neu"})

    silent, said, again = (
        submit(program, ready, key=key, **more) for more in ({}, {"because": "漏报"}, {"because": "漏报"})
    )

    assert list(errors_of(silent)) == ["/because"]
    assert (first["changed_because"], said.json()["changed_because"]) == ("", "漏报")
    assert (said.status_code, again.status_code, said.json()["revision"]) == (201, 200, 2)


def test_a_remark_is_replied_to_under_its_key(world, program, ready, now):
    submit(program, ready)
    send_back(
        revision=Revision.objects.get(), by=world.officer, note="请核对", remarks={"total_kwh": "与上期相差较大"},
        new_deadline=now + timedelta(hours=30),
    )  # fmt: skip
    address = f"assignments/{ready.assignment_id}/draft"

    draft = program.get(address).json()
    (remark,) = draft["remarks"]
    program.patch(address, {"version": draft["version"], "reasons": {remark["key"]: "新增机柜"}})
    made = submit(program, ready)

    assert (remark["question"], remark["text"]) == ("total_kwh", "与上期相差较大")
    assert made.status_code == 201
    assert Revision.objects.get(number=2).reasons[remark["key"]] == "新增机柜"
    assert program.get(address).json()["remarks"] == []


def test_the_organisations_data_are_compared_where_their_stamp_is_given(world, program, round, ready, now):
    url = f"rounds/{round.pk}/confirmation"
    stamp = program.get(url).json()["stamp"]
    confirm(round, world.alice_org, world.bob, at=now + timedelta(seconds=1))

    assert kind_of(submit(program, ready, confirmation=stamp)) == (409, "changed-meanwhile")
    assert submit(program, ready, confirmation=program.get(url).json()["stamp"]).status_code == 201


def test_what_blocks_is_told_with_its_paths(program, response):
    program.patch(f"assignments/{response.assignment_id}/draft", {"version": 0})

    answer = program.submit(response.assignment_id, 0)

    assert kind_of(answer) == (422, "not-ready")
    found = {(one["scope"], one["path"]) for one in answer.json()["findings"]}
    assert {("unit", "/answers/total_kwh"), ("organisation", "/answers/responsible")} <= found
    assert all(one["blocks"] for one in answer.json()["findings"])


def test_late_is_told_and_not_refused(program, ready, now):
    Round.objects.update(deadline=now - timedelta(hours=1))

    answer = submit(program, ready)

    assert (answer.status_code, answer.json()["is_late"]) == (201, True)


def test_a_closed_round_takes_nothing(program, ready, now):
    Round.objects.update(deadline=now, closed_at=now)

    assert kind_of(submit(program, ready)) == (409, "closed")


def test_a_unit_that_was_taken_out_takes_nothing(world, program, ready):
    exclude(by=world.officer, assignment=ready.assignment, because="重复登记")

    assert kind_of(submit(program, ready)) == (409, "closed")


def test_accepted_answers_are_not_submitted_again(world, program, ready):
    submit(program, ready)
    accept(revision=Revision.objects.get(), by=world.officer)
    Draft.objects.filter(response=ready).update(reasons={"E13:total_kwh": "x"}, answers={})

    assert kind_of(submit(program, ready))[0] == 409


def test_what_was_sent_back_is_corrected_and_submitted_as_revision_two(world, program, ready, now):
    submit(program, ready)
    send_back(
        revision=Revision.objects.get(), by=world.officer, note="请核对", remarks={"total_kwh": "请核对"},
        new_deadline=now + timedelta(hours=30),
    )  # fmt: skip
    version = draft_of(ready).version
    address = f"assignments/{ready.assignment_id}"
    program.patch(f"{address}/draft", {"version": version, "answers": {"remarks": {"typed": "已核对"}}})

    answer = submit(program, ready)
    listed = program.get(f"{address}/receipts").json()

    assert (answer.status_code, answer.json()["revision"]) == (201, 2)
    assert [one["revision"] for one in listed] == [1, 2]
    assert listed[1] == answer.json()


def test_the_answers_that_were_submitted_hash_to_what_the_receipt_says(program, ready):
    made = submit(program, ready).json()

    answers = program.get(f"receipts/{made['id']}/answers")

    assert canonical_sha256(json.loads(answers.content)) == made["answers_sha256"]


def test_a_contributor_has_no_key_that_submits_what_he_may_not(world, ready):
    program = Program(a_key(world.alice_org, world.alice, Act.ANSWER))

    assert kind_of(submit(program, ready)) == (403, "not-allowed")


# --- nil returns -------------------------------------------------------------------------------------------------


def test_a_nil_return_counts_as_a_response(world, program, round, response, now):
    confirm(round, world.alice_org, world.alice, at=now)
    key = uuid.uuid4()

    first, again = (nil(program, response, key) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["is_nil"] and first.json() == again.json()
    assert fresh(response).state == "submitted"


def test_a_nil_return_gives_the_figures_that_are_asked_with_it(world, program, round, response, now):
    confirm(round, world.alice_org, world.alice, at=now)
    Round.objects.update(nil_gives_figures=True)

    without = nil(program, response)
    figures = {"total_kwh": {"typed": "3000", "unit": "kWh"}, "total_method": {"typed": "bill"}}
    business = [{"row": "a", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "100"}}}]
    given = nil(program, response, answers=figures | {"business": business})

    assert kind_of(without) == (422, "not-ready")
    assert "/answers/total_kwh" in {one["path"] for one in without.json()["findings"]}
    assert given.status_code == 201, given.content
    assert Revision.objects.get().answers["answers"]["total_kwh"]["value"] == "3000"


def test_what_a_nil_return_does_not_ask_is_not_taken_with_it(world, program, round, response, now):
    confirm(round, world.alice_org, world.alice, at=now)

    assert kind_of(nil(program, response, answers={"nonsense": None})) == (422, "wrong-content")
    assert nil(program, response, answers={"remarks": {"typed": "x"}}).status_code == 201
    assert "remarks" not in Revision.objects.get().answers["answers"]


# --- what it costs -----------------------------------------------------------------------------------------------


def statements(deed):
    with CaptureQueriesContext(connection) as captured:
        deed()
    return [one["sql"] for one in captured.captured_queries]


def test_submitting_by_program_takes_no_more_statements_than_on_the_page(world, program, round, ready, now):
    confirm(round, world.charlie_org, world.charlie, at=now)
    other = response_of(round, world.charlie_org)
    fill_in(other, world.charlie, at=now, address={"typed": "示范路2号"})
    page = f"/portal/assignments/{other.assignment_id}/check/"
    charlie = Visitor(world.charlie)
    form, version = sent_form(charlie.open(page)), draft_of(ready).version
    program.get("assignments")  # its first use is noted once

    by_program = statements(lambda: program.submit(ready.assignment_id, version))
    on_page = statements(lambda: charlie.client.post(page, form))

    assert Revision.objects.count() == 2
    assert len(by_program) <= len(on_page)


def test_the_signed_receipt_is_the_one_of_the_page(world, program, ready, now, settings, tmp_path):
    made = submit(program, ready).json()
    settings.DATA_DIR = tmp_path / "there"
    rotate(world.city, at=now)
    settings.DATA_DIR = tmp_path / "not there"
    without_key = program.get(f"receipts/{made['id']}/signed")
    settings.DATA_DIR = tmp_path / "there"

    by_program = program.get(f"receipts/{made['id']}/signed")
    on_page = Visitor(world.alice).client.get(reverse("portal:signed_receipt", args=[made["id"]]))

    assert kind_of(without_key) == (404, "not-found")
    assert (by_program.status_code, by_program.content) == (200, on_page.content)


def test_what_takes_two_people_is_not_submitted_by_one_program(world, program, ready):
    type(world.alice_org).objects.filter(pk=world.alice_org.pk).update(two_persons=True)

    answers = submit(program, ready), nil(program, ready)

    assert [kind_of(answer) for answer in answers] == [(409, "needs-signature")] * 2
    assert not Revision.objects.exists()
