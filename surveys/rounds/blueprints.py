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


def last_month(today: date) -> Period:
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


def last_year(today: date) -> Period:
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


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
    usual_period: Callable[[date], Period] = last_twelve_months


MINING_2021 = Blueprint(
    template="mining_2021",
    code="CN-BJ-MINING",
    title_zh="数据中心涉虚拟货币“挖矿”业务用电情况摸排",
    title_en="Electricity used for cryptocurrency mining in data centers",
    legal_basis_zh=(
        "依据《中华人民共和国统计法》第七条，国家机关、企业事业单位和其他组织必须真实、准确、完整、及时地提供所需的资料，"
        "不得提供不真实或者不完整的资料，不得迟报、拒报。依据该法第九条，对所报资料中的商业秘密和个人信息予以保密。"
    ),
    legal_basis_en=(
        "Statistics Law of the People's Republic of China: article 7 obliges state organs, enterprises and other "
        "organisations to report truthfully, completely and on time; article 9 protects the commercial secrets and the "
        "personal data in what is reported."
    ),
    burden_zh="预计填报时间：每个数据中心约 10 分钟；不涉及相关业务的，零报告约 1 分钟。请备好近一年电费单和托管合同。",
    burden_en=(
        "Expected effort: about 10 minutes for each data center; a nil return takes about one minute. Please have the "
        "electricity bills of the past year and the hosting contracts at hand."
    ),
    instructions_zh=("请各数据中心运营单位填报近一年“挖矿”业务耗电量及其占总用电量的比例。不涉及的，也须作零报告。"),
    instructions_en=(
        "Operators of data centers report the electricity that cryptocurrency mining used in the past year and its share "
        "of the total. Whoever is not concerned files a nil return."
    ),
)
BLUEPRINTS = {blueprint.template: blueprint for blueprint in (MINING_2021,)}


def noon_tomorrow(at: datetime, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    return from_local(local.date() + timedelta(days=1), time(12), zone)
