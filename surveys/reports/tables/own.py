"""N01 to N03: the numbers of the form itself, by district, by class of organisation and by what was chosen.

One line for each question and group, so that a form with many questions makes long tables and no wide ones.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.lib import units
from surveys.lib.language import current_language
from surveys.lib.numbers import places_of
from surveys.lib.text import in_language
from surveys.questionnaires.form import TRUTHS, Question, left_open
from surveys.reports.microdata import Answered, Group, Microdata, by_class, by_region
from surveys.reports.own_questions import way_of
from surveys.reports.statistics import percent
from surveys.reports.tables import periods
from surveys.reports.tables.table import Cell, Column, Layout, Table, count, number, percentage, text, total_label

MOST_PLACES = 6
_WAYS: dict[str, Callable[[list[Decimal]], Decimal]] = {"sum": sum, "count": sum, "min": min, "max": max}  # type: ignore[dict-item]  # sum of decimals


@dataclass(frozen=True)
class Line:
    """One question over one group; `whole` is its figure over everybody, of which the line is a part."""

    parted_by: str
    group: str
    question: str
    way: str
    unit: str
    returns: int
    value: Decimal | None
    whole: Decimal | None

    @property
    def share(self) -> Decimal | None:
        return percent(self.value, self.whole) if self.value is not None and self.whole else None


def n01(microdata: Microdata) -> Table:
    return _table("N01", _("Own figures by district"), _("District"), microdata, by_region(microdata.eligible))


def n02(microdata: Microdata) -> Table:
    return _table("N02", _("Own figures by class"), _("Class"), microdata, by_class(microdata.eligible))


def n03(microdata: Microdata) -> Table:
    lines = [line for choice in microdata.own_choices for line in _of_choice(microdata, choice)]
    several = _("Who chose several answers is counted with each of them.")
    return _filled(
        "N03", _("Own figures by what was chosen"), _("Answer"), lines, [several, *periods.told(microdata.eligible)]
    )


def _table(id: str, title: str, heading: str, microdata: Microdata, groups: list[Group]) -> Table:
    everybody = everybody_of(microdata)
    parted = [(group.name, group.answers) for group in groups] + [(total_label(), everybody)]
    lines = [
        _line(question, "", name, answers, everybody) for question in microdata.own_figures for name, answers in parted
    ]
    return _filled(id, title, heading, lines, periods.told(microdata.eligible))


def totals(microdata: Microdata) -> list[Line]:
    """What the form's own numbers come to over everybody."""
    everybody = everybody_of(microdata)
    return [_line(question, "", "", everybody, everybody) for question in microdata.own_figures]


def everybody_of(microdata: Microdata) -> list[Answered]:
    return Group("", tuple(microdata.eligible)).answers


def _of_choice(microdata: Microdata, choice: Question) -> Iterator[Line]:
    """How many returns chose it, and the figures of those that did; shares are of all that answered the question."""
    answered = [one for one in everybody_of(microdata) if choice.name in one.own.chosen]
    for name, label in _choices(choice):
        chose = [one for one in answered if name in one.own.chosen[choice.name]]
        yield _counted(choice, label, chose, answered)
        for question in microdata.own_figures:
            yield _line(question, _label(choice), label, chose, answered)


def _counted(choice: Question, label: str, chose: list[Answered], answered: list[Answered]) -> Line:
    whole = Decimal(len(answered))
    return Line(_label(choice), label, _("Returns"), _("count"), "", len(chose), Decimal(len(chose)), whole)


def _line(question: Question, parted_by: str, group: str, answers: list[Answered], everybody: list[Answered]) -> Line:
    said, way = _said(question, answers), way_of(question)
    whole = _together(question, everybody) if way in ("sum", "count") else None
    value = _WAYS[way](said) if said else None
    unit = "" if way == "count" else _unit(question)
    return Line(parted_by, group, _label(question), _in_words(way), unit, len(said), value, whole)


def _together(question: Question, answers: Iterable[Answered]) -> Decimal | None:
    said = _said(question, answers)
    return sum(said, Decimal(0)) if said else None


def _said(question: Question, answers: Iterable[Answered]) -> list[Decimal]:
    """What is in no sum elsewhere is in none here."""
    return [one.own.figures[question.name] for one in answers if question.name in one.own.figures and not one.is_apart]


def _filled(id: str, title: str, heading: str, lines: list[Line], notes: list[str]) -> Table:
    places = max((places_of(line.value) for line in lines if line.value is not None), default=0)
    parted = [(text("parted_by", _("Question it is parted by")), lambda line: line.parted_by)] if id == "N03" else []
    columns: list[tuple[Column, Callable[[Line], Cell]]] = [
        *parted,
        (text("group", heading), lambda line: line.group),
        (text("question", _("Question")), lambda line: line.question),
        (count("returns", _("Returns that answer it")), lambda line: line.returns),
        (text("way", _("Added up as")), lambda line: line.way),
        (number("value", _("Figure"), "", min(places, MOST_PLACES)), lambda line: line.value),
        (text("unit", _("Unit")), lambda line: line.unit or None),
        (percentage("share_percent", _("Share")), lambda line: line.share),
    ]
    usual = _("How a question is added up is said in the questionnaire. A blank is no zero and is in no figure.")
    return Layout(id, title, columns, [usual, *notes]).filled(lines)


def _in_words(way: str) -> str:
    return {"sum": _("sum"), "count": _("count"), "min": _("smallest"), "max": _("largest")}[way]


def _label(question: Question) -> str:
    return in_language(left_open(question.label), current_language()) or question.name


def _choices(choice: Question) -> list[tuple[str, str]]:
    language = current_language()
    if not choice.choices:
        return [(name, TRUTHS[truth][language]) for name, truth in (("yes", True), ("no", False))]
    return [(one.name, in_language(left_open(one.label), language) or one.name) for one in choice.choices]


def _unit(question: Question) -> str:
    unit = question.canonical_unit
    return units.unit(unit).label(current_language()) if unit else ""
