"""The cover, and R18: what a reader must know to defend a figure or to make it again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from surveys.lib.clock import show
from surveys.questionnaires.models import Version
from surveys.reports.attribution import mark
from surveys.reports.factors import STANDARD_COAL, Factor, factor
from surveys.reports.microdata import Group, Microdata
from surveys.reports.tables import periods
from surveys.reports.tables.energy import everything
from surveys.reports.tables.obtained import in_one_line, mining_parts, total_parts
from surveys.reports.tables.proof import warnings
from surveys.reports.tables.response import assignments
from surveys.reports.tables.shares import doubts, left_out
from surveys.reports.tables.table import Cell, Layout, Table, plain, text


@dataclass(frozen=True)
class Fact:
    code: str
    label: str
    value: Cell


def cover(microdata: Microdata) -> Table:
    layout = Layout(
        "cover",
        _("Cover"),
        [
            (text("code", _("Code")), lambda fact: fact.code),
            (text("item", _("Item")), lambda fact: fact.label),
            (text("value", _("Value")), lambda fact: fact.value),
        ],
    )
    return layout.filled([*_about_the_round(microdata), *_about_the_answers(microdata), *_headline(microdata)])


def _about_the_round(microdata: Microdata) -> Iterable[Fact]:
    round, survey, versions = microdata.round, microdata.round.survey, microdata.versions
    yield Fact("authority", _("Authority"), survey.authority.name)
    yield Fact("survey", _("Survey"), f"{survey.title} ({survey.code})")
    yield Fact("round", _("Round"), f"{round.title} ({round.code})")
    yield Fact("region", _("Region covered"), str(microdata.region or survey.authority.region))
    yield Fact("period", _("Reference period"), f"{round.period_start or ''} – {round.period_end or ''}")
    yield Fact("deadline", _("Deadline"), show(round.deadline, round.time_zone) if round.deadline else "")
    yield Fact("cut_off", _("Figures as of"), show(microdata.at, round.time_zone))
    yield Fact("basis", _("Basis"), basis(microdata))
    numbered = [_("version %(number)s") % {"number": version.number} for version in versions]
    yield Fact("version", _("Questionnaire"), ", ".join([round.version.questionnaire.code, *numbered]))
    yield Fact("version_sha256", _("SHA-256 of the questionnaire"), ", ".join(version.sha256 for version in versions))
    yield Fact("snapshot_sha256", _("SHA-256 of the answers as read"), microdata.sha256)
    yield Fact("frame_sha256", _("SHA-256 of the frame"), microdata.snapshot.frame_id)
    yield Fact("integrity", _("Answers are what was submitted"), " ".join(warnings(microdata)) or _("yes"))
    yield Fact("factors", _("Factors"), ", ".join([*microdata.snapshot.factors, STANDARD_COAL]))


def basis(microdata: Microdata) -> str:
    return (
        _("PROVISIONAL: includes revisions not reviewed yet")
        if microdata.snapshot.provisional
        else _("accepted returns")
    )


def _about_the_answers(microdata: Microdata) -> Iterable[Fact]:
    eligible = microdata.eligible
    found = assignments(Group("", microdata.rows))
    counts = [
        ("frame", _("In the frame"), len(microdata.rows)),
        ("eligible", _("Eligible"), len(eligible)),
        ("submitted", _("Submitted"), sum(1 for row in eligible if row.revisions)),
        ("counted", _("Counted in this report"), int(found.responded)),
        ("being_replaced", _("of which being corrected"), sum(1 for row in eligible if row.is_being_replaced)),
        ("nil", _("of which nil returns"), sum(1 for row in eligible if row.answered and row.answered.is_nil)),
        ("on_time", _("Submitted on time"), sum(1 for row in eligible if row.revisions and not row.is_late)),
        ("late", _("Submitted late"), sum(1 for row in eligible if row.is_late)),
        ("silent", _("Not answered"), sum(1 for row in eligible if row.is_silent)),
    ]
    return [Fact(code, label, value) for code, label, value in counts]


def _headline(microdata: Microdata) -> Iterable[Fact]:
    group = everything(microdata)
    if microdata.asks_for("total_kwh", "mining_kwh"):
        yield Fact("total_kwh", _("Total electricity (kWh)"), group.total_kwh)
        yield Fact("total_obtained", _("How the total was obtained"), in_one_line(total_parts(group)) or None)
    if microdata.asks_for("has_mining", "mining_kwh"):
        yield from _of_mining(group)
    yield Fact("other_periods", _("About another period"), " ".join(periods.told(group.rows)) or None)


def _of_mining(group: Group) -> Iterable[Fact]:
    yield Fact("mining_kwh", _("Mining electricity (kWh)"), group.mining_kwh)
    yield Fact("mining_obtained", _("How mining was obtained"), in_one_line(mining_parts(group)) or None)
    share = group.share
    yield Fact("share_percent", _("Mining share (%)"), share.percent)
    yield Fact("share_returns", _("Returns in the share"), share.returns)
    yield Fact("share_total_kwh", _("Total electricity in the share (kWh)"), share.whole)
    yield Fact("share_mining_kwh", _("Mining electricity in the share (kWh)"), share.part)
    yield Fact("share_it_kw_percent", _("Part of the IT power in the share (%)"), group.share_of_power)
    left = [*left_out(share), *doubts(group)]
    yield Fact("share_left_out", _("In no share"), " ".join(left) if left else None)


@dataclass(frozen=True)
class Rule:
    topic: str
    name: str
    explanation: str
    value: str | None = None
    unit: str | None = None
    source: str | None = None


def r18(microdata: Microdata) -> Table:
    layout = Layout(
        "R18",
        _("Method and factors"),
        [
            (text("topic", _("Topic")), lambda rule: rule.topic),
            (text("name", _("Name")), lambda rule: rule.name),
            (text("explanation", _("Explanation")), lambda rule: rule.explanation),
            (text("value", pgettext("of a factor", "Value")), lambda rule: rule.value),
            (text("unit", _("Unit")), lambda rule: rule.unit),
            (text("source", _("Source")), lambda rule: rule.source),
        ],
        [_("A value never changes under its id; a new announcement becomes a new factor.")],
    )
    questionnaires = [_as_made_by(version) for version in microdata.versions]
    used = [_as_rule(f, mark(f, microdata.use)) for f in microdata.factors]
    coal = _as_rule(factor(STANDARD_COAL), "")
    return layout.filled([*_formulas(), *_units(), *_rules(microdata), *questionnaires, *used, coal])


def _formulas() -> list[Rule]:
    topic = _("Formula")
    coal, ten_thousands = factor(STANDARD_COAL), plain(factor(STANDARD_COAL).tonnes_per_ten_thousand_kwh)
    return [
        Rule(topic, _("Mining share"), _("sum of mining electricity ÷ sum of total electricity of the same returns, those that give both; never a mean of shares"), unit="%"),
        Rule(topic, _("Standard coal"), _("electricity × calorific value; equal value is not used"), ten_thousands, _("tce per 10,000 kWh"), coal.document),
        Rule(topic, _("Attributed emissions"), _("mining electricity × factor; each factor has a column of its own"), unit="t CO2"),
        Rule(topic, _("Electricity by hosted business"), _("sum of total electricity × stated share of the business"), unit="kWh"),
        Rule(topic, _("Response rate RR2"), _("(I + P) ÷ (I + P + R + NC + O + U), as AAPOR defines it; nil returns count as I"), unit="%"),
        Rule(topic, _("Energy coverage"), _("IT power of the units that responded ÷ IT power of the eligible units"), unit="%"),
    ]  # fmt: skip


def _units() -> list[Rule]:
    topic = _("Unit")
    return [
        Rule(topic, _("10,000 kWh"), _("exact"), "10000", "kWh"),
        Rule(topic, "MWh", _("exact"), "1000", "kWh"),
        Rule(topic, "GWh", _("exact"), "1000000", "kWh"),
        Rule(topic, "TWh", _("exact"), "1000000000", "kWh"),
        Rule(topic, "PH/s", _("exact"), "1000", "TH/s"),
        Rule(topic, "kg/kWh", _("exact"), "1", "t/MWh"),
    ]


def _rules(microdata: Microdata) -> list[Rule]:
    topic = _("Rule")
    return [
        Rule(topic, _("Counted returns"), basis(microdata)),
        Rule(topic, _("Being corrected"), _("What was accepted and is sent back goes on counting, marked, until a later revision is accepted in its place.")),
        Rule(topic, _("Blank"), _("A blank is not a zero: it is left out of the sum, and a note under the table counts it.")),
        Rule(topic, _("No mining"), _("Who declares not to mine counts with zero mining electricity.")),
        *(Rule(topic, _("Another period"), _another_period(treatment)) for treatment in microdata.treatments),
        Rule(topic, _("Rounding"), _("Only shares, and figures scaled to another period, are rounded, half up, to four decimals; all other figures are exact and only shown rounded.")),
        Rule(topic, _("Deadline"), _("Inclusive to the second, by the database's clock. Late goes by the first revision and the deadline then in force; what was extended since stands beside it and changes nothing.")),
    ]  # fmt: skip


def _another_period(treatment: str) -> str:
    words = {
        "mark": _("its figures are added as reported"),
        "annualise": _(
            "its figures are added as reported and stand beside, in columns of their own, × days of the round's period ÷ days of its own"
        ),
        "apart": _("its figures are in no sum and no share"),
    }
    about = _(
        "A return about another period than the round's is named below the tables; %(treatment)s. A year is 360 to 366 days, any other period as many days as the round's; at least half of a return's days lie in the round's period."
    )
    return about % {"treatment": words[treatment]}


def _as_made_by(version: Version) -> Rule:
    numbered = _("version %(number)s") % {"number": version.number}
    explanation = _("Each return is read by the version it was made with.")
    return Rule(_("Questionnaire"), numbered, explanation, version.sha256, "SHA-256", version.questionnaire.code)


def _as_rule(f: Factor, marked: str) -> Rule:
    validity = _("for %(validity)s") % {"validity": f.validity} if f.validity else ""
    parts = [f.geography, f.caliber_in_words, f.data_year, validity, marked, f.note]
    explanation = " · ".join(part for part in parts if part)
    return Rule(_("Factor"), f.id, explanation, str(f.value), f.unit, f"{f.document} ({f.published})")
