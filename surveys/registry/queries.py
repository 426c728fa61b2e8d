"""Reading the register: what the roster meets in it, and the lists the bureau looks through."""

from collections.abc import Iterable, Iterator
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from surveys.lib.names import folded, name_holds
from surveys.lib.numbers import in_plain_width
from surveys.lib.unreadable import Unreadable
from surveys.registry.models import Contact, Facility, Organisation, Region
from surveys.registry.namesakes import Named
from surveys.registry.roster import Known, Upload, spellings_of
from surveys.registry.roster_fields import Kind, read_code, read_organisation_number

NUMBERS_PER_QUERY = 500
T = TypeVar("T")
M = TypeVar("M", Organisation, Facility, Contact)


def known_for(upload: Upload, *, locked: bool = False) -> Known:
    """What the register holds of the organisations a file names, in a handful of queries.

    Locked, it stays so until the end of the transaction; organisations come first and in order, so that two imports wait.
    """
    regions = {region.pk: region for region in Region.objects.all()}
    organisations: dict[UUID, Organisation] = {}
    facilities: list[Facility] = []
    contacts: list[Contact] = []
    for numbers in _chunks(sorted(_numbers_in(upload))):
        found = {o.pk: o for o in _rows(Organisation, locked).filter(number__in=numbers).order_by("number")}
        organisations |= found
        facilities += _rows(Facility, locked).filter(organisation__in=found).order_by("pk")
        contacts += _rows(Contact, locked).filter(organisation__in=found).order_by("pk")
    for organisation in organisations.values():
        organisation.region = regions[organisation.region_id]
    for facility in facilities:
        facility.region = regions[facility.region_id]
    belonging: list[Facility | Contact] = [*facilities, *contacts]
    for row in belonging:
        row.organisation = organisations[row.organisation_id]
    return Known(
        regions=spellings_of(regions.values()),
        rows={
            Kind.ORGANISATION: {(_number(o.number),): o for o in organisations.values()},
            Kind.FACILITY: {(_number(f.organisation.number), _spelt(f)): f for f in sorted(facilities, key=_is_plain)},
            Kind.CONTACT: {(_number(c.organisation.number), c.email.lower()): c for c in contacts},
        },
        namesakes=_namesakes(upload),
    )


def _namesakes(upload: Upload) -> dict[str, list[Named]]:
    """Gone through once, for a file may hold as many names as the register."""
    rows = (row for row in upload.rows if row.kind == Kind.ORGANISATION and "name" in row.cells)
    wanted = {folded(row.cells["name"].text) for row in rows} - {""}
    found: dict[str, list[Named]] = {}
    if wanted:
        for number, name, path in Organisation.objects.values_list("number", "name", "region__path").iterator():
            if (key := folded(name)) in wanted:
                found.setdefault(key, []).append(Named(number, path))
    return found


def _rows(model: type[M], locked: bool) -> "QuerySet[M]":
    rows = model._default_manager.all()
    return rows.select_for_update(no_key=True) if locked else rows


def _is_plain(facility: Facility) -> bool:
    """Of two codes that look the same, the one spelt as it is read comes last and is met."""
    return facility.code == _spelt(facility)


def _spelt(facility: Facility) -> str:
    try:
        return read_code(facility.code)
    except Unreadable:
        return facility.code


def _numbers_in(upload: Upload) -> set[str]:
    typed = {row.cells[name].text for row in upload.rows for name in ("number", "organisation") if name in row.cells}
    return {number for text in typed for number in (_number(text), text.strip()) if number}


def _number(text: str) -> str:
    try:
        return read_organisation_number(text)
    except Unreadable:
        return ""


def _chunks(items: list[T], size: int = NUMBERS_PER_QUERY) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def search_organisations(
    rows: "QuerySet[Organisation]", words: str, facilities: "QuerySet[Facility]"
) -> "QuerySet[Organisation]":
    """By name, number, or the name or code of one of its facilities, of those that are given."""
    if not words.strip():
        return rows
    its_facilities = facilities.filter(_is_or_bears(words))
    return rows.filter(
        name_holds("name", words)
        | name_holds("number", words)
        | Q(pk__in=its_facilities.order_by().values("organisation"))
    )


def search_facilities(rows: "QuerySet[Facility]", words: str) -> "QuerySet[Facility]":
    """By its own name or code, or its organisation's name or number."""
    if not words.strip():
        return rows
    return rows.filter(
        _is_or_bears(words) | name_holds("organisation__name", words) | name_holds("organisation__number", words)
    )


def _is_or_bears(words: str) -> Q:
    """A facility's name holds these words, or they are its code."""
    return name_holds("name", words) | Q(code__iexact=in_plain_width(words.strip())) | Q(code__iexact=words.strip())


def with_counts(rows: "QuerySet[Organisation]", facilities: "QuerySet[Facility]") -> "QuerySet[Organisation]":
    """How many of the given facilities, and how many contacts, each has."""
    active = facilities.filter(is_active=True).order_by().values("pk")
    return rows.select_related("region").annotate(
        facility_count=Count("facilities", filter=Q(facilities__in=active), distinct=True),
        contact_count=Count("contacts", distinct=True),
    )


def regions_within(paths: Iterable[str]) -> "QuerySet[Region]":
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    return Region.objects.filter(within)
