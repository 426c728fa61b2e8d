"""What is known of the letters of a round: who showed that his arrived, whom to write to, what waits for the bureau."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    """Organisation id → the contacts to write to about this round: not who said that somebody else is responsible."""
    listed = list(organisations)
    away = turned_away(round, listed)
    return {pk: [one for one in theirs if one.pk not in away] for pk, theirs in contacts_of(listed).items()}


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
