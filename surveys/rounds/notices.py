"""Telling operators about a round: its issue, reminders, extensions. One notice per contact, however many sites he has."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.lib.clock import show, show_span
from surveys.notices import links, outbox
from surveys.notices.kinds import closed_early, extended, issued, reminder, unacknowledged, withdrawn
from surveys.notices.outbox import NewNotice
from surveys.notices.wording import Addressee, Content, RoundFacts
from surveys.registry.models import Contact, Organisation
from surveys.rounds.deadlines import time_left
from surveys.rounds.letters.queries import addressees
from surveys.rounds.models import Assignment, Round
from surveys.rounds.queries import Window, contacts_of, deadline_of

Notices = list[NewNotice]
NIL_RETURN = ("零报告", "nil return")


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
    assert round.deadline is not None
    outbox.write_many(_issue_notices(f"issued:{round.pk}", round, round.deadline, assignments, by, at))


def announce_addition(round: Round, added: list[Assignment], by: User, at: datetime) -> None:
    """The notice of issue for units that came into the round later: they are due together."""
    if added:
        stem = f"added:{round.pk}:{stamp_of(at)}"
        outbox.write_many(_issue_notices(stem, round, deadline_of(added[0]), added, by, at))


def announce_going_over(assignments: Iterable[Assignment], by: User, at: datetime) -> None:
    """The notice of issue to the operators who answer for these units from now on."""
    alike: dict[tuple[Round, datetime], list[Assignment]] = defaultdict(list)
    for one in assignments:
        alike[one.round, deadline_of(one)].append(one)
    for (round, deadline), theirs in alike.items():
        stem = f"went_over:{round.pk}:{stamp_of(at)}:{stamp_of(deadline)}"
        outbox.write_many(_issue_notices(stem, round, deadline, theirs, by, at))


def _issue_notices(
    stem: str, round: Round, deadline: datetime, assignments: list[Assignment], by: User, at: datetime
) -> Notices:
    by_organisation = _names_by_organisation(assignments)
    contacts = contacts_of(by_organisation)
    invitations = _invite_strangers(_all(contacts), by, at)
    notices: Notices = []
    for organisation, names in by_organisation.items():
        for contact in contacts.get(organisation.pk, []):
            content = issue_notice(round, contact, organisation, names, deadline)
            notices.append(
                _notice(f"{stem}:{contact.pk}", round, organisation, contact, content, at)
                | {"invitation": invitations.get(_key_of(contact))}
            )
    return notices


def pass_on(
    stem: str,
    round: Round,
    to: Contact,
    assignments: list[Assignment],
    at: datetime,
    *,
    named_by: str = "",
    not_reached: str = "",
) -> bool:
    """The notice of issue to one more contact of the organisation, in place of another. False when it went before."""
    names = [str(one.reporting_unit) for one in assignments]
    first = min(deadline_of(one) for one in assignments)
    content = issue_notice(round, to, to.organisation, names, first, named_by=named_by, not_reached=not_reached)
    invitations = _invite_strangers([to], round.issued_by, at)
    letter = _notice(f"{stem}:{to.pk}", round, to.organisation, to, content, at)
    return outbox.write(**(letter | {"invitation": invitations.get(_key_of(to))})) is not None


def issue_notice(
    round: Round,
    to: Any,
    organisation: Organisation,
    names: list[str],
    deadline: datetime,
    *,
    named_by: str = "",
    not_reached: str = "",
) -> Content:
    """Also what the officer sees as a preview before the issue."""
    with translation.override(to.language):
        return issued.content(
            facts_of(round, deadline),
            Addressee(to.name, organisation.name, to.language),
            assignments=names,
            nil=nil_words(round),
            named_by=named_by,
            not_reached=not_reached,
        )


def nil_words(round: Round) -> str:
    """What a letter may promise of nil returns: "" where the questionnaire has none or the round asks for none, "quick"
    where one asks nothing else, or the round waives what it would."""
    nil = round.version.definition.get("nil")
    if not nil or not round.nil_return_required:
        return ""
    return "asking" if nil.get("requires") and round.nil_gives_figures else "quick"


def speaks_of_nil_in_vain(round: Round) -> bool:
    """Whether what the letter quotes, which people wrote, promises a nil return that the questionnaire does not have."""
    survey = round.survey
    quoted = (round.instructions_zh, round.instructions_en, survey.burden_zh, survey.burden_en)
    has_nil = bool(round.version.definition.get("nil"))
    return not has_nil and any(word in text.lower() for text in quoted for word in NIL_RETURN)


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
    """While a round runs: whoever became a contact after the issue or let his link expire, unless it was withdrawn since he
    was entered under this address. Where it ended with an address that was corrected or removed, he comes in again."""
    organisations = {contact.organisation_id for contact in contacts}
    invitations = Invitation.objects.filter(organisation__in=organisations).order_by("created_at")
    rows = invitations.values_list("email", "organisation", "revoked_at")
    newest: dict[tuple[str, UUID | None], datetime | None] = {(email, of): revoked for email, of, revoked in rows}
    revoked = {key: revoked_at for key, revoked_at in newest.items() if revoked_at}
    entered = _entered_at(contact for contact in contacts if _key_of(contact) in revoked)
    back = {key for key, entered_at in entered.items() if entered_at > revoked[key]}
    return _invite_strangers(contacts, by, at, revoked.keys() - back)


def _entered_at(contacts: Iterable[Contact]) -> dict[tuple[str, UUID | None], datetime]:
    """Since when they have the address they have, as the history tells."""
    keys = {str(contact.pk): _key_of(contact) for contact in contacts}
    events = Event.objects.filter(object_id__in=keys, verb__in=("registered", "changed_entry")).order_by("id")
    return {
        keys[event.object_id]: event.at
        for event in events
        if event.verb == "registered" or "email" in event.details["fields"]
    }


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


@dataclass(frozen=True)
class Waiting:
    """Who is reminded: those that have not answered, those that were sent back and are to be corrected, and those that have
    `changed` what they submitted and not submitted that."""

    silent: list[Assignment]
    returned: list[Assignment]
    changed: list[Assignment]


def announce_reminder(
    round: Round,
    step: str,
    windows: Mapping[UUID, Window],
    waiting: Waiting,
    at: datetime,
) -> int:
    """windows: by organisation, the first of those its units have; all end alike. Returns how many notices were new."""
    deadline = next(iter(windows.values())).deadline
    names, returned = _names_by_organisation(waiting.silent), _names_by_organisation(waiting.returned)
    changed = _names_by_organisation(waiting.changed)
    by_organisation = names | returned | changed
    contacts = addressees(round, by_organisation)
    invitations = _invite_latecomers(_all(contacts), round.issued_by, at)
    notices: Notices = []
    for organisation in by_organisation:
        for contact in contacts.get(organisation.pk, []):
            with translation.override(contact.language):
                content = reminder.content(
                    facts_of(round, deadline),
                    Addressee(contact.name, organisation.name, contact.language),
                    assignments=names.get(organisation, []),
                    returned=returned.get(organisation, []),
                    changed=changed.get(organisation, []),
                    offers_nil=bool(nil_words(round)),
                    time_left=show_span(time_left(at, deadline)),
                    as_of=show(at, round.time_zone),
                )
            key = f"reminder:{round.pk}:{mark_of(windows[organisation.pk])}:{step}:{contact.pk}"
            notices.append(
                _notice(key, round, organisation, contact, content, at)
                | {"invitation": invitations.get(_key_of(contact))}
            )
    return len(outbox.write_many(notices))


def announce_unacknowledged(round: Round, silent: list[Assignment], at: datetime) -> int:
    """To the contacts of those whose letter nobody has shown to have arrived; returns how many were written."""

    def words(facts: RoundFacts, to: Addressee, names: list[str]) -> Content:
        return unacknowledged.content(facts, to, as_of=show(at, round.time_zone))

    return _tell(round, silent, f"unacknowledged:{round.pk}", words, at, with_way_in=True)


def stamp_of(deadline: datetime) -> str:
    return f"{deadline:%Y%m%dT%H%M%S}"


def mark_of(window: Window) -> str:
    return f"{stamp_of(window.opened_at)}-{stamp_of(window.deadline)}"


def parts_of_reminder_key(key: str) -> tuple[str, str]:
    """The mark of the window it belongs to, and the id of the contact. The oldest keys know only the deadline."""
    _kind, _round, mark, _step, contact = key.split(":")
    return mark, contact


def announce_extension(
    rows: list[Assignment], ids: Mapping[UUID, UUID], deadline: datetime, reason: str, by: User, at: datetime
) -> None:
    """To one notice per contact for all sites that had the same deadline. `rows` with the deadlines they had; `ids`: of
    each the row that gave it the new one, by which a notice is known."""
    alike: dict[tuple[Organisation, datetime], list[Assignment]] = defaultdict(list)
    for row in rows:
        alike[row.organisation, deadline_of(row)].append(row)
    contacts = addressees(rows[0].round, {organisation for organisation, _deadline in alike}) if rows else {}
    invitations = _invite_latecomers(_all(contacts), by, at)
    notices: Notices = []
    for (organisation, before), theirs in alike.items():
        round = theirs[0].round
        for contact in contacts.get(organisation.pk, []):
            with translation.override(contact.language):
                content = extended.content(
                    facts_of(round, before),
                    Addressee(contact.name, organisation.name, contact.language),
                    assignments=[str(row.reporting_unit) for row in theirs],
                    new_deadline=show(deadline, round.time_zone),
                    reason=reason,
                )
            key = f"extended:{ids[theirs[0].pk]}:{stamp_of(before)}:{contact.pk}"
            notices.append(
                _notice(key, round, organisation, contact, content, at)
                | {"invitation": invitations.get(_key_of(contact))}
            )
    outbox.write_many(notices)


def announce_withdrawal(round: Round, asked: list[Assignment], at: datetime) -> None:
    def words(facts: RoundFacts, to: Addressee, names: list[str]) -> Content:
        return withdrawn.content(facts, to, assignments=names, reason=round.withdrawal_reason)

    _tell(round, asked, f"withdrawn:{round.pk}", words, at)


def announce_early_closing(round: Round, cut_short: list[Assignment], at: datetime) -> None:
    """To the contacts of those who had time left."""

    def words(facts: RoundFacts, to: Addressee, names: list[str]) -> Content:
        closed_at = show(at, round.time_zone)
        return closed_early.content(facts, to, assignments=names, closed_at=closed_at, reason=round.closing_reason)

    _tell(round, cut_short, f"closed_early:{round.pk}", words, at)


def _tell(
    round: Round,
    assignments: Iterable[Assignment],
    stem: str,
    words: Callable[[RoundFacts, Addressee, list[str]], Content],
    at: datetime,
    *,
    with_way_in: bool = False,
) -> int:
    """Once to each contact, in his language."""
    assert round.deadline is not None
    by_organisation = _names_by_organisation(assignments)
    contacts = addressees(round, by_organisation)
    invitations = _invite_latecomers(_all(contacts), round.issued_by, at) if with_way_in else {}
    notices: Notices = []
    for organisation, names in by_organisation.items():
        for contact in contacts.get(organisation.pk, []):
            with translation.override(contact.language):
                addressee = Addressee(contact.name, organisation.name, contact.language)
                content = words(facts_of(round, round.deadline), addressee, names)
            letter = _notice(f"{stem}:{contact.pk}", round, organisation, contact, content, at)
            notices.append(letter | {"invitation": invitations.get(_key_of(contact))})
    return len(outbox.write_many(notices))


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
