"""The OpenAPI description of the endpoints, in the language that is active: each answer there may be, and its texts."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from surveys.api.door import door
from surveys.api.problems import CONTENT_TYPE, KINDS
from surveys.api.shapes import ProblemOut

Schema = dict[str, object]
ALWAYS = (400, 401, 403, 422, 429, 503)
REFERENCE = "#/components/schemas/"
TOLD = ("summary", "description", "tags")
GOOD = {
    200: gettext_noop("Done, or nothing more to do."),
    201: gettext_noop("Made."),
    304: gettext_noop("Still the same."),
}
HEADERS = {
    429: {"Retry-After": {"schema": {"type": "integer"}}},
    503: {"Retry-After": {"schema": {"type": "integer"}}},
}


def description() -> Schema:
    return _description(get_language() or settings.LANGUAGE_CODE)


@cache
def _description(language: str) -> Schema:
    made: Schema = dict(door.get_openapi_schema(path_prefix=reverse("api:reference")))
    _add_problems(made)
    for path, _method, operation in operations(made):
        _complete(operation, path)
    found = _in_language(made)
    assert isinstance(found, dict)
    title = gettext("Surveys of data centers: the API for programs")
    return found | {"servers": [{"url": settings.SITE_URL}], "info": {"title": title, "version": door.version}}


def operations(described: Schema) -> Iterator[tuple[str, str, Schema]]:
    """(path, method, operation)"""
    paths = described["paths"]
    assert isinstance(paths, dict)
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _add_problems(made: Schema) -> None:
    problem = ProblemOut.model_json_schema(ref_template=REFERENCE + "{model}", mode="serialization")
    components = made["components"]
    assert isinstance(components, dict)
    components["schemas"] |= problem.pop("$defs") | {"Problem": problem}


def _complete(operation: Schema, path: str) -> None:
    """Its own name, and every refusal, which ninja does not know of."""
    operation["operationId"] = str(operation["operationId"]).removeprefix("surveys_api_").split("_", 1)[1]
    responses = operation["responses"]
    assert isinstance(responses, dict)
    refusals = {status for status in responses if status >= 400} | set(ALWAYS)
    refusals |= {404} if "{" in path else set()
    refusals |= {413, 415} if "requestBody" in operation else set()
    told = {status: _refusal(status) for status in refusals}
    good = {status: {**answer, "description": GOOD[status]} for status, answer in responses.items() if status < 400}
    responses = told | good
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _refusal(status: int) -> Schema:
    titles = (gettext(str(kind.title)) for kind in KINDS.values() if kind.status == status)
    content = {CONTENT_TYPE: {"schema": {"$ref": f"{REFERENCE}Problem"}}}
    headers: Schema = {"headers": HEADERS[status]} if status in HEADERS else {}
    return {"description": " ".join(titles), "content": content} | headers


def _in_language(part: object) -> object:
    """With its texts translated, and without the titles that pydantic makes of the names of fields."""
    match part:
        case list():
            return [_in_language(one) for one in part]
        case dict():
            kept = {name: one for name, one in part.items() if not (name == "title" and isinstance(one, str))}
            return {name: _told(one) if name in TOLD else _in_language(one) for name, one in kept.items()}
        case _:
            return part


def _told(text: object) -> object:
    """Of a property that is called `description`, the shape."""
    match text:
        case str():
            return gettext(text) if text else text
        case list():
            return [_told(one) for one in text]
        case _:
            return _in_language(text)
