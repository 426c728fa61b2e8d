"""The same of the API, by keys: every endpoint × every kind of key × every owner."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.accounts.keys.requests import forget_lots
from surveys.accounts.models import Act
from tests.addresses.browsing import signed_in, text_of
from tests.addresses.people import CANARY
from tests.addresses.table import ENDPOINTS
from tests.api.caller import Program, a_key

DECLARED = {"declared_by": {"name": "A", "position": "B"}, "declaration": True}
BODIES = {
    "api:draft": {"version": 0},
    "api:revisions": DECLARED | {"version": 0},
    "api:nil_return": DECLARED,
    "api:confirmation": {"stamp": ""},
    "api:messages": {"text": "x", "seen": 0},
    "api:ready": {"version": 0},
    "api:requests": {"reason": "x", "until": "2999-12-31T00:00:00Z"},
}
"""What an endpoint takes beside an empty object, so that it comes to look for the row."""


TAKES_FILES = {"api:attachments", "api:workbook", "api:workbook_validation", "api:marked_workbook"}


def calls(program, address, things):
    path = address.path(things)
    yield "GET", program.client.get(path)
    if address.name in TAKES_FILES:
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
        yield "POST", program.client.post(path, {"question": "evidence", "file": file})
        return
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    body = json.dumps(BODIES.get(address.name, {}))
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        yield method, program.client.generic(method, path, body, "application/json", headers=headers)


@pytest.fixture
def programs(cast, settings):
    """A key for each act of each operator, one for no data center of Alice's, and one that an officer has made."""
    settings.API_REQUESTS_PER_MINUTE = 1000
    forget_lots()
    people = cast[1]
    owners = {
        owner: people[name][0] for owner, name in (("alice", "alice"), ("charlie", "charlie"), ("tianjin", "teresa"))
    }
    bodies = {owner: user.memberships.get().organisation for owner, user in owners.items()}
    made = {(owner, act): Program(a_key(bodies[owner], user, act)) for owner, user in owners.items() for act in Act}
    made["", "narrow"] = Program(a_key(bodies["alice"], owners["alice"], facilities=[]))
    made["", "officer"] = Program(a_key(bodies["alice"], people["survey_manager"][0]))
    made["", "contributor"] = Program(a_key(bodies["alice"], people["bob"][0]))
    return made


@pytest.mark.parametrize("address", ENDPOINTS, ids=lambda address: address.name)
def test_no_endpoint_answers_without_a_key_whoever_is_signed_in(address, cast):
    things_by_owner, people = cast
    for user, _side in people.values():
        client = signed_in(user)
        for answer in (
            client.get(address.path(things_by_owner["alice"])),
            client.post(address.path(things_by_owner["alice"])),
        ):
            assert answer.status_code in (401, 405)


@pytest.mark.parametrize("address", ENDPOINTS, ids=lambda address: address.name)
def test_no_key_reaches_what_is_not_theirs(address, cast, programs):
    wrong = []
    for (owner, act), program in programs.items():
        closed = {401} if act in ("officer", "contributor") else {403, 404}  # not for this act, or not there at all
        for other, things in cast[0].items():
            for method, answer in calls(program, address, things):
                is_foreign = other != owner and bool(address.nouns(things))
                refused = answer.status_code in closed | {401, 405} if is_foreign else answer.status_code < 500
                # Both are in the same round, where each has data of its own.
                same_round = set(address.nouns(things)) == {"rounds"} and {owner, other} == {"alice", "charlie"}
                leaks = CANARY in text_of(answer) and owner != "charlie"
                if not (refused or same_round) or leaks:
                    wrong.append((owner, act, other, method, answer.status_code, leaks))
    assert wrong == []


@pytest.mark.parametrize("address", ENDPOINTS, ids=lambda address: address.name)
def test_everybody_reaches_what_is_theirs(address, cast, programs):
    things_by_owner, _people = cast
    for owner in ("alice", "charlie", "tianjin"):
        answers = [answer for _, answer in calls(programs[owner, Act.SUBMIT], address, things_by_owner[owner])]
        assert all(map(text_of, answers))  # which closes the files
        assert not {answer.status_code for answer in answers} <= {401, 403, 404, 405, 415}, owner


@pytest.mark.parametrize("address", [a for a in ENDPOINTS if a.keys], ids=lambda address: address.name)
def test_a_program_cannot_tell_what_is_foreign_from_what_is_absent(address, cast, programs):
    things_by_owner, _people = cast
    absent = dict.fromkeys(things_by_owner["tianjin"], uuid.uuid4())
    program = programs["alice", Act.SUBMIT]

    foreign, missing = (
        [(answer.status_code, answer.content) for _, answer in calls(program, address, things)]
        for things in (things_by_owner["tianjin"], absent)
    )

    assert foreign == missing
