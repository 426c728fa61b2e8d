"""R01 and R02: how much of the frame has answered, and whom to call."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.lib.numbers import round_half_up
from surveys.reports.microdata import Chased, Group, Microdata, ReturnRow, by_class, by_region
from surveys.reports.statistics import Dispositions, known_sum, percent, tally
from surveys.reports.tables.shares import being_replaced
from surveys.reports.tables.table import Cell, Column, Kind, Layout, Table, count, number, percentage, text, total_label

ONE = Decimal(1)
HOUR = timedelta(hours=1)
Columns = list[tuple[Column, Callable[[Group], Cell]]]


def r01_by_region(microdata: Microdata) -> Table:
    columns = [(text("region", _("District")), _name), *_assignments(), *_punctuality(microdata), *_energy()]
    layout = Layout("R01", _("Response by district"), columns, _notes(microdata))
    return layout.filled(by_region(microdata.rows), _everything(microdata))


def r01_by_class(microdata: Microdata) -> Table:
    columns = [(text("class", _("Class of operator")), _name), *_operators(), *_assignments(), *_energy()]
    layout = Layout("R01C", _("Response by class"), columns, _notes(microdata))
    return layout.filled(by_class(microdata.rows), _everything(microdata))


def _everything(microdata: Microdata) -> Group:
    return Group(total_label(), microdata.rows)


def _name(group: Group) -> str:
    return group.name


def assignments(group: Group) -> Dispositions:
    return tally((row.disposition, ONE) for row in group.rows)


def power(group: Group) -> Dispositions:
    """The same picture in kW of the registry; units without a figure weigh nothing, and a note counts them."""
    return tally((row.disposition, row.kw or Decimal(0)) for row in group.rows)


def rr2(group: Group) -> Decimal | None:
    found = assignments(group)
    return percent(found.responded, found.eligible)


def energy_coverage(group: Group) -> Decimal | None:
    found = power(group)
    return percent(found.responded, found.eligible)


def _assignments() -> Columns:
    return [
        (count("frame", _("In the frame")), lambda g: len(g.rows)),
        (count("ineligible", _("Not eligible (NE)")), lambda g: assignments(g).ineligible),
        (count("eligible", _("Eligible")), lambda g: assignments(g).eligible),
        (count("complete", _("Complete (I)")), lambda g: assignments(g).complete),
        (count("partial", _("Partial (P)")), lambda g: assignments(g).partial),
        (count("refusal", _("Opened, not submitted (R)")), lambda g: assignments(g).refusal),
        (count("non_contact", _("Never opened (NC)")), lambda g: assignments(g).non_contact),
        (count("other", _("In review or sent back (O)")), lambda g: assignments(g).other),
        (count("unknown", _("Eligibility unknown (U)")), lambda g: assignments(g).unknown),
        (percentage("rr2", _("Response rate RR2")), rr2),
    ]


def _punctuality(microdata: Microdata) -> Columns:
    def how_many(test: Callable[[ReturnRow], bool]) -> Callable[[Group], Cell]:
        return lambda group: sum(1 for row in group.rows if row.is_eligible and test(row))

    return [
        (count("on_time", _("Submitted on time")), how_many(lambda row: row.revisions > 0 and not row.is_late)),
        (count("late", _("Submitted late")), how_many(lambda row: row.is_late)),
        (count("overdue", _("Overdue")), how_many(lambda row: row.is_overdue(microdata.at))),
        (count("sent_back", _("Sent back at some time")), how_many(lambda row: row.was_sent_back)),
        (count("to_correct", _("Correction awaited")), how_many(lambda row: row.awaits_correction)),
    ]


def _energy() -> Columns:
    return [
        (number("kw_eligible", _("IT power, eligible"), "kW"), lambda g: power(g).eligible),
        (number("kw_responded", _("IT power, responded"), "kW"), lambda g: power(g).responded),
        (percentage("kw_percent", _("Energy coverage")), energy_coverage),
    ]


def _operators() -> Columns:
    return [
        (count("operators", _("Operators")), lambda g: len(operators(g))),
        (count("operators_answered", _("Operators with all units answered")), lambda g: len(operators_in_full(g))),
    ]


def operators(group: Group) -> set[object]:
    """Those with at least one eligible unit."""
    return {row.organisation.pk for row in group.rows if row.is_eligible}


def operators_in_full(group: Group) -> set[object]:
    missing = {row.organisation.pk for row in group.rows if row.is_eligible and not row.answered}
    return operators(group) - missing


def _notes(microdata: Microdata) -> Sequence[str]:
    without = sum(1 for row in microdata.eligible if row.kw is None)
    return [
        _("RR2 = (I + P) ÷ (I + P + R + NC + O + U), by units. Nil returns count as complete."),
        _("Energy coverage = kW of the units that responded ÷ kW of the eligible units, as in the registry."),
        _("On time and late go by the first revision."),
        _("Provisional: revisions that nobody has reviewed yet count as responses.")
        if microdata.snapshot.provisional
        else _("Only accepted revisions count as responses."),
        ngettext(
            "%(n)d eligible unit has no IT power in the registry and is left out of the kW.",
            "%(n)d eligible units have no IT power in the registry and are left out of the kW.",
            without,
        )
        % {"n": without}
        if without
        else "",
        *being_replaced(_everything(microdata)),
    ]


def r02(microdata: Microdata) -> Table:
    """Who has not answered, the largest first: where a call is worth most."""
    silent = sorted((row for row in microdata.rows if row.is_silent), key=lambda row: -(row.kw or Decimal(0)))
    layout = Layout("R02", _("Not answered"), _r02_columns(microdata), [_("Ordered by IT power, the largest first.")])
    table = layout.filled(silent, sources=[row.response_id for row in silent])
    return table.with_total(organisation=total_label(), kw=known_sum(row.kw for row in silent))


def _r02_columns(microdata: Microdata) -> list[tuple[Column, Callable[[ReturnRow], Cell]]]:
    def chased(row: ReturnRow) -> Chased:
        return microdata.chased.get(row.organisation.pk, Chased())

    return [
        (text("organisation", _("Operator")), lambda row: row.organisation.name),
        (text("facility", _("Data center")), lambda row: row.name_of_reporting_unit),
        (text("region", _("District")), lambda row: row.region.name),
        (number("kw", _("IT power"), "kW"), lambda row: row.kw),
        (text("state", _("State")), lambda row: _("opened, not submitted") if row.is_opened else _("never opened")),
        (Column("deadline", _("Deadline"), kind=Kind.MOMENT), lambda row: row.deadline),
        (number("days_overdue", _("Overdue"), _("days"), 1), lambda row: days_overdue(row, microdata)),
        (text("contacts", _("Contact")), lambda row: chased(row).contacts or None),
        (text("phones", _("Phone")), lambda row: chased(row).phones or None),
        (text("emails", _("E-mail")), lambda row: chased(row).emails or None),
        (count("reminders", _("Reminders sent")), lambda row: chased(row).reminders),
        (Column("last_login", _("Last sign-in"), kind=Kind.MOMENT), lambda row: chased(row).last_login),
    ]


def days_overdue(row: ReturnRow, microdata: Microdata) -> Decimal | None:
    """Until now, or until the round was closed: after that nobody waits any more."""
    if not row.is_overdue(microdata.at):
        return None
    until = min(microdata.at, max(microdata.round.closed_at or microdata.at, row.deadline))
    return round_half_up(Decimal((until - row.deadline) // HOUR) / 24, 1)
