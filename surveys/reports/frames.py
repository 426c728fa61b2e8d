"""The frame of a round as of a moment: who was asked, and all that a report takes from the register and from the round.

A snapshot keeps it, so that the same snapshot gives the same report whatever becomes of the register.
"""

import copy
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from django.db.models import Exists, Field, Model, OuterRef

from surveys.lib.canonical_json import canonical_sha256
from surveys.registry.models import Authority, Facility, Organisation, Region
from surveys.reports.chasing import chased
from surveys.reports.microdata import Chased, ReturnRow
from surveys.reports.models import Frame
from surveys.responses.models import Revision
from surveys.responses.queries import for_reading
from surveys.rounds.models import Assignment, Round, Survey

Kept = dict[str, str | None]
T = TypeVar("T", bound=Model)
COLUMNS: Mapping[type[Model], tuple[str, ...]] = {
    Round: ("code", "title_zh", "title_en", "period_start", "period_end", "deadline", "time_zone", "closed_at"),
    Survey: ("code", "title_zh", "title_en"),
    Authority: ("name_zh", "name_en"),
    Region: ("code", "name_zh", "name_en", "path"),
    Organisation: ("id", "number", "name", "kind"),
    Facility: ("id", "code", "name", "it_kw"),
}
"""What reports say of each."""


class Unit(TypedDict):
    """One assignment."""

    assignment: str
    response: str
    organisation: str
    facility: Kept | None
    region: str
    deadline: str
    opened: bool
    ineligible_because: str


class Content(TypedDict):
    """As JSON. `chased` is there for those who are silent; rows are in the order of operator and data center."""

    v: int
    round: Kept
    survey: Kept
    authority: Kept
    regions: dict[str, Kept]
    organisations: dict[str, Kept]
    units: list[Unit]
    chased: dict[str, dict[str, Any]]


def current(round: Round, at: datetime) -> Content:
    """As the register and the round have it now; deadlines and what was opened, as of the moment."""
    revisions = Revision.objects.filter(response__assignment=OuterRef("pk"), submitted_at__lte=at)
    asked = for_reading(Assignment.objects.filter(round=round, created_at__lte=at), at).annotate(
        has_answered=Exists(revisions)
    )
    assignments = list(asked.order_by("organisation__name", "organisation_id", "facility__code"))
    silent = {one.organisation_id for one in assignments if not (one.has_answered or one.ineligible_because)}
    return {
        "v": 1,
        "round": _kept(round),
        "survey": _kept(round.survey),
        "authority": _kept(round.survey.authority),
        "regions": {one.region_id: _kept(one.region) for one in assignments},
        "organisations": {str(one.organisation_id): _kept(one.organisation) for one in assignments},
        "units": [_unit(one, at) for one in assignments],
        "chased": {str(pk): _chased_as_json(one) for pk, one in chased(round, silent, at).items()},
    }


def _unit(assignment: Assignment, at: datetime) -> Unit:
    opened_at = assignment.response.opened_at
    return {
        "assignment": str(assignment.pk),
        "response": str(assignment.response.pk),
        "organisation": str(assignment.organisation_id),
        "facility": _kept(assignment.facility) if assignment.facility else None,
        "region": assignment.region_id,
        "deadline": assignment.deadline_in_force.isoformat(),  # type: ignore[attr-defined]  # annotated by for_reading
        "opened": opened_at is not None and opened_at <= at,
        "ineligible_because": assignment.ineligible_because,
    }


def _kept(row: Model) -> Kept:
    return {name: _as_text(row, name) for name in COLUMNS[type(row)]}


def _as_text(row: Model, name: str) -> str | None:
    return None if getattr(row, name) is None else _column(type(row), name).value_to_string(row)


def _values(model: type[Model], kept: Kept) -> dict[str, Any]:
    return {name: _column(model, name).to_python(text) for name, text in kept.items()}


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _chased_as_json(one: Chased) -> dict[str, Any]:
    return {**asdict(one), "last_login": one.last_login.isoformat() if one.last_login else None}


# --- kept, and read again ----------------------------------------------------------------------------------------


def keep(content: Content) -> Frame:
    """Once for all snapshots that have the same."""
    frame, _is_new = Frame.objects.get_or_create(sha256=canonical_sha256(content), defaults={"content": content})
    return frame


def rows_of(content: Content, region: Region | None = None) -> list[ReturnRow]:
    """One for each assignment, nothing said of answers yet; with a region, only its rows."""
    regions = {code: Region(**_values(Region, kept)) for code, kept in content["regions"].items()}
    organisations = {pk: Organisation(**_values(Organisation, kept)) for pk, kept in content["organisations"].items()}
    return [
        _row(unit, organisations[unit["organisation"]], regions[unit["region"]])
        for unit in content["units"]
        if region is None or regions[unit["region"]].path.startswith(region.path)
    ]


def _row(unit: Unit, organisation: Organisation, region: Region) -> ReturnRow:
    return ReturnRow(
        assignment_id=uuid.UUID(unit["assignment"]),
        response_id=uuid.UUID(unit["response"]),
        organisation=organisation,
        facility=Facility(**_values(Facility, unit["facility"])) if unit["facility"] else None,
        region=region,
        deadline=datetime.fromisoformat(unit["deadline"]),
        is_eligible=not unit["ineligible_because"],
        is_opened=unit["opened"],
    )


def chased_of(content: Content, organisations: Iterable[uuid.UUID]) -> dict[uuid.UUID, Chased]:
    kept = {pk: content["chased"].get(str(pk)) for pk in organisations}
    return {pk: _chased(one) for pk, one in kept.items() if one}


def _chased(kept: Mapping[str, Any]) -> Chased:
    last_login = kept["last_login"]
    return Chased(**{**kept, "last_login": datetime.fromisoformat(last_login) if last_login else None})


def round_of(content: Content, round: Round) -> Round:
    """With the names, the period and the deadline it had then."""
    survey = _as_then(round.survey, content["survey"])
    survey.authority = _as_then(survey.authority, content["authority"])
    then = _as_then(round, content["round"])
    then.survey = survey
    return then


def _as_then(row: T, kept: Kept) -> T:
    then = copy.copy(row)
    for name, value in _values(type(row), kept).items():
        setattr(then, name, value)
    return then
