"""A file in the place of what stands in a proposal: read, taken over, taken back, and its flaws solved one by one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.lib.problems import Problem
from surveys.questionnaires.actions import change_proposal
from surveys.questionnaires.form import StoredDefinition, StoredFlaw
from surveys.questionnaires.models import Import, Proposal

LONGEST_NAME = longest(Import, "file_name")


def read_for(
    *,
    by: User,
    proposal: Proposal,
    file_name: str,
    definition: StoredDefinition,
    problems: Iterable[Problem],
    at: datetime | None = None,
) -> Import:
    """Keep what a file holds until somebody says whether it is to take the place of the proposal."""
    return Import.objects.create(
        proposal=proposal,
        file_name=file_name[:LONGEST_NAME],
        definition=definition,
        flaws=[_flaw(problem) for problem in problems],
        read_at=at or database_now(),
        read_by=by,
    )


def _flaw(problem: Problem) -> StoredFlaw:
    return {"location": problem.location, "severity": problem.severity, "message": problem.message, "solved": False}


@transaction.atomic
def begun_with(*, by: User, read: Import, at: datetime | None = None) -> Import:
    """The proposal was begun with this file, so that nothing was replaced."""
    read.taken_at = at or database_now()
    read.save(update_fields=["taken_at"])
    return read


@transaction.atomic
def take_over(*, by: User, read: Import, edition: int, at: datetime | None = None) -> Proposal:
    """In the place of the proposal as of this edition; it goes on being called by its code. Raises Conflict, NotOpen, EditError."""
    at = at or database_now()
    proposal = read.proposal
    before = proposal.definition
    definition = read.definition | ({"code": before["code"]} if before.get("code") else {})
    changed = change_proposal(by=by, proposal=proposal, definition=definition, edition=edition, at=at)
    read.replaced, read.taken_at, read.taken_back_at = before, at, None
    read.save(update_fields=["replaced", "taken_at", "taken_back_at"])
    record("took_over_file", by=by, about=changed, at=at, details={"file": read.file_name})
    return changed


@transaction.atomic
def take_back(*, by: User, read: Import, edition: int, at: datetime | None = None) -> Proposal:
    """What stood there before stands there again; what the file had become is kept to be put in again.

    Raises Conflict, NotOpen, and NothingReplaced.
    """
    at = at or database_now()
    if read.replaced is None or not read.stands:
        raise NothingReplaced
    now = read.proposal.definition
    changed = change_proposal(by=by, proposal=read.proposal, definition=read.replaced, edition=edition, at=at)
    read.definition, read.replaced, read.taken_back_at = now, None, at
    read.save(update_fields=["definition", "replaced", "taken_back_at"])
    record("took_back_file", by=by, about=changed, at=at, details={"file": read.file_name})
    return changed


class NothingReplaced(Exception):
    """The file took the place of nothing, or was taken back already."""


@transaction.atomic
def solve(*, read: Import, number: int, solved: bool) -> Import:
    """Whether the flaw with this number is put right; a number that is not there changes nothing."""
    locked = Import.objects.select_for_update().get(pk=read.pk)
    if number < len(locked.flaws):
        locked.flaws[number]["solved"] = solved
        locked.save(update_fields=["flaws"])
    return locked
