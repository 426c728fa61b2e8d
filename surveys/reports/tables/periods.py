"""Returns about another period than their round's: named below a table, and where they are scaled, in columns beside."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.reports.amounts import amount
from surveys.reports.microdata import Answered, Group, ReturnRow
from surveys.reports.statistics import known_sum
from surveys.reports.tables.table import Cell, Column, count, number, text

MOST_NAMED = 5


def others(rows: Iterable[ReturnRow], treatment: str | None = None) -> list[ReturnRow]:
    """Those about another period, of one treatment or of all. What is only expected is of no period."""
    return [row for row in rows if row.is_eligible and (found := _treatment(row)) and treatment in (None, found)]


def designed(rows: Iterable[ReturnRow]) -> list[ReturnRow]:
    return [row for row in rows if row.is_eligible and row.answered and row.answered.is_expected]


def _treatment(row: ReturnRow) -> str | None:
    if row.answered is None or row.answered.is_expected or row.answered.other_period is None:
        return None
    return row.answered.other_period.treatment


# --- columns, where there is such a return ------------------------------------------------------------------------


def group_columns(rows: Iterable[ReturnRow]) -> list[tuple[Column, Callable[[Group], Cell]]]:
    found = others(rows)
    counted: list[tuple[Column, Callable[[Group], Cell]]] = [
        (count("other_period", _("Returns about another period")), lambda g: len(others(g.rows)))
    ]
    scaled: list[tuple[Column, Callable[[Group], Cell]]] = [
        (_scaled_total(), lambda g: known_sum(a.scaled(a.total_kwh) for a in g.added)),
        (_scaled_mining(), lambda g: known_sum(a.scaled(a.mined_kwh) for a in g.added)),
    ]
    return [*(counted if found else ()), *(scaled if others(found, "annualise") else ())]


def return_columns(rows: Iterable[ReturnRow]) -> list[tuple[Column, Callable[[Answered], Cell]]]:
    found = others(rows)
    stated: list[tuple[Column, Callable[[Answered], Cell]]] = [(text("other_period", _("Another period")), _own_period)]
    scaled: list[tuple[Column, Callable[[Answered], Cell]]] = [
        (_scaled_total(), lambda a: a.scaled(a.total_kwh)),
        (_scaled_mining(), lambda a: a.scaled(a.mined_kwh)),
    ]
    return [*(stated if found else ()), *(scaled if others(found, "annualise") else ())]


def scaled_totals(group: Group) -> dict[str, Cell]:
    return {column.code: of(group) for column, of in group_columns(group.rows) if column.code != "other_period"}


def _own_period(answered: Answered) -> str | None:
    return str(answered.other_period.own) if answered.other_period else None


def _scaled_total() -> Column:
    return number("total_kwh_annualised", _("Total electricity, scaled to the period"), "kWh")


def _scaled_mining() -> Column:
    return number("mining_kwh_annualised", _("Mining electricity, scaled to the period"), "kWh")


# --- sentences ----------------------------------------------------------------------------------------------------


def told(rows: Sequence[ReturnRow]) -> list[str]:
    """Which returns are about another period, and what was done with them: one sentence for each treatment; and which
    are of the design phase."""
    found = others(rows)
    words = {
        "mark": _("About another period than the round's: %(names)s. Added as reported: %(amounts)s."),
        "annualise": _(
            "About another period than the round's: %(names)s. Added as reported: %(amounts)s; scaled to the round's period, in columns of their own: %(scaled)s."
        ),
        "apart": _("About another period than the round's: %(names)s. Kept apart, in no sum: %(amounts)s."),
    }
    groups = [(sentence, others(found, treatment)) for treatment, sentence in words.items()]
    return [*(_filled(sentence, those) for sentence, those in groups if those), *_designed(designed(rows))]


def _designed(rows: list[ReturnRow]) -> list[str]:
    if not rows:
        return []
    words = _("In the design phase, with designed or expected figures that are in no sum: %(names)s.")
    return [words % {"names": listed([row.name_of_reporting_unit for row in rows])}]


def _filled(sentence: str, rows: list[ReturnRow]) -> str:
    answers = [row.answered for row in rows if row.answered]
    return sentence % {
        "names": _names(rows),
        "amounts": _amounts(
            known_sum(a.total_kwh for a in answers),
            known_sum(a.mined_kwh for a in answers),
        ),
        "scaled": _amounts(
            known_sum(a.scaled(a.total_kwh) for a in answers),
            known_sum(a.scaled(a.mined_kwh) for a in answers),
        ),
    }


def _names(rows: list[ReturnRow]) -> str:
    return listed([_name(row) for row in rows])


def listed(names: list[str]) -> str:
    named, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    if more > 0:
        named.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    return _("; ").join(named)


def _name(row: ReturnRow) -> str:
    assert row.answered and row.answered.other_period
    own = row.answered.other_period.own
    days = ngettext("%(n)d day", "%(n)d days", own.days) % {"n": own.days}
    return _("%(name)s (%(period)s, %(days)s)") % {"name": row.name_of_reporting_unit, "period": own, "days": days}


def _amounts(total: Decimal | None, mining: Decimal | None) -> str:
    return _("total %(total)s, mining %(mining)s") % {"total": amount(total), "mining": amount(mining)}
