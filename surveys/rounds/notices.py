"""Telling operators about a round: its issue, reminders, extensions. One notice per contact, however many sites he has."""

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.roles import Role
from surveys.lib.clock import show, show_span
from surveys.notices import links, outbox
from surveys.notices.kinds import extended, issued, reminder
from surveys.notices.outbox import NewNotice
from surveys.notices.wording import Addressee, Content, RoundFacts
from surveys.registry.models import Contact, Organisation
from surveys.rounds.deadlines import time_left
from surveys.rounds.models import Assignment, Extension, Round
from surveys.rounds.queries import contacts_of

Notices = list[NewNotice]


def facts_of(round: Round, deadline: datetime) -> RoundFacts:
    """In the language that is active."""
    return RoundFacts(
        authority=round.survey.authority.name,
        title=round.title,
        deadline=show(deadline, round.time_zone),
        legal_basis=round.survey.legal_basis,
        burden=round.survey.burden,
        period=f"{round.period_start} – {round.period_end}",
        enquiries=round.enquiries,
        instructions=round.instructions,
    )


def announce_issue(round: Round, assignments: list[Assignment], by: User, at: datetime) -> None:
    """The notice of issue to every contact; whoever has no account yet gets an invitation in it."""
    by_organisation = _names_by_organisation(assignments)
    contacts = contacts_of(by_organisation)
    invitations = _invite_strangers(_all(contacts), by, at)
    notices: Notices = []
    for organisation, names in by_organisation.items():
        for contact in contacts.get(organisation.pk, []):
            content = issue_notice(round, contact, organisation, names)
            notices.append(
                _notice(f"issued:{round.pk}:{contact.pk}", round, organisation, contact, content, at)
                | {"invitation": invitations.get(_key_of(contact))}
            )
    outbox.write_many(notices)


def issue_notice(round: Round, to: Any, organisation: Organisation, names: list[str]) -> Content:
    """Also what the officer sees as a preview before the issue."""
    assert round.deadline is not None
    with translation.override(to.language):
        addressee = Addressee(to.name, organisation.name, to.language)
        facts = facts_of(round, round.deadline)
        return issued.content(facts, addressee, assignments=names, nil_return_required=demands_nil(round))


def demands_nil(round: Round) -> bool:
    """Only what the form asks can be answered: without a question for it there is no nil return."""
    return round.nil_return_required and bool(round.version.definition.get("nil"))


def _names_by_organisation(assignments: Iterable[Assignment]) -> dict[Organisation, list[str]]:
    by_organisation: dict[Organisation, list[str]] = defaultdict(list)
    for assignment in assignments:
        by_organisation[assignment.organisation].append(str(assignment.reporting_unit))
    return by_organisation


def _all(contacts: dict[UUID, list[Contact]]) -> list[Contact]:
    return [contact for of_one in contacts.values() for contact in of_one]


def _key_of(contact: Contact) -> tuple[str, UUID | None]:
    return contact.email.lower(), contact.organisation_id


def _invite_strangers(
    contacts: list[Contact], by: User | None, at: datetime, turned_away: Set[tuple[str, UUID | None]] = frozenset()
) -> dict[tuple[str, UUID | None], Invitation]:
    """(E-mail, organisation id) → invitation, for those who are not in that organisation yet; few queries for any number.

    One that is still open for long enough is sent again rather than joined by a second. Whoever was ended there comes
    back only if a manager invites him.
    """
    organisations = {contact.organisation_id for contact in contacts}
    of_these = Membership.objects.filter(organisation__in=organisations)
    ever = set(of_these.values_list("user__email", "organisation"))
    members = set(of_these.filter(ended_at=None).values_list("user__email", "organisation"))
    lasting = at + timedelta(days=settings.INVITATION_DAYS) / 2
    waiting = Invitation.objects.filter(
        organisation__in=organisations, used_at=None, revoked_at=None, expires_at__gt=lasting
    )
    found = {(invitation.email, invitation.organisation_id): invitation for invitation in waiting}
    nobody_new = ever | found.keys() | turned_away
    strangers = {_key_of(contact): contact for contact in contacts}.items()
    made = [_invitation(contact, by, at) for key, contact in strangers if key not in nobody_new]
    for invitation in Invitation.objects.bulk_create(made, batch_size=500):
        found[invitation.email, invitation.organisation_id] = invitation
    return {key: invitation for key, invitation in found.items() if key not in members}


def _invite_latecomers(
    contacts: list[Contact], by: User | None, at: datetime
) -> dict[tuple[str, UUID | None], Invitation]:
    """While a round runs: whoever became a contact after the issue or let his link expire, unless it was withdrawn."""
    organisations = {contact.organisation_id for contact in contacts}
    invitations = Invitation.objects.filter(organisation__in=organisations).order_by("created_at")
    newest = {
        (email, of): revoked for email, of, revoked in invitations.values_list("email", "organisation", "revoked_at")
    }
    return _invite_strangers(contacts, by, at, {key for key, revoked_at in newest.items() if revoked_at})


def _invitation(contact: Contact, by: User | None, at: datetime) -> Invitation:
    return Invitation(
        email=contact.email.lower(),
        name=contact.name,
        phone=contact.phone,
        language=contact.language,
        organisation_id=contact.organisation_id,
        role=Role.MANAGER,
        invited_by=by,
        created_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )


def announce_reminder(
    round: Round,
    step: str,
    deadline: datetime,
    silent: list[Assignment],
    changed: list[Assignment],
    at: datetime,
) -> int:
    """To the contacts of those who have not answered, or have `changed` what they submitted and not submitted that.
    Returns how many notices were new."""
    names, changed_names = _names_by_organisation(silent), _names_by_organisation(changed)
    by_organisation = names | changed_names
    contacts = contacts_of(by_organisation)
    invitations = _invite_latecomers(_all(contacts), round.issued_by, at)
    notices: Notices = []
    for organisation in by_organisation:
        for contact in contacts.get(organisation.pk, []):
            with translation.override(contact.language):
                content = reminder.content(
                    facts_of(round, deadline),
                    Addressee(contact.name, organisation.name, contact.language),
                    assignments=names.get(organisation, []),
                    changed=changed_names.get(organisation, []),
                    time_left=show_span(time_left(at, deadline)),
                    as_of=show(at, round.time_zone),
                )
            key = f"reminder:{round.pk}:{stamp_of(deadline)}:{step}:{contact.pk}"
            notices.append(
                _notice(key, round, organisation, contact, content, at)
                | {"invitation": invitations.get(_key_of(contact))}
            )
    return len(outbox.write_many(notices))


def stamp_of(deadline: datetime) -> str:
    return f"{deadline:%Y%m%dT%H%M%S}"


def parts_of_reminder_key(key: str) -> tuple[str, str]:
    """The stamp of the deadline it reminds of, and the id of the contact."""
    _kind, _round, stamp, _step, contact = key.split(":")
    return stamp, contact


def announce_extension(extensions: list[Extension], before: dict[UUID, datetime], at: datetime) -> None:
    """`before` says what deadline each assignment had; one notice per contact for all sites that had the same one."""
    alike: dict[tuple[Organisation, datetime], list[Extension]] = defaultdict(list)
    for extension in extensions:
        alike[extension.assignment.organisation, before[extension.assignment_id]].append(extension)
    contacts = contacts_of(organisation for organisation, _deadline in alike)
    invitations = _invite_latecomers(_all(contacts), extensions[0].granted_by if extensions else None, at)
    notices: Notices = []
    for (organisation, deadline), granted in alike.items():
        first = granted[0]
        for contact in contacts.get(organisation.pk, []):
            content = _extension_content(granted, deadline, contact, organisation)
            key = f"extended:{first.pk}:{contact.pk}"
            notices.append(
                _notice(key, first.assignment.round, organisation, contact, content, at)
                | {"invitation": invitations.get(_key_of(contact))}
            )
    outbox.write_many(notices)


def _extension_content(
    granted: list[Extension], before: datetime, contact: Contact, organisation: Organisation
) -> Content:
    round = granted[0].assignment.round
    with translation.override(contact.language):
        return extended.content(
            facts_of(round, before),
            Addressee(contact.name, organisation.name, contact.language),
            assignments=[str(extension.assignment.reporting_unit) for extension in granted],
            new_deadline=show(granted[0].deadline, round.time_zone),
            reason=granted[0].reason,
        )


def _notice(
    key: str, round: Round, organisation: Organisation, to: Contact, content: Content, at: datetime
) -> NewNotice:
    return {
        "key": key,
        "to": to,
        "content": content,
        "at": at,
        "link_path": links.to_round(round.pk),
        "authority": round.survey.authority,
        "organisation": organisation,
        "round": round,
    }
