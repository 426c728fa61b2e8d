"""Where a return takes two people: how far it is, and marking it as ready to sign. Signing is for a person, on the page."""

import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Router
from ninja.responses import Status

from surveys.api.access import ANSWERS, READS, KeyRequest, own_assignment
from surveys.api.answers import not_ready
from surveys.api.assignments import moment
from surveys.api.drafts import standing_of
from surveys.api.problems import MAY_CONFLICT, Mistake, Refused, pointer
from surveys.api.shapes import Marked, ReadyMark, SentBackOut, SigningOut
from surveys.api.submitting import Key
from surveys.lib.clock import database_now
from surveys.models import Assignment, Preparation
from surveys.notices import links
from surveys.questionnaires.evaluation import NoNilReturn
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit
from surveys.responses.signing.actions import KeyMarkedSomethingElse, mark_ready
from surveys.responses.signing.queries import signing_of, takes_two

router = Router(tags=[gettext_noop("Signing")])


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
    last, round = found.last, assignment.round
    if found.ready:
        page = settings.SITE_URL + links.to_check(assignment.pk, nil=found.ready.is_nil)
    return SigningOut(
        takes_two=True,
        is_ready=found.ready is not None,
        marked=Marked(
            version=last.version, nil=last.is_nil, at=moment(last.prepared_at, round), by=str(last.prepared_by or "")
        )
        if last
        else None,
        sent_back=SentBackOut(at=moment(last.returned_at, round), by=str(last.returned_by or ""), word=last.word)
        if last and last.returned_at
        else None,
        signers=[str(user) for user in found.signers],
        page=page,
    )
