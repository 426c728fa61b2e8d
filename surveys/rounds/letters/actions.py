"""What a contact answers to the letter, without logging in: whoever holds its link says so in his name. It never gives a
right to anything, and takes nothing away: the bureau is told, and decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from surveys.accounts.invitations import open_invitation_for
from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.people import waiting, works_there
from surveys.accounts.roles import Role
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.inviting import invite_by_mail, withdraw_with_letter
from surveys.notices.kinds import issued, reminder, unacknowledged
from surveys.notices.models import Notice
from surveys.registry import actions as registry
from surveys.registry.models import Contact, Organisation
from surveys.rounds.letters.queries import open_to
from surveys.rounds.models import Acknowledgement, Assignment, Round
from surveys.rounds.notices import pass_on

Answer = Acknowledgement.Answer
MOST_NAMED = 5
"""So often may the people of one organisation name somebody else in a round; after that the bureau is to be called."""
ASKING = (issued.KIND.name, reminder.KIND.name, unacknowledged.KIND.name)


class NotAsked(Exception):
    """The round asks nothing of this organisation any more."""


class NamedHimself(ValueError):
    """Who is not the right person names another address than his own."""


class NamedTooOften(Exception):
    """Somebody else was named again and again: this takes a telephone call."""


class LogInFirst(Exception):
    """Who has an account can let people in, so a link alone is not enough."""


@dataclass(frozen=True)
class Person:
    """Who is named."""

    name: str
    email: str
    phone: str = ""
    language: str = "zh-hans"


@transaction.atomic
def acknowledge(*, round: Round, contact: Contact, at: datetime | None = None) -> Acknowledgement:
    """ "The right person."""
    at = at or database_now()
    _asked(round, contact, at)
    if again := _same_as_before(round, contact, Answer.RIGHT, ""):
        return again
    _let_in(round, contact, at)
    made = _note(round, contact, Answer.RIGHT, at)
    _record("letter_right", made, contact=contact.name)
    return made


@transaction.atomic
def name_another(
    *, round: Round, contact: Contact, person: Person, by: User | None = None, at: datetime | None = None
) -> Acknowledgement:
    """Wrong person: it is … The named one gets the letter, with a way in; who named him is written to no more.

    `by`: who is logged in. Raises NotAsked, NamedHimself, NamedTooOften, LogInFirst."""
    at = at or database_now()
    if person.email.lower() == contact.email.lower():
        raise NamedHimself
    if works_there(contact.email, contact.organisation) and (by is None or by.email != contact.email.lower()):
        raise LogInFirst
    Organisation.objects.select_for_update(no_key=True).get(pk=contact.organisation_id)
    asked = _asked(round, contact, at)
    named_as = f"{person.name} <{person.email}>"
    if again := _same_as_before(round, contact, Answer.WRONG, named_as):
        return again
    earlier = Acknowledgement.objects.filter(round=round, organisation=contact.organisation_id, answer=Answer.WRONG)
    if earlier.count() >= MOST_NAMED:
        raise NamedTooOften
    named = _entered(contact.organisation, person, by, at)
    made = _note(round, contact, Answer.WRONG, at, named=named, named_as=named_as)
    _record("letter_wrong", made, contact=contact.name, named=person.name)
    _write_no_more_to(round, contact, at)
    pass_on(f"handed_over:{made.pk}", round, named, asked, at, named_by=contact.name)
    return made


@transaction.atomic
def disown(
    *, round: Round, contact: Contact, sites: Collection[Assignment], text: str, at: datetime | None = None
) -> Acknowledgement:
    """No longer our site. It stays asked until the bureau has decided; `text` says where it went."""
    at = at or database_now()
    open_ones = {one.pk for one in _asked(round, contact, at)}
    theirs = [one for one in sites if one.pk in open_ones]
    again = _same_as_before(round, contact, Answer.NOT_OURS, text)
    if again and set(again.assignments.values_list("pk", flat=True)) == {one.pk for one in theirs}:
        return again
    made = _note(round, contact, Answer.NOT_OURS, at, text=text)
    made.assignments.set(theirs)
    _record("letter_not_ours", made, contact=contact.name, sites=", ".join(map(str, theirs)), text=text)
    return made


@transaction.atomic
def ask_for_help(
    *, round: Round, contact: Contact, text: str = "", phone: str = "", at: datetime | None = None
) -> Acknowledgement:
    """I need help. It stands among those to call until somebody has."""
    at = at or database_now()
    _asked(round, contact, at)
    if (again := _same_as_before(round, contact, Answer.HELP, text)) and again.contact_phone == phone:
        return again
    made = _note(round, contact, Answer.HELP, at, text=text, phone=phone)
    _record("letter_help", made, contact=contact.name, text=text)
    return made


@transaction.atomic
def settle(*, by: User, answer: Acknowledgement, note: str = "", at: datetime | None = None) -> bool:
    """The bureau has dealt with it. False when somebody did before."""
    at = at or database_now()
    waiting_still = Acknowledgement.objects.filter(pk=answer.pk, settled_at=None)
    if not waiting_still.update(settled_at=at, settled_by=by, settlement=note):
        return False
    details = {"contact": answer.contact_name, "note": note}
    record("settled_letter", by=by, about=answer.organisation, at=at, details=details, round_id=answer.round_id)
    return True


def _asked(round: Round, contact: Contact, at: datetime) -> list[Assignment]:
    asked = open_to(round, contact, at)
    if not asked:
        raise NotAsked
    return asked


def _same_as_before(round: Round, contact: Contact, answer: str, said: str) -> Acknowledgement | None:
    """A second click says nothing new, as long as the bureau has not dealt with the first."""
    last = Acknowledgement.objects.filter(round=round, contact=contact).order_by("-answered_at").first()
    is_same = last and last.answer == answer and said in (last.text, last.named_as) and last.settled_at is None
    return last if is_same else None


def _note(round: Round, contact: Contact, answer: Answer, at: datetime, **said: Any) -> Acknowledgement:
    facts = {"text": "", "phone": "", **said}
    return Acknowledgement.objects.create(
        round=round,
        organisation=contact.organisation,
        contact=contact,
        contact_name=contact.name,
        contact_phone=facts.pop("phone"),
        answer=answer,
        answered_at=at,
        **facts,
    )


def _record(verb: str, made: Acknowledgement, **details: str) -> None:
    record(verb, by=None, about=made.organisation, at=made.answered_at, round_id=made.round_id, details=details)


def _entered(organisation: Organisation, person: Person, by: models.Model | None, at: datetime) -> Contact:
    """The contact with this address, put into the register if it is not there."""
    known = Contact.objects.filter(organisation=organisation, email__iexact=person.email).first()
    if known:
        return known
    row = Contact(
        organisation=organisation,
        name=person.name,
        email=person.email,
        phone=person.phone,
        language=person.language,
    )
    registry.add(by=by, row=row, at=at)
    return row


def _write_no_more_to(round: Round, contact: Contact, at: datetime) -> None:
    """Letters that wait to be sent are taken back, and so is a way in that he has not used."""
    unsent = Notice.objects.filter(round=round, kind__in=ASKING, key__endswith=f":{contact.pk}")
    outbox.withdraw(list(unsent.filter(state=Notice.State.QUEUED).values_list("pk", flat=True)))
    theirs = Invitation.objects.filter(organisation=contact.organisation_id, email=contact.email.lower())
    for invitation in waiting(theirs, at):
        withdraw_with_letter(by=None, invitation=invitation, at=at)


def _let_in(round: Round, contact: Contact, at: datetime) -> None:
    """Whose way in has run out, or was taken back because he named somebody else, gets another one by mail. Whom a person
    has shut out stays out."""
    if open_invitation_for(contact.email, contact.organisation, at) or round.issued_by is None:
        return
    ever = Membership.objects.filter(organisation=contact.organisation_id, user__email=contact.email.lower())
    if ever.exists() or _was_shut_out(round, contact):
        return
    invite_by_mail(
        by=round.issued_by,
        email=contact.email,
        name=contact.name,
        body=contact.organisation,
        role=Role.MANAGER,
        phone=contact.phone,
        language=contact.language,
        at=at,
    )


def _was_shut_out(round: Round, contact: Contact) -> bool:
    theirs = Invitation.objects.filter(organisation=contact.organisation_id, email=contact.email.lower())
    last = theirs.order_by("created_at").last()
    if last is None or last.revoked_at is None:
        return False
    handed_over = Acknowledgement.objects.filter(round=round, contact=contact, answer=Answer.WRONG)
    return not handed_over.filter(answered_at=last.revoked_at).exists()
