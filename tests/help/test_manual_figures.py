"""The figures that the manual quotes are those of the product. Where one changes, the sentence that quotes it follows."""

import ast
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from surveys.accounts.failed_logins import AT_AN_ACCOUNT
from surveys.bureau.review.accepting import MOST_AT_ONCE
from surveys.help import pages
from surveys.lib import hidiroglou_berthelot as hb
from surveys.lib.files import scanning
from surveys.lib.leases import Leased
from surveys.lib.numbers import canonical
from surveys.management import diagnosis
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.catalogue.expanding import BESIDE
from surveys.questionnaires.catalogue.reference import SEVERITIES
from surveys.questionnaires.expressions import grammar
from surveys.questionnaires.expressions.values import ARITHMETIC
from surveys.reports.factors import factor
from surveys.reports.statistics import BANDS, PERCENT_PLACES
from surveys.responses.drafting import MOST_SET_ASIDE
from surveys.responses.facts import peers
from surveys.rounds import blueprints
from surveys.rounds.blueprints import BLUEPRINTS
from surveys.rounds.models import Round
from surveys.workbooks import reading
from surveys.workbooks.xlsform.sheets import MOST_LINES
from tests.help.manual import file_of, first_cells, row_of, section

in_each_language = pytest.mark.parametrize("language", pages.LANGUAGES)


@dataclass(frozen=True)
class Quoted:
    """A sentence of a page as it has to read while the figure in `source` is what it is."""

    page: str
    source: str
    en: str
    zh: str

    def __str__(self):
        return f"{self.page}: {self.en}"

    def reads(self, language):
        return self.en if language == "en" else self.zh


ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
CHINESE = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def in_words(number):
    return (ENGLISH[number], CHINESE[number]) if number < len(ENGLISH) else (str(number), f" {number} ")


def percents(fractions):
    return [canonical(Decimal(fraction) * 100) for fraction in fractions]


def default_of(check, name):
    return CATALOGUE[check].parameter(name).default


REMINDERS = percents(Round._meta.get_field("reminder_fractions").get_default())
USUAL_CHANGE = percents(default_of("E40", name) for name in ("least", "most"))
SLIPS = [int(factor) for factor in default_of("E51", "factors")]
COAL = canonical(factor("TCE-CALORIFIC").tonnes_per_ten_thousand_kwh)
TRIES, MINUTES = AT_AN_ACCOUNT.tries, AT_AN_ACCOUNT.span // timedelta(minutes=1)
PASSWORD = settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"]
EDGES = [band.up_to for band in BANDS]

QUOTED = [
    Quoted(
        "bureau",
        "surveys/rounds/models.py",
        f"reminders after {', '.join(REMINDERS[:-1])} and {REMINDERS[-1]} % of the time",
        f"在时间过去 {'、'.join(f'{one}%' for one in REMINDERS)} 时催报",
    ),
    Quoted(
        "bureau",
        "surveys/bureau/review/accepting.py",
        f"at most {MOST_AT_ONCE} at a time",
        f"每次最多 {MOST_AT_ONCE} 份",
    ),
    Quoted(
        "checks",
        "surveys/lib/hidiroglou_berthelot.py",
        f"at least {in_words(hb.FEWEST_PAIRS)[0]} units of the same kind",
        f"至少有{in_words(hb.FEWEST_PAIRS)[1]}个两期都有数值",
    ),
    Quoted(
        "checks",
        "surveys/lib/hidiroglou_berthelot.py",
        f"(U {hb.SIZE_EXPONENT}, A {hb.LEAST_SPREAD}, C {hb.WIDTH})",
        f"（U 取 {hb.SIZE_EXPONENT}，A 取 {hb.LEAST_SPREAD}，C 取 {hb.WIDTH}）",
    ),
    Quoted(
        "checks",
        "surveys/questionnaires/catalogue/peers.py",
        f"below {in_words(hb.FEWEST_PAIRS)[0]} it is {USUAL_CHANGE[0]}% to {USUAL_CHANGE[1]}% of the last figure",
        f"不足{in_words(hb.FEWEST_PAIRS)[1]}个时按上期的 {USUAL_CHANGE[0]}%～{USUAL_CHANGE[1]}%",
    ),
    *(
        Quoted(
            page,
            "surveys/questionnaires/catalogue/peers.py",
            "by a factor of about {:,}, {:,} or {:,}".format(*SLIPS),
            "相差约 {:,} 倍、{:,} 倍或 {} 万倍".format(*SLIPS[:2], SLIPS[2] // 10_000),
        )
        for page in ("checks", "operator")
    ),
    Quoted(
        "operator",
        "surveys/responses/facts/peers.py",
        f"Once {in_words(peers.FEWEST)[0]} data centers of your kind have reported",
        f"同类数据中心已有{in_words(peers.FEWEST)[1]}个报送的",
    ),
    Quoted(
        "operator",
        "config/settings.py",
        f"a password of at least {PASSWORD} characters",
        f"至少 {PASSWORD} 个字符",
    ),
    Quoted(
        "operator",
        "surveys/accounts/failed_logins.py",
        f"{in_words(TRIES)[0].capitalize()} wrong passwords for one account from one place close its login there for "
        f"{'a quarter of an hour' if MINUTES == 15 else f'{MINUTES} minutes'}",
        f"同一网络密码输错{in_words(TRIES)[1]}次，该网络{'一刻钟' if MINUTES == 15 else f' {MINUTES} 分钟'}内不能登录",
    ),
    Quoted(
        "operations",
        "surveys/lib/leases.py",
        f"given up after {in_words(Leased.MOST_ATTEMPTS)[0]} tries",
        f"尝试{in_words(Leased.MOST_ATTEMPTS)[1]}次后停止",
    ),
    Quoted(
        "operations",
        "surveys/management/diagnosis.py",
        f"the newest {diagnosis.EVENTS_VERIFIED} events",
        f"最新的 {diagnosis.EVENTS_VERIFIED} 个事件",
    ),
    Quoted(
        "operations",
        "surveys/management/diagnosis.py",
        f"`doctor` warns at {diagnosis.LEAST_FREE_SHARE:.0%}".replace("%", " %"),
        f"剩余不足 {diagnosis.LEAST_FREE_SHARE:.0%} 时",
    ),
    Quoted(
        "settings",
        "surveys/lib/files/scanning.py",
        f"within {scanning.SECONDS} seconds",
        f"{scanning.SECONDS} 秒内没有结果",
    ),
    Quoted(
        "decisions",
        "surveys/responses/drafting.py",
        f"The last {MOST_SET_ASIDE} entries set aside are kept",
        f"保留最近 {MOST_SET_ASIDE} 条",
    ),
    Quoted(
        "expressions",
        "surveys/questionnaires/expressions/grammar.py",
        f"at most {grammar.LONGEST_EXPRESSION:,} characters and {grammar.DEEPEST} levels",
        f"最长 {grammar.LONGEST_EXPRESSION:,} 个字符，最多 {grammar.DEEPEST} 层",
    ),
    Quoted(
        "expressions",
        "surveys/questionnaires/expressions/values.py",
        f"exact to {ARITHMETIC.prec} digits",
        f"精确到 {ARITHMETIC.prec} 位",
    ),
    Quoted(
        "xlsform",
        "surveys/workbooks/xlsform/sheets.py",
        f"up to {reading.MOST_BYTES // 2**20} MiB, {MOST_LINES['survey']:,} rows of questions, "
        f"{MOST_LINES['choices']:,} of choices and {MOST_LINES['checks']:,} of checks",
        f"不超过 {reading.MOST_BYTES // 2**20} MiB，题目 {MOST_LINES['survey']:,} 行、"
        f"选项 {MOST_LINES['choices']:,} 行、校核 {MOST_LINES['checks']:,} 行",
    ),
    Quoted(
        "reports",
        "surveys/reports/library/factors.json",
        f"{COAL} tce per 10,000 kWh",
        f"每万千瓦时 {COAL} 吨标准煤",
    ),
    Quoted(
        "reports",
        "surveys/reports/statistics.py",
        f"to {in_words(PERCENT_PLACES)[0]} decimals",
        f"{in_words(PERCENT_PLACES)[1]}位小数",
    ),
    Quoted(
        "reports",
        "surveys/reports/statistics.py",
        f"{EDGES[0]}, above {EDGES[0]} to {', to '.join(map(str, EDGES[1:]))} %.",
        f"{EDGES[0]}、{EDGES[0]} 至 {'、至 '.join(map(str, EDGES[1:]))}%，",
    ),
]


@in_each_language
@pytest.mark.parametrize("quoted", QUOTED, ids=str)
def test_a_figure_is_that_of_the_product(quoted, language):
    assert quoted.reads(language) in pages.source(quoted.page, language), (
        f"{file_of(quoted.page, language)} is to say “{quoted.reads(language)}”: so it is in {quoted.source}"
    )


USUAL = {
    (blueprints.last_twelve_months, blueprints.noon_tomorrow): {
        "en": "the last twelve full months as the reference period and noon tomorrow as the deadline",
        "zh": "以最近十二个完整月份为统计期、次日中午为截止时间",
    },
    (blueprints.last_week, blueprints.noon_of_monday): {
        "en": "for the weekly ledger the last full week and noon on Monday",
        "zh": "周报台账为上一完整周、周一 12:00",
    },
    (blueprints.last_year, blueprints.end_of_march): {
        "en": "for the yearly return the last calendar year and 31 March",
        "zh": "年报为上一日历年、3 月 31 日",
    },
    (blueprints.last_year, blueprints.middle_of_may): {
        "en": "for the European return the last calendar year and 15 May",
        "zh": "欧盟年度报告为上一日历年、5 月 15 日",
    },
    (blueprints.last_month, blueprints.noon_tomorrow): {
        "en": "for the American monthly report the last month",
        "zh": "美国月报为上一个月",
    },
    (blueprints.last_year, blueprints.noon_tomorrow): {
        "en": "for the Texan registration the last calendar year",
        "zh": "得克萨斯州登记为上一日历年",
    },
}
"""How the manual puts a usual period together with a usual deadline."""


@in_each_language
@pytest.mark.parametrize("name", BLUEPRINTS)
def test_what_a_round_starts_with_is_in_the_manual(name, language):
    usual = BLUEPRINTS[name].usual_period, BLUEPRINTS[name].usual_deadline
    assert usual in USUAL, f"surveys/rounds/blueprints.py: {name} starts in a new way; give it words in {__name__}"

    assert USUAL[usual][language] in section("bureau", language, "A round in ten minutes"), (
        f"{file_of('bureau', language)} does not say how a round of {name} starts: “{USUAL[usual][language]}”"
    )


@in_each_language
def test_how_grave_a_finding_can_be_is_explained(language):
    told = first_cells(section("checks", language, "Severity"))

    assert told == [words[language] for words in SEVERITIES.values()], (
        f"{file_of('checks', language)}: “Severity” needs a line for each of SEVERITIES"
    )


@in_each_language
def test_what_may_stand_beside_a_check_is_explained(language):
    told = {cell.strip("`") for cell in first_cells(section("checks", language, "How to use it"))}

    assert told == set(BESIDE), (
        f"{file_of('checks', language)}: “How to use it” needs a line for each key of BESIDE in "
        f"surveys/questionnaires/catalogue/expanding.py"
    )


# --- settings ------------------------------------------------------------------------------------------------------


def defaults_in_the_code():
    """Setting → the default, of those whose default is written out."""
    source = (Path(settings.ROOT) / "config" / "settings.py").read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and len(node.args) == 2]
    readings = [call for call in calls if ast.unparse(call.func).startswith("env.")]
    return {name.value: written(default) for name, default in (call.args for call in readings) if is_literal(default)}


def is_literal(node):
    return all(isinstance(part, ast.Constant | ast.List | ast.Load) for part in ast.walk(node))


def written(node):
    value = ast.literal_eval(node)
    return ",".join(value) if isinstance(value, list) else str(value)


@in_each_language
@pytest.mark.parametrize(("name", "default"), defaults_in_the_code().items())
def test_the_default_of_a_setting_is_the_one_in_the_code(name, default, language):
    cell = row_of(pages.source("settings", language), f"`{name}`").split(" | ")[1]
    expected = f"`{default}`" if default else {"zh": "空", "en": "empty"}[language]

    assert cell.startswith(expected), (
        f"{file_of('settings', language)}: the default of {name} is to begin with {expected}, as config/settings.py has it"
    )
