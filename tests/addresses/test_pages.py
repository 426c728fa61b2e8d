"""Every page × every role × every owner, generated from the URL table: what is not theirs does not exist for them.

Who may see what is decided here a second time, by the cast's biography and not by accounts/access.py. A new word before a
key must be introduced in things.py.
"""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses.browsing import signed_in, text_of
from tests.addresses.people import CANARY
from tests.addresses.table import OURS, WORDS

OPERATORS = {"alice", "charlie", "tianjin", "alice's, another site", "alice's, one section"}


def exists_for(side, owner, address, things):
    """Whether what this address points at exists for a person of this side, if it belongs to that owner."""
    nouns = set(address.nouns(things))
    if side == "alice's, one section":
        of_the_round = {"portal:round", "portal:round_calendar"}
        shared = of_the_round | ({"portal:assignment", "portal:assignment_calendar"} if owner == "alice" else set())
        return address.name in shared and owner != "tianjin"
    if address.name.startswith("portal:"):
        if nouns == {"rounds"}:  # Alice and Charlie are in the same round
            return side in ({"alice", "charlie"} if owner != "tianjin" else {"tianjin"})
        return side == owner
    if address.name.startswith("bureau:"):
        if side == "district":
            shared = {
                "rounds",
                "exports",
                "notices",
                "returned",
                "versions",
                "questionnaires",
                "authorities",
                "amendments",
            }
            of_the_whole_city = nouns <= shared
            return owner == "alice" or (owner == "charlie" and of_the_whole_city)
        return (side == "city" and owner != "tianjin") or (side == "tianjin-bureau" and owner == "tianjin")
    return True


def requests(client, path):
    yield "GET", client.get(path)
    yield "POST", client.post(path, {"once_key": str(uuid.uuid4())})


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_the_word_before_every_key_is_known(address, cast):
    things = cast[0]["alice"]

    assert [key for key, word in address.keys if word not in things and key not in WORDS] == []


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_nobody_comes_in_without_signing_in(address, cast):
    for method, answer in requests(Client(), address.path(cast[0]["alice"])):
        assert answer.status_code in (302, 405), method
        assert answer.status_code == 405 or answer.url.startswith(reverse("account_login")), method


@pytest.mark.parametrize("address", [a for a in OURS if ":" in a.name], ids=lambda address: address.name)
def test_what_is_not_theirs_does_not_exist_for_them(address, cast):
    things_by_owner, people = cast
    leaks = []
    for role, (user, side) in people.items():
        client = signed_in(user)
        for owner, things in things_by_owner.items():
            known = exists_for(side, owner, address, things)
            for method, answer in requests(client, address.path(things)):
                refused = {404, 405} if side != owner else {403, 404, 405}  # their own, but on the officers' pages
                wrong = answer.status_code >= 500 or (
                    not known and address.nouns(things) and answer.status_code not in refused
                )
                canary = CANARY in text_of(answer) and side in ("alice", "tianjin", "tianjin-bureau", "")
                if wrong or canary:
                    leaks.append((role, owner, method, answer.status_code, canary))
    assert leaks == []


@pytest.mark.parametrize("address", [a for a in OURS if ":" in a.name], ids=lambda address: address.name)
def test_each_side_has_its_own_pages(address, cast):
    """Operators never get an officer's page, officers never an operator's, and who is neither gets none of them."""
    things_by_owner, people = cast
    own = {"bureau": {"city", "district", "tianjin-bureau"}, "portal": OPERATORS}
    side_of_page = address.name.split(":")[0]
    wrong = []
    for role, (user, side) in people.items():
        if side not in own.get(side_of_page, {side}):
            answer = signed_in(user).get(address.path(things_by_owner["alice"]))
            if answer.status_code not in (403, 404, 405):
                wrong.append((role, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("address", [a for a in OURS if a.keys and ":" in a.name], ids=lambda address: address.name)
def test_what_is_foreign_and_what_is_absent_look_the_same(address, cast):
    things_by_owner, people = cast
    absent = dict.fromkeys(things_by_owner["tianjin"], uuid.uuid4())
    if not address.nouns(absent):
        return  # it points at nothing that could be foreign
    client = signed_in(people["alice"][0])

    foreign, missing = (client.get(address.path(things)) for things in (things_by_owner["tianjin"], absent))

    assert (foreign.status_code, missing.status_code) in {(404, 404), (405, 405)}
