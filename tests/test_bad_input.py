"""What no browser sends and every scanner does: characters that databases refuse, and numbers out of all bounds."""

import copy
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from surveys.lib.clock import database_now
from tests import factories
from tests.addresses.table import OURS
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of

HOUR = timedelta(hours=1)
NONSENSE = ["\x00", "‮", "'\"><x-canary>", "9" * 400, "-1", "[[[[", "x" * 20_000]
PARAMETERS = (
    "q", "page", "state", "region", "district", "kind", "late", "nil", "findings", "provisional", "next", "language",
    "version",
)  # fmt: skip


@pytest.fixture(scope="module")
def rounds(django_db_setup, django_db_blocker):
    """One long over, in which Alice has begun to answer, and one that runs."""
    with factories.kept_for_a_file(django_db_blocker):
        world, now = factories.make_world(), database_now()
        over, runs = make_issued_round(world), make_issued_round(world, at=now - HOUR, deadline=now + HOUR)
        confirm(over, world.alice_org, world.alice)
        fill_in(response_of(over, world.alice_org), world.alice)
        confirm(runs, world.alice_org, world.alice, at=now)
        yield world, over, runs


@pytest.fixture
def stage(rounds, db):
    world, over, _runs = copy.deepcopy(rounds)
    return world, over, response_of(over, world.alice_org)


@pytest.fixture
def running(rounds, db):
    world, _over, runs = copy.deepcopy(rounds)
    return world, response_of(runs, world.alice_org)


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def things_of(world, round, response):
    return {
        "rounds": round.pk,
        "organisations": world.alice_org.pk,
        "assignments": response.assignment_id,
        "responses": response.pk,
        "facilities": response.assignment.facility_id,
    }


@pytest.mark.parametrize("side", ["bureau", "portal"])
@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: ascii(text[:8]))
def test_nonsense_in_an_address_is_never_our_error(stage, side, nonsense):
    world, round, response = stage
    client = signed_in(world.officer if side == "bureau" else world.alice)
    things = things_of(world, round, response)
    pages = [a for a in OURS if a.name.startswith(side) and all(word in things for _, word in a.keys)]

    answers = {a.name: client.get(a.path(things), dict.fromkeys(PARAMETERS, nonsense)) for a in pages}

    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {}
    assert all(b"<x-canary>" not in answer.content for answer in answers.values() if not answer.streaming)


@pytest.mark.parametrize("name", ["sessionid", "language", "csrftoken", "messages", "of-somebody-else"])
def test_a_null_character_in_a_cookie_is_never_our_error(name, db):
    """Written as cookies write it; PostgreSQL would stumble over it when the session is looked up."""
    client = Client(raise_request_exception=False, headers={"Cookie": f'{name}="\\000aaaaaaaa"'})

    assert [client.get(path).status_code for path in ("/", "/accounts/login/")] == [400, 400]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: ascii(text[:8]))
def test_nonsense_in_every_field_of_a_form_is_never_our_error(stage, nonsense):
    world, _round, response = stage
    visitor = Visitor(world.alice)
    visitor.client.raise_request_exception = False
    page = f"/portal/assignments/{response.assignment_id}/sections/facility/"
    fields = dict(visitor.open(page).values())

    for path in (page, f"{page}autosave/"):
        answer = visitor.client.post(path, dict.fromkeys(fields, nonsense) | {"once_key": str(uuid.uuid4())})
        assert answer.status_code < 500, path
        assert b"<x-canary>" not in answer.content


@pytest.mark.parametrize("verb", ["add", "remove", "duplicate", "attach", "detach", "restore", "continue", "list"])
@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: ascii(text[:8]))
def test_a_button_at_nothing_we_asked_leads_to_a_page_of_ours(running, verb, nonsense):
    world, response = running
    page = f"/portal/assignments/{response.assignment_id}/sections/facility/"
    button = {"act": f"{verb}:{nonsense}:{nonsense}", "once_key": str(uuid.uuid4())}

    answer = signed_in(world.alice).post(page, button)

    assert (answer.status_code, "#f-" in answer.url, len(answer.url) < 200) == (302, False, True)


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: ascii(text[:8]))
@pytest.mark.parametrize(
    "name", ["round_edit", "round_new", "review_send_back", "round_extend", "round_amend", "roster"]
)
def test_nonsense_from_an_officer_is_never_our_error(stage, name, nonsense):
    world, round, response = stage
    things = things_of(world, round, response)
    address = next(a for a in OURS if a.name == f"bureau:{name}")
    fields = ("title_zh", "period_start", "deadline_date", "note", "remark-total_kwh", "date", "time", "reason", "file")

    answer = signed_in(world.officer).post(
        address.path(things), dict.fromkeys(fields, nonsense) | {"once_key": str(uuid.uuid4())}
    )

    assert answer.status_code < 500
