"""What is known of a reporting unit before anyone answers: prefilled answers, and facts that checks compare with."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from surveys.questionnaires.beginnings import first_answers
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Facility, Organisation
from surveys.responses.boxes import box_of
from surveys.responses.figures import value_of
from surveys.responses.models import Confirmation, Revision
from surveys.responses.peers import median_load
from surveys.responses.waves import about_last_wave
from surveys.rounds.models import Assignment, Round

Known = dict[str, Any]


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


def _plain(value: Any) -> str:
    """A number without trailing zeros or exponent; nothing for None."""
    return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def of_organisation(round: Round, organisation: Organisation) -> Known:
    return about_organisation(organisation) | about_contact(organisation) | about_round(round)


def of_assignment(assignment: Assignment, wanted: Collection[str]) -> Known:
    """What is known of the unit; of the facts that take a query each, only the wanted ones."""
    known = about_organisation(assignment.organisation) | about_round(assignment.round)
    known |= about_last_wave(assignment, wanted)
    if assignment.facility is None:
        return known
    looked_up = {name: look_up(assignment) for name, look_up in LOOKED_UP.items() if name in wanted}
    return known | about_facility(assignment.facility) | about_district(assignment.facility) | looked_up


def _names_of_siblings(assignment: Assignment) -> list[str]:
    assert assignment.facility_id is not None
    siblings = Facility.objects.filter(organisation_id=assignment.organisation_id, is_active=True)
    return list(siblings.exclude(pk=assignment.facility_id).values_list("name", flat=True))


def _totals_of_siblings(assignment: Assignment) -> list[str]:
    """What the organisation's other units have reported as their total in this round, in kWh."""
    question = definition_of(assignment.round.version).roles.get("total_kwh")
    siblings = Revision.objects.filter(
        response__assignment__round=assignment.round_id, response__assignment__organisation=assignment.organisation_id
    ).exclude(response__assignment=assignment)
    totals = siblings.annotate(total=value_of(str(question))).order_by("number")
    return [total for total in dict(totals.values_list("response_id", "total")).values() if total]


def _is_address_taken(assignment: Assignment) -> bool:
    """Whether another organisation has a site at the same address."""
    facility = assignment.facility
    if facility is None or not facility.address:
        return False
    there = Facility.objects.filter(address=facility.address, region_id=facility.region_id, is_active=True)
    return there.exclude(organisation_id=facility.organisation_id).exists()


LOOKED_UP: Mapping[str, Callable[[Assignment], Any]] = {
    "siblings.names": _names_of_siblings,
    "siblings.total_kwh": _totals_of_siblings,
    "facility.address_taken": _is_address_taken,
    "peers.load": median_load,
}


def prefilled(assignment: Assignment, at: datetime) -> dict[str, Any]:
    """The unit's entries before anybody has typed."""
    definition = definition_of(assignment.round.version)
    known = of_assignment(assignment, wanted=definition.facts | definition.prefilling)
    now = assignment.round.on_its_clock(at)
    return dict(first_answers(definition, "unit", known=known, now=now, facts=known))


def prefilled_for_organisation(round: Round, organisation: Organisation, at: datetime) -> dict[str, Any]:
    known = of_organisation(round, organisation)
    definition, now = definition_of(round.version), round.on_its_clock(at)
    return dict(first_answers(definition, "organisation", known=known, now=now, facts=known))


def confirmed(round: Round, organisation: Organisation) -> tuple[dict[str, Any], dict[str, str]]:
    """The organisation's confirmed data as typed and the reasons given there; empty as long as nobody has confirmed."""
    confirmation = Confirmation.objects.filter(round=round, organisation=organisation).first()
    return (confirmation.answers, confirmation.reasons) if confirmation else ({}, {})
