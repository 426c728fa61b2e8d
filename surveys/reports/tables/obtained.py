"""R15: how much of the totals is measured, calculated, estimated, or declared by tenants. Tenants are not named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib.numbers import show_number
from surveys.reports.microdata import Answered, Group, Microdata
from surveys.reports.obtained import Grade, Part, parts_of
from surveys.reports.statistics import percent
from surveys.reports.tables.energy import everything
from surveys.reports.tables.table import Cell, Column, Layout, Table, count, number, percentage, text, total_label

WORDS = {
    Grade.MEASURED: gettext_lazy("measured"),
    Grade.CALCULATED: gettext_lazy("calculated"),
    Grade.ESTIMATED: gettext_lazy("estimated"),
    Grade.OTHER: gettext_lazy("in another way"),
    Grade.DECLARED: gettext_lazy("declared by tenants"),
    Grade.UNSAID: gettext_lazy("not said"),
}
PLACES_TOLD = 2
Parts = Mapping[Grade, Part]


@dataclass(frozen=True)
class Row:
    """One way, or all of them."""

    label: str
    total: Part
    mining: Part


Columns = list[tuple[Column, Callable[[Row], Cell]]]


def r15(microdata: Microdata) -> Table:
    group = everything(microdata)
    total, mining = total_parts(group), mining_parts(group)
    grades = [one for one in Grade if one is not Grade.OTHER or total[one].returns or mining[one].returns]
    rows = [Row(str(WORDS[one]), total[one], mining[one]) for one in grades]
    together = Row(total_label(), _together(group.added, total, "total"), _together(group.added, mining, "mining"))
    layout = Layout("R15", _("How the figures were obtained"), _columns(microdata, together), _notes(group))
    return layout.filled(rows, together)


def total_parts(group: Group) -> Parts:
    return parts_of((one.total_kwh, one.total_obtained) for one in group.added)


def mining_parts(group: Group) -> Parts:
    """Who says that there is no mining spends nothing on it, and obtained no figure."""
    return parts_of((one.mined_kwh, one.mining_obtained) for one in group.added if one.involved is not False)


def _together(answers: list[Answered], parts: Parts, figure: str) -> Part:
    """A return with a part of its own and a part of tenants is one return."""
    if figure == "total":
        returns = sum(one.total_kwh is not None for one in answers)
    else:
        returns = sum(one.mined_kwh is not None and one.involved is not False for one in answers)
    return Part(Grade.UNSAID, returns, sum((one.kwh for one in parts.values()), Decimal(0)))


def _columns(microdata: Microdata, whole: Row) -> Columns:
    columns: Columns = [(text("obtained", _("Obtained")), lambda row: row.label)]
    if microdata.asks_for("total_kwh"):
        columns += [
            (count("total_returns", _("Returns")), lambda row: row.total.returns),
            (number("total_kwh", _("Total electricity"), "kWh"), lambda row: row.total.kwh),
            (percentage("total_percent", _("of the total")), lambda row: _share(row.total, whole.total)),
        ]
    if microdata.asks_for("mining_kwh"):
        columns += [
            (count("mining_returns", _("Returns that mine")), lambda row: row.mining.returns),
            (number("mining_kwh", _("Mining electricity"), "kWh"), lambda row: row.mining.kwh),
            (percentage("mining_percent", _("of mining")), lambda row: _share(row.mining, whole.mining)),
        ]
    return columns


def _share(part: Part, whole: Part) -> Cell:
    return percent(part.kwh, whole.kwh)


def _notes(group: Group) -> list[str]:
    return [
        _(
            "Measured: by bill, meter, monitoring system or at the rack. Calculated: apportioned. Estimated: also by nameplate. A questionnaire of one’s own says by the attribute “grade” of a method what it counts as."
        ),
        _(
            "Declared by tenants is what operators took over from tenants and marked so; the rest of such a figure counts as its operator obtained it. A return with both stands in both lines."
        ),
        _("Each share is the sum over the sum of the same returns."),
    ]


def in_one_line(parts: Parts) -> str:
    """For the cover: each way with its share; nothing where there is nothing to be a share of."""
    whole = sum((one.kwh for one in parts.values()), Decimal(0))
    shares = [(one.grade, percent(one.kwh, whole)) for one in parts.values() if one.kwh]
    told = [f"{WORDS[grade]} {show_number(share, PLACES_TOLD)} %" for grade, share in shares if share is not None]
    return _(", ").join(told)
