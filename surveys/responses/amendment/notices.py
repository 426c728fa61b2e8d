"""Telling those whose submitted answers a changed questionnaire doubts: the officer decides, nothing goes out by itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now, show
from surveys.notices import links, outbox
from surveys.notices.kinds import amended
from surveys.notices.models import Notice
from surveys.notices.outbox import NewNotice
from surveys.notices.wording import Addressee, Content
from surveys.questionnaires.form import Definition
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Contact, Organisation
from surveys.responses.amendment.affected import Affected, affected_by
from surveys.rounds.letters.queries import addressees
from surveys.rounds.models import Amendment, Assignment
from surveys.rounds.notices import facts_of
from surveys.rounds.queries import deadline_of, with_deadlines


@transaction.atomic
def notify_affected(*, by: User, amendment: Amendment, soft: bool = False, at: datetime | None = None) -> list[Notice]:
    """A notice to every contact of the organisations that have something to correct, or with `soft` to explain too.

    Gives back the notices that are new: for one amendment each contact gets one, however often this is done.
    """
    at = at or database_now()
    by_organisation: dict[UUID, list[Affected]] = {}
    for one in affected_by(amendment.round, amendment.old_version, amendment.new_version, at):
        if one.hard or soft:
            by_organisation.setdefault(one.organisation_id, []).append(one)
    written = outbox.write_many(_messages(amendment, by_organisation, at))
    if written:
        details = {"notices": len(written), "organisations": len({notice.organisation_id for notice in written})}
        record(
            "told_of_amendment",
            by=by,
            about=amendment.round,
            at=at,
            details=details,
        )
    return written


def _messages(amendment: Amendment, by_organisation: dict[UUID, list[Affected]], at: datetime) -> Iterator[NewNotice]:
    round, contacts = amendment.round, addressees(amendment.round, by_organisation)
    deadlines = _deadlines(one.assignment_id for affected in by_organisation.values() for one in affected)
    organisations = Organisation.objects.in_bulk(by_organisation)
    for pk, affected in by_organisation.items():
        for contact in contacts.get(pk, []):
            yield {
                "key": f"amended:{amendment.pk}:{contact.pk}",
                "to": contact,
                "content": _content(amendment, affected, contact, organisations[pk], deadlines),
                "at": at,
                "link_path": links.to_round(round.pk),
                "authority": round.survey.authority,
                "organisation": organisations[pk],
                "round": round,
            }


def _deadlines(assignments: Iterable[UUID]) -> dict[UUID, datetime]:
    """The ones in force for each: the round's, or what it was given."""
    return {row.pk: deadline_of(row) for row in with_deadlines(Assignment.objects.filter(pk__in=list(assignments)))}


def _content(
    amendment: Amendment,
    affected: Iterable[Affected],
    to: Contact,
    organisation: Organisation,
    deadlines: Mapping[UUID, datetime],
) -> Content:
    round, definition = amendment.round, definition_of(amendment.new_version)
    assert round.deadline is not None
    with translation.override(to.language):
        return amended.content(
            facts_of(round, round.deadline),
            Addressee(to.name, organisation.name, to.language),
            assignments=[
                _to_check(one, definition, to.language, show(deadlines[one.assignment_id], round.time_zone))
                for one in affected
            ],
            amended_at=show(amendment.amended_at, round.time_zone),
            reason=amendment.reason,
        )


def _to_check(one: Affected, definition: Definition, language: str, deadline: str) -> amended.ToCheck:
    questions = dict.fromkeys(finding.question for finding in one.findings)
    labels = [definition.label_of(name, language) for name in questions]
    return amended.ToCheck(one.assignment, labels, not one.may_submit_again, deadline)
