"""Reading what a program sends: JSON in UTF-8, of a sensible depth, each key once, without what no database can store.

The standard reader takes the last of two equal keys, NaN, and half characters, and says nothing of it.
"""

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from surveys.api.problems import Mistake, Refused, pointer

DEEPEST = 20
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.S)
_BRACKETS = re.compile(r"[\[\]{}]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Refused("wrong-content-type", _("Send JSON, with the content type application/json."))
        return read_json(request.body)

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        twice = [name for name in data if len(data.getlist(name)) > 1]
        if twice:
            raise Refused(
                "wrong-content",
                mistakes=[Mistake(_("This stands there more than once."), parameter=one) for one in twice],
            )
        found: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        return found


def read_json(body: bytes) -> object:
    """Raises Refused."""
    try:
        text = body.decode()
        _refuse_depths(text)
        content = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise Refused("unreadable", _("This is no JSON at line %(line)s, column %(column)s.") % place) from error
    except ValueError as error:
        raise Refused("unreadable", _("This is no JSON in UTF-8.")) from error
    for path, part in _texts(content, ()):
        if found := _UNSTORABLE.search(part):
            told = _("The character at place %(place)s is none that can be kept.") % {"place": found.start() + 1}
            raise Refused("wrong-content", mistakes=[Mistake(told, path=pointer(path))])
    return content


def _refuse_depths(text: str) -> None:
    """Before anything is built of it: each level costs the reader one of Python's."""
    opened = (1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(_TEXTS.sub("", text)))
    if max(accumulate(opened), default=0) > DEEPEST:
        raise Refused("unreadable", _("It is nested more than %(most)s levels deep.") % {"most": DEEPEST})


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused("unreadable", _("The key “%(name)s” stands twice in one object.") % {"name": twice[:200]})
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def _texts(content: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    match content:
        case str():
            yield path, content
        case dict():
            for name, part in content.items():
                yield (*path, _storable(name)), name
                yield from _texts(part, (*path, name))
        case list():
            for place, part in enumerate(content):
                yield from _texts(part, (*path, place))


def _storable(name: str) -> str:
    return _UNSTORABLE.sub("\ufffd", name)
