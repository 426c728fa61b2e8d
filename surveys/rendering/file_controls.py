"""A question that is answered by a file: its control, and the file in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.lib.files.kinds import KINDS
from surveys.questionnaires.form import Entry, Question, about_file
from surveys.rendering.questionnaire_view import Location, QuestionnaireView

FIRST_OF_SHA256 = 16


@dataclass(frozen=True)
class AttachedFile:
    """What an answer, as typed or as submitted, says of its file."""

    id: str
    name: str
    bytes: int
    sha256: str

    @classmethod
    def of(cls, question: Question, entry: Mapping[str, Any] | None) -> Self | None:
        about = about_file(question, entry) if entry else {}
        if not entry or len(about) < 3:
            return None
        return cls(str(entry.get("value") or entry.get("typed")), about["name"], int(about["size"]), about["sha256"])

    @property
    def size(self) -> str:
        return filesizeformat(self.bytes)

    @property
    def fingerprint(self) -> str:
        """The beginning of the SHA-256, enough to tell files apart by eye."""
        return self.sha256[:FIRST_OF_SHA256]

    def __str__(self) -> str:
        return f"{self.name} ({self.size})"


def file_control(view: QuestionnaireView, question: Question, location: Location, entry: Entry) -> SafeString:
    """Choosing a file, which goes with the form's buttons; what is there already stands above it."""
    file = AttachedFile.of(question, entry)
    return format_html(
        '<div class="file-answer">{}<input type="file" class="form-control" name="{}:file" id="{}" accept="{}"'
        ' aria-describedby="{}{}-limits {}-tells"{}><p class="form-text" id="{}-limits">{}</p>'
        '<button class="btn btn-secondary" name="act" value="attach:{}">{}<span class="visually-hidden"> {}</span></button></div>',
        _uploaded(file, question, location) if file else "",
        location.field,
        location.id,
        ",".join(suffix for kind in KINDS if kind.is_taken(question.accept) for suffix in kind.suffixes),
        f"{location.id}-hint " if question.hint else "",
        location.id,
        location.id,
        _invalid(view, question),
        location.id,
        _limits(question, is_there=file is not None),
        question.name,
        _("Upload"),
        view.tell(question.label),
    )


def _invalid(view: QuestionnaireView, question: Question) -> SafeString:
    is_wrong = any(finding.severity == "hard" for finding in view.findings(question.name))
    return SafeString(' aria-invalid="true"' if is_wrong else "")


def _limits(question: Question, *, is_there: bool) -> str:
    kinds = ", ".join(kind.name for kind in KINDS if kind.is_taken(question.accept))
    words = {"kinds": kinds, "most": filesizeformat(settings.ATTACHMENT_MOST_BYTES)}
    if is_there:
        return _("Another file takes its place: %(kinds)s, at most %(most)s.") % words
    return _("One file: %(kinds)s, at most %(most)s.") % words


def _uploaded(file: AttachedFile, question: Question, location: Location) -> SafeString:
    return format_html(
        '<p class="attached"><a href="{}">{}</a> <span class="muted">{}</span> '
        '<button class="btn btn-link" name="act" value="detach:{}">{}<span class="visually-hidden"> {}</span></button></p>'
        '<input type="hidden" name="{}" value="{}">',
        reverse("portal:attachment", args=[file.id]),
        file.name,
        file.size,
        question.name,
        _("Remove"),
        file.name,
        location.field,
        file.id,
    )
