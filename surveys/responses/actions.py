"""What operators do: open, save a draft, take back a text that was set aside, submit. `submit` is the one door."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.clock import database_now
from surveys.questionnaires.evaluation import Evaluation
from surveys.questionnaires.form import Finding
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.responses import notices
from surveys.responses.amendment.carrying import from_an_earlier_page
from surveys.responses.dialogue.replies import to_known_remarks
from surveys.responses.drafting import Conflict, Merge, SetAside, asides, merge
from surveys.responses.evaluation import Given, evaluate_given
from surveys.responses.facts import assignment as facts
from surveys.responses.files.entries import written_by_us
from surveys.responses.models import Draft, Response, Revision, stamp_of
from surveys.responses.nil_returns import known_of_nil
from surveys.responses.reasons import ReasonsDrawn, explain, explained_by
from surveys.responses.receipts import new_receipt_number
from surveys.responses.row_merging import RowsDrawn, put_in_its_place
from surveys.responses.signing.queries import must_be_signed_by_another
from surveys.responses.states import State, after
from surveys.responses.tenants.declared import standing
from surveys.responses.unsent import note_unsent, reasons_given, says_the_same
from surveys.rounds.deadlines import accepts_answers, is_late
from surveys.rounds.queries import Terms, terms_of


class RoundIsClosed(Exception):
    """The round takes no more answers."""


class NotReadyToSubmit(Exception):
    """Something blocks the submission; `findings` say what and where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(finding.key for finding in findings))
        self.findings = findings


class ChangedSinceShown(Exception):
    """Who declares or confirms has read other answers than those that stand there now."""


class KeyAlreadyUsed(Exception):
    """With this key `revision` was made, and what would be submitted now is something else."""

    def __init__(self, revision: Revision) -> None:
        super().__init__(revision.receipt)
        self.revision = revision


@dataclass(frozen=True)
class Saved:
    version: int
    conflicts: tuple[Conflict, ...]
    their_name: str
    is_unsent: bool


@transaction.atomic
def open_for_answering(*, response: Response, by: User | None, at: datetime | None = None) -> Draft:
    """The draft, made with what is already known when there is none; notes when the organisation first looked. Raises
    RoundIsClosed for an operator of whom it is not asked any more."""
    at = at or database_now()
    if response.opened_at is None and Response.objects.filter(pk=response.pk, opened_at=None).update(opened_at=at):
        response.opened_at = at
        record("opened", by=by, about=response.assignment, at=at)
    return Draft.objects.filter(response=response).first() or _first_draft(response, at)


def _first_draft(response: Response, at: datetime) -> Draft:
    """Under a lock: what is known of one operator must not come into a form that goes over to another just now."""
    locked = lock(response)
    _terms_now(locked)
    known = facts.prefilled(response.assignment, at)
    draft, _is_new = Draft.objects.get_or_create(response=locked, defaults={"answers": known})
    return draft


@transaction.atomic
def save_draft(
    *,
    response: Response,
    by: User | None,
    base: int,
    changes: Mapping[str, object],
    reasons: Mapping[str, str] | None = None,
    explained: ReasonsDrawn | None = None,
    drawn_with: Version | None = None,
    unseen: Collection[str] = (),
    rows: Mapping[str, RowsDrawn] | None = None,
    settles: int | None = None,
    at: datetime | None = None,
) -> Saved:
    """Keep what was typed, right or wrong. `base` is the version the page was drawn with, `unseen` the questions at which it
    showed something older all the same, `rows` what it showed of its tables, `explained` the reasons. `settles`: the place of
    the text set aside over which somebody has decided; the one he overwrites is kept. Raises RoundIsClosed, NotAllowedNow, NoSuchAttachment.

    A question that a colleague changed meanwhile keeps his entry; yours is set aside in the draft and told as a conflict.
    drawn_with: the version of the questionnaire that the page showed, where it is not the round's any more; what has no
    place in the new one is set aside.
    """
    at = at or database_now()
    locked = lock(response)
    must_accept_answers(locked, at)
    state = after("save", locked.state)
    draft = Draft.objects.select_related("saved_by").get(response=locked)
    changes, outdated = _read_as_drawn(locked, changes, drawn_with)
    merged = merge(draft.answers, draft.touched, base, what_is_asked(locked, changes), unseen, rows)
    their_name = str(draft.saved_by or "")
    lost = [_set_aside(question, entry, by, at, drawn_with) for question, entry in outdated.items()]
    said = explain(draft.reasons, to_known_remarks(locked, reasons or {}), explained)
    lost += draft.reasons_apart(said, by, at)
    contested = draft.settle(settles)
    if contested in merged.changed:
        lost += draft.overwritten(contested, at)
    if merged.changed or merged.conflicts or said.kept or lost:
        put_into(draft, merged, lost, said.kept, by, at)
        draft.save()
    elif contested:
        draft.save(update_fields=["set_aside"])
    if state != locked.state:
        Response.objects.filter(pk=locked.pk).update(state=state)
    elif merged.changed or said.kept:
        locked.draft = draft
        note_unsent(locked, at)
    return Saved(draft.version, merged.conflicts, their_name, locked.unsent_since is not None)


def _read_as_drawn(
    response: Response, changes: Mapping[str, object], drawn_with: Version | None
) -> tuple[Mapping[str, object], dict[str, object]]:
    version = response.assignment.round.version
    if drawn_with is None or drawn_with == version:
        return changes, {}
    return from_an_earlier_page(definition_of(drawn_with), definition_of(version), changes)


def _set_aside(question: str, entry: object, by: User | None, at: datetime, version: Version | None = None) -> SetAside:
    told: SetAside = {"question": question, "entry": entry, "by": str(by or ""), "at": at.isoformat()}
    return {**told, "version": str(version.pk)} if version else told


def put_into(
    draft: Draft, merged: Merge, lost: list[SetAside], reasons: Mapping[str, str], by: User | None, at: datetime
) -> None:
    draft.version += 1
    draft.answers = merged.answers
    draft.touched |= dict.fromkeys(merged.changed, draft.version)
    draft.note_authors(merged.changed, by, at)
    draft.reasons |= reasons
    told = [conflict for conflict in merged.conflicts if conflict.yours != []]  # no text, only a row that was to go
    contested = [_set_aside(conflict.question, conflict.yours, by, at) for conflict in told]
    draft.set_aside = asides(draft.set_aside, contested + lost)
    draft.saved_at, draft.saved_by = at, by


def what_is_asked(response: Response, changes: Mapping[str, object]) -> dict[str, object]:
    """Only what this form asks of the unit: an unknown name, a calculated or a hidden question is not taken from outside."""
    definition = definition_of(response.assignment.round.version)
    writable = definition.writable("unit")
    known = {name: entry for name, entry in changes.items() if name in writable}
    return written_by_us(response, definition, known)


@transaction.atomic
def take_back(*, response: Response, by: User, lost: SetAside, at: datetime | None = None) -> Saved:
    """It stands in its place from now on; the text that stood there is set aside in its turn. Raises what save_draft does."""
    draft = Draft.objects.get(response=lock(response))
    question, place = lost["question"], draft.set_aside.index(lost) if lost in draft.set_aside else None
    changes = {question: put_in_its_place(lost["entry"], draft.answers.get(question))}
    return save_draft(response=response, by=by, base=draft.version, changes=changes, settles=place, at=at)


@transaction.atomic
def submit(
    *,
    response: Response,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    shown: str | None = None,
    confirmed: str | None = None,
    seen: str | None = None,
    because: str = "",
    reasons: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Revision:
    """Make the next revision of the draft's answers. `reasons`: those that come with it, which the draft has from then on,
    too. `shown` is the version of the draft that was read, where one was,
    `confirmed` the stamp of the organisation's data that go with it, `seen` that of the response. `because`: why something
    else was submitted before.

    The same key again gives the revision it made; so does another key, as long as that revision waits for review and says
    all of it. Late is marked, not refused, as long as the round is open.
    Raises KeyAlreadyUsed, RoundIsClosed, NotAllowedNow, NotReadyToSubmit, ChangedSinceShown.
    """
    assignment = response.assignment
    # The organisation first, then the response: so does whoever confirms, and nobody waits for the other in turn.
    stamp = None if confirmed is None else stamp_of(assignment.round, assignment.organisation)
    locked = lock(response)
    draft = Draft.objects.filter(response=locked).first()
    given = Given.of(draft, because) if draft else Given(because=because)
    is_stale = shown not in (None, str(draft.version if draft else 0)) or confirmed != stamp
    is_stale = is_stale or not locked.was_seen_as(seen)
    if draft and reasons and not is_stale:
        given = replace(given, reasons=_explained_anew(response, draft, reasons, by, at))
    return _submit(locked, given, by, key, declared_by, at, is_stale=is_stale)


def _explained_anew(
    response: Response, draft: Draft, reasons: Mapping[str, str], by: User, at: datetime | None
) -> Mapping[str, str]:
    """In the place of those that stand in the draft, which were read. Sent once more they are stale, and change nothing."""
    drawn = ReasonsDrawn.read(explained_by(draft.reasons))
    save_draft(response=response, by=by, base=draft.version, changes={}, reasons=reasons, explained=drawn, at=at)
    explained: Mapping[str, str] = Draft.objects.values_list("reasons", flat=True).get(pk=draft.pk)
    return explained


@transaction.atomic
def submit_nil(
    *,
    response: Response,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    shown: str | None = None,
    answers: Mapping[str, object] | None = None,
    reasons: Mapping[str, str] | None = None,
    because: str = "",
    at: datetime | None = None,
) -> Revision:
    """A nil return: signed, counted as a response. What was typed before stays in the draft. Raises NoNilReturn, too.

    `reasons`: by the finding's key, where it contradicts what was said before.
    `answers`: what it gives besides, where that was typed on its page; else what is known already.
    `shown`: the stamp of the response the page was drawn with; it does not replace what a colleague submitted since."""
    locked = lock(response)
    known = known_of_nil(locked.assignment) if answers is None else answers
    is_stale = not locked.was_seen_as(shown)
    given = Given(known, to_known_remarks(locked, reasons or {}), because=because)
    return _submit(locked, given, by, key, declared_by, at, is_stale=is_stale, nil=True)


def _submit(
    response: Response,
    given: Given,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    at: datetime | None,
    *,
    is_stale: bool,
    nil: bool = False,
) -> Revision:
    """By the version of the questionnaire that holds now."""
    at = at or database_now()
    terms = _terms_now(response)
    evaluation = evaluate_given(response, given, at, nil=nil)
    latest = response.latest
    if latest and (made := _made_before(response, latest, key, declared_by, evaluation, nil=nil)):
        return made
    if not takes_answers(terms, at):
        raise RoundIsClosed
    state = after("submit", response.state)
    if is_stale:
        raise ChangedSinceShown
    must_be_signed_by_another(response, by, nil=nil)
    if evaluation.blocking:
        raise NotReadyToSubmit(evaluation.blocking)
    revision = Revision.objects.create(
        response=response,
        number=latest.number + 1 if latest else 1,
        version=response.assignment.round.version,
        is_nil=nil,
        submitted_at=at,
        submitted_by=by,
        declared_by=declared_by,
        deadline=terms.in_force,
        is_late=is_late(at, terms.in_force),
        receipt=new_receipt_number(),
        key=key,
        changed_because=given.because.strip() if latest else "",
        **_said(evaluation),
        declared={} if nil else standing(evaluation, given.declared),
    )
    Response.objects.filter(pk=response.pk).update(state=state, unsent_since=None)
    _record(revision, by, at)
    notices.announce_receipt(revision, by, at)
    return revision


def _said(evaluation: Evaluation) -> dict[str, Any]:
    """The columns of a revision that hold what was answered."""
    document = evaluation.document()
    return {
        "answers": document,
        "answers_sha256": canonical_sha256(document),
        "left_blank": evaluation.left_blank(document),
        "findings": [finding.to_json() for finding in evaluation.findings],
        "reasons": reasons_given(evaluation),
        "is_partial": evaluation.is_partial,
    }


def _record(revision: Revision, by: User, at: datetime) -> None:
    details = {
        "revision": revision.number,
        "receipt": revision.receipt,
        "late": revision.judged.is_late,
        "sha256": revision.answers_sha256,
        "rest_sha256": revision.rest_sha256,
        "because": revision.changed_because,
    }
    about = revision.response.assignment
    record("submitted_nil" if revision.is_nil else "submitted", by=by, about=about, at=at, details=details)


def _made_before(
    response: Response, latest: Revision, key: uuid.UUID, declared_by: str, evaluation: Evaluation, *, nil: bool
) -> Revision | None:
    """The revision this key made, or the one that waits for review and says all of it already."""
    is_said = latest.is_nil == nil and says_the_same(latest, evaluation)
    if mine := response.revisions.filter(key=key).first():
        if mine == latest and is_said and mine.declared_by == declared_by:
            return mine
        raise KeyAlreadyUsed(mine)
    is_waiting = response.state == State.SUBMITTED and latest.version_id == response.assignment.round.version_id
    return latest if is_said and is_waiting else None


def lock(response: Response) -> Response:
    """The response as it stands now, with the assignment the caller has read already: that another operator answers for
    it now is noticed with the terms."""
    locked = Response.objects.select_for_update().get(pk=response.pk)
    locked.assignment = response.assignment
    return locked


def must_accept_answers(response: Response, at: datetime) -> datetime:
    """The deadline in force; raises RoundIsClosed."""
    terms = _terms_now(response)
    if not takes_answers(terms, at):
        raise RoundIsClosed
    return terms.in_force


def _terms_now(response: Response) -> Terms:
    """Looked at afresh, for extensions and the closing come in between, and so does another version of the questionnaire.
    Raises RoundIsClosed for an operator whose data center went to another, with what was asked of it."""
    terms = terms_of(response.assignment)
    if terms.organisation_id != response.assignment.organisation_id:
        raise RoundIsClosed
    if terms.version_id != response.assignment.round.version_id:
        response.assignment.round.version = Version.objects.get(pk=terms.version_id)
    return terms


def takes_answers(terms: Terms, at: datetime) -> bool:
    return not terms.ineligible_because and accepts_answers(terms, terms.in_force, at)
