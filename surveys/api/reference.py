"""The description of the API to read, drawn by us: no script, and nothing from elsewhere. And as a file for programs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.api.description import REFERENCE, Schema, description, operations

DEEPEST = 4
PARTS = ("anyOf", "oneOf", "allOf")


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    description: str
    is_required: bool


@dataclass(frozen=True)
class Endpoint:
    id: str
    method: str
    path: str
    summary: str
    description: str
    tag: str
    parameters: list[Field]
    sent: list[Field]
    answered: list[Field]
    statuses: list[tuple[str, str]]


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Grouped by the noun they are about, in the order in which somebody uses them."""
    described = description()
    rooms = [(tag, list(found)) for tag, found in groupby(_endpoints(described), lambda endpoint: endpoint.tag)]
    return render(request, "api/reference.html", {"rooms": rooms})


def _endpoints(described: Schema) -> Iterator[Endpoint]:
    known = _Known(described)
    for path, method, operation in operations(described):
        yield known.endpoint(path, method, operation)


class _Known:
    """The named shapes of a description."""

    def __init__(self, described: Schema) -> None:
        components = described["components"]
        assert isinstance(components, dict)
        self.shapes: Mapping[str, Schema] = components["schemas"]

    def endpoint(self, path: str, method: str, operation: Schema) -> Endpoint:
        statuses, tags = operation["responses"], operation["tags"]
        assert isinstance(statuses, dict) and isinstance(tags, list)
        succeeded = next(answer for status, answer in statuses.items() if status < "300")
        return Endpoint(
            id=str(operation["operationId"]),
            method=method,
            path=path,
            summary=str(operation["summary"]),
            description=str(operation.get("description", "")),
            tag=str(tags[0]),
            parameters=[*map(self._parameter, _listed(operation.get("parameters")))],
            sent=self._fields_of(operation.get("requestBody")),
            answered=self._fields_of(succeeded),
            statuses=[(status, str(answer["description"])) for status, answer in statuses.items()],
        )

    def _parameter(self, parameter: Schema) -> Field:
        type = self._type(_object(parameter["schema"]))
        return Field(
            str(parameter["name"]), type, str(parameter.get("description", "")), bool(parameter.get("required"))
        )

    def _fields_of(self, message: object) -> list[Field]:
        contents = _object(_object(message).get("content"))
        shapes = [_object(_object(one).get("schema")) for one in contents.values()]
        return [field for shape in shapes for field in self._fields(shape, "", DEEPEST)]

    def _fields(self, shape: Schema, above: str, levels: int) -> Iterator[Field]:
        shape = self._plain(shape)
        if shape.get("type") == "array":
            yield from self._fields(_object(shape.get("items")), f"{above}[].", levels - 1)
            return
        needed = _listed(shape.get("required"))
        for name, part in _object(shape.get("properties")).items():
            told = _object(part)
            yield Field(above + name, self._type(told), str(told.get("description", "")), name in needed)
            if levels:
                yield from self._fields(self._inner(told), f"{above}{name}.", levels - 1)

    def _inner(self, shape: Schema) -> Schema:
        """What stands in an object or a list, where that has keys of its own."""
        found = self._plain(shape)
        inner = found.get("items") or found.get("additionalProperties")
        return found if found.get("properties") or not isinstance(inner, dict) else {"type": "array", "items": inner}

    def _plain(self, shape: Schema) -> Schema:
        """Without references, and without the null that many may be."""
        for part in PARTS:
            chosen = [one for one in _listed(shape.get(part)) if _object(one).get("type") != "null"]
            if chosen:
                return self._plain(_object(chosen[0]))
        name = str(shape.get("$ref", "")).removeprefix(REFERENCE)
        return self.shapes[name] if name else shape

    def _type(self, shape: Schema) -> str:
        found = self._plain(shape)
        many = _listed(shape.get("anyOf"))
        types = [str(one) for one in _listed(found.get("type") if isinstance(found.get("type"), list) else None)]
        word = " | ".join(types) or str(found.get("format") or found.get("type") or "")
        if "enum" in found:
            word = " | ".join(json.dumps(one) for one in _listed(found["enum"]))
        return f"{word} | null" if any(_object(one).get("type") == "null" for one in many) else word


def _object(part: object) -> Schema:
    return part if isinstance(part, dict) else {}


def _listed(part: object) -> list[Any]:
    return part if isinstance(part, list) else []
