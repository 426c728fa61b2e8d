import json
from datetime import datetime, timedelta

import jsonschema_rs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.queries import definition_of
from surveys.rounds.actions import extend
from surveys.rounds.models import Round
from tests import factories
from tests.api.caller import errors_of, kind_of
from tests.responses.stories import CLEAN, make_issued_round


def listed(program, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return program.get(f"assignments?{text}").json()


def test_the_list_says_what_is_asked_of_whom_until_when(world, program, round, response):
    (row,) = listed(program)["items"]

    assert row == program.get(f"assignments/{row['id']}").json()
    with translation.override("en"):
        assert row["round"]["title"] == round.title
    assert row["facility"]["code"] == response.assignment.facility.code
    assert (row["state"], row["is_open"], row["is_overdue"], row["draft_version"]) == ("not_started", True, False, 0)
    assert datetime.fromisoformat(row["deadline"]) == round.deadline.replace(microsecond=0)
    assert row["deadline"].endswith("+08:00")
    assert row["form"] == {"code": "CN-BJ-MINING-2021", "version": round.version.number}


def test_the_deadline_is_the_one_in_force(world, program, round, response, now):
    until = (now + timedelta(days=3)).replace(microsecond=0)
    extend(by=world.officer, assignments=[response.assignment], deadline=until, reason="停电")

    assert datetime.fromisoformat(listed(program)["items"][0]["deadline"]) == until


def test_it_is_open_as_long_as_answers_are_taken(program, round, now):
    Round.objects.update(deadline=now - timedelta(hours=1))
    late = listed(program)["items"][0]
    Round.objects.update(closed_at=now)
    closed = listed(program)["items"][0]

    assert (late["is_open"], late["is_overdue"]) == (True, True)
    assert (closed["is_open"], closed["is_overdue"]) == (False, True)


def test_one_asks_for_a_round_a_data_center_a_state(world, program, now):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    code = world.alice_org.facilities.order_by("code").first().code

    assert listed(program)["count"] == 3
    assert listed(program, round=round.pk)["count"] == 3
    assert listed(program, round=world.city.pk)["count"] == 0
    assert [row["facility"]["code"] for row in listed(program, facility=code)["items"]] == [code]
    assert listed(program, state="draft")["count"] == 0


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("state=gone", "state"), ("round=1", "round"), ("page=0", "page"), ("page=x", "page"), ("pages=1", "pages"),
        ("page=1&page=2", "page"), (f"page={10**30}", "page"),
    ],
)  # fmt: skip
def test_a_query_that_makes_no_sense_is_told(program, round, query, name):
    answer = program.get(f"assignments?{query}")

    assert kind_of(answer) == (422, "wrong-content")
    assert list(errors_of(answer)) == [name]


def test_a_long_list_comes_in_pages(world, program, now):
    for _ in range(101):
        factories.make_facility(world.alice_org)
    make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))

    first, second, third = (listed(program, page=page) for page in (1, 2, 3))

    assert [len(one["items"]) for one in (first, second, third)] == [100, 1, 0]
    assert (first["count"], first["pages"], third["page"]) == (101, 2, 3)
    assert len({row["id"] for one in (first, second) for row in one["items"]}) == 101


def test_a_list_asks_no_more_of_the_database_the_longer_it_is(world, program, now, django_assert_max_num_queries):
    make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    listed(program)  # draws the requests that the next ones count down
    with CaptureQueriesContext(connection) as short:
        listed(program)
    for _ in range(30):
        factories.make_facility(world.alice_org)
    make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))

    with django_assert_max_num_queries(len(short)):
        assert listed(program)["count"] > 30


# --- the questionnaire -------------------------------------------------------------------------------------------


def test_the_definition_comes_with_a_tag_by_which_it_is_fetched_once(program, response, round):
    url = f"assignments/{response.assignment_id}/definition"

    first = program.get(url)
    again = program.get(url, **{"if-none-match": f'"x", W/{first.headers["ETag"]}'})
    other = program.get(url, **{"if-none-match": '"x"'})

    assert first.json()["definition"] == round.version.definition
    assert first.headers["ETag"] == f'"{round.version.sha256}"'
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.fixture
def schema(program, response):
    return program.get(f"assignments/{response.assignment_id}/definition").json()["answers"]


def test_the_schema_takes_good_answers(schema):
    jsonschema_rs.meta.validate(schema)
    assert jsonschema_rs.is_valid(schema, {name: _plainly(entry) for name, entry in CLEAN.items()} | {"remarks": None})


def _plainly(entry):
    return json.loads(json.dumps(entry).replace("3,000.5", "3000.5"))


@pytest.mark.parametrize(
    "answers",
    [
        {"total_kwh": {"typed": ""}},
        {"total_kwh": {"typed": 5}},
        {"total_kwh": {"typed": "1e5"}},
        {"total_kwh": {"typed": "5", "unit": "kg"}},
        {"has_mining": {"typed": "maybe"}},
        {"nonsense": None},
        {"responsible": {"typed": "x"}},
        {"business": [{"cells": {}}]},
    ],
)
def test_the_schema_takes_nothing_else(schema, answers):
    assert not jsonschema_rs.is_valid(schema, answers)


def test_what_the_schema_offers_is_read(schema, round, now):
    """Every choice, every unit, and numbers at both ends of the pattern."""
    definition = definition_of(round.version)
    told = []
    for name, shape in schema["properties"].items():
        parts = shape["anyOf"][0].get("properties", {})
        for entry in entries_of(parts, definition.question(name)):
            found = evaluate(definition, {name: entry}, now=now).findings
            told += [(name, entry) for one in found if one.check == "reading" and one.question == name]
    assert told == []


def entries_of(parts, question):
    typed = parts.get("typed", {})
    places = 12 if question.decimals is None else question.decimals
    for text in typed.get("enum", ["9" * 25 + ("." + "9" * places if places else "")] if question.is_number else []):
        yield {"typed": text}
    for unit in parts.get("unit", {}).get("enum", ()):
        yield {"typed": "1", "unit": unit}
