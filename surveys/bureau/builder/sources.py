"""Where questions are taken from: the library, published versions, and files."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from surveys.accounts.access import visible_to
from surveys.lib.language import current_language
from surveys.lib.problems import Problem
from surveys.lib.text import in_language
from surveys.models import User, Version
from surveys.questionnaires.editing.structure import structure_problem
from surveys.questionnaires.form import StoredDefinition
from surveys.questionnaires.library import names, template
from surveys.questionnaires.models import title_of
from surveys.questionnaires.queries import versions_in_force
from surveys.workbooks.reading import MOST_BYTES, SUFFIXES, WorkbookRefused, refuse_a_wrong_name
from surveys.workbooks.xlsform.reading import read_form


class Refused(Exception):
    """A file, or something else to begin with, that cannot be taken. `told` says why; `problems` are those of a form."""

    def __init__(self, told: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(told)
        self.told = told
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds, and what is said against it all the same."""

    name: str
    definition: StoredDefinition
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Source:
    definition: StoredDefinition
    version: Version | None


def source_choices(user: User) -> list[tuple[str, object]]:
    """For a list to choose from, grouped; versions are known by their ids, those of the library by their names."""
    versions = versions_in_force(visible_to(user, Version.objects.all()))
    published = [(str(version.pk), f"{version} · {version.questionnaire.code}") for version in versions]
    library = [(f"library:{name}", title_of(template(name))) for name in names()]
    return [("", "—"), (_("Library"), library), (_("Published versions"), published)]


def source_named(user: User, key: str) -> Source:
    """Raises Refused for what does not exist for this user."""
    name = key.removeprefix("library:")
    if key.startswith("library:") and name in names():
        return Source(template(name), None)
    try:
        version = visible_to(user, Version.objects.select_related("questionnaire")).filter(pk=uuid.UUID(key)).first()
    except ValueError:
        version = None
    if version is None:
        raise Refused(_("There is no such questionnaire."))
    return Source(version.definition, version)


def read_upload(file: "UploadedFile[bytes]", *, with_errors: bool = False, as_text: bool = False) -> Read:
    """Raises Refused, also for errors unless they are allowed."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MiB. Split it into several files."))
    name, content = file.name or "", file.read()
    if not name.lower().endswith((".json", *SUFFIXES)):
        raise Refused(_("Only %(kinds)s and .json are read.") % {"kinds": ", ".join(SUFFIXES)})
    if name.lower().endswith(".json"):
        return Read(name, _from_json(content))
    try:
        refuse_a_wrong_name(name.lower(), content)
    except WorkbookRefused as refused:
        raise Refused(str(refused)) from refused
    return _from_workbook(content, name, with_errors=with_errors, as_text=as_text)


def _from_workbook(content: bytes, name: str, *, with_errors: bool, as_text: bool) -> Read:
    form = read_form(content, name=name, unsupported_as_text=as_text)
    if form.definition is None or (form.has_errors and not with_errors):
        raise Refused(_("The file was not taken over."), form.problems)
    if problem := structure_problem(form.definition):
        raise Refused(in_language(problem, current_language()), form.problems)
    return Read(name, form.definition, form.problems)


def _from_json(content: bytes) -> StoredDefinition:
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The file is no saved definition: it is not JSON.")) from error
    if problem := structure_problem(found):
        raise Refused(in_language(problem, current_language()))
    definition: StoredDefinition = found
    return definition


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
