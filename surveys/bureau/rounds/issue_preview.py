"""What will go out when a round is issued: to how many, to whom not, in what words, when they are reminded."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys.bureau.problem_links import ProblemLink
from surveys.bureau.rounds.audience import described
from surveys.lib.problems import Problem
from surveys.models import Assignment, Contact, Facility, Organisation, Round
from surveys.notices.acknowledging import PLACE
from surveys.responses.queries import open_elsewhere
from surveys.rounds import chase
from surveys.rounds.actions import problems_of
from surveys.rounds.audience import facilities_of
from surveys.rounds.notices import issue_notice, speaks_of_nil_in_vain

MOST_WITHOUT_CONTACT = 20
LINK = "{link}"
FIELD_IDS = {"deadline": "id_deadline_date", "audience": "div_id_audience_by"}


@dataclass(frozen=True)
class NoticePreview:
    """`language` as HTML wants it."""

    language: str
    subject: str
    body: str


@dataclass(frozen=True)
class Reader:
    name: str
    language: str


@dataclass(frozen=True)
class IssuePreview:
    problems: list[ProblemLink]
    audience: str
    assignments: int
    facilities: int
    organisations: int
    contacts: int
    unreachable: int
    some_unreachable: list[Organisation]
    notices: list[NoticePreview]
    speaks_of_nil_in_vain: bool
    reminders: list[chase.Step]
    open_elsewhere: "list[Overlap]"


@dataclass(frozen=True)
class Overlap:
    """Units that have the same questionnaire open in another round."""

    round: Round
    count: int
    some: list[Assignment]


def issue_preview_of(round: Round, at: datetime) -> IssuePreview:
    facilities = facilities_of(round.survey.authority, round.audience)
    organisations = Organisation.objects.filter(pk__in=facilities.order_by().values("organisation"))
    unreachable = organisations.filter(contacts=None)
    of_facilities, of_organisations = facilities.count(), organisations.count()
    return IssuePreview(
        problems=[_linked(round, problem) for problem in problems_of(round, at)],
        audience=described(round.audience),
        assignments=of_organisations if round.asks_organisations else of_facilities,
        facilities=of_facilities,
        organisations=of_organisations,
        contacts=Contact.objects.filter(organisation__in=organisations.order_by().values("pk")).count(),
        unreachable=unreachable.count(),
        some_unreachable=list(unreachable[:MOST_WITHOUT_CONTACT]),
        notices=_notices(round, facilities),
        speaks_of_nil_in_vain=speaks_of_nil_in_vain(round),
        reminders=_reminders(round, at),
        open_elsewhere=_open_elsewhere(round, facilities, at),
    )


def _open_elsewhere(round: Round, facilities: QuerySet[Facility], at: datetime) -> list[Overlap]:
    units = open_elsewhere(round, facilities, at).select_related("organisation", "facility", "round")
    numbers = dict(units.order_by().values_list("round").annotate(Count("pk")))
    rounds = Round.objects.filter(pk__in=numbers).order_by("issued_at")
    return [Overlap(one, numbers[one.pk], list(units.filter(round=one)[:MOST_WITHOUT_CONTACT])) for one in rounds]


def _linked(round: Round, problem: Problem) -> ProblemLink:
    if problem.location == "version":
        return ProblemLink(problem, reverse("bureau:round_new"))
    anchor = FIELD_IDS.get(problem.location, f"id_{problem.location}")
    return ProblemLink(problem, f"{reverse('bureau:round_edit', args=[round.pk])}#{anchor}")


def _notices(round: Round, facilities: QuerySet[Facility]) -> list[NoticePreview]:
    """The notice to the first organisation of the audience, in both languages."""
    first = facilities.first()
    if first is None or round.deadline is None:
        return []
    sites = facilities.filter(organisation=first.organisation)
    names = [first.organisation.name] if round.asks_organisations else [facility.name for facility in sites]
    contact = first.organisation.contacts.order_by("name").first()
    return [_notice(round, first.organisation, names, contact, language) for language in ("zh-hans", "en")]


def _notice(
    round: Round, organisation: Organisation, names: list[str], contact: Contact | None, language: str
) -> NoticePreview:
    with override(language):
        reader = Reader(contact.name if contact else _("contact"), language)
        assert round.deadline is not None
        content = issue_notice(round, reader, organisation, names, round.deadline)
        body = content.body.replace(LINK, _("[here stands the link to the questionnaire]"))
        body = body.replace(PLACE, _("[here stands the link to acknowledge the letter]"))
        return NoticePreview(language, content.subject, body)


def _reminders(round: Round, at: datetime) -> list[chase.Step]:
    """As they would fall if the round were issued now."""
    if round.deadline is None or round.deadline <= at:
        return []
    return chase.steps(at, round.deadline, round.reminder_fractions)
