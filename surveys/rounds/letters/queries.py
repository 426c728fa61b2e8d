"""What is known of the letters of a round: who showed that his arrived, whom to write to, what waits for the bureau."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from surveys.notices.models import Notice
from surveys.registry.models import Contact
from surveys.rounds.deadlines import accepts_answers
from surveys.rounds.models import Acknowledgement, Assignment, Round
from surveys.rounds.queries import contacts_of, deadline_of, with_deadlines

Answer = Acknowledgement.Answer
FOR_THE_BUREAU = (Answer.NOT_OURS, Answer.HELP)
"""Answers on which somebody has to act."""


def is_acknowledged() -> Q:
    """For assignments: somebody of the organisation answered the letter himself, or has opened what it asks."""
    same = {"round": OuterRef("round"), "organisation": OuterRef("organisation")}
    answered = Acknowledgement.objects.filter(**same).exclude(answer=Answer.WRONG)
    seen = Q(response__opened_at__isnull=False) | Q(response__revisions__isnull=False)
    opened = Assignment.objects.filter(seen, **same)
    return Q(Exists(answered)) | Q(Exists(opened))


def has_answered(answer: str) -> Q:
    """For assignments: this stands among what the organisation's contacts answered, as the last of one of them."""
    same = {"round": OuterRef("round"), "organisation": OuterRef("organisation")}
    return Q(Exists(latest(Acknowledgement.objects.filter(**same, answer=answer))))


def latest(rows: QuerySet[Acknowledgement]) -> QuerySet[Acknowledgement]:
    """Those after which the same contact gave no other answer."""
    later = Acknowledgement.objects.filter(
        round=OuterRef("round"), contact=OuterRef("contact"), answered_at__gt=OuterRef("answered_at")
    )
    return rows.filter(~Exists(later))


def unsettled(rows: QuerySet[Acknowledgement]) -> QuerySet[Acknowledgement]:
    """What waits for the bureau, the oldest first."""
    return rows.filter(answer__in=FOR_THE_BUREAU, settled_at=None).order_by("answered_at")


def answers_by_organisation(round: Round, organisations: Iterable[object]) -> dict[UUID, list[Acknowledgement]]:
    """Organisation id → the last answer of each contact."""
    rows = Acknowledgement.objects.filter(round=round, organisation__in=list(organisations))
    found: dict[UUID, list[Acknowledgement]] = defaultdict(list)
    for one in latest(rows).select_related("named").order_by("answered_at"):
        found[one.organisation_id].append(one)
    return found


def addressees(round: Round, organisations: Iterable[object]) -> dict[UUID, list[Contact]]:
    """Organisation id → the contacts to write to about this round: not who said that somebody else is responsible, nor an
    address from which letters come back, as long as there is another."""
    listed = list(organisations)
    away, dead = turned_away(round, listed), unreachable(listed)
    found = {}
    for pk, theirs in contacts_of(listed).items():
        asked = [one for one in theirs if one.pk not in away]
        found[pk] = [one for one in asked if key_of(one) not in dead] or asked
    return found


def key_of(contact: Contact) -> tuple[UUID, str]:
    return contact.organisation_id, contact.email.lower()


def unreachable(organisations: Iterable[object]) -> set[tuple[UUID | None, str]]:
    """Organisation and address, where the newest letter that was tried could not be delivered."""
    tried = Notice.objects.filter(
        organisation__in=list(organisations), state__in=(Notice.State.FAILED, Notice.State.DONE)
    )
    later = tried.filter(
        organisation=OuterRef("organisation"),
        to_email=OuterRef("to_email"),
        state=Notice.State.DONE,
        created_at__gt=OuterRef("created_at"),
    )
    failed = tried.filter(~Exists(later), state=Notice.State.FAILED).order_by()
    return {(of, email.lower()) for of, email in failed.values_list("organisation", "to_email")}


def turned_away(round: Round, organisations: Iterable[object]) -> set[UUID]:
    """Who named somebody else, unless he was named again himself, or has said since that it is he after all."""
    away: set[UUID] = set()
    rows = Acknowledgement.objects.filter(round=round, organisation__in=list(organisations)).order_by("answered_at")
    for contact, answer, named in rows.values_list("contact", "answer", "named"):
        if answer == Answer.WRONG:
            away.add(contact)
            away.discard(named)
        elif answer == Answer.RIGHT:
            away.discard(contact)
    return away


def open_to(round: Round, contact: Contact, at: datetime) -> list[Assignment]:
    """What the letter still asks of the contact's organisation, with the deadlines in force."""
    rows = Assignment.objects.filter(round=round, organisation=contact.organisation_id, ineligible_because="")
    listed = with_deadlines(rows).select_related("round__survey__authority", "organisation", "facility", "response")
    return [one for one in listed if accepts_answers(round, deadline_of(one), at)]
