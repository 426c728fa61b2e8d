"""After submitting: why answers were sent back, asking for more time and what came of it, and messages."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Router
from ninja.responses import Status

from surveys.api.access import ANSWERS, READS, SUBMITS, KeyRequest, own_assignment, own_request, submittable_assignment
from surveys.api.assignments import moment
from surveys.api.dialogue_shapes import (
    Asking,
    MessageOut,
    MessagesOut,
    Progress,
    RemarkedOn,
    RemarksOut,
    RequestOut,
    RequestsOut,
    SentBack,
    Writing,
)
from surveys.api.problems import MAY_CONFLICT, Mistake, Refused, pointer
from surveys.api.submitting import Key
from surveys.lib.clock import database_now
from surveys.models import Assignment, Decision, Draft, Message, Request
from surveys.responses.dialogue.messages import OfAnotherOperator, WrittenMeanwhile, write
from surveys.responses.dialogue.queries import Told, kind_to_ask_for, told
from surveys.responses.dialogue.replies import key_of
from surveys.responses.dialogue.requests import (
    AlreadyAsked,
    KeyAskedSomethingElse,
    NoLongerWaiting,
    NothingToAskFor,
    ask,
    withdraw,
)
from surveys.responses.dialogue.threads import thread_of
from surveys.responses.queries import returned_by
from surveys.rounds.actions import NotLater

router = Router(tags=[gettext_noop("After submitting")])
LAST_YEAR = 9998
"""That every zone can still show."""


# --- why it was sent back ------------------------------------------------------------------------------------------


@router.get(
    "/assignments/{uuid:id}/remarks",
    auth=READS,
    response=RemarksOut,
    summary=gettext_noop("See why the answers were sent back, remark by remark"),
    description=gettext_noop(
        "Until they are submitted again. A reply is sent under the key of its remark, among the reasons of the draft or of "
        "the submission."
    ),
    url_name="remarks",
)
def remarks(request: KeyRequest, id: uuid.UUID) -> RemarksOut:
    assignment = own_assignment(request.auth, id)
    decision = returned_by(assignment.response)
    draft: Draft | None = getattr(assignment.response, "draft", None)
    replies = draft.reasons if draft else {}
    version = draft.version if draft else 0
    if decision is None:
        return RemarksOut(sent_back=None, draft_version=version, remarks=[])
    found = [
        RemarkedOn(
            key=key_of(one),
            question=one.question,
            path=pointer(("answers", one.question)),
            text=one.text,
            reply=replies.get(key_of(one), ""),
        )
        for one in decision.queries.all()
    ]
    return RemarksOut(sent_back=_sent_back(decision, assignment), draft_version=version, remarks=found)


def _sent_back(decision: Decision, assignment: Assignment) -> SentBack:
    assert decision.new_deadline is not None  # every sending back has one, by a constraint of the database
    return SentBack(
        at=moment(decision.decided_at, assignment.round),
        revision=decision.revision.number,
        note=decision.note,
        deadline=moment(decision.new_deadline, assignment.round),
    )


# --- more time -----------------------------------------------------------------------------------------------------


@router.get(
    "/assignments/{uuid:id}/requests",
    auth=READS,
    response=RequestsOut,
    summary=gettext_noop("List what was asked of the bureau, and its answers"),
    url_name="requests",
)
def requests(request: KeyRequest, id: uuid.UUID) -> RequestsOut:
    assignment = own_assignment(request.auth, id)
    rows = told(Request.objects.filter(assignment=assignment, organisation=assignment.organisation_id))
    is_asked = any(one.is_waiting for one in rows)
    kind = None if is_asked else kind_to_ask_for(assignment.response, database_now())
    return RequestsOut(items=[_request_out(one, assignment) for one in rows], may_ask=kind)


@router.post(
    "/assignments/{uuid:id}/requests",
    auth=SUBMITS,
    response={200: RequestOut, 201: RequestOut},
    summary=gettext_noop("Ask for more time, or to be opened again"),
    description=gettext_noop(
        "Which of them follows from the state of the return: see may_ask. Until it is granted the deadline stays as it is. "
        "200 where this key has asked for it already."
    ),
    url_name="requests",
    openapi_extra=MAY_CONFLICT,
)
def ask_bureau(request: KeyRequest, id: uuid.UUID, asking: Body[Asking], key: Key) -> Status[RequestOut]:
    begun, assignment = database_now(), submittable_assignment(request.auth, id)
    made = _asked(assignment, request, asking, key)
    return Status(201 if made.asked_at >= begun else 200, _request_out(_as_told(made), assignment))


def _asked(assignment: Assignment, request: KeyRequest, asking: Asking, key: uuid.UUID) -> Request:
    wanted = _read(asking.until)
    try:
        return ask(response=assignment.response, by=request.auth.user, reason=asking.reason, wanted=wanted, key=key)
    except NotLater as error:
        place = [Mistake(_("Say a moment later than the deadline in force."), path=pointer(["until"]))]
        raise Refused("wrong-content", mistakes=place) from error
    except AlreadyAsked as error:
        raise Refused("not-possible-now", _("A request waits for its answer; withdraw it first.")) from error
    except NothingToAskFor as error:
        raise Refused("not-possible-now", _("There is nothing to ask for.")) from error
    except KeyAskedSomethingElse as error:
        raise Refused("key-used-before", _("Make a new key for another request.")) from error


def _read(text: str | None) -> datetime | None:
    if text is None:
        return None
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None and at.astimezone(UTC).year <= LAST_YEAR:
            return at
    told = _("This must be a moment with its offset, like 2021-04-28T12:00:00+08:00.")
    raise Refused("wrong-content", mistakes=[Mistake(told, path=pointer(["until"]))])


@router.post(
    "/requests/{uuid:id}/withdrawal",
    auth=SUBMITS,
    response=RequestOut,
    summary=gettext_noop("Take a request back"),
    description=gettext_noop("As long as it was not answered; once more changes nothing."),
    url_name="withdrawal",
    openapi_extra=MAY_CONFLICT,
)
def withdraw_request(request: KeyRequest, id: uuid.UUID) -> RequestOut:
    asked = own_request(request.auth, id)
    if asked.outcome != Request.Outcome.WITHDRAWN:
        try:
            withdraw(request=asked, by=request.auth.user)
        except NoLongerWaiting as error:
            raise Refused(
                "not-possible-now", _("The request was answered meanwhile, or is no longer needed.")
            ) from error
    return _request_out(_as_told(asked), asked.assignment)


def _as_told(request: Request) -> Told:
    return told(Request.objects.filter(pk=request.pk))[0]


def _request_out(one: Told, assignment: Assignment) -> RequestOut:
    asked, round = one.request, assignment.round
    return RequestOut(
        id=str(asked.pk),
        kind=Request.Kind(asked.kind),
        until=moment(asked.wanted, round) if asked.wanted else None,
        reason=asked.reason,
        asked_at=moment(asked.asked_at, round),
        asked_by=str(asked.asked_by or ""),
        state=Progress("waiting" if one.is_waiting else asked.outcome or "overtaken"),
        answer=asked.answer,
        deadline=moment(asked.deadline, round) if asked.deadline else None,
        settled_at=moment(asked.settled_at, round) if asked.settled_at else None,
    )


# --- messages ------------------------------------------------------------------------------------------------------


@router.get(
    "/assignments/{uuid:id}/messages",
    auth=READS,
    response=MessagesOut,
    summary=gettext_noop("Read the messages with the bureau"),
    description=gettext_noop("For people they stay unread as long as nobody opens their page."),
    url_name="messages",
)
def messages(request: KeyRequest, id: uuid.UUID) -> MessagesOut:
    assignment = own_assignment(request.auth, id)
    rows = thread_of(assignment).select_related("written_by")
    return MessagesOut(items=[_message_out(one, assignment) for one in rows])


@router.post(
    "/assignments/{uuid:id}/messages",
    auth=ANSWERS,
    response={201: MessageOut},
    summary=gettext_noop("Write to the bureau"),
    description=gettext_noop(
        "409 where the thread has gone on since the message that you name, also by the same request before: read it, then "
        "write."
    ),
    url_name="messages",
    openapi_extra=MAY_CONFLICT,
)
def write_message(request: KeyRequest, id: uuid.UUID, writing: Body[Writing]) -> Status[MessageOut]:
    assignment, by = own_assignment(request.auth, id), request.auth.user
    try:
        message = write(assignment=assignment, by=by, text=writing.text, from_bureau=False, seen=writing.seen)
    except OfAnotherOperator as error:
        raise Http404 from error
    except WrittenMeanwhile as error:
        raise Refused("changed-meanwhile", _("Read the messages again, then write.")) from error
    return Status(201, _message_out(message, assignment))


def _message_out(one: Message, assignment: Assignment) -> MessageOut:
    authority = assignment.round.survey.authority
    return MessageOut(
        id=one.pk,
        from_bureau=one.from_bureau,
        by=authority.name if one.from_bureau else str(one.written_by or ""),
        at=moment(one.written_at, assignment.round),
        text=one.text,
    )
