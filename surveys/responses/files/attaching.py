"""Taking a file in: look into it, keep it, and have it on record."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.lib.files.kinds import FileRefused, Kind
from surveys.lib.files.scanning import refuse_if_infected
from surveys.lib.files.types import kind_of, name_for
from surveys.lib.files.whole import whole_file
from surveys.questionnaires.form import Question
from surveys.responses.actions import lock, must_accept_answers
from surveys.responses.files.limits import make_room
from surveys.responses.files.sweeping import KEPT_UNNAMED
from surveys.responses.models import Attachment, Response
from surveys.responses.states import after

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Examined:
    """A file that may be taken."""

    content: bytes
    name: str
    kind: Kind

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def examined(file: "UploadedFile[bytes]", question: Question) -> Examined:
    """Raises FileRefused. May take seconds where there is a virus scanner, so nothing should be locked meanwhile."""
    content = file.read(settings.ATTACHMENT_MOST_BYTES + 1)
    if len(content) > settings.ATTACHMENT_MOST_BYTES:
        most = filesizeformat(settings.ATTACHMENT_MOST_BYTES)
        raise FileRefused(_("The file is larger than %(most)s. Make it smaller or split it.") % {"most": most})
    kind = kind_of(content, accept=question.accept)
    name = name_for(file.name or "", kind)
    refuse_if_infected(content)
    return Examined(content, name, kind)


@transaction.atomic
def attach(
    *, response: Response, question: Question, file: Examined, by: User, at: datetime | None = None
) -> Attachment:
    """Keep a file for a question; it becomes the answer by save_draft(changes={question: {"typed": its id}}).

    The same file again gives the attachment it has. Raises RoundIsClosed, NotAllowedNow, FileRefused.
    """
    at = at or database_now()
    locked = lock(response)
    must_accept_answers(locked, at)
    after("save", locked.state)
    theirs = locked.attachments.filter(question=question.name, sha256=file.sha256, name=file.name).first()
    if theirs is not None:
        return theirs
    make_room(locked, question=question.name, size=len(file.content), at=at)
    attachment = Attachment(
        response=locked,
        question=question.name,
        name=file.name,
        content_type=file.kind.content_type,
        size=len(file.content),
        sha256=file.sha256,
        uploaded_at=at,
        uploaded_by=by,
        look_at=at + KEPT_UNNAMED,
    )
    _write(attachment, file.content)
    attachment.save(force_insert=True)
    _record("attached", by, attachment, response, at)
    return attachment


def _write(attachment: Attachment, content: bytes) -> None:
    try:
        with whole_file(attachment.path) as file:
            file.write(content)
    except OSError as error:
        logger.exception("an attachment could not be written")
        raise FileRefused(_("The file could not be stored. Try again later; the other answers are saved.")) from error


def note_download(*, attachment: Attachment, by: User, at: datetime | None = None) -> None:
    """An operator's paper was read by the bureau: who did is part of the history."""
    _record("took_file", by, attachment, attachment.response, at or database_now())


def note_look(*, attachment: Attachment, by: User, at: datetime | None = None) -> None:
    """It was shown beside the figures; told once of each person, however many pages he turns."""
    about = attachment.response.assignment
    looks = Event.objects.filter(verb="looked_at_file", actor_id=by.pk, object_id=str(about.pk))
    if not looks.filter(details__sha256=attachment.sha256).exists():
        _record("looked_at_file", by, attachment, attachment.response, at or database_now())


def _record(verb: str, by: User, attachment: Attachment, response: Response, at: datetime) -> None:
    details = {"name": attachment.name, "question": attachment.question, "sha256": attachment.sha256}
    record(verb, by=by, about=response.assignment, at=at, details=details)
