"""Reading what is asked."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.db.models.fields.json import KT

from surveys.accounts.access import officers_with
from surveys.accounts.models import User
from surveys.accounts.roles import Permission
from surveys.lib.problems import Problem
from surveys.lib.text import in_language
from surveys.questionnaires.form import StoredDefinition
from surveys.questionnaires.loading import Definition, examine, load_published
from surveys.questionnaires.models import Import, Proposal, Version

T = TypeVar("T")
MOST_KEPT = 64
_loaded: dict[str, Definition] = {}
_examined: dict[str, "Examined"] = {}


def definition_of(version: Version) -> Definition:
    """The definition as the engine wants it. Versions never change, so each is loaded once per process."""
    return _kept(_loaded, version.sha256, lambda: load_published(version.definition))


@dataclass(frozen=True, slots=True)
class Examined:
    """`definition` is None as long as there are problems; warnings stand in nobody's way."""

    definition: Definition | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def examined(stored: StoredDefinition) -> Examined:
    """What is to be said of a definition that is being written; the same content is looked at once per process."""
    content = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
    return _kept(_examined, content, lambda: _examine(stored))


def _examine(stored: StoredDefinition) -> Examined:
    definition, found = examine(stored)
    errors, warnings = (tuple(p for p in found if p.severity == severity) for severity in ("error", "warning"))
    return Examined(None if errors else definition, errors, warnings)


def _kept(kept: dict[str, T], key: str, make: Callable[[], T]) -> T:
    found = kept.get(key)
    if found is None:
        found = make()
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = found
    return found


def standing_import(proposal: Proposal) -> Import | None:
    """The file that the proposal was made of last; without what it held.

    What was taken back leaves the proposal as it was before that was taken over, made of an earlier file, perhaps.
    """
    files = list(proposal.imports.exclude(taken_at=None).defer("definition", "replaced"))
    taken = [(one.taken_at, True, one) for one in files if one.taken_at]
    back = [(one.taken_back_at, False, one) for one in files if one.taken_back_at]
    acts = sorted([*taken, *back], key=lambda act: act[:2])
    while acts:
        _at, was_taken, read = acts.pop()
        if was_taken:
            return read
        acts = [act for act in acts if read.taken_at and act[0] < read.taken_at]
    return None


def open_proposals(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those still being written, for a list: with `code` and their titles, without the definitions."""
    titled = rows.filter(closed_at=None).annotate(
        code=KT("definition__code"), title_zh=KT("definition__title__zh"), title_en=KT("definition__title__en")
    )
    return titled.defer("definition").select_related("authority", "changed_by", "asked_by", "questionnaire")


def title_of(proposal: Any, language: str) -> str:
    """Of a row of open_proposals; its code where nobody has written a title."""
    titles = {"zh": proposal.title_zh or "", "en": proposal.title_en or ""}
    return in_language(titles, language) or proposal.code or "—"


def waiting_for_look_of(user: User, rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those this person is asked to look at as they stand, as open_proposals gives them."""
    asked = open_proposals(rows).filter(asked_edition=F("edition")).exclude(asked_by=user)
    return asked.exclude(authority__second_look=True, changed_by=user)


def second_people(proposal: Proposal, asked_by: User) -> QuerySet[User]:
    """The colleagues of the authority who could publish it as it stands."""
    others = officers_with(Permission.MANAGE_ROUNDS, proposal.authority).exclude(pk=asked_by.pk)
    return others.exclude(pk=proposal.changed_by_id or asked_by.pk) if proposal.authority.second_look else others


def versions_in_force(rows: QuerySet[Version]) -> QuerySet[Version]:
    """For a list: without the definitions."""
    return rows.filter(retired_at=None).defer("definition").select_related("questionnaire__authority")
