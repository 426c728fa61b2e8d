"""The few figures a return is judged by at a glance: in lists of returns, and beside the button that accepts it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.lib import units
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.questionnaires.form import Definition, Question, left_open
from surveys.reports.microdata import Answered
from surveys.reports.own_questions import added_up_in

MOST_OWN = 2
SHARE_PLACES = 2


@dataclass(frozen=True)
class MainFigure:
    label: str
    unit: str
    of: Callable[[Answered], Decimal | None]
    places: int | None = None


@dataclass(frozen=True)
class Told:
    """One figure of a return."""

    heading: MainFigure
    value: Decimal | None


def main_figures(definition: Definition) -> list[MainFigure]:
    """Electricity where the form asks for it, the share where it asks for both; else the first of its own figures."""
    figures = []
    asks_total, asks_mining = "total_kwh" in definition.roles, "mining_kwh" in definition.roles
    if asks_total:
        figures.append(MainFigure(_("Total electricity"), _in_words("kWh"), lambda said: said.total_kwh))
    if asks_mining:
        figures.append(MainFigure(_("Mining electricity"), _in_words("kWh"), lambda said: said.mined_kwh))
    if asks_total and asks_mining:
        figures.append(MainFigure(_("Share"), "%", lambda said: said.share, SHARE_PLACES))
    return figures or [_own(question) for question in added_up_in(definition)[:MOST_OWN]]


def told(figures: list[MainFigure], said: Answered | None) -> list[Told]:
    return [Told(one, one.of(said) if said else None) for one in figures]


def _own(question: Question) -> MainFigure:
    label = in_language(left_open(question.label), current_language()) or question.name
    return MainFigure(label, _in_words(question.canonical_unit), lambda said: said.own.figures.get(question.name))


def _in_words(unit: str) -> str:
    return units.unit(unit).label(current_language()) if unit else ""
