"""The columns in which mining electricity becomes CO2, one for each factor, and what is said about the factors."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from surveys.reports.attribution import mark, misfits
from surveys.reports.factors import Factor
from surveys.reports.microdata import Group, Microdata
from surveys.reports.tables.table import Cell, Column, number


def emission_columns(microdata: Microdata) -> list[tuple[Column, Callable[[Group], Cell]]]:
    return [(_column(one, mark(one, microdata.use)), _emission(one)) for one in microdata.factors]


def _column(one: Factor, marked: str) -> Column:
    """A factor outside its validity is marked where its figures are read."""
    label = f"{one.id} × {one.value} {one.unit}"
    if marked:
        label = _("%(label)s (%(mark)s)") % {"label": label, "mark": marked}
    return number(one.id, label, "t CO2", 2)


def _emission(one: Factor) -> Callable[[Group], Cell]:
    return lambda group: None if group.mining_kwh is None else one.tonnes(group.mining_kwh)


def described(microdata: Microdata) -> list[str]:
    """A line for each factor, and one more for each that does not fit."""
    if not microdata.factors:
        return [_("No factor is used: none on record is for the place of this round, or the bureau chose none.")]
    return [*map(_described, microdata.factors), *misfits(microdata.factors, microdata.use)]


def _described(one: Factor) -> str:
    facts = [one.geography, one.caliber_in_words, one.data_year, one.document, one.note]
    return " · ".join(part for part in (f"{one.id}: {one.value} {one.unit}", *facts) if part)
