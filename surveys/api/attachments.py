"""Files that answer questions: sending one, and getting it back."""

import uuid
from typing import Annotated

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Form, Router, UploadedFile
from ninja.responses import Status

from surveys.api.access import ANSWERS, READS, KeyRequest, own_assignment, own_attachment
from surveys.api.problems import MAY_CONFLICT, Mistake, Refused
from surveys.api.shapes import AttachmentOut
from surveys.lib.files.downloads import download
from surveys.lib.files.kinds import FileRefused
from surveys.models import Assignment, Attachment
from surveys.questionnaires.form import Question
from surveys.questionnaires.queries import definition_of
from surveys.responses.files.attaching import attach, examined

router = Router(tags=[gettext_noop("Attachments")])


@router.post(
    "/assignments/{uuid:id}/attachments",
    auth=ANSWERS,
    response={201: AttachmentOut},
    summary=gettext_noop("Send a file"),
    description=gettext_noop(
        'It becomes the answer to its question when the draft says so: {"typed": the id}. The same file again gives the '
        "attachment there is."
    ),
    url_name="attachments",
    openapi_extra=MAY_CONFLICT,
)
def send_file(
    request: KeyRequest,
    id: uuid.UUID,
    file: Annotated[UploadedFile, File()],
    question: Annotated[str, Form(description=gettext_noop("The name of the question it answers."))],
) -> Status[AttachmentOut]:
    assignment = own_assignment(request.auth, id)
    asked = _file_question(assignment, question)
    try:
        kept = attach(response=assignment.response, question=asked, file=examined(file, asked), by=request.auth.user)
    except FileRefused as refusal:
        raise Refused("file-refused", str(refusal)) from refusal
    return Status(201, _out(kept))


def _file_question(assignment: Assignment, name: str) -> Question:
    definition = definition_of(assignment.round.version)
    if name not in definition.writable("unit") or not definition.question(name).is_file:
        told = _("The questionnaire asks for no file under this name.")
        raise Refused("wrong-content", mistakes=[Mistake(told, parameter="question")])
    return definition.question(name)


@router.get(
    "/attachments/{uuid:id}",
    auth=READS,
    summary=gettext_noop("Get a file"),
    url_name="attachment",
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}},
)
def attachment(request: KeyRequest, id: uuid.UUID) -> FileResponse:
    kept = own_attachment(request.auth, id)
    return download(kept.path, name=kept.name, content_type=kept.content_type)


def _out(kept: Attachment) -> AttachmentOut:
    return AttachmentOut(
        id=str(kept.pk),
        question=kept.question,
        name=kept.name,
        content_type=kept.content_type,
        size=kept.size,
        sha256=kept.sha256,
    )
