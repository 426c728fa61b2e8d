"""Telling people about responses: the receipt to who submitted, the reviewer's conclusions to the organisation."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from surveys.accounts.models import User
from surveys.accounts.roles import Permission, roles_with
from surveys.lib.clock import show, show_to_the_second
from surveys.notices import links, outbox
from surveys.notices.kinds import accepted, recalled, receipt, returned
from surveys.notices.kinds.accepted import AcceptedInRound, AcceptedReturn
from surveys.notices.wording import Addressee, Content, Submission
from surveys.questionnaires.evaluation import quoting_of
from surveys.questionnaires.queries import definition_of
from surveys.responses.models import Decision, Revision
from surveys.rounds.models import Assignment, Round
from surveys.rounds.notices import facts_of

RECEIPT = "receipt:"


def announce_receipt(revision: Revision, to: User, at: datetime) -> None:
    assignment = revision.response.assignment
    with translation.override(to.language):
        content = receipt.content(
            facts_of(assignment.round, revision.deadline),
            _addressee(to, assignment),
            submission=_submission(revision, assignment),
        )
    _write(f"{RECEIPT}{revision.pk}", revision, to, content, at)


def revision_of_receipt(key: str) -> str:
    """The id of the revision whose receipt the notice with this key brings."""
    return key.removeprefix(RECEIPT)


def announce_acceptances(decisions: list[Decision], at: datetime) -> int:
    """Of one organisation and authority, in one letter to each of its people; returns how many."""
    first = decisions[0].revision.response.assignment
    by_round: dict[Round, list[Decision]] = {}
    for decision in decisions:
        by_round.setdefault(decision.revision.response.assignment.round, []).append(decision)
    people = people_of(first)
    for user in people:
        with translation.override(user.language):
            content = accepted.content(
                _addressee(user, first),
                authority=first.round.survey.authority.name,
                count=len(decisions),
                rounds=[AcceptedInRound(round.title, _accepted(those)) for round, those in by_round.items()],
            )
        outbox.write(
            key=f"accepted:{decisions[0].pk}:{user.pk}",
            to=user,
            content=content,
            at=at,
            link_path=_link_to(decisions, by_round),
            authority=first.round.survey.authority,
            organisation=first.organisation,
            round=first.round if len(by_round) == 1 else None,
        )
    return len(people)


def _accepted(decisions: list[Decision]) -> list[AcceptedReturn]:
    return [
        AcceptedReturn(str(one.revision.response.assignment), one.revision.number, one.revision.receipt, one.note)
        for one in decisions
    ]


def _link_to(decisions: list[Decision], by_round: Mapping[Round, object]) -> str:
    """To the narrowest page that shows all of them."""
    assignment = decisions[0].revision.response.assignment
    if len(decisions) == 1:
        return links.to_assignment(assignment.pk)
    return links.to_round(assignment.round_id) if len(by_round) == 1 else links.to_all_rounds()


def announce_return(decision: Decision, at: datetime) -> None:
    revision, assignment = decision.revision, decision.revision.response.assignment
    assert decision.new_deadline is not None
    for user in people_of(assignment):
        with translation.override(user.language):
            content = returned.content(
                facts_of(assignment.round, revision.deadline),
                _addressee(user, assignment),
                submission=_submission(revision, assignment),
                remarks=_remarks(decision, user.language),
                note=decision.note,
                new_deadline=show(decision.new_deadline, assignment.round.time_zone),
            )
        _write(f"returned:{decision.pk}:{user.pk}", revision, user, content, at)


def announce_recall(decision: Decision, at: datetime, *, is_accepted: bool) -> None:
    revision, assignment = decision.revision, decision.revision.response.assignment
    for user in people_of(assignment):
        with translation.override(user.language):
            content = recalled.content(
                facts_of(assignment.round, revision.deadline),
                _addressee(user, assignment),
                submission=_submission(revision, assignment),
                is_accepted=is_accepted,
                note=decision.note,
            )
        _write(f"recalled:{decision.pk}:{user.pk}", revision, user, content, at)


def people_of(assignment: Assignment) -> list[User]:
    """Those of the organisation who may answer, language by language: letters of two acts at once keep what they have in
    common in the same order, and neither waits for the other in turn."""
    members = User.objects.filter(
        is_active=True,
        memberships__organisation=assignment.organisation,
        memberships__ended_at=None,
        memberships__role__in=roles_with(Permission.SUBMIT),
    )
    return list(members.distinct().order_by("language", "email"))


def _remarks(decision: Decision, language: str) -> list[returned.Remark]:
    quoting = quoting_of(definition_of(decision.revision.version), decision.revision.answers)
    return [returned.Remark(quoting.label_of(query.question, language), query.text) for query in decision.queries.all()]


def _addressee(user: User, assignment: Assignment) -> Addressee:
    return Addressee(user.name, assignment.organisation.name, user.language)


def _submission(revision: Revision, assignment: Assignment) -> Submission:
    return Submission(
        assignment=str(assignment),
        revision=revision.number,
        receipt=revision.receipt,
        submitted_at=show_to_the_second(revision.submitted_at, assignment.round.time_zone),
        sha256=revision.answers_sha256,
        is_late=revision.judged.is_late,
        is_nil=revision.is_nil,
    )


def _write(key: str, revision: Revision, to: User, content: Content, at: datetime) -> object:
    assignment = revision.response.assignment
    return outbox.write(
        key=key,
        to=to,
        content=content,
        at=at,
        link_path=links.to_assignment(assignment.pk),
        authority=assignment.round.survey.authority,
        organisation=assignment.organisation,
        round=assignment.round,
    )
