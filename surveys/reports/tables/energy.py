"""R03 to R06 and R09: electricity and mining by district, by facility, by hosted business, by share, and in CO2."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.lib.language import current_language
from surveys.lib.text import Text, in_language
from surveys.reports.factors import STANDARD_COAL, factor
from surveys.reports.microdata import Answered, Group, Microdata, ReturnRow, by_region
from surveys.reports.statistics import BANDS, Band, known_sum, percent
from surveys.reports.tables import periods
from surveys.reports.tables.emissions import described, emission_columns
from surveys.reports.tables.shares import being_replaced, doubts, left_out
from surveys.reports.tables.table import (
    Cell,
    Column,
    Kind,
    Layout,
    Table,
    amount_of_electricity,
    count,
    number,
    percentage,
    text,
    total_label,
)

TEN_THOUSAND = 10_000
TH_PER_PH = 1000
Columns = list[tuple[Column, Callable[[Group], Cell]]]


def in_words(found: Text | None) -> str:
    """A text of the questionnaire in the language of the moment."""
    return in_language(found, current_language()) if found else ""


def counted(microdata: Microdata) -> list[ReturnRow]:
    return [row for row in microdata.rows if row.is_eligible and row.answered]


def everything(microdata: Microdata) -> Group:
    """The eligible units, with or without a return: only a return adds anything."""
    return Group(total_label(), tuple(microdata.eligible))


def in_ten_thousands(kwh: Decimal | None) -> Decimal | None:
    return None if kwh is None else kwh / TEN_THOUSAND


# --- R03 ---------------------------------------------------------------------------------------------------------


def r03(microdata: Microdata) -> Table:
    layout = Layout("R03", _("Mining by district"), _r03_columns(microdata), blanks(everything(microdata)))
    return layout.filled(_frame(microdata), everything(microdata))


def _frame(microdata: Microdata) -> list[Group]:
    """Every district with eligible units, so that one without any return is seen to be empty."""
    return by_region(microdata.eligible)


def _r03_columns(microdata: Microdata) -> Columns:
    return [
        (text("region", _("District")), lambda g: g.name),
        (count("facilities", _("Data centers with a return")), lambda g: len(g.answers)),
        (count("with_mining", _("of which mine or mined")), lambda g: len(mining(g))),
        (count("cannot_tell", _("of which cannot tell")), lambda g: len(g.involved) - len(mining(g))),
        (number("total_kwh", _("Total electricity"), "kWh"), lambda g: g.total_kwh),
        (number("mining_kwh", _("Mining electricity"), "kWh"), lambda g: g.mining_kwh),
        (amount_of_electricity("total_wan", _("Total electricity")), lambda g: in_ten_thousands(g.total_kwh)),
        (amount_of_electricity("mining_wan", _("Mining electricity")), lambda g: in_ten_thousands(g.mining_kwh)),
        (percentage("share_percent", _("Mining share")), lambda g: g.share.percent),
        *_behind_the_share(),
        (number("total_tce", _("Total, standard coal"), "tce", 2), lambda g: tce(g.total_kwh)),
        (number("mining_tce", _("Mining, standard coal"), "tce", 2), lambda g: tce(g.mining_kwh)),
        (number("hashrate_ph", _("Hash rate"), "PH/s", 2), lambda g: petahashes(g.hashrate)),
        *emission_columns(microdata),
        *periods.group_columns(microdata.eligible),
    ]


def _behind_the_share() -> Columns:
    """Which returns a share is of: what says only one of the two figures is in neither sum."""
    return [
        (count("share_returns", _("Returns in the share")), lambda g: g.share.returns),
        (number("share_total_kwh", _("Total electricity in the share"), "kWh"), lambda g: g.share.whole),
        (number("share_mining_kwh", _("Mining electricity in the share"), "kWh"), lambda g: g.share.part),
        (percentage("share_it_kw_percent", _("Part of the IT power in the share")), lambda g: g.share_of_power),
    ]


def mining(group: Group) -> list[Answered]:
    """The returns that say yes, or that they have mined and stopped."""
    return [answered for answered in group.involved if not answered.cannot_tell]


def tce(kwh: Decimal | None) -> Decimal | None:
    return None if kwh is None else factor(STANDARD_COAL).tonnes(kwh)


def petahashes(terahashes: Decimal | None) -> Decimal | None:
    return None if terahashes is None else terahashes / TH_PER_PH


def blanks(group: Group) -> list[str]:
    """What the sums and the share leave out, so that a blank is not mistaken for a zero."""
    return [
        _(
            "A share is the sum over the sum of the same returns: those that give both figures. A share of nothing is blank."
        ),
        *left_out(group.share),
        *doubts(group),
        *periods.told(group.rows),
        *being_replaced(group),
    ]


# --- R04 ---------------------------------------------------------------------------------------------------------


def r04(microdata: Microdata) -> Table:
    """Every facility that did not answer no, the largest mining electricity first."""
    rows = [row for row in counted(microdata) if row.answered and row.answered.involved]
    rows.sort(key=_mined, reverse=True)
    group = Group(total_label(), tuple(rows))
    layout = Layout("R04", _("Mining ledger"), _r04_columns(microdata, rows), _r04_notes(group))
    table = layout.filled(rows, sources=[row.response_id for row in rows])
    return table.with_total(
        organisation=group.name,
        total_kwh=group.total_kwh,
        mining_kwh=group.mining_kwh,
        share_percent=group.share.percent,
        hashrate_ph=petahashes(group.hashrate),
        declared_kwh=known_sum(_declared(answered) for answered in group.added),
        **periods.scaled_totals(group),
    )


def _declared(answered: Answered) -> Decimal | None:
    """Of the mining electricity, what operators took over from tenants."""
    return None if answered.mined_kwh is None else answered.mining_obtained.declared_of(answered.mined_kwh)


def _of_tenants(rows: list[ReturnRow]) -> list[tuple[Column, Callable[[ReturnRow], Cell]]]:
    """A column where there is anything of theirs."""
    if not any(row.answered and _declared(row.answered) for row in rows):
        return []
    return [(number("declared_kwh", _("of which declared by tenants"), "kWh"), _answers(_declared))]


def _mined(row: ReturnRow) -> Decimal:
    return (row.answered.mined_kwh if row.answered else None) or Decimal(0)


def _r04_notes(group: Group) -> list[str]:
    return [_("Everybody who did not answer no. Ordered by mining electricity."), *blanks(group)]


def _answers(of: Callable[[Answered], Cell]) -> Callable[[ReturnRow], Cell]:
    return lambda row: of(row.answered) if row.answered else None


def _r04_columns(microdata: Microdata, rows: list[ReturnRow]) -> list[tuple[Column, Callable[[ReturnRow], Cell]]]:
    unlabelled = {"yes": _("yes"), "no": _("no")}

    def label(role: str, name: str) -> str | None:
        return (in_words(microdata.labels.get(role, {}).get(name)) or unlabelled.get(name, name)) or None

    return [
        (text("organisation", _("Operator")), lambda row: row.organisation.name),
        (text("facility", _("Data center")), lambda row: row.name_of_reporting_unit),
        (text("region", _("District")), lambda row: row.region.name),
        (text("has_mining", _("Mining")), _answers(lambda a: label("has_mining", a.has_mining))),
        (number("total_kwh", _("Total electricity"), "kWh"), _answers(lambda a: a.total_kwh)),
        (number("mining_kwh", _("Mining electricity"), "kWh"), _answers(lambda a: a.mining_kwh)),
        *_of_tenants(rows),
        (percentage("share_percent", _("Mining share")), _answers(lambda a: a.share)),
        (number("hashrate_ph", _("Hash rate"), "PH/s", 2), _answers(lambda a: petahashes(a.hashrate))),
        (text("method", _("Method")), _answers(lambda a: label("method", a.method))),
        (text("status", _("State of operation")), _answers(lambda a: label("status", a.status))),
        (Column("planned_exit", _("Planned exit"), kind=Kind.DATE), _answers(lambda a: a.planned_exit)),
        (count("revision", _("Revision")), _answers(lambda a: a.number)),
        (text("receipt", _("Receipt")), _answers(lambda a: a.receipt)),
        (Column("submitted_at", _("Submitted at"), kind=Kind.MOMENT), _answers(lambda a: a.submitted_at)),
        *((column, _answers(of)) for column, of in periods.return_columns(rows)),
    ]


# --- R05 ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Business:
    """One kind of hosted business over all returns; `total` is all their electricity."""

    code: str
    name: str
    facilities: int | None
    kwh: Decimal | None
    total: Decimal | None


def r05(microdata: Microdata) -> Table:
    rows = businesses(microdata)
    total = everything(microdata).total_kwh
    layout = Layout("R05", _("Hosted business"), _r05_columns(), _r05_notes(microdata))
    return layout.filled(rows, Business(total_label(), "", None, total, total))


def businesses(microdata: Microdata) -> list[Business]:
    """Every kind in the questionnaire's order, and last what was not attributed, so that they add up to the total."""
    answers = everything(microdata).added
    total = known_sum(a.total_kwh for a in answers)
    rows = [
        _business(code, in_words(label).removeprefix(code).strip(), answers, total)
        for code, label in microdata.businesses.items()
    ]
    attributed = known_sum(row.kwh for row in rows) or Decimal(0)
    rest = None if total is None else total - attributed
    without = sum(1 for a in answers if a.total_kwh is not None and not a.hosted)
    return [*rows, Business("-", _("not attributed"), without, rest, total)]


def _business(code: str, name: str, answers: Iterable[Answered], total: Decimal | None) -> Business:
    hosting = [a for a in answers if any(h.code == code for h in a.hosted)]
    hosted = [(a.total_kwh, h.percent) for a in hosting for h in a.hosted if h.code == code]
    parts = [kwh * share / 100 for kwh, share in hosted if kwh is not None and share is not None]
    return Business(code, name, len(hosting), sum(parts, Decimal(0)), total)


def _r05_columns() -> list[tuple[Column, Callable[[Business], Cell]]]:
    return [
        (text("business", _("Code")), lambda b: b.code),
        (text("label", _("Hosted business")), lambda b: b.name or None),
        (count("facilities", _("Data centers")), lambda b: b.facilities),
        (number("kwh", _("Electricity"), "kWh"), lambda b: b.kwh),
        (amount_of_electricity("wan", _("Electricity")), lambda b: in_ten_thousands(b.kwh)),
        (
            percentage("percent", _("Share of the total")),
            lambda b: percent(b.kwh, b.total) if b.kwh is not None and b.total else None,
        ),
    ]


def _r05_notes(microdata: Microdata) -> list[str]:
    return [
        _("Electricity = sum of total electricity × the share stated for the business."),
        _("Not attributed: returns without shares, and what shares that do not add up to exactly 100 % leave over."),
        _("A data center counts in every business it hosts."),
        _("Shares are as operators stated them: a figure here can differ from electricity asked for as an amount."),
        *_without_total(everything(microdata)),
    ]


def _without_total(group: Group) -> list[str]:
    without = sum(1 for answered in group.answers if answered.total_kwh is None)
    words = ngettext(
        "%(n)d return gives no total electricity (nil returns need not) and is not in its sum.",
        "%(n)d returns give no total electricity (nil returns need not) and are not in its sum.",
        without,
    )
    return [words % {"n": without}] if without else []


# --- R06 ---------------------------------------------------------------------------------------------------------


def r06(microdata: Microdata) -> Table:
    layout = Layout("R06", _("Mining share bands"), _r06_columns(microdata), _r06_notes())
    answered = counted(microdata)
    beyond = tuple(row for row in answered if _cannot_be_right(row))
    possible = [row for row in answered if not _cannot_be_right(row)]
    nil = tuple(row for row in possible if _is_nil(row))
    others = [row for row in possible if not _is_nil(row)]
    groups = [Group(f"{band.label} %", tuple(r for r in others if _lies_in(band, r))) for band in BANDS]
    rest = tuple(row for row in others if not any(_lies_in(band, row) for band in BANDS))
    rows = [
        *([Group(_("0 % (declared)"), nil)] if nil else ()),
        *groups,
        *([Group(_("cannot be right (over 100 %, below zero)"), beyond)] if beyond else ()),
        Group(_("not computable"), rest),
    ]
    return layout.filled(rows, Group(total_label(), tuple(answered)))


def _is_nil(row: ReturnRow) -> bool:
    return row.answered is not None and row.answered.is_nil


def _cannot_be_right(row: ReturnRow) -> bool:
    return row.answered is not None and (row.answered.exceeds_its_total or row.answered.is_below_zero)


def _lies_in(band: Band, row: ReturnRow) -> bool:
    share = row.answered.unrounded_share if row.answered else None
    return share is not None and band.holds(share)


def _r06_columns(microdata: Microdata) -> Columns:
    everyone = len(counted(microdata))
    return [
        (text("band", _("Mining share")), lambda g: g.name),
        (count("facilities", _("Data centers")), lambda g: len(g.rows)),
        (percentage("facilities_percent", _("of data centers")), lambda g: percent(len(g.rows), everyone)),
        (number("total_kwh", _("Total electricity"), "kWh"), lambda g: g.total_kwh),
        (number("mining_kwh", _("Mining electricity"), "kWh"), lambda g: g.mining_kwh),
    ]


def _r06_notes() -> list[str]:
    return [
        _("0 % (declared): a signed nil return, with or without a total."),
        _("(10, 50] means more than 10 % and up to 50 %."),
        _("Not computable: total or mining electricity is blank, or the total is zero."),
    ]


# --- R09 ---------------------------------------------------------------------------------------------------------


def r09(microdata: Microdata) -> Table:
    columns: Columns = [
        (text("region", _("District")), lambda g: g.name),
        (number("mining_kwh", _("Mining electricity"), "kWh"), lambda g: g.mining_kwh),
        *emission_columns(microdata),
    ]
    notes = [
        _("Attributed emissions = mining electricity × factor. Location-based; green power contracts are not netted."),
        *described(microdata),
    ]
    layout = Layout("R09", _("Attributed emissions"), columns, notes)
    return layout.filled(_frame(microdata), everything(microdata))
