"""What will go out when a round is issued: to how many, to whom not, in what words, when they are reminded."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys.bureau.rounds.audience import described
from surveys.registry.models import Contact, Facility, Organisation
from surveys.rounds import chase
from surveys.rounds.actions import Missing, what_is_missing
from surveys.rounds.audience import units_of
from surveys.rounds.models import Round
from surveys.rounds.notices import issue_letter

MOST_WITHOUT_CONTACT = 20
LINK = "{link}"
FIELD_IDS = {"deadline": "id_deadline_date", "audience": "div_id_audience_by"}


@dataclass(frozen=True)
class Gap:
    """Something that is missing, and where to put it in."""

    message: str
    href: str


@dataclass(frozen=True)
class Letter:
    """`language` as HTML wants it."""

    language: str
    subject: str
    body: str


@dataclass(frozen=True)
class Reader:
    name: str
    language: str


@dataclass(frozen=True)
class Departure:
    gaps: list[Gap]
    audience: str
    units: int
    facilities: int
    organisations: int
    contacts: int
    unreachable: int
    some_unreachable: list[Organisation]
    letters: list[Letter]
    reminders: list[chase.Step]


def departure_of(round: Round, at: datetime) -> Departure:
    units = units_of(round.survey.authority, round.audience)
    organisations = Organisation.objects.filter(pk__in=units.order_by().values("organisation"))
    unreachable = organisations.filter(contacts=None)
    of_facilities, of_organisations = units.count(), organisations.count()
    return Departure(
        gaps=[_gap(round, missing) for missing in what_is_missing(round, at)],
        audience=described(round.audience),
        units=of_organisations if round.asks_organisations else of_facilities,
        facilities=of_facilities,
        organisations=of_organisations,
        contacts=Contact.objects.filter(organisation__in=organisations.order_by().values("pk")).count(),
        unreachable=unreachable.count(),
        some_unreachable=list(unreachable[:MOST_WITHOUT_CONTACT]),
        letters=_letters(round, units),
        reminders=_reminders(round, at),
    )


def _gap(round: Round, missing: Missing) -> Gap:
    if missing.field == "version":
        return Gap(missing.message, reverse("bureau:round-new"))
    place = FIELD_IDS.get(missing.field, f"id_{missing.field}")
    return Gap(missing.message, f"{reverse('bureau:round-edit', args=[round.pk])}#{place}")


def _letters(round: Round, units: QuerySet[Facility]) -> list[Letter]:
    """The letter to the first organisation of the audience, in both languages."""
    first = units.first()
    if first is None or round.deadline is None:
        return []
    sites = units.filter(organisation=first.organisation)
    names = [first.organisation.name] if round.asks_organisations else [facility.name for facility in sites]
    contact = first.organisation.contacts.order_by("name").first()
    return [_letter(round, first.organisation, names, contact, language) for language in ("zh-hans", "en")]


def _letter(
    round: Round, organisation: Organisation, units: list[str], contact: Contact | None, language: str
) -> Letter:
    with override(language):
        reader = Reader(contact.name if contact else _("contact"), language)
        subject, body = issue_letter(round, reader, organisation, units)
        return Letter(language, subject, body.replace(LINK, _("[here stands the link to the questionnaire]")))


def _reminders(round: Round, at: datetime) -> list[chase.Step]:
    """As they would fall if the round were issued now."""
    if round.deadline is None or round.deadline <= at:
        return []
    return chase.steps(at, round.deadline, round.reminder_fractions)
