"""Saving many drafts of a round in one transaction: each as save_draft does it, by the same rules and pieces."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record_many
from surveys.responses.actions import put_into, takes_answers, what_is_asked
from surveys.responses.dialogue.replies import to_known_remarks
from surveys.responses.drafting import Merge, merge
from surveys.responses.models import Draft, Response
from surveys.responses.reasons import explain
from surveys.responses.row_merging import RowsDrawn
from surveys.responses.states import NotAllowedNow, State, after
from surveys.responses.unsent import note_unsent
from surveys.rounds.queries import Terms, terms_of_each

COLUMNS = ("answers", "reasons", "version", "touched", "authors", "set_aside", "saved_at", "saved_by")
"""Of a draft, those that saving writes."""
AT_A_TIME = 200


@dataclass(frozen=True)
class Save:
    """What save_draft is told of one response, with its assignment as it was read; `known`: what a first draft holds;
    `merged`: what comes of it where the draft still says what is `known`."""

    response: Response
    base: int
    changes: Mapping[str, object]
    known: Mapping[str, object]
    reasons: Mapping[str, str] = field(default_factory=dict)
    unseen: Collection[str] = ()
    rows: Mapping[str, RowsDrawn] = field(default_factory=dict)
    merged: Merge | None = None


@transaction.atomic
def save_drafts(*, by: User | None, saves: Sequence[Save], at: datetime) -> dict[uuid.UUID, Draft]:
    """By response, those that were saved: not those that take nothing more, or whose questionnaire was just changed."""
    ids = [save.response.pk for save in saves]
    locked = {one.pk: one for one in Response.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    terms = terms_of_each([save.response.assignment for save in saves])
    standing = {one.response_id: one for one in Draft.objects.select_related("saved_by").filter(response__in=ids)}
    saved: dict[uuid.UUID, Draft] = {}
    steps: dict[State, list[Response]] = defaultdict(list)
    for save in saves:
        response = locked[save.response.pk]
        response.assignment = save.response.assignment
        if state := _state_after(response, terms[response.assignment.pk], at):
            steps[state].append(response)
            saved[response.pk] = _merged(save, response, standing.get(response.pk), by, at)
    _store(list(saved.values()))
    _note_opened([locked[pk] for pk in saved], by, at)
    for state, responses in steps.items():
        _step(state, responses, saved, at)
    return saved


def _state_after(response: Response, terms: Terms, at: datetime) -> State | None:
    assignment = response.assignment
    is_same = (terms.organisation_id, terms.version_id) == (assignment.organisation_id, assignment.round.version_id)
    try:
        return after("save", response.state) if is_same and takes_answers(terms, at) else None
    except NotAllowedNow:
        return None


def _merged(save: Save, response: Response, standing: Draft | None, by: User | None, at: datetime) -> Draft:
    draft = standing or Draft(response=response, answers=dict(save.known))
    is_as_known = draft.version == save.base and draft.answers == save.known
    merged = save.merged if is_as_known else None
    if merged is None:
        changes = what_is_asked(response, save.changes)
        merged = merge(draft.answers, draft.touched, save.base, changes, save.unseen, save.rows)
    said = explain(draft.reasons, to_known_remarks(response, save.reasons), None)
    put_into(draft, merged, draft.reasons_apart(said, by, at), said.kept, by, at)
    return draft


def _store(drafts: list[Draft]) -> None:
    Draft.objects.bulk_create(
        drafts,
        batch_size=AT_A_TIME,
        update_conflicts=True,
        unique_fields=["response"],
        update_fields=COLUMNS,
    )


def _note_opened(responses: list[Response], by: User | None, at: datetime) -> None:
    first = [one for one in responses if one.opened_at is None]
    Response.objects.filter(pk__in=[one.pk for one in first]).update(opened_at=at)
    record_many("opened", by=by, about=[(one.assignment, {}) for one in first], at=at)


def _step(state: State, responses: list[Response], saved: Mapping[uuid.UUID, Draft], at: datetime) -> None:
    moved = [one.pk for one in responses if one.state != state]
    Response.objects.filter(pk__in=moved).update(state=state)
    for response in responses:
        if response.state == state:
            response.draft = saved[response.pk]
            note_unsent(response, at)
