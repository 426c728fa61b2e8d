"""Submitting, and nil returns. An idempotency key makes either repeatable: the same key gives the same receipt."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Header, Router
from ninja.responses import Status

from surveys.api.access import SUBMITS, KeyRequest, submittable_assignment
from surveys.api.answers import not_ready, read_answers
from surveys.api.problems import MAY_CONFLICT, Mistake, Refused, pointer
from surveys.api.receipts import receipt_out
from surveys.api.shapes import Declarant, NilReturn, ReceiptOut, Submission
from surveys.lib.clock import database_now
from surveys.models import Assignment, Draft, Revision
from surveys.notices import links
from surveys.questionnaires.evaluation import NoNilReturn
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import ChangedSinceShown, KeyAlreadyUsed, NotReadyToSubmit, submit, submit_nil
from surveys.responses.nil_returns import asked_of_nil
from surveys.responses.signing.queries import signing_of
from surveys.responses.states import State

router = Router(tags=[gettext_noop("Submitting")])
Key = Annotated[
    uuid.UUID,
    Header(
        alias="Idempotency-Key",
        description=gettext_noop("A UUID that you make for this submission and send again with every repetition."),
    ),
]
ANSWERS = {200: ReceiptOut, 201: ReceiptOut}


@router.post(
    "/assignments/{uuid:id}/revisions",
    auth=SUBMITS,
    response=ANSWERS,
    summary=gettext_noop("Submit the draft"),
    description=gettext_noop(
        "201 for a new revision; 200 where this key, or another, has submitted just this already. Late is marked in the "
        "receipt, not refused, as long as the round is open."
    ),
    url_name="revisions",
    openapi_extra=MAY_CONFLICT,
)
def submit_draft(
    request: KeyRequest, id: uuid.UUID, submission: Body[Submission], key: Key, response: HttpResponse
) -> Status[ReceiptOut]:
    begun, assignment = database_now(), submittable_assignment(request.auth, id)
    read_answers(definition_of(assignment.round.version), {}, submission.reasons)
    try:
        revision = _done(
            assignment,
            key,
            lambda: submit(
                response=assignment.response,
                by=request.auth.user,
                key=key,
                declared_by=_in_one_line(submission.declared_by),
                shown=str(submission.version),
                confirmed=submission.confirmation,
                reasons=submission.reasons,
                because=submission.because,
            ),
        )
    except NotReadyToSubmit as error:
        raise not_ready(definition_of(assignment.round.version), error.findings, _draft_of(assignment)) from error
    except ChangedSinceShown as error:
        raise Refused(
            "changed-meanwhile", _("Read the draft and the organisation's data again, then submit.")
        ) from error
    except KeyAlreadyUsed as used:
        raise _used_before(used.revision, assignment) from used
    return _made(revision, assignment, begun, response)


@router.post(
    "/assignments/{uuid:id}/nil-return",
    auth=SUBMITS,
    response=ANSWERS,
    summary=gettext_noop("Declare that this does not concern us"),
    description=gettext_noop("A signed answer, which counts as a response. What stands in the draft stays there."),
    url_name="nil_return",
    openapi_extra=MAY_CONFLICT,
)
def declare_nil(
    request: KeyRequest, id: uuid.UUID, nil: Body[NilReturn], key: Key, response: HttpResponse
) -> Status[ReceiptOut]:
    begun, assignment = database_now(), submittable_assignment(request.auth, id)
    answers = _given_with(assignment, nil)
    try:
        revision = _done(
            assignment,
            key,
            lambda: submit_nil(
                response=assignment.response,
                by=request.auth.user,
                key=key,
                declared_by=_in_one_line(nil.declared_by),
                answers=answers,
                reasons=nil.reasons,
                because=nil.because,
            ),
            nil=True,
        )
    except NoNilReturn as error:
        raise Refused("not-possible-now", _("This questionnaire knows no nil return.")) from error
    except NotReadyToSubmit as error:
        raise not_ready(definition_of(assignment.round.version), error.findings, answers or {}) from error
    except KeyAlreadyUsed as used:
        raise _used_before(used.revision, assignment) from used
    return _made(revision, assignment, begun, response)


def _given_with(assignment: Assignment, nil: NilReturn) -> dict[str, object] | None:
    definition = definition_of(assignment.round.version)
    given = read_answers(definition, nil.answers or {}, nil.reasons)
    asked = {one.name for one in asked_of_nil(assignment.round)}
    return None if nil.answers is None else {name: entry for name, entry in given.items() if name in asked and entry}


def _done(assignment: Assignment, key: uuid.UUID, deed: Callable[[], Revision], *, nil: bool = False) -> Revision:
    """A program submits where one person is enough; else it is told who signs, and where. What this key made before the
    second person was demanded is told all the same."""
    response = assignment.response
    signing = signing_of(response)
    if signing and not response.revisions.filter(key=key).exists():
        page = settings.SITE_URL + links.to_check(assignment.pk, nil=nil)
        names = _(", ").join(map(str, signing.signers)) or "—"
        if signing.ready and signing.ready.is_nil == nil:
            told = _("It is ready: %(names)s may sign and submit it at %(page)s")
        else:
            told = _("Mark it as ready first; then one of these may sign and submit it at %(page)s: %(names)s")
        raise Refused("needs-signature", told % {"names": names, "page": page}, page=page)
    return _explained(assignment, deed)


def _explained(assignment: Assignment, deed: Callable[[], Revision]) -> Revision:
    """Whoever changes what waits for review says why, as on the pages; else nothing of the deed stays."""
    response = assignment.response
    before = response.latest if response.state == State.SUBMITTED else None
    with transaction.atomic():
        revision = deed()
        if before and _says_something_else(revision, before) and not revision.changed_because:
            told = _("Say why you change what you submitted")
            raise Refused("wrong-content", mistakes=[Mistake(told, path=pointer(["because"]))])
    return revision


def _says_something_else(revision: Revision, before: Revision) -> bool:
    return revision.version_id == before.version_id and revision.answers_sha256 != before.answers_sha256


def _in_one_line(person: Declarant) -> str:
    return f"{person.name}（{person.position}）"


def _draft_of(assignment: Assignment) -> Mapping[str, object]:
    draft: Draft | None = getattr(assignment.response, "draft", None)
    return draft.answers if draft else {}


def _made(revision: Revision, assignment: Assignment, since: datetime, response: HttpResponse) -> Status[ReceiptOut]:
    response.headers["Location"] = reverse("api:receipt", args=[revision.pk])
    return Status(201 if revision.submitted_at >= since else 200, receipt_out(revision, assignment))


def _used_before(revision: Revision, assignment: Assignment) -> Refused:
    told = _("Make a new key for what stands there now; this is the receipt of what was submitted with it.")
    return Refused("key-used-before", told, receipt=receipt_out(revision, assignment).model_dump())
