"""Telling the other side that something was said: operators what was answered, the bureau that something waits."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import translation

from surveys.accounts.access import officers_with
from surveys.accounts.models import User
from surveys.accounts.roles import Permission
from surveys.lib.clock import show
from surveys.notices import links, outbox
from surveys.notices.kinds import new_message, request_answered, waits_for_answer
from surveys.notices.wording import Addressee
from surveys.responses.dialogue.models import LastRead, Message, Request
from surveys.responses.notices import people_of
from surveys.rounds.models import Assignment, Round
from surveys.rounds.notices import facts_of
from surveys.rounds.queries import terms_of


def tell_the_operators(requests: list[Request], at: datetime) -> None:
    """One letter to each of an organisation's people, and to who asked, for all that were answered alike."""
    alike: dict[tuple[object, ...], list[Request]] = defaultdict(list)
    for request in requests:
        same = (request.assignment.round_id, request.organisation_id, request.kind, request.outcome, request.deadline)
        alike[*same, request.answer].append(request)
    for these in alike.values():
        _tell_alike(these, at)


def _tell_alike(these: list[Request], at: datetime) -> None:
    first = these[0]
    round = first.assignment.round
    people = {user.pk: user for user in people_of(first.assignment)}
    people |= {one.asked_by.pk: one.asked_by for one in these if one.asked_by and one.asked_by.is_active}
    for user in sorted(people.values(), key=lambda one: (one.language, one.email)):
        with translation.override(user.language):
            content = request_answered.content(
                facts_of(round, terms_of(first.assignment).in_force),
                Addressee(user.name, first.organisation.name, user.language),
                assignments=[str(one.assignment) for one in these],
                is_reopening=first.kind == Request.Kind.REOPENING,
                until=show(first.deadline, round.time_zone) if first.deadline else "",
                word=first.answer,
            )
        outbox.write(
            key=f"request_answered:{first.pk}:{user.pk}",
            to=user,
            content=content,
            at=at,
            link_path=links.to_assignment(first.assignment_id) if len(these) == 1 else links.to_round(round.pk),
            authority=round.survey.authority,
            organisation=first.organisation,
            round=round,
        )


def tell_the_bureau(request: Request, at: datetime) -> None:
    _tell_desk(request.assignment, desk_of(request.assignment.round), at)


def tell_of_message(message: Message, at: datetime) -> None:
    """To the other side, without what it says."""
    assignment = message.assignment
    if message.from_bureau:
        _tell_the_thread(message, at)
        return
    desk = {user.pk: user for user in desk_of(assignment.round)}
    desk |= {user.pk: user for user in _writers(message, from_bureau=True) if user.is_active}
    _tell_desk(assignment, sorted(desk.values(), key=lambda user: user.email), at)


def _writers(message: Message, *, from_bureau: bool) -> QuerySet[User]:
    theirs = Message.objects.filter(
        assignment=message.assignment_id, organisation=message.organisation_id, from_bureau=from_bureau
    )
    return User.objects.filter(pk__in=theirs.values("written_by"))


def _tell_the_thread(message: Message, at: datetime) -> None:
    """To who may submit and who wrote; no second letter before the first one's message was read."""
    assignment, round = message.assignment, message.assignment.round
    people = {user.pk: user for user in people_of(assignment)}
    people |= {user.pk: user for user in _writers(message, from_bureau=False) if user.is_active}
    places = LastRead.objects.filter(user__in=list(people), assignment=assignment, organisation=message.organisation_id)
    read = dict(places.values_list("user", "message_id"))
    for user in sorted(people.values(), key=lambda one: (one.language, one.email)):
        with translation.override(user.language):
            to = Addressee(user.name, assignment.organisation.name, user.language)
            facts = facts_of(round, terms_of(assignment).in_force)
            content = new_message.content(facts, to, assignment=str(assignment))
        outbox.write(
            key=f"new_message:{assignment.pk}:{message.organisation_id}:{user.pk}:{read.get(user.pk, 0)}",
            to=user,
            content=content,
            at=at,
            link_path=links.to_messages(assignment.pk),
            authority=round.survey.authority,
            organisation=assignment.organisation,
            round=round,
        )


def _tell_desk(assignment: Assignment, desk: Iterable[User], at: datetime) -> None:
    """That something waits: once a day and round to each who has to deal with it, however many ask or write."""
    round = assignment.round
    day = at.astimezone(ZoneInfo(round.time_zone)).date()
    for user in desk:
        with translation.override(user.language):
            authority = round.survey.authority
            to = Addressee(user.name, authority.name, user.language)
            content = waits_for_answer.content(facts_of(round, terms_of(assignment).in_force), to)
        outbox.write(
            key=f"waits_for_answer:{round.pk}:{user.pk}:{day:%Y%m%d}",
            to=user,
            content=content,
            at=at,
            link_path=links.to_desk(),
            authority=authority,
            round=round,
        )


def desk_of(round: Round) -> list[User]:
    """Who issued it; where he has left, all who may review there."""
    officers = officers_with(Permission.REVIEW, round.survey.authority).order_by("email")
    issuer = [one for one in officers if one.pk == round.issued_by_id]
    return issuer or list(officers)
