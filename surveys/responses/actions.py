"""What operators do: open, save a draft, confirm their organisation's data, submit. `submit` is the one door."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.canonical_json import canonical_sha256
from surveys.lib.clock import database_now
from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.form import Answers, Finding
from surveys.questionnaires.models import Version
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Organisation
from surveys.responses import attachments, notices
from surveys.responses.amendment.carrying import from_an_earlier_page
from surveys.responses.drafting import Conflict, Merge, SetAside, asides, merge
from surveys.responses.facts import assignment as facts
from surveys.responses.models import MOST_OF_A_REASON, Confirmation, Draft, Response, Revision
from surveys.responses.receipts import new_receipt_number
from surveys.responses.states import ANSWERED, after
from surveys.rounds.deadlines import accepts_answers, is_late
from surveys.rounds.models import Round
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


@dataclass(frozen=True)
class Saved:
    version: int
    conflicts: tuple[Conflict, ...]
    their_name: str


@transaction.atomic
def open_for_answering(*, response: Response, by: User, at: datetime | None = None) -> Draft:
    """The draft, made with what is already known when there is none; notes when the organisation first looked."""
    at = at or database_now()
    if response.opened_at is None and Response.objects.filter(pk=response.pk, opened_at=None).update(opened_at=at):
        response.opened_at = at
        record("opened", by=by, about=response.assignment, at=at)
    draft, _ = Draft.objects.get_or_create(
        response=response, defaults={"answers": facts.prefilled(response.assignment, at)}
    )
    return draft


@transaction.atomic
def save_draft(
    *,
    response: Response,
    by: User,
    base: int,
    changes: Mapping[str, object],
    reasons: Mapping[str, str] | None = None,
    drawn_with: Version | None = None,
    unseen: Collection[str] = (),
    at: datetime | None = None,
) -> Saved:
    """Keep what was typed, right or wrong. `base` is the version the page was drawn with, `unseen` the questions at which it
    showed something older all the same. Raises RoundIsClosed, NotAllowedNow, NoSuchAttachment.

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
    merged = merge(draft.answers, draft.touched, base, _known(locked, changes), unseen)
    their_name = str(draft.saved_by or "")
    lost = [_set_aside(question, entry, by, at, drawn_with) for question, entry in outdated.items()]
    if merged.changed or merged.conflicts or reasons or lost:
        _write(draft, merged, lost, reasons or {}, by, at)
    if state != locked.state:
        Response.objects.filter(pk=locked.pk).update(state=state)
    return Saved(draft.version, merged.conflicts, their_name)


def _read_as_drawn(
    response: Response, changes: Mapping[str, object], drawn_with: Version | None
) -> tuple[Mapping[str, object], dict[str, object]]:
    version = response.assignment.round.version
    if drawn_with is None or drawn_with == version:
        return changes, {}
    return from_an_earlier_page(definition_of(drawn_with), definition_of(version), changes)


def _set_aside(question: str, entry: object, by: User, at: datetime, version: Version | None = None) -> SetAside:
    told: SetAside = {"question": question, "entry": entry, "by": str(by), "at": at.isoformat()}
    return {**told, "version": str(version.pk)} if version else told


def _write(
    draft: Draft, merged: Merge, lost: list[SetAside], reasons: Mapping[str, str], by: User, at: datetime
) -> None:
    draft.version += 1
    draft.answers = merged.answers
    draft.touched |= dict.fromkeys(merged.changed, draft.version)
    draft.reasons |= {key: reason[:MOST_OF_A_REASON] for key, reason in reasons.items()}
    contested = [_set_aside(conflict.question, conflict.yours, by, at) for conflict in merged.conflicts]
    draft.set_aside = asides(draft.set_aside, contested + lost)
    draft.saved_at, draft.saved_by = at, by
    draft.save()


def _known(response: Response, changes: Mapping[str, object]) -> dict[str, object]:
    """Only what this form asks of the unit: an unknown name, a calculated or a hidden question is not taken from outside."""
    definition = definition_of(response.assignment.round.version)
    writable = definition.writable("unit")
    known = {name: entry for name, entry in changes.items() if name in writable}
    return attachments.written_by_us(response, definition, known)


@transaction.atomic
def confirm_organisation(
    *,
    round: Round,
    organisation: Organisation,
    by: User,
    answers: dict[str, object],
    reasons: Mapping[str, str] | None = None,
    shown: str | None = None,
    at: datetime | None = None,
) -> Confirmation:
    """The organisation's own data, once per round; again to correct it. `shown` is the stamp of what was confirmed before and
    read, "" for nothing. Raises NotReadyToSubmit when they do not hold, ChangedSinceShown."""
    at = at or database_now()
    if shown not in (None, _stamp(round, organisation)):
        raise ChangedSinceShown
    known = facts.of_organisation(round, organisation)
    given = {key: reason[:MOST_OF_A_REASON] for key, reason in (reasons or {}).items()}
    definition, now = definition_of(round.version), round.on_its_clock(at)
    evaluation = evaluate(definition, answers, now=now, facts=known, reasons=given, scope="organisation")
    if evaluation.blocking:
        raise NotReadyToSubmit(evaluation.blocking)
    confirmation, _ = Confirmation.objects.update_or_create(
        round=round,
        organisation=organisation,
        defaults={"answers": answers, "reasons": given, "confirmed_at": at, "confirmed_by": by},
    )
    record("confirmed", by=by, about=organisation, at=at, round_id=round.pk)
    return confirmation


def _stamp(round: Round, organisation: Organisation) -> str:
    """One at a time: the organisation is locked, for at first there is no confirmation that could be."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    known = Confirmation.objects.filter(round=round, organisation=organisation).first()
    return known.stamp if known else ""


def evaluation_of(response: Response, *, at: datetime, answers: Answers | None = None) -> Evaluation:
    """The draft (or other answers) as the engine sees it, with the organisation's confirmed data in it."""
    draft = getattr(response, "draft", None)
    own = answers if answers is not None else (draft.answers if draft else {})
    return _evaluate(response, own, draft.reasons if draft else {}, at, nil=False)


def _evaluate(
    response: Response, own: Mapping[str, object], reasons: Mapping[str, str], at: datetime, *, nil: bool
) -> Evaluation:
    assignment = response.assignment
    confirmed, given = facts.confirmed(assignment.round, assignment.organisation)
    definition = definition_of(assignment.round.version)
    return evaluate(
        definition,
        attachments.without_foreign_files(definition, {**confirmed, **own}),
        now=assignment.round.on_its_clock(at),
        facts=facts.of_assignment(assignment, wanted=definition.facts),
        reasons={**given, **reasons},
        nil=nil,
    )


@transaction.atomic
def submit(
    *,
    response: Response,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    shown: str | None = None,
    confirmed: str | None = None,
    at: datetime | None = None,
) -> Revision:
    """Make the next revision of the draft's answers. `shown` is the version of the draft that was read, where one was, and
    `confirmed` the stamp of the organisation's data that go with it.

    The same key again gives the revision it made. Late is marked, not refused, as long as the round is open.
    Raises RoundIsClosed, NotAllowedNow, NotReadyToSubmit, ChangedSinceShown.
    """
    locked = lock(response)
    made = _revisions_so_far(locked)
    if key in made:
        return locked.revisions.get(key=key)
    draft = Draft.objects.filter(response=locked).first()
    if shown not in (None, str(draft.version if draft else 0)):
        raise ChangedSinceShown
    assignment = response.assignment
    if confirmed is not None and confirmed != _stamp(assignment.round, assignment.organisation):
        raise ChangedSinceShown
    answers, reasons = (draft.answers, draft.reasons) if draft else ({}, {})
    return _submit(locked, answers, reasons, by, key, len(made) + 1, declared_by, at)


@transaction.atomic
def submit_nil(
    *,
    response: Response,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    shown: str | None = None,
    at: datetime | None = None,
) -> Revision:
    """A nil return: signed, counted as a response. What was typed before stays in the draft. Raises NoNilReturn, too.

    `shown`: how many revisions there were when the page was drawn; it does not replace what a colleague submitted since."""
    locked = lock(response)
    made = _revisions_so_far(locked)
    if key in made:
        return locked.revisions.get(key=key)
    if shown not in (None, str(len(made))):
        raise ChangedSinceShown
    return _submit(locked, None, {}, by, key, len(made) + 1, declared_by, at)


@transaction.atomic
def submit_nil_for_all(
    *,
    round: Round,
    organisation: Organisation,
    by: User,
    key: uuid.UUID,
    declared_by: str,
    listed: Collection[uuid.UUID] | None = None,
    at: datetime | None = None,
) -> list[Revision]:
    """One nil return for each of the organisation's units that has never submitted and still may; the key is derived for
    each. `listed`: the assignments that were read above the declaration, where it was made on a page."""
    theirs = Response.objects.filter(
        assignment__round=round, assignment__organisation=organisation, assignment__ineligible_because=""
    )
    if listed is not None:
        theirs = theirs.filter(assignment__in=listed)
    # Locked before their states are looked at: a colleague may be submitting one of them.
    rows = theirs.select_for_update(of=("self",)).select_related("assignment").order_by("pk")
    keys = {row: uuid.uuid5(key, str(row.pk)) for row in rows}
    at = at or database_now()
    made = set(Revision.objects.filter(key__in=keys.values()).values_list("response_id", flat=True))
    chosen = [row for row in keys if row.pk in made] or [row for row in keys if _is_unanswered(row, at)]
    return [submit_nil(response=row, by=by, key=keys[row], declared_by=declared_by, at=at) for row in chosen]


def _is_unanswered(response: Response, at: datetime) -> bool:
    return response.state not in ANSWERED and _takes_answers(terms_of(response.assignment), at)


def _submit(
    response: Response,
    answers: Mapping[str, object] | None,
    reasons: Mapping[str, str],
    by: User,
    key: uuid.UUID,
    number: int,
    declared_by: str,
    at: datetime | None,
) -> Revision:
    """Without answers, a nil return by the version of the questionnaire that holds now."""
    at = at or database_now()
    deadline = must_accept_answers(response, at)
    state = after("submit", response.state)
    nil = answers is None
    evaluation = _evaluate(response, answers or {}, reasons, at, nil=nil)
    if evaluation.blocking:
        raise NotReadyToSubmit(evaluation.blocking)
    document = evaluation.document()
    revision = Revision.objects.create(
        response=response,
        number=number,
        version=response.assignment.round.version,
        answers=document,
        answers_sha256=canonical_sha256(document),
        findings=[finding.to_json() for finding in evaluation.findings],
        reasons={f.key: evaluation.reasons[f.key] for f in evaluation.findings if f.key in evaluation.reasons},
        is_nil=nil,
        is_partial=evaluation.is_partial,
        submitted_at=at,
        submitted_by=by,
        declared_by=declared_by,
        deadline=deadline,
        is_late=is_late(at, deadline),
        receipt=new_receipt_number(),
        key=key,
    )
    Response.objects.filter(pk=response.pk).update(state=state)
    details = {
        "revision": revision.number,
        "receipt": revision.receipt,
        "late": revision.is_late,
        "sha256": revision.answers_sha256,
    }
    record(
        "submitted_nil" if revision.is_nil else "submitted", by=by, about=response.assignment, at=at, details=details
    )
    notices.announce_receipt(revision, by, at)
    return revision


def lock(response: Response) -> Response:
    """The response as it stands now, with the assignment the caller has read already: who must answer what does not change."""
    locked = Response.objects.select_for_update().get(pk=response.pk)
    locked.assignment = response.assignment
    return locked


def _revisions_so_far(response: Response) -> list[uuid.UUID]:
    """Their keys in order; revisions are numbered without gaps and never taken away."""
    return list(response.revisions.order_by("number").values_list("key", flat=True))


def must_accept_answers(response: Response, at: datetime) -> datetime:
    """The deadline in force; raises RoundIsClosed. Looked at afresh, for extensions and the closing come in between, and
    so does another version of the questionnaire."""
    terms = terms_of(response.assignment)
    if not _takes_answers(terms, at):
        raise RoundIsClosed
    if terms.version_id != response.assignment.round.version_id:
        response.assignment.round.version = Version.objects.get(pk=terms.version_id)
    return terms.in_force


def _takes_answers(terms: Terms, at: datetime) -> bool:
    return not terms.ineligible_because and accepts_answers(terms, terms.in_force, at)
