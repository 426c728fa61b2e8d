"""New rows of a roster that look like data centers of another operator: entered again they would stand twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from surveys.lib.names import folded
from surveys.registry.models import Facility, FacilityMove, Organisation
from surveys.registry.roster import Item, Key, Plan
from surveys.registry.roster_fields import Kind

Place = tuple[str, str]
"""A name, folded, and a district."""


@dataclass(frozen=True)
class SeemingMove:
    """A row, and the data center that it may be: at its operator of now, or with the move by which it left the row's."""

    location: str
    facility: Facility
    to: Organisation | None
    """Whose the row says it is, where that organisation is in the register."""
    left: FacilityMove | None = None


def seeming_moves(plan: Plan, within: Sequence[str]) -> list[SeemingMove]:
    """Those that left the operator under that code, and those of the same name in the same district at another operator.

    `within` holds the paths of the regions of the officer who is told."""
    new = [item for item in plan.new if item.kind == Kind.FACILITY]
    if not new:
        return []
    numbers = {item.key[0] for item in new}
    organisations = {one.number: one for one in Organisation.objects.filter(number__in=numbers)}
    left, elsewhere = _left(numbers, tuple(within)), _bearers(new)
    return list(_found(new, organisations, left, elsewhere))


def _found(
    new: Iterable[Item],
    organisations: dict[str, Organisation],
    left: dict[Key, FacilityMove],
    elsewhere: dict[Place, list[Facility]],
) -> Iterator[SeemingMove]:
    for item in new:
        to = organisations.get(item.key[0])
        move = left.get(item.key)
        others = (one for one in elsewhere.get(_place(item), []) if one.organisation.number != item.key[0])
        facility = move.facility if move else next(others, None)
        if facility:
            yield SeemingMove(item.location, facility, to, move)


def _place(item: Item) -> Place:
    return folded(item.values["name"]), item.values["region"].pk


def _left(numbers: Iterable[str], within: tuple[str, ...]) -> dict[Key, FacilityMove]:
    """By operator and code of then; of those that came back meanwhile none."""
    moves = FacilityMove.objects.filter(old_operator__number__in=numbers)
    rows = moves.select_related("facility__organisation", "facility__region", "old_operator", "new_operator")
    return {
        (move.old_operator.number, move.old_code): move
        for move in rows
        if move.facility.organisation_id != move.old_operator_id and move.facility.region.path.startswith(within)
    }


def _bearers(new: Iterable[Item]) -> dict[Place, list[Facility]]:
    """Gone through once, for a file may hold as many names as the register. The rows' districts are the officer's."""
    wanted = {_place(item) for item in new}
    there = Facility.objects.filter(region__in={region for _name, region in wanted})
    found: dict[UUID, Place] = {}
    for pk, name, region in there.order_by().values_list("pk", "name", "region_id").iterator():
        if (place := (folded(name), region)) in wanted:
            found[pk] = place
    bearers: dict[Place, list[Facility]] = {}
    for pk, one in Facility.objects.select_related("organisation").in_bulk(list(found)).items():
        bearers.setdefault(found[pk], []).append(one)
    return bearers
