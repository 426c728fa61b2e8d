"""What an uploaded roster would change, worked out before anything is changed.

Organisations are known by their number, facilities by organisation and code, contacts by organisation and e-mail. A
blank cell leaves what is known as it is; what the file does not mention stays untouched.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib.cleaning import shows_nothing
from surveys.lib.identifiers import is_uscc
from surveys.lib.language import in_every_language
from surveys.lib.names import is_same_name
from surveys.lib.problems import Problem
from surveys.lib.unreadable import FAILED_FORMULAS, Unreadable
from surveys.registry.models import Contact, Facility, Organisation, Region
from surveys.registry.namesakes import Named, Namesakes
from surveys.registry.roster_fields import FIELDS, KEYS, CellRefused, Field, Kind, simplified

Key = tuple[str, ...]
MOST_LOCATIONS_NAMED = 5
ROWS_OF: dict[Kind, type[Organisation | Facility | Contact]] = {
    Kind.ORGANISATION: Organisation,
    Kind.FACILITY: Facility,
    Kind.CONTACT: Contact,
}


@dataclass(frozen=True)
class Cell:
    text: str
    location: str
    """Sheet and cell as the person sees them, `单位!B5`."""
    is_cut: bool = False
    """Whether it is a number whose last digits the spreadsheet has lost."""
    is_day: bool = False
    """Whether the spreadsheet holds it as a date or a time."""

    @property
    def is_blank(self) -> bool:
        return shows_nothing(self.text)


@dataclass(frozen=True)
class Row:
    """One filled row of the file: its cells by field name. `place` is its first cell."""

    kind: Kind
    location: str
    cells: dict[str, Cell]

    def location_of(self, name: str) -> str:
        return self.cells[name].location if name in self.cells else self.location


@dataclass(frozen=True)
class Upload:
    """What was read from a file. `ignored` names the places of headings nobody knows; `remarks` tell how it was read."""

    rows: list[Row]
    ignored: list[str] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken over, the location of its first cell, and everything that is wrong with it."""

    kind: Kind
    location: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Change:
    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Item:
    """A row that can be taken over: `values` by field name, `pk` of what it meets in the register, or None."""

    kind: Kind
    key: Key
    location: str
    values: dict[str, Any]
    pk: Any = None
    changes: tuple[Change, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Plan:
    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    unchanged: list[Item] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.refused for problem in row.problems]

    @property
    def has_work(self) -> bool:
        return bool(self.new or self.changed)

    def fingerprint(self) -> str:
        """The same for the same changes, in whatever language they are shown: what was previewed is what is done."""
        new = [[item.kind, item.key, item.values] for item in self.new]
        changed = [[item.kind, item.key, [[c.name, c.old, c.new] for c in item.changes]] for item in self.changed]
        return hashlib.sha256(json.dumps([new, changed], default=_plainly, sort_keys=True).encode()).hexdigest()


def _plainly(value: object) -> str:
    return value.code if isinstance(value, Region) else str(value)


@dataclass(frozen=True)
class Known:
    """What the register holds already, by the keys of the roster."""

    regions: dict[str, Region]
    rows: dict[Kind, dict[Key, Any]]
    namesakes: dict[str, list[Named]] = field(default_factory=dict)
    """Organisations that bear the name of one in the file, by the name folded."""

    def find(self, kind: Kind, key: Key) -> Any:
        return self.rows[kind].get(key)


def spellings_of(regions: Iterable[Region]) -> dict[str, Region]:
    """By code and by name in either language; `朝阳` is understood as `朝阳区`."""
    found: dict[str, Region] = {}
    for region in regions:
        short = region.name_zh.rstrip("市区县") if len(region.name_zh) > 2 else region.name_zh
        for spelling in (region.code, region.name_zh, region.name_en, short):
            found.setdefault(simplified(spelling), region)
    return found


def plan(upload: Upload, known: Known, within: Sequence[str]) -> Plan:
    """`within` holds the paths of the regions the officer may write to. Nothing is written here."""
    return _Planner(known, within).plan(upload)


class _Planner:
    def __init__(self, known: Known, within: Sequence[str]) -> None:
        self.known = known
        self.within = tuple(within)
        self.namesakes = Namesakes(within, known.namesakes, known.rows[Kind.FACILITY].values())
        self.result = Plan(hints=self.namesakes.hints)
        self.wrong_organisations: dict[str, str] = {}
        self.good_organisations: set[str] = set()

    def plan(self, upload: Upload) -> Plan:
        self.result.ignored.extend(upload.ignored)
        self.result.remarks.extend(upload.remarks)
        for kind in Kind:
            self._plan_sheet(kind, [row for row in upload.rows if row.kind == kind])
        return self.result

    def _plan_sheet(self, kind: Kind, rows: list[Row]) -> None:
        read = [(row, *self._read(row)) for row in rows]
        locations = self._locations_by_key(kind, read)
        for row, values, problems in read:
            key = _key(kind, values)
            problems += self._problems_of_key(row, key, locations)
            if not problems and key:
                problems += self._problems_of_meaning(row, key, values)
            self._note(row, key, values, problems)

    def _read(self, row: Row) -> tuple[dict[str, Any], list[Problem]]:
        values, problems = {}, []
        for column in FIELDS[row.kind]:
            cell = row.cells.get(column.name)
            if cell is None or cell.is_blank:
                continue
            try:
                values[column.name] = self._read_cell(column, cell)
            except (Unreadable, CellRefused) as error:
                problems.append(Problem(cell.location, error.message))
        return values, problems

    def _read_cell(self, column: Field, cell: Cell) -> Any:
        text = cell.text
        if text.strip() in FAILED_FORMULAS:
            raise Unreadable("failed_formula", typed=text.strip())
        if cell.is_cut and not column.is_amount:
            raise Unreadable("cut_number", typed=text.strip())
        if cell.is_day and column.is_code:
            raise Unreadable("day_for_a_code", typed=text.strip())
        if not column.is_region:
            return column.read(text)
        region = self.known.regions.get(simplified(text))
        if region is None:
            raise CellRefused(lambda: _("“%(typed)s” is not a known district.") % {"typed": text.strip()[:60]})
        return region

    def _locations_by_key(
        self, kind: Kind, read: list[tuple[Row, dict[str, Any], list[Problem]]]
    ) -> dict[Key, list[str]]:
        locations: dict[Key, list[str]] = defaultdict(list)
        for row, values, _flaws in read:
            key = _key(kind, values)
            if key:
                locations[key].append(row.location_of(KEYS[kind][-1]))
        return locations

    def _problems_of_key(self, row: Row, key: Key | None, locations: dict[Key, list[str]]) -> list[Problem]:
        if key is None:
            return [self._missing(row, name) for name in KEYS[row.kind] if not _filled(row, name)]
        here = row.location_of(KEYS[row.kind][-1])
        others = list(islice((location for location in locations[key] if location != here), MOST_LOCATIONS_NAMED + 1))
        if not others:
            return []
        named = ", ".join(others[:MOST_LOCATIONS_NAMED]) + ("…" if len(others) > MOST_LOCATIONS_NAMED else "")
        return [_problem(here, lambda: _("The same row stands at %(places)s too. Keep one.") % {"places": named})]

    def _missing(self, row: Row, name: str) -> Problem:
        column = next(column for column in FIELDS[row.kind] if column.name == name)
        return _problem(row.location_of(name), lambda: _("“%(label)s” is missing.") % {"label": column.label})

    def _problems_of_meaning(self, row: Row, key: Key, values: dict[str, Any]) -> list[Problem]:
        existing = self.known.find(row.kind, key)
        problems = self._problems_of_number(row, values, existing) if row.kind == Kind.ORGANISATION else []
        if row.kind != Kind.ORGANISATION:
            problems += self._problems_of_organisation(row, key)
        if existing is None:
            needed = [column.name for column in FIELDS[row.kind] if column.needed]
            problems += [self._missing(row, name) for name in needed if not _filled(row, name)]
        return problems or self._problems_of_region(row, values, existing)

    def _problems_of_number(self, row: Row, values: dict[str, Any], existing: Any) -> list[Problem]:
        scheme = values.get("scheme") or (existing.scheme if existing else Organisation.Scheme.USCC)
        values["scheme"] = scheme
        right = is_uscc(values["number"])
        if scheme == Organisation.Scheme.USCC and not right:
            why = gettext_lazy(
                "The check digit is wrong or the code does not have 18 characters. Compare it with the licence."
            )
        elif scheme == Organisation.Scheme.OTHER and right:
            why = gettext_lazy("This is a unified social credit code. Choose that number type.")
        else:
            return []
        return [_problem(row.location_of("number"), lambda: str(why))]

    def _problems_of_organisation(self, row: Row, key: Key) -> list[Problem]:
        number, here = key[0], row.location_of("organisation")
        if number in self.good_organisations or self.known.find(Kind.ORGANISATION, (number,)):
            return []
        if number in self.wrong_organisations:
            where = self.wrong_organisations[number]
            return [_problem(here, lambda: _("Its organisation at %(place)s is wrong.") % {"place": where})]
        return [
            _problem(here, lambda: _("There is no organisation with this number, neither here nor in the register."))
        ]

    def _problems_of_region(self, row: Row, values: dict[str, Any], existing: Any) -> list[Problem]:
        """An officer writes only what lies in the own region, before the change and after it."""
        now = self._region_of(row.kind, existing) if existing else None
        after = values.get("region")
        if row.kind == Kind.CONTACT and not existing:
            organisation = self.known.find(Kind.ORGANISATION, (values["organisation"],))
            now = organisation.region if organisation else None
        outside = [region for region in (now, after) if region and not region.path.startswith(self.within)]
        if not outside:
            return []
        name = "region" if outside[0] == after else KEYS[row.kind][0]
        return [
            _problem(row.location_of(name), lambda: _("This lies outside your region. Ask the authority above yours."))
        ]

    def _region_of(self, kind: Kind, existing: Any) -> Region:
        region: Region = existing.organisation.region if kind == Kind.CONTACT else existing.region
        return region

    def _note(self, row: Row, key: Key | None, values: dict[str, Any], problems: list[Problem]) -> None:
        is_organisation = row.kind == Kind.ORGANISATION
        if problems or key is None:
            self.result.refused.append(RefusedRow(row.kind, row.location, tuple(problems)))
            if is_organisation and key:
                self.wrong_organisations[key[0]] = row.location_of("number")
            return
        if is_organisation:
            self.good_organisations.add(key[0])
        existing = self.known.find(row.kind, key)
        changes = _changes(existing, row.kind, values) if existing else ()
        title = str(values.get("name") or existing.name)
        item = Item(row.kind, key, row.location, values, existing.pk if existing else None, changes, title)
        target = self.result.new if not existing else self.result.changed if changes else self.result.unchanged
        target.append(item)
        self._look_for_namesakes(row, item, existing)

    def _look_for_namesakes(self, row: Row, item: Item, existing: Any) -> None:
        name, here = item.values.get("name", ""), row.location_of("name")
        if existing and name != existing.name and name and is_same_name(name, existing.name):
            self.namesakes.keep_name(here, name, existing.name)
        elif not existing and item.kind == Kind.ORGANISATION:
            self.namesakes.look_at_organisation(here, item.key[0], name)
        elif not existing and item.kind == Kind.FACILITY:
            self.namesakes.look_at_facility(here, item.key[0], item.key[1], name)


def _key(kind: Kind, values: dict[str, Any]) -> Key | None:
    key = tuple(values.get(name, "") for name in KEYS[kind])
    return key if all(key) else None


def _filled(row: Row, name: str) -> bool:
    return name in row.cells and not row.cells[name].is_blank


def _changes(existing: Any, kind: Kind, values: dict[str, Any]) -> tuple[Change, ...]:
    mine = [name for name in values if name not in KEYS[kind]]
    found = (Change(name, getattr(existing, name), values[name]) for name in mine)
    return tuple(change for change in found if change.old != change.new and not _is_spelling(change))


def _is_spelling(change: Change) -> bool:
    """The same name, written otherwise."""
    return change.name == "name" and is_same_name(change.old, change.new)


def _problem(location: str, words: Callable[[], str]) -> Problem:
    return Problem(location, in_every_language(words))
