"""What an answer keeps of a file, and which files were submitted."""

import uuid
from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation

from surveys.questionnaires.form import Definition, StoredDocument
from surveys.responses.models import Attachment, Response, Revision

Entries = dict[str, object]


class NoSuchAttachment(SuspiciousOperation):
    """An answer names a file that was not uploaded for it; no form of ours does (400)."""


def entry_of(attachment: Attachment) -> dict[str, str]:
    """What the answer keeps, so that whoever hashes the answer hashes the file as well."""
    return {
        "typed": str(attachment.pk),
        "name": attachment.name,
        "size": str(attachment.size),
        "sha256": attachment.sha256,
    }


def written_by_us(response: Response, definition: Definition, changes: Mapping[str, object]) -> Entries:
    """The changes, with the answers that are files written anew from the files themselves; raises NoSuchAttachment."""
    files = definition.files
    return {name: _entry(response, name, entry) if name in files else entry for name, entry in changes.items()}


def _entry(response: Response, question: str, entry: object) -> dict[str, str] | None:
    typed = entry.get("typed") if isinstance(entry, Mapping) else entry
    if not typed:
        return None
    try:
        return entry_of(Attachment.objects.get(pk=uuid.UUID(str(typed)), response=response, question=question))
    except (ValueError, Attachment.DoesNotExist) as error:
        raise NoSuchAttachment(question) from error


def without_foreign_files(definition: Definition, answers: Mapping[str, object]) -> Entries:
    """What a form's author put down as the answer to a file question beforehand is no file of ours, so it is no answer."""
    foreign = {name for name in definition.files if not _is_ours(answers.get(name))}
    return {name: entry for name, entry in answers.items() if name not in foreign}


def _is_ours(entry: object) -> bool:
    return isinstance(entry, Mapping) and bool(entry.get("sha256"))


def is_submitted(attachment: Attachment) -> bool:
    """Whether a revision names it. Until then it is part of a draft, which the bureau does not see."""
    revisions = Revision.objects.filter(response=attachment.response_id).values_list("answers", flat=True)
    return any(_answer(answers, attachment.question) == str(attachment.pk) for answers in revisions)


def _answer(document: StoredDocument, question: str) -> str | None:
    found = document["answers"].get(question, {}).get("value")
    return None if found is None else str(found)
