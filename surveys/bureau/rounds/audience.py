"""Audiences as officers write them: districts and kinds to tick, or a list of codes, one per line."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from surveys.lib.names import Folded, folded, is_same_name
from surveys.lib.numbers import in_plain_width
from surveys.lib.text import nested
from surveys.models import Authority, Facility, Organisation, Region
from surveys.rounds.audience import facilities_of
from surveys.rounds.models import Audience, whole_frame

BETWEEN_CODES = re.compile(r"[\s,，;；、/]+")
CODES_PER_QUERY = 500
MOST_NAMED = 20


@dataclass(frozen=True)
class Listed:
    """What a pasted list means: ids of data centers, and one sentence for each line that means none or several.

    `hints` say which names were taken for others that are written a little otherwise.
    """

    facilities: list[str]
    problems: list[str]
    hints: list[str] = field(default_factory=list)


def read_list(authority: Authority, text: str) -> Listed:
    """A line holds an organisation's number (all of its data centers), the code of one, number and code, or a name."""
    lines = {line.strip(): parts for line in text.splitlines() if (parts := _codes_in(line))}
    known = _known(
        authority, {code for line in lines for part in _parts_of(line) for code in (part, in_plain_width(part))}
    )
    by_codes = {line: _found(parts, known) for line, parts in lines.items()}
    named = _named(authority, [line for line, found in by_codes.items() if not found])
    facilities: dict[str, None] = {}
    problems, hints = [], []
    for line, parts in lines.items():
        found = by_codes[line] or named.get(folded(line), [])
        if not found:
            problems.append(nested(_("“%(line)s” is not in the register.") % {"line": " ".join(parts)}))
        elif _is_ambiguous(parts, found):
            problems.append(_several(parts, found))
        else:
            facilities |= dict.fromkeys(str(facility.pk) for facility in found)
            hints += [] if by_codes[line] else _taken_for(line, found)
    return Listed(list(facilities), _shortened(problems), _shortened(hints))


def _named(authority: Authority, names: list[str]) -> dict[str, list[Facility]]:
    """Data centers by their own name and by that of their organisation, folded; the own name goes before."""
    wanted = sorted({folded(name) for name in names})
    own: dict[str, list[Facility]] = defaultdict(list)
    whole: dict[str, list[Facility]] = defaultdict(list)
    bearers = facilities_of(authority, whole_frame()).annotate(own=Folded("name"), whole=Folded("organisation__name"))
    for start in range(0, len(wanted), CODES_PER_QUERY):
        some = wanted[start : start + CODES_PER_QUERY]
        for facility in bearers.filter(Q(own__in=some) | Q(whole__in=some)):
            own[folded(facility.name)].append(facility)
            whole[folded(facility.organisation.name)].append(facility)
    return {name: own.get(name) or whole.get(name, []) for name in wanted}


def _taken_for(line: str, found: list[Facility]) -> list[str]:
    names = {name for facility in found for name in (facility.name, facility.organisation.name)}
    if line in names:
        return []
    name = next(name for name in (found[0].name, found[0].organisation.name) if is_same_name(name, line))
    return [nested(_("“%(line)s” was taken for %(name)s.") % {"line": line, "name": name})]


def _codes_in(line: str) -> list[str]:
    return [code for part in _parts_of(line) if (code := in_plain_width(part))]


def _parts_of(line: str) -> list[str]:
    return [part for part in BETWEEN_CODES.split(line.strip()) if part]


def _known(authority: Authority, codes: Iterable[str]) -> list[Facility]:
    wanted = sorted(codes)
    found: dict[UUID, Facility] = {}
    for start in range(0, len(wanted), CODES_PER_QUERY):
        some = wanted[start : start + CODES_PER_QUERY]
        numbered = Q(code__in=some) | Q(organisation__number__in=[code.upper() for code in some])
        found |= {facility.pk: facility for facility in facilities_of(authority, whole_frame()).filter(numbered)}
    return list(found.values())


def _found(parts: list[str], known: list[Facility]) -> list[Facility]:
    if len(parts) == 1:
        return [f for f in known if parts[0].upper() == f.organisation.number or parts[0] == in_plain_width(f.code)]
    number, code = parts[0].upper(), parts[1]
    return [f for f in known if (f.organisation.number, in_plain_width(f.code)) == (number, code)]


def _is_ambiguous(parts: list[str], found: list[Facility]) -> bool:
    """One code or name that data centers of several organisations bear."""
    return len({facility.organisation_id for facility in found}) > 1


def _several(parts: list[str], found: list[Facility]) -> str:
    owners = _(", ").join(str(facility.organisation) for facility in found[:3])
    return _("“%(code)s” is a data center of more than one organisation (%(owners)s); put the registration number before it.") % {
        "code": " ".join(parts),
        "owners": owners,
    }  # fmt: skip


def _shortened(problems: list[str]) -> list[str]:
    rest = len(problems) - MOST_NAMED
    if rest <= 0:
        return problems
    return [*problems[:MOST_NAMED], _("… and %(count)s more lines like these.") % {"count": rest}]


def as_list(authority: Authority, audience: Audience) -> str:
    """The list an audience was made from, so that it can be changed."""
    if audience["by"] != "list":
        return ""
    rows = facilities_of(authority, audience).values_list("organisation__number", "code")
    return "\n".join(f"{number} {code}" for number, code in rows)


def region_choices(authority: Authority) -> list[tuple[str, str]]:
    """The districts right below the authority's region; its own region when there are none."""
    below = Region.objects.filter(parent=authority.region)
    return [(region.code, region.name) for region in below or [authority.region]]


def kind_choices() -> list[tuple[str, object]]:
    return list(Organisation.Kind.choices)


def described(audience: Audience) -> str:
    """The audience in words."""
    if audience["by"] == "list":
        return _("a list of %(count)s data centers") % {"count": len(audience["facilities"])}
    regions = [region.name for region in Region.objects.filter(code__in=audience["regions"])]
    kinds = [str(label) for value, label in kind_choices() if value in audience["kinds"]]
    return _("%(regions)s; %(kinds)s") % {
        "regions": _(", ").join(regions) or _("all districts"),
        "kinds": _(", ").join(kinds) or _("all kinds of organisations"),
    }
