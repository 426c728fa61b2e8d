"""The tables of a report in their order: what the pages, the workbook and the machines all show."""

from collections.abc import Callable
from dataclasses import dataclass

from surveys.reports.microdata import Microdata
from surveys.reports.tables.energy import r03, r04, r05, r06, r09
from surveys.reports.tables.method import cover, r18
from surveys.reports.tables.obtained import r15
from surveys.reports.tables.own import n01, n02, n03
from surveys.reports.tables.response import r01_by_class, r01_by_region, r02
from surveys.reports.tables.table import Table

TABLES: dict[str, Callable[[Microdata], Table]] = {
    "cover": cover,
    "R01": r01_by_region,
    "R01C": r01_by_class,
    "R02": r02,
    "R03": r03,
    "R04": r04,
    "R05": r05,
    "R06": r06,
    "R09": r09,
    "R15": r15,
    "N01": n01,
    "N02": n02,
    "N03": n03,
    "R18": r18,
}


@dataclass(frozen=True)
class Bars:
    """Which columns of a table become bars, and which one names them.

    by_size: on pages the rows are ordered by these figures, where they have no order of their own, as bands do. `codes`:
    the columns that tell which of them is what is left over.
    """

    names: str
    values: tuple[str, ...]
    by_size: bool = False
    codes: tuple[str, ...] = ()


CHARTS = {
    "R01": Bars("region", ("rr2", "kw_percent"), by_size=True),
    "R03": Bars("region", ("mining_wan", "total_wan"), by_size=True),
    "R05": Bars("label", ("wan",), by_size=True, codes=("business", "label")),
    "R06": Bars("band", ("facilities",)),
}


MINING = ("has_mining", "mining_kwh")
NEEDED = {
    "R03": MINING, "R04": MINING, "R05": ("business",), "R06": MINING, "R09": MINING, "R15": ("total_kwh", "mining_kwh"),
}  # fmt: skip
"""What a form must have questions for, any of them, to get a table: others would get a blank one."""


def table_ids(microdata: Microdata) -> list[str]:
    return [id for id in TABLES if _has(microdata, id)]


def _has(microdata: Microdata, id: str) -> bool:
    if id in NEEDED:
        return microdata.asks_for(*NEEDED[id])
    if microdata.roles is None or not id.startswith("N"):
        return True
    return bool(microdata.own_choices if id == "N03" else microdata.own_figures)


def all_tables(microdata: Microdata) -> list[Table]:
    """Those that have something to say of this form, in the language that is active."""
    return [TABLES[id](microdata) for id in table_ids(microdata)]
