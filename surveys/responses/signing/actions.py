"""Marking as ready to sign, sending back to who prepared it, and demanding a second person of oneself."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import translation

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.notices import links, outbox
from surveys.notices.kinds import not_signed, to_sign
from surveys.notices.wording import Addressee, Content
from surveys.registry.models import Organisation
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit, lock, must_accept_answers
from surveys.responses.evaluation import evaluate_answers, evaluation_of
from surveys.responses.models import Draft, Response
from surveys.responses.nil_returns import known_of_nil
from surveys.responses.signing.models import Preparation
from surveys.responses.signing.queries import signing_of
from surveys.responses.states import NotAllowedNow, after
from surveys.rounds.notices import facts_of
from surveys.rounds.queries import terms_of


class KeyMarkedSomethingElse(Exception):
    """With this key another version of the draft was marked, or a nil return in place of it."""


@transaction.atomic
def mark_ready(
    *,
    response: Response,
    by: User,
    nil: bool = False,
    shown: str | None = None,
    key: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Preparation:
    """Whoever could sign it gets a notice. `shown`: the version of the draft that was read. `key`: the same one marks once,
    also after what it marked was sent back or signed.

    It submits nothing, and the deadline runs on. Raises what `submit` does, save that nobody declares anything, and
    KeyMarkedSomethingElse."""
    at = at or database_now()
    locked = lock(response)
    if earlier := _marked_with(key, locked):
        if earlier.is_nil != nil or shown not in (None, str(earlier.version)):
            raise KeyMarkedSomethingElse
        return earlier
    must_accept_answers(locked, at)
    after("submit", locked.state)
    draft = Draft.objects.filter(response=locked).first()
    version = draft.version if draft else 0
    if shown not in (None, str(version)):
        raise ChangedSinceShown
    _must_be_whole(locked, draft, at, nil=nil)
    before = signing_of(locked)
    if before and before.ready and before.ready.is_nil == nil and before.ready.prepared_by == by:
        return before.ready
    told = {"version": version, "is_nil": nil, "prepared_at": at, "prepared_by": by}
    made = Preparation.objects.create(response=locked, key=key, **told)
    record("marked_ready", by=by, about=locked.assignment, at=at)
    _tell_signers(made, at)
    return made


def _marked_with(key: uuid.UUID | None, response: Response) -> Preparation | None:
    return Preparation.objects.filter(response=response, key=key).first() if key else None


def _must_be_whole(response: Response, draft: Draft | None, at: datetime, *, nil: bool) -> None:
    if nil:
        known = known_of_nil(response.assignment)
        blocking = tuple(
            one for one in evaluate_answers(response, known, {}, at, nil=True).blocking if one.severity == "hard"
        )
    else:
        response.draft = draft or Draft(response=response)
        blocking = evaluation_of(response, at=at).blocking
    if blocking and not nil:
        raise NotReadyToSubmit(blocking)


def _tell_signers(made: Preparation, at: datetime) -> None:
    assignment = made.response.assignment
    deadline = terms_of(assignment).in_force
    signing = signing_of(made.response)
    for user in signing.signers if signing else ():
        with translation.override(user.language):
            content = to_sign.content(
                facts_of(assignment.round, deadline),
                Addressee(user.name, assignment.organisation.name, user.language),
                assignment=str(assignment),
                prepared_by=str(made.prepared_by),
                is_nil=made.is_nil,
            )
        _write(f"to_sign:{made.pk}:{user.pk}", made, user, content, at)


@transaction.atomic
def send_back_to_preparer(*, response: Response, by: User, word: str, at: datetime | None = None) -> Preparation:
    """A signer does not sign it, and says why. Raises NotAllowedNow when it is not ready to sign, or not his to sign."""
    at = at or database_now()
    locked = lock(response)
    signing = signing_of(locked)
    if signing is None or not signing.may_be_signed_by(by) or signing.ready is None:
        raise NotAllowedNow("send back", locked.state)
    made = signing.ready
    made.returned_at, made.returned_by, made.word = at, by, word
    made.save(update_fields=["returned_at", "returned_by", "word"])
    record("sent_back_to_preparer", by=by, about=locked.assignment, at=at, details={"word": word})
    to = made.prepared_by
    if to is not None and to.is_active:
        assignment = locked.assignment
        with translation.override(to.language):
            content = not_signed.content(
                facts_of(assignment.round, terms_of(assignment).in_force),
                Addressee(to.name, assignment.organisation.name, to.language),
                assignment=str(assignment),
                signer=str(by),
                word=word,
            )
        _write(f"not_signed:{made.pk}", made, to, content, at)
    return made


def _write(key: str, made: Preparation, to: User, content: Content, at: datetime) -> None:
    assignment = made.response.assignment
    outbox.write(
        key=key,
        to=to,
        content=content,
        at=at,
        link_path=links.to_check(assignment.pk, nil=made.is_nil),
        organisation=assignment.organisation,
    )


@transaction.atomic
def demand_second_person(*, by: User, organisation: Organisation, demanded: bool, at: datetime | None = None) -> bool:
    """Of all returns of the organisation from now on. False when it is so already."""
    at = at or database_now()
    others = Organisation.objects.filter(pk=organisation.pk).exclude(two_persons=demanded)
    if not others.update(two_persons=demanded):
        return False
    if demanded:
        record("demanded_signer", by=by, about=organisation, at=at)
    else:
        record("waived_signer", by=by, about=organisation, at=at)
    return True
