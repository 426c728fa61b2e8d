"""The API as one thing: its endpoints, and what becomes of everything that goes wrong in them."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from surveys.accounts.error_pages import TOO_MUCH
from surveys.api import assignments, attachments, confirming, dialogue, drafts, receipts, signing, submitting, workbooks
from surveys.api.bodies import StrictParser
from surveys.api.problems import Mistake, Refused, pointer
from surveys.api.shapes import MARK
from surveys.responses.actions import RoundIsClosed
from surveys.responses.states import NotAllowedNow, State

UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)
ROOMS = (assignments, drafts, confirming, signing, submitting, dialogue, receipts, attachments, workbooks)


class Readable(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


door = NinjaAPI(
    version="1",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    parser=StrictParser(),
    renderer=Readable(),
)
for room in ROOMS:
    door.add_router("", room.router)


def _refused(error: Exception) -> Refused | None:
    """What the sender is told; None for what is our own fault."""
    match error:
        case Refused():
            return error
        case AuthenticationError():
            told = _("Send a key that has not been revoked, as “Authorization: Bearer …”.")
            return Refused("no-key", told, headers={"WWW-Authenticate": 'Bearer realm="surveys"'})
        case Http404():
            return Refused("not-found")
        case PermissionDenied():
            return Refused("not-allowed")
        case RoundIsClosed():
            return Refused("closed", _("The round is closed, or the unit was taken out of it."))
        case NotAllowedNow(state=state):
            return Refused("not-possible-now", _("The return is: %(state)s.") % {"state": State(state).label})
        case ValidationError(errors=errors):
            each = {(one.path, one.parameter): one for one in map(_mistake, reversed(errors))}
            return Refused("wrong-content", mistakes=reversed(each.values()))
        case _:
            return _unreadable(error)


def _unreadable(error: Exception) -> Refused | None:
    if isinstance(error, TOO_MUCH):
        return Refused("too-large")
    if isinstance(error, UNREADABLE):
        return Refused("unreadable")
    return (
        _refused(error.__cause__) if isinstance(error, HttpError) and isinstance(error.__cause__, Exception) else None
    )


def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(error, Exception)  # ninja hands on what was raised
    refused = _refused(error)
    if refused is None:
        raise error  # which is logged and answered as it is on every page
    return refused.answer()


for kind in (Exception, Http404, HttpError, ValidationError):  # for each of which ninja has an answer of its own
    door.add_exception_handler(kind, answer)


def _mistake(error: dict[str, Any]) -> Mistake:
    source, *steps = error["loc"]
    if source != "body":
        # The way to one that may be left out leads through the argument that holds them all.
        return Mistake(_said(error), parameter=str(steps[1] if len(steps) > 2 else steps[0]))
    # The first step is the name of the view's argument; the kinds of an answer are marks of ours.
    path = [step for step in steps[1:] if not str(step).endswith(MARK)]
    return Mistake(_said(error), path=pointer(path))


def _said(error: dict[str, Any]) -> str:
    """What pydantic found, in words of ours."""
    kind = error["type"]
    limits: dict[str, object] = error.get("ctx", {})
    match kind:
        case "missing":
            return _("This is missing.")
        case "extra_forbidden":
            return _("There is no key of this name.")
        case "string_type":
            return _("This must be a text in quotation marks, a number too.")
        case "string_pattern_mismatch":
            return _("This must fit the pattern %(pattern)s") % limits
        case "string_too_short":
            return _("This must not be empty.")
        case "string_too_long":
            return _("This must not be longer than %(max_length)s characters.") % limits
        case "int_type" | "int_parsing" | "int_from_float":
            return _("This must be a whole number.")
        case "greater_than_equal":
            return _("This must be at least %(ge)s.") % limits
        case "less_than_equal":
            return _("This must be at most %(le)s.") % limits
        case "literal_error" | "enum":
            return _("This must be one of: %(expected)s") % limits
        case "uuid_parsing" | "uuid_type":
            return _("This must be a UUID.")
        case "dict_type" | "model_type" | "model_attributes_type":
            return _("This must be an object in braces.")
        case "list_type":
            return _("This must be a list in square brackets.")
        case _:
            return _("This is not what belongs here.")
