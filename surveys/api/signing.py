"""Where a return takes two people: how far it is, and marking it as ready to sign. Signing is for a person, on the page."""

import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from surveys.api.access import ANSWERS, READS, KeyRequest, own_assignment
from surveys.api.answers import not_ready
from surveys.api.assignments import moment
from surveys.api.drafts import standing_of
from surveys.api.problems import MAY_CONFLICT, Mistake, Refused, pointer
from surveys.api.shapes import Moment, Sent, Version
from surveys.api.submitting import Key
from surveys.lib.clock import database_now
from surveys.models import Assignment, Preparation, Round
from surveys.notices import links
from surveys.questionnaires.evaluation import NoNilReturn
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit
from surveys.responses.signing.actions import KeyMarkedSomethingElse, mark_ready
from surveys.responses.signing.queries import signing_of, takes_two

router = Router(tags=[gettext_noop("Signing")])


class ReadyMark(Sent):
    version: Version | None = Field(
        None, description=gettext_noop("The version of the draft that was read; a nil return needs none.")
    )
    nil: bool = Field(
        False, description=gettext_noop("true: it is a nil return that is to be signed, and not the draft.")
    )


class Marked(BaseModel):
    version: int = Field(description=gettext_noop("That of the draft."))
    nil: bool
    at: Moment
    by: str


class NotSigned(BaseModel):
    at: Moment
    by: str
    word: str = Field(description=gettext_noop("What is to be changed before it is signed."))


class SigningOut(BaseModel):
    takes_two: bool = Field(description=gettext_noop("Whether it takes a second person, who signs it on the page."))
    is_ready: bool = Field(
        description=gettext_noop("Whether it waits for being signed: marked, and not changed since.")
    )
    marked: Marked | None = Field(
        description=gettext_noop("What was marked last; changed since, it has to be marked anew.")
    )
    sent_back: NotSigned | None = Field(description=gettext_noop("Why a signer did not sign what was marked last."))
    signers: list[str] = Field(
        description=gettext_noop("Who may sign it: not who marked it, and not whose text stands in it.")
    )
    page: str = Field(
        json_schema_extra={"format": "uri"}, description=gettext_noop("Where a person signs and submits it.")
    )


@router.get(
    "/assignments/{uuid:id}/ready",
    auth=READS,
    response=SigningOut,
    summary=gettext_noop("See whether it takes two people, and whether it is ready to sign"),
    url_name="ready",
)
def signing(request: KeyRequest, id: uuid.UUID) -> SigningOut:
    return signing_out(own_assignment(request.auth, id))


@router.post(
    "/assignments/{uuid:id}/ready",
    auth=ANSWERS,
    response={200: SigningOut, 201: SigningOut},
    summary=gettext_noop("Mark the draft, or a nil return, as ready to sign"),
    description=gettext_noop(
        "Where who prepares is not who submits. Those who may sign get a mail; nothing is submitted by it, and the deadline "
        "runs on. 200 where it was marked so already. What is changed afterwards has to be marked anew."
    ),
    url_name="ready",
    openapi_extra=MAY_CONFLICT,
)
def mark(request: KeyRequest, id: uuid.UUID, mark: Body[ReadyMark], key: Key) -> Status[SigningOut]:
    begun, assignment = database_now(), own_assignment(request.auth, id)
    made = _marked(assignment, request, mark, key)
    return Status(201 if made.prepared_at >= begun else 200, signing_out(own_assignment(request.auth, id)))


def _marked(assignment: Assignment, request: KeyRequest, mark: ReadyMark, key: uuid.UUID) -> Preparation:
    if not takes_two(assignment):
        raise Refused("not-possible-now", _("One person is enough here: submit it."))
    if mark.version is None and not mark.nil:
        raise Refused("wrong-content", mistakes=[Mistake(_("This is missing."), path=pointer(["version"]))])
    shown = None if mark.nil else str(mark.version)
    try:
        return mark_ready(response=assignment.response, by=request.auth.user, nil=mark.nil, shown=shown, key=key)
    except NoNilReturn as error:
        raise Refused("not-possible-now", _("This questionnaire knows no nil return.")) from error
    except NotReadyToSubmit as error:
        answers = standing_of(assignment, database_now()).answers
        raise not_ready(definition_of(assignment.round.version), error.findings, answers) from error
    except ChangedSinceShown as error:
        raise Refused("changed-meanwhile", _("Read the draft again, then mark it as ready.")) from error
    except KeyMarkedSomethingElse as error:
        raise Refused("key-used-before", _("Make a new key for what stands there now.")) from error


def signing_out(assignment: Assignment) -> SigningOut:
    page = settings.SITE_URL + links.to_check(assignment.pk, nil=False)
    found = signing_of(assignment.response)
    if found is None:
        return SigningOut(takes_two=False, is_ready=False, marked=None, sent_back=None, signers=[], page=page)
    if found.ready:
        page = settings.SITE_URL + links.to_check(assignment.pk, nil=found.ready.is_nil)
    return SigningOut(
        takes_two=True,
        is_ready=found.ready is not None,
        marked=_marked_out(found.last, assignment.round) if found.last else None,
        sent_back=_not_signed(found.last, assignment.round) if found.last else None,
        signers=[str(user) for user in found.signers],
        page=page,
    )


def _marked_out(last: Preparation, round: Round) -> Marked:
    by, at = str(last.prepared_by or ""), moment(last.prepared_at, round)
    return Marked(version=last.version, nil=last.is_nil, at=at, by=by)


def _not_signed(last: Preparation, round: Round) -> NotSigned | None:
    if last.returned_at is None:
        return None
    return NotSigned(at=moment(last.returned_at, round), by=str(last.returned_by or ""), word=last.word)
