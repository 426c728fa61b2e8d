"""Refusals as problem details (RFC 9457): what is wrong, where, and what to do, in the language that was asked for.

Each kind has a section of the manual's page, to which its `type` leads.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    status: int
    title: str | Promise


KINDS = {
    "unreadable": Kind(400, gettext_lazy("The request cannot be read.")),
    "no-key": Kind(401, gettext_lazy("A key that works is missing.")),
    "not-allowed": Kind(403, gettext_lazy("This key, or the person who made it, may not do this.")),
    "not-found": Kind(404, gettext_lazy("There is nothing here for this key.")),
    "wrong-method": Kind(405, gettext_lazy("This address does not take this method.")),
    "changed-meanwhile": Kind(409, gettext_lazy("Somebody else changed this meanwhile.")),
    "closed": Kind(409, gettext_lazy("No more answers are taken here.")),
    "not-possible-now": Kind(409, gettext_lazy("This is not possible in the present state of the return.")),
    "needs-signature": Kind(409, gettext_lazy("This takes two people, and a person signs it on the page.")),
    "key-used-before": Kind(409, gettext_lazy("This idempotency key was used for something else.")),
    "too-large": Kind(413, gettext_lazy("The request is too large.")),
    "wrong-content-type": Kind(415, gettext_lazy("The body is of a kind that is not taken here.")),
    "wrong-content": Kind(422, gettext_lazy("Something in the request is wrong.")),
    "not-ready": Kind(422, gettext_lazy("Something must be settled before this can be submitted.")),
    "file-refused": Kind(422, gettext_lazy("The file was not taken.")),
    "too-many-requests": Kind(429, gettext_lazy("Too many requests.")),
    "failed": Kind(500, gettext_lazy("Something went wrong here; it was noted.")),
    "out-of-reach": Kind(503, gettext_lazy("The system cannot be reached at the moment.")),
}
MAY_CONFLICT: dict[str, object] = {"responses": {409: {}}}
"""For the description of an endpoint that changes something; what all of them may answer need not be said."""
BY_STATUS = {kind.status: name for name, kind in reversed(KINDS.items())}


@dataclass(frozen=True)
class Mistake:
    """`path`: a JSON pointer into the body; `parameter`: the name of a parameter or a header."""

    message: str
    path: str | None = None
    parameter: str | None = None

    def to_json(self) -> dict[str, str]:
        place = {"path": self.path, "parameter": self.parameter}
        return {name: text for name, text in place.items() if text is not None} | {"message": self.message}


class Refused(Exception):
    """`members` stand in the answer beside what every problem has."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        mistakes: Iterable[Mistake] = (),
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> None:
        super().__init__(kind, detail)
        self.kind, self.detail, self.headers = kind, detail, headers or {}
        told = [mistake.to_json() for mistake in mistakes]
        self.members = members | ({"errors": told} if told else {})

    def answer(self) -> HttpResponse:
        kind = KINDS[self.kind]
        content: dict[str, object] = {"type": type_of(self.kind), "title": str(kind.title), "status": kind.status}
        content |= {"detail": self.detail} if self.detail else {}
        text = json.dumps(content | self.members, cls=DjangoJSONEncoder, ensure_ascii=False)
        return HttpResponse(text, status=kind.status, content_type=CONTENT_TYPE, headers=dict(self.headers))


def type_of(kind: str) -> str:
    return f"{settings.SITE_URL}{reverse('help:page', args=['api'])}#{kind}"


def pointer(steps: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


class ProblemsMiddleware:
    """Below the API's address every refusal is a problem, also one made before or without any of its endpoints."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith(reverse("api:reference")):
            return response
        if response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        return _as_problem(response)


KEPT_HEADERS = ("Allow", "Retry-After")


def _as_problem(page: HttpResponse) -> HttpResponse:
    kind = BY_STATUS.get(page.status_code, "unreadable" if page.status_code < 500 else "failed")
    headers = {name: page.headers[name] for name in KEPT_HEADERS if name in page.headers}
    detail = (
        _("Try again in a few seconds; nothing was changed.")
        if page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        else ""
    )
    return Refused(kind, detail, headers=headers).answer()
