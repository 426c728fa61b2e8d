"""What every line of the log says of the request it belongs to: ids alone, nothing that anybody wrote."""

import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars

HEADER = "X-Request-ID"
SANE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
NOUNS = {"rounds": "round", "organisations": "organisation", "assignments": "assignment", "responses": "response"}
KEY = re.compile(rf"\b({'|'.join(NOUNS)})/<uuid:(\w+)>")


class LogContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What is bound outlives the answer: Django logs pages that do not exist after all middleware is left."""
        clear_contextvars()
        request_id = _request_id(request)
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers[HEADER] = request_id
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> None:
        match = request.resolver_match
        assert match is not None  # the view came from it
        bind_contextvars(view=match.view_name)
        bind_ids(**{NOUNS[noun]: kwargs[key] for noun, key in KEY.findall(match.route)})
        # Elsewhere nobody may be asking who is here, which costs a query and keeps the page out of caches.
        if getattr(view, "login_required", True):
            bind_ids(user=request.user.pk)


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if SANE_ID.fullmatch(given) else uuid.uuid4().hex


def bind_ids(**ids: object) -> None:
    """For what is only known once a row was read, such as the round of an assignment."""
    bind_contextvars(**_known(ids))


def about(**ids: object) -> AbstractContextManager[None]:
    """While one of many rows is dealt with."""
    return bound_contextvars(**_known(ids))


def _known(ids: dict[str, object]) -> dict[str, str]:
    return {name: str(id) for name, id in ids.items() if id is not None}


@receiver(request_finished)
def forget_the_request(**_: object) -> None:
    """The thread goes on to serve somebody else."""
    clear_contextvars()
