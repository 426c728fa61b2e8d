"""What is known of a reporting unit before anyone answers: prefilled answers, and facts that checks compare with."""

from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from surveys.questionnaires.evaluation import first_answers
from surveys.questionnaires.expressions import Column, to_number
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Facility, Organisation
from surveys.responses.facts.bounding_boxes import box_of
from surveys.responses.facts.document_values import value_of
from surveys.responses.facts.last_wave import Answers, about_last_wave
from surveys.responses.facts.peers import median_load
from surveys.responses.models import Confirmation, Revision
from surveys.rounds.models import Assignment, Round

Known = dict[str, object]
LookUp = Callable[[Assignment], object]


def about_organisation(organisation: Organisation) -> Known:
    return {
        "organisation.name": organisation.name,
        "organisation.scheme": organisation.scheme,
        "organisation.number": organisation.number,
        "organisation.kind": organisation.kind,
        "organisation.region": organisation.region_id,
        "organisation.address": organisation.address,
    }


def about_facility(facility: Facility) -> Known:
    figures = {"grid_kva": facility.grid_kva, "it_kw": facility.it_kw, "racks": facility.racks}
    return {
        "facility.name": facility.name,
        "facility.code": facility.code,
        "facility.kind": facility.kind,
        "facility.region": facility.region_id,
        "facility.address": facility.address,
        "facility.operating": facility.is_active,
        "facility.started": f"{facility.started_on:%Y-%m}" if facility.started_on else "",
        **{f"facility.{name}": _plain(value) for name, value in figures.items()},
    }


def about_district(facility: Facility) -> Known:
    """The sides of the box its district lies in; nothing where nobody has published one."""
    return {f"district.{side}": degrees for side, degrees in box_of(facility.region_id).items()}


def about_round(round: Round) -> Known:
    return {
        "round.period_start": str(round.period_start or ""),
        "round.period_end": str(round.period_end or ""),
        "round.exit_limit": str(round.exit_limit or ""),
    }


def about_contact(organisation: Organisation) -> Known:
    contact = organisation.contacts.order_by("name").first()
    if contact is None:
        return {}
    return {
        "contact.name": contact.name,
        "contact.phone": contact.phone,
        "contact.email": contact.email,
        "contact.title": contact.title,
    }


def _plain(value: object) -> str:
    """A number without trailing zeros or exponent; nothing for None."""
    return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def of_organisation(round: Round, organisation: Organisation) -> Known:
    return about_organisation(organisation) | about_contact(organisation) | about_round(round)


def of_assignment(
    assignment: Assignment, wanted: Collection[str], siblings: "Siblings | None" = None, last: Answers | None = None
) -> Known:
    """What is known of the unit; of the facts that take a query each, only the wanted ones. Who asks about many units
    hands in the same `siblings` for all of them, and what each said in its last return."""
    known = about_organisation(assignment.organisation) | about_round(assignment.round)
    known |= about_last_wave(assignment, wanted, last)
    if assignment.facility is None:
        return known
    look_ups = LOOKED_UP | (siblings or Siblings()).look_ups
    looked_up = {name: look_up(assignment) for name, look_up in look_ups.items() if name in wanted}
    return known | about_facility(assignment.facility) | about_district(assignment.facility) | looked_up


class Siblings:
    """What is known of an organisation's other units, looked up once for each organisation."""

    def __init__(self) -> None:
        self._names_in, self._totals_in = cache(_names_in), cache(_totals_in)
        self.look_ups: dict[str, LookUp] = {"siblings.names": self._names, "siblings.total_kwh": self._totals}

    def _names(self, assignment: Assignment) -> Column:
        names = self._names_in(assignment.organisation_id)
        return Column(name for facility, name in names.items() if facility != assignment.facility_id)

    def _totals(self, assignment: Assignment) -> Column:
        question = definition_of(assignment.round.version).roles.get("total_kwh", "")
        totals = self._totals_in(assignment.round_id, assignment.organisation_id, question)
        return Column(total for key, total in totals.items() if key != assignment.pk)


def _names_in(organisation: UUID) -> dict[UUID, str]:
    facilities = Facility.objects.filter(organisation_id=organisation, is_active=True)
    return dict(facilities.values_list("pk", "name"))


def _totals_in(round: UUID, organisation: UUID, question: str) -> dict[UUID, Decimal]:
    """What the organisation's units have reported as their total in this round, in kWh, by assignment."""
    asked = Assignment.objects.filter(round_id=round, organisation_id=organisation, ineligible_because="")
    revisions = Revision.objects.filter(response__assignment__in=asked).annotate(total=value_of(question))
    latest = dict(revisions.order_by("number").values_list("response__assignment_id", "total"))
    return {key: total for key, text in latest.items() if isinstance(total := to_number(text), Decimal)}


def _is_address_taken(assignment: Assignment) -> bool:
    """Whether another organisation than the one that answers has another site at the same address."""
    facility = assignment.facility
    if facility is None or not facility.address:
        return False
    there = Facility.objects.filter(address=facility.address, region_id=facility.region_id, is_active=True)
    return there.exclude(pk=facility.pk).exclude(organisation_id=assignment.organisation_id).exists()


LOOKED_UP: dict[str, LookUp] = {
    "facility.address_taken": _is_address_taken,
    "peers.load": median_load,
}


def prefilled(assignment: Assignment, at: datetime) -> dict[str, object]:
    """The unit's entries before anybody has typed."""
    definition = definition_of(assignment.round.version)
    known = of_assignment(assignment, wanted=definition.prefilling) if definition.prefilling else {}
    now = assignment.round.on_its_clock(at)
    return dict(first_answers(definition, "unit", known=known, now=now, facts=known))


def prefilled_for_organisation(round: Round, organisation: Organisation, at: datetime) -> dict[str, object]:
    known = of_organisation(round, organisation)
    definition, now = definition_of(round.version), round.on_its_clock(at)
    return dict(first_answers(definition, "organisation", known=known, now=now, facts=known))


def confirmed(round: Round, organisation: Organisation) -> tuple[dict[str, object], dict[str, str]]:
    """The organisation's confirmed data as typed and the reasons given there; empty as long as nobody has confirmed."""
    confirmation = Confirmation.objects.filter(round=round, organisation=organisation).first()
    return (confirmation.answers, confirmation.reasons) if confirmation else ({}, {})
