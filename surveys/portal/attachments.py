"""Files among the answers: taken in with the section they stand in, and given back to those whose they are."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.lib.files.downloads import download
from surveys.lib.files.kinds import FileRefused
from surveys.lib.text import LANGUAGES
from surveys.models import Assignment, User
from surveys.portal.access import own_attachment
from surveys.questionnaires.form import Finding, Question, Section
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.responses.files.attaching import attach, examined

REFUSED_FILE = "E36"


@dataclass(frozen=True)
class Taken:
    """`changes`: the answers that the files have become; `refusals`: why others were not taken, by question."""

    changes: Mapping[str, object]
    refusals: Mapping[str, str]


def asks_for_files(section: Section) -> bool:
    return any(question.is_file for question in section.questions)


def names_of_files(section: Section, files: "MultiValueDict[str, UploadedFile[bytes]]") -> list[tuple[str, str]]:
    """By question, as they were sent."""
    sent = [(question.name, _file_of(question, files)) for question in section.questions if question.is_file]
    return [(name, file.name or "") for name, file in sent if file is not None]


def _file_of(question: Question, files: "MultiValueDict[str, UploadedFile[bytes]]") -> "UploadedFile[bytes] | None":
    return files.get(f"{Location.of(question.name).field}:file")


def take_files(
    assignment: Assignment, section: Section, files: "MultiValueDict[str, UploadedFile[bytes]]", by: User
) -> Taken:
    """Raises RoundIsClosed, NotAllowedNow."""
    changes, refusals = {}, {}
    for question in section.questions:
        file = _file_of(question, files)
        if file is None or not question.is_file or question.read_only is True:
            continue
        try:
            changes[question.name] = _entry_of(assignment, question, file, by)
        except FileRefused as refusal:
            refusals[question.name] = str(refusal)
    return Taken(changes, refusals)


def _entry_of(assignment: Assignment, question: Question, file: "UploadedFile[bytes]", by: User) -> dict[str, str]:
    kept = attach(response=assignment.response, question=question, file=examined(file, question), by=by)
    return {"typed": str(kept.pk)}


def with_refusals(view: QuestionnaireView, refusals: Mapping[str, str]) -> QuestionnaireView:
    """The view with what was refused told at its questions, as a finding that stands until another file is sent."""
    told = [
        Finding(REFUSED_FILE, "hard", name, None, dict.fromkeys(LANGUAGES, text), (name,))
        for name, text in refusals.items()
    ]
    return replace(view, evaluation=replace(view.evaluation, findings=(*told, *view.evaluation.findings)))


@require_safe
def attachment(request: HttpRequest, id: uuid.UUID) -> FileResponse:
    kept = own_attachment(user_of(request), id)
    return download(kept.path, name=kept.name, content_type=kept.content_type)
