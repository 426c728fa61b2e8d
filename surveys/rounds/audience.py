"""Who must answer: the reporting units an audience describes, among those the authority covers.

An audience is {"by": "filter", "regions": [codes], "kinds": [kinds of organisation]}, where an empty list means all,
or {"by": "list", "facilities": [ids]}.
"""

from django.db.models import Q, QuerySet

from surveys.registry.models import Authority, Facility, Region
from surveys.rounds.models import Audience


def facilities_of(authority: Authority, audience: Audience) -> QuerySet[Facility]:
    covered = Facility.objects.filter(
        is_active=True, organisation__is_active=True, region__path__startswith=authority.region.path
    ).select_related("organisation", "region")
    if audience["by"] == "list":
        return covered.filter(pk__in=audience["facilities"])
    if audience["regions"]:
        covered = covered.filter(_within(audience["regions"]))
    if audience["kinds"]:
        covered = covered.filter(organisation__kind__in=audience["kinds"])
    return covered


def _within(codes: list[str]) -> Q:
    """In one of these regions or below it; nothing, when none of the codes exists."""
    inside = Q(pk__in=[])
    for path in Region.objects.filter(code__in=codes).values_list("path", flat=True):
        inside |= Q(region__path__startswith=path)
    return inside
