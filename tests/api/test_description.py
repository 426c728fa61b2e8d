"""What the description and its page promise; that the endpoints keep it is tried by tests/services/test_api.py."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver, reverse

from surveys.api.description import operations
from surveys.api.problems import KINDS
from surveys.help import pages
from tests.api.caller import kind_of

CHINESE = re.compile("[一-鿿]")


def described(language="en"):
    return Client(headers={"accept-language": language}).get(reverse("api:schema")).json()


def texts(part, path=()):
    if isinstance(part, list):
        for place, one in enumerate(part):
            yield from texts(one, (*path, place))
    elif isinstance(part, dict):
        for name, one in part.items():
            if name in ("summary", "description") and isinstance(one, str):
                yield (*path, name), one
            if name == "tags":
                yield from (((*path, name), tag) for tag in one)
            yield from texts(one, (*path, name))


def test_it_describes_every_endpoint():
    found = {re.sub("<[a-z]+:([a-z]+)>", r"{\1}", str(one.pattern)) for one in endpoints()}

    assert {path.removeprefix(reverse("api:reference")) for path in described()["paths"]} == found


def endpoints():
    (api,) = [one for one in get_resolver().url_patterns[0].url_patterns if getattr(one, "namespace", "") == "api"]
    return [one for one in api.url_patterns if one.name not in ("reference", "schema", None)]


def test_every_endpoint_asks_for_a_key_and_names_its_refusals():
    for path, method, operation in operations(described()):
        assert operation["security"] == [{"ByKey": []}], path
        assert {"400", "401", "403", "422", "429", "503"} <= operation["responses"].keys(), (method, path)


def types(part):
    if isinstance(part, list):
        for one in part:
            yield from types(one)
    elif isinstance(part, dict):
        told = part.get("type", [])  # of a property that is called so, a shape
        yield from [told] if isinstance(told, str) else told if isinstance(told, list) else ()
        for one in part.values():
            yield from types(one)


def test_no_number_with_a_fraction_goes_either_way():
    assert set(types(described())) == {"object", "array", "string", "integer", "boolean", "null", "http"}


def test_every_text_is_there_in_chinese():
    in_english = [path for path, text in texts(described("zh-CN")) if text and not CHINESE.search(text)]

    assert in_english == []


def test_every_problem_has_its_section_in_the_manual(db):
    ids = {heading.id for heading in pages.page("api", "en").headings}

    assert KINDS.keys() <= ids


def test_the_page_is_drawn_without_scripts_of_its_own_or_anything_from_elsewhere(db):
    answer = Client().get(reverse("api:reference"))
    text = answer.content.decode()

    assert answer.status_code == 200
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for path, method, operation in operations(described("zh-CN")):
        assert f"{method} {path}" in text
        assert operation["summary"] in text
        assert operation["tags"][0] in text
    assert "accepted" in text  # the states that can be asked for


@pytest.mark.parametrize("path", ["nonsense", "assignments/1", "assignments/", "receipts/x/answers", "%00"])
def test_an_address_that_is_none_of_ours_is_a_problem_too(path, db):
    status, kind = kind_of(Client().get(reverse("api:reference") + path))

    assert (status, kind) in {(404, "not-found"), (400, "unreadable")}


@pytest.mark.parametrize("method", ["put", "delete", "options", "trace", "post"])
def test_another_method_is_told_which_there_are(method, program, round):
    answer = getattr(program.client, method)("/api/v1/assignments")

    assert kind_of(answer) == (405, "wrong-method")
    assert answer.headers["Allow"] == "GET"


def test_a_get_where_something_is_only_sent_is_told_so_as_json(program, response):
    answer = program.get(f"assignments/{response.assignment_id}/revisions")

    assert kind_of(answer) == (405, "wrong-method")
    assert answer.headers["Allow"] == "POST"


def test_a_database_out_of_reach_is_told_with_when_to_come_again(program, round):
    def gone(execute, sql, params, many, context):
        raise OperationalError

    program.client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        answer = program.get("assignments")

    assert kind_of(answer) == (503, "out-of-reach")
    assert int(answer.headers["Retry-After"]) > 0
