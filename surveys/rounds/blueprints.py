"""What a round starts from: the wording and the plan that go with a questionnaire of the library. All of it can be changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from surveys.rounds.deadlines import from_local

Period = tuple[date, date]


def last_twelve_months(today: date) -> Period:
    """The last twelve full billing months: on 27 April 2021 that is 2020-04-01 to 2021-03-31."""
    end = today.replace(day=1) - timedelta(days=1)
    start = (end + timedelta(days=1)).replace(year=end.year - 1 if end.month < 12 else end.year)
    return start, end


def last_week(today: date) -> Period:
    """The last full week, Monday to Sunday."""
    end = today - timedelta(days=today.weekday() + 1)
    return end - timedelta(days=6), end


def last_month(today: date) -> Period:
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


def last_year(today: date) -> Period:
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


def noon_tomorrow(at: datetime, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    return from_local(local.date() + timedelta(days=1), time(12), zone)


def noon_of_monday(at: datetime, zone: str) -> datetime:
    """The next one to come: today's, when it is the morning of a Monday."""
    local = at.astimezone(ZoneInfo(zone))
    monday = local.date() - timedelta(days=local.weekday())
    noons = (from_local(monday + timedelta(weeks=weeks), time(12), zone) for weeks in (0, 1))
    return next(noon for noon in noons if noon > at)


def end_of_march(at: datetime, zone: str) -> datetime:
    """The next 31 March to come, at the close of office hours."""
    return _next(at, zone, 3, 31, time(18))


def middle_of_may(at: datetime, zone: str) -> datetime:
    """The next 15 May to come, at the end of the day."""
    return _next(at, zone, 5, 15, time(23, 59))


def _next(at: datetime, zone: str, month: int, day: int, clock: time) -> datetime:
    this_year = at.astimezone(ZoneInfo(zone)).year
    moments = (from_local(date(year, month, day), clock, zone) for year in (this_year, this_year + 1))
    return next(moment for moment in moments if moment > at)


@dataclass(frozen=True)
class Blueprint:
    template: str
    code: str
    title_zh: str
    title_en: str
    legal_basis_zh: str
    legal_basis_en: str
    burden_zh: str
    burden_en: str
    instructions_zh: str
    instructions_en: str
    nil_zh: str = ""
    nil_en: str = ""
    usual_period: Callable[[date], Period] = last_twelve_months
    usual_deadline: Callable[[datetime, str], datetime] = noon_tomorrow

    def instructions(self, *, with_nil: bool) -> dict[str, str]:
        """with_nil: whether the questionnaire still has the nil return, which who made it their own may have dropped."""
        zh, en = (self.nil_zh, f" {self.nil_en}") if with_nil else ("", "")
        return {
            "instructions_zh": f"{self.instructions_zh}{zh}",
            "instructions_en": f"{self.instructions_en}{en}".strip(),
        }


# By the text of 2013.
STATISTICS_LAW_ZH = (
    "依据《中华人民共和国统计法》第七条，国家机关、企业事业单位和其他组织必须真实、准确、完整、及时地提供所需的资料，"
    "不得提供不真实或者不完整的资料，不得迟报、拒报。依据该法第九条，对所报资料中的商业秘密和个人信息予以保密。"
)
STATISTICS_LAW_EN = (
    "Statistics Law of the People's Republic of China: article 7 obliges state organs, enterprises and other "
    "organisations to report truthfully, completely and on time; article 9 protects the commercial secrets and the "
    "personal data in what is reported."
)

MINING_2021 = Blueprint(
    template="mining_2021",
    code="CN-BJ-MINING",
    title_zh="数据中心涉虚拟货币“挖矿”业务用电情况摸排",
    title_en="Electricity used for cryptocurrency mining in data centers",
    legal_basis_zh=STATISTICS_LAW_ZH,
    legal_basis_en=STATISTICS_LAW_EN,
    burden_zh="预计填报时间：每个数据中心约 10 分钟。请备好近一年电费单和托管合同。",
    burden_en=(
        "Expected effort: about 10 minutes for each data center. Please have the electricity bills of the past year and "
        "the hosting contracts at hand."
    ),
    instructions_zh="请各数据中心运营单位填报近一年“挖矿”业务耗电量及其占总用电量的比例。",
    instructions_en=(
        "Operators of data centers report the electricity that cryptocurrency mining used in the past year and its share "
        "of the total."
    ),
    nil_zh="不涉及的，也须作零报告（约 1 分钟）。",
    nil_en="Whoever is not concerned files a nil return, which takes about one minute.",
)
LEDGER_1283 = Blueprint(
    template="ledger_1283",
    code="CN-1283-LEDGER",
    title_zh="虚拟货币“挖矿”项目台账（周报）",
    title_en="Weekly ledger of cryptocurrency mining projects",
    legal_basis_zh=(
        "依据国家发展改革委等部门《关于整治虚拟货币“挖矿”活动的通知》（发改运行〔2021〕1283号），全面摸排“挖矿”项目，建立项目清单，"
        f"每周实时动态更新。{STATISTICS_LAW_ZH}"
    ),
    legal_basis_en=(
        "Document 1283 of 2021 of the National Development and Reform Commission and others: mining projects are to be "
        f"found and listed, and the list is brought up to date every week. {STATISTICS_LAW_EN}"
    ),
    burden_zh="预计填报时间：首次每个项目约 15 分钟，以后每周约 3 分钟。请备好用电户号、电费账单和核查记录。",
    burden_en=(
        "Expected effort: about 15 minutes for each project the first time, about 3 minutes a week afterwards. "
        "Please have account numbers, electricity bills and inspection records at hand."
    ),
    instructions_zh=(
        "请各单位每周更新“挖矿”项目台账，周一 12:00 前报送上周（周一至周日）情况：上一期的内容已带入，新发现的项目加一行，"
        "原有项目更新状态并填写本周耗电量。"
    ),
    instructions_en=(
        "Bring the ledger of mining projects up to date every week and submit it by noon on Monday for the week that "
        "ended on Sunday: what stood there is carried over, add a row for each project newly found, update the status of "
        "the others and enter this week's electricity."
    ),
    nil_zh="没有项目的，也须作零报告（约 1 分钟）。",
    nil_en="Whoever has no project files a nil return, which takes about one minute.",
    usual_period=last_week,
    usual_deadline=noon_of_monday,
)
ANNUAL_RETURN = Blueprint(
    template="annual_return",
    code="CN-DC-ANNUAL",
    title_zh="数据中心能源消费年度报表",
    title_en="Yearly return on the energy of data centers",
    legal_basis_zh=STATISTICS_LAW_ZH,
    legal_basis_en=STATISTICS_LAW_EN,
    burden_zh=(
        "预计填报时间：每个数据中心约 60 分钟，再次填报约 30 分钟。请备好全年电费账单、计量记录、供用电合同、绿电和绿证凭证、水费单。"
    ),
    burden_en=(
        "Expected effort: about 60 minutes for each data center, 30 from the second year on. Please have the bills of the "
        "year, meter readings, the supply contract, records of green power and certificates and the water bills at hand."
    ),
    instructions_zh=(
        "请各数据中心运营单位于 3 月 31 日前逐一填报上一年度的用电、信息设备用电、绿色电力、用水、余热利用和承载业务情况；"
        "PUE 高于 1.35 的，一并填报节能改造计划。"
    ),
    instructions_en=(
        "Operators report for each data center, by 31 March, last year's electricity in total and of IT equipment, "
        "renewable electricity, water, waste heat and hosted business; where PUE is above 1.35, also a plan for improvement."
    ),
    usual_period=last_year,
    usual_deadline=end_of_march,
)
EU_2024_1364_V1 = Blueprint(
    template="eu_2024_1364_v1",
    code="EU-2024-1364",
    title_zh="欧盟数据中心能效年度报告",
    title_en="Annual report of data centres to the European database",
    legal_basis_zh=(
        "依据（EU）2023/1791 号指令第十二条、第三十三条第三款和（EU）2024/1364 号授权条例，IT 装机功率不低于 500 kW 的数据中心"
        "每年报送上一日历年的信息和关键绩效指标。单个数据中心的数据保密，公布的汇总表中每个单元格至少包含三个数据中心。"
    ),
    legal_basis_en=(
        "Directive (EU) 2023/1791, articles 12 and 33(3), and Delegated Regulation (EU) 2024/1364: data centres with an "
        "installed IT power demand of 500 kW or more report the previous calendar year every year. What a single data "
        "centre reports is confidential; published tables show no cell of fewer than three."
    ),
    burden_zh="填报时间因计量条件而异，法规未作估计；请先准备全年电费、水费、余热计量和绿证、购电协议的记录。",
    burden_en=(
        "The effort depends on what is metered; the regulation gives no estimate. Have the year's bills for energy and "
        "water, the meter readings of waste heat, guarantees of origin and power purchase agreements at hand."
    ),
    instructions_zh="每个数据中心一份，不得合并填报，不得填写区间。无法提供的数值请写明原因。",
    instructions_en=(
        "There is one return for each data centre, never one for several, and figures are no ranges. Where there is no "
        "figure, say why."
    ),
    nil_zh="不在报送范围的请作零报告。",
    nil_en="Whoever is outside the scope files a nil return.",
    usual_period=last_year,
    usual_deadline=middle_of_may,
)
EU_2024_1364_V2 = Blueprint(
    template="eu_2024_1364_v2",
    code="EU-2024-1364-V2",
    title_zh="欧盟数据中心能效年度报告（第 2 版草案，仅供试填）",
    title_en="Annual report of data centres, version 2 (draft, for rehearsal only)",
    legal_basis_zh="草案 C(2026) 3472，尚未生效，不构成报送义务；仅供自愿试填。生效后请更新本段和调查表。",
    legal_basis_en=(
        "Draft C(2026) 3472, not in force: nobody has to answer, this is a rehearsal for volunteers. Change this text and "
        "the questionnaire once it is in force."
    ),
    burden_zh=EU_2024_1364_V1.burden_zh,
    burden_en=EU_2024_1364_V1.burden_en,
    instructions_zh="试填：水利用效率按淡水计算，标签等级自动给出，不再填报数据流量。",
    instructions_en=(
        "A rehearsal: water usage effectiveness takes freshwater, the classes of the label are calculated, data traffic is "
        "no longer reported."
    ),
    usual_period=last_year,
    usual_deadline=middle_of_may,
)
US_EIA_862 = Blueprint(
    template="us_eia_862",
    code="US-EIA-862",
    title_zh="加密货币矿场用电月报（EIA-862）",
    title_en="Cryptocurrency mining facilities, monthly (EIA-862)",
    legal_basis_zh=(
        "请填写现行的法律依据：2024 年 1 月经管理和预算办公室紧急批准的 EIA-862 已于同年 2 月被法院暂停并撤回，所收数据已销毁；"
        "2026 年以后的强制调查须另行载明依据、批准编号和数据留存、销毁要求。"
    ),
    legal_basis_en=(
        "State the basis now in force: the emergency approval that the Office of Management and Budget gave EIA-862 in "
        "January 2024 was stayed by a court in February and withdrawn, and the data were destroyed. A later mandatory "
        "survey needs its own basis, approval number, and rules for keeping and destroying data."
    ),
    burden_zh="预计填报时间待主管部门填写（2026 年自愿试点约 15 分钟）。请备好当月电费账单、供电合同和矿机台账。",
    burden_en=(
        "The authority is to state the expected effort (the voluntary pilots of 2026 took about 15 minutes). Have the bills "
        "of the month, the supply agreements and the list of machines at hand."
    ),
    instructions_zh="每个矿场每月一份；无论用电是否全部由本公司控制，均填矿场总用电量。退役、备用和计划中的矿场只填状态。",
    instructions_en=(
        "There is one return for each facility and month, with everything the facility used, whether or not the company "
        "controls all of it. Of facilities retired, on standby or planned only the status is asked."
    ),
    usual_period=last_month,
)
TEXAS_25_114 = Blueprint(
    template="texas_25_114",
    code="TX-25.114",
    title_zh="得克萨斯州大型可调负荷登记（挖矿设施）",
    title_en="Texas registration of large flexible loads (mining facilities)",
    legal_basis_zh=(
        "依据得克萨斯州公用事业法第 39.361 条和 16 TAC §25.114：在 ERCOT 区域接受零售供电、总负荷超过 75 MW 且可中断负荷不低于"
        "年尖峰需求 10% 的虚拟货币挖矿设施，须在开始供电后一个工作日内登记，并每年更新；每项违规每天最高罚款 25,000 美元。"
    ),
    legal_basis_en=(
        "Texas Utilities Code §39.361 and 16 TAC §25.114: virtual currency mining facilities with retail electric service "
        "in the ERCOT region, a total load of more than 75 MW and an interruptible load of 10% or more of the annual peak "
        "demand register within one working day of the start of service and update the registration every year. Penalties "
        "run up to $25,000 per violation and day."
    ),
    burden_zh="规则未作估计。请备好供电合同、上一年负荷记录、今后五年的负荷计划和州务卿备案文件。",
    burden_en=(
        "The rule gives no estimate. Have the supply agreement, the previous year's load, the plans for five years and the "
        "documents on file with the Secretary of State at hand."
    ),
    instructions_zh="每个设施一份，登记人的资料只填一次。五年的预计需求都要填写。",
    instructions_en=(
        "There is one registration for each facility; the registrant's own data are given once. The demand of all five "
        "years is needed."
    ),
    nil_zh="不满足登记条件的请作零报告。",
    nil_en="Whoever need not register files a nil return.",
    usual_period=last_year,
)
_ALL = (MINING_2021, LEDGER_1283, ANNUAL_RETURN, EU_2024_1364_V1, EU_2024_1364_V2, US_EIA_862, TEXAS_25_114)
BLUEPRINTS = {blueprint.template: blueprint for blueprint in _ALL}
