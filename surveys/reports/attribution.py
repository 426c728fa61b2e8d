"""Which factors the electricity of a round is multiplied by: those its bureau chose, else those proposed for its place
and period; and which of them are for another period or place.

In China a factor is proposed of each kind that is usual there: average of the grid, of the country and of the narrowest
place on record, trading scheme, model. Of each the year in which the period ends; where that is not on record the
latest before it, marked, for factors are published years later. Elsewhere none is on record, so none is proposed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from surveys.reports.factors import EMISSION, Factor, factor, offered
from surveys.rounds.models import Round

CHINESE_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC")
# First and last of each part of the country.
_PARTS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
PROVINCES = frozenset(str(n) for first, last in _PARTS for n in range(first, last + 1))
COUNTRY = "10"
"""What the six digits of a region of China begin with: the province, or this for the country as a whole."""
DIGITS = 6


@dataclass(frozen=True)
class Use:
    """What a factor is to fit: a place, by the code of its region, and a period. The code is empty outside China."""

    region: str
    first: date | None
    last: date | None

    @property
    def is_in_china(self) -> bool:
        return bool(self.region)

    @property
    def year(self) -> int | None:
        return self.last.year if self.last else None


def use_of(round: Round) -> Use:
    """In China is a round whose authority has a region of GB/T 2260 and that runs on a clock of China."""
    code = round.survey.authority.region.code
    is_chinese = len(code) == DIGITS and code.isdecimal() and code[:2] in PROVINCES | {COUNTRY}
    at_home = is_chinese and round.time_zone in CHINESE_ZONES
    return Use(code if at_home else "", round.period_start, round.period_end)


def factors_of(round: Round) -> list[Factor]:
    """As chosen for the round, else as proposed."""
    return proposed(use_of(round)) if round.factors is None else [factor(id) for id in round.factors]


def choosable() -> list[Factor]:
    """Everything that turns electricity into CO2 and may be used without an expert's word."""
    return [one for one in offered() if one.quantity == EMISSION]


# --- proposing ---------------------------------------------------------------------------------------------------


def proposed(use: Use) -> list[Factor]:
    here = [one for one in choosable() if use.is_in_china and one.covers(use.region)]
    averages = [one for one in here if one.caliber == "average"]
    own = [one for one in averages if not one.is_of_the_country]
    narrowest = min((len(one.regions) for one in own), default=0)
    kinds = [
        [one for one in averages if one.is_of_the_country],
        [one for one in own if len(one.regions) == narrowest],
        [one for one in here if one.caliber == "trading"],
        [one for one in here if one.caliber == "model"],
    ]
    return [_of_the_year(kind, use.year) for kind in kinds if kind]


def _of_the_year(kind: list[Factor], year: int | None) -> Factor:
    """The latest up to that year; the first there is, when all are later."""
    years = sorted(kind, key=lambda one: one.data_year)
    until = [one for one in years if year is None or not one.data_year or int(one.data_year) <= year]
    return until[-1] if until else years[0]


# --- what does not fit -------------------------------------------------------------------------------------------


def mark(one: Factor, use: Use) -> str:
    """A few words for the heading of a column; empty where the factor fits."""
    if not one.covers(use.region):
        return _("not for this place")
    match _days_covered(one, use):
        case "all":
            return ""
        case "some":
            return _("for part of the period only")
        case _:
            return _("not for this period")


def misfits(chosen: Iterable[Factor], use: Use) -> list[str]:
    """A sentence for each that does not fit, with what it is for."""
    return [_misfit(one, use) for one in chosen if mark(one, use)]


def _misfit(one: Factor, use: Use) -> str:
    told = {
        "factor": one.id,
        "place": one.geography,
        "validity": one.validity,
        "period": f"{use.first} – {use.last}",
    }
    if not one.covers(use.region):
        return _("%(factor)s is for %(place)s, not for the place of this round.") % told
    return _("%(factor)s is for %(validity)s; the period of this round is %(period)s.") % told


def _days_covered(one: Factor, use: Use) -> str:
    if use.first is None or use.last is None:
        return "all"
    first, last = one.is_valid_on(use.first), one.is_valid_on(use.last)
    if first and last:
        return "all"
    begins_within = one.valid_from is not None and use.first <= one.valid_from <= use.last
    return "some" if first or last or begins_within else "none"
