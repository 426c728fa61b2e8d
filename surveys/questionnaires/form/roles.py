"""What reports, checks and later waves know questions by: the roles a questionnaire can give to its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.lib.text import Text

Location = Literal["question", "table", "column"]
Sort = Literal["number", "day", "choice", "any"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a question of this role has to be: of which sort, in which unit figures are added up, and where it stands."""

    meaning: Text
    sort: Sort = "any"
    unit: str = ""
    at: Location = "question"


def _figure(zh: str, en: str, unit: str = "", at: Location = "question") -> Role:
    return Role({"zh": zh, "en": en}, "number", unit, at)


def _day(zh: str, en: str) -> Role:
    return Role({"zh": zh, "en": en}, "day")


def _choice(zh: str, en: str, at: Location = "question") -> Role:
    """By whose answer reports tell returns apart, or which they name."""
    return Role({"zh": zh, "en": en}, "choice", at=at)


def _any(zh: str, en: str, at: Location = "question") -> Role:
    return Role({"zh": zh, "en": en}, at=at)


ROLES: Mapping[str, Role] = {
    "total_kwh": _figure("总用电量", "total electricity", "kWh"),
    "mining_kwh": _figure("挖矿用电量", "electricity for mining", "kWh"),
    "it_kwh": _figure("信息设备用电量", "electricity of the IT equipment", "kWh"),
    "has_mining": _choice("是否涉及挖矿", "whether there is mining"),
    "hashrate": _figure("总算力", "total hash rate", "TH/s"),
    "method": _choice("挖矿用电量的取得方式", "how the electricity for mining was obtained"),
    "total_method": _choice("总用电量的取得方式", "how the total electricity was obtained"),
    "phase": _choice(
        "运行或设计阶段（答 design 的为设计阶段）", "in operation or, where it says design, in the design phase"
    ),
    "status": _choice("运行状态", "state of operation"),
    "planned_exit": _day("计划退出日期", "planned exit"),
    "period_from": _day("报告期起", "first day of the period"),
    "period_to": _day("报告期止", "last day of the period"),
    "business": _any("承载业务明细表", "table of the hosted business", "table"),
    "business_type": _choice("业务类型列", "its column of kinds", "column"),
    "business_share": _figure("业务用电占比列", "its column of shares", at="column"),
    "facility_name": _any("数据中心名称", "name of the data center"),
    "facility_type": _choice("数据中心类型", "type of the data center"),
    "district": _any("所在区", "district"),
    "declaration": _any("声明", "declaration"),
    "remarks": _any("备注", "remarks"),
    "grid_kva": _figure("电网接入容量", "grid connection", "kVA"),
    "it_kw": _figure("IT 功率", "IT power", "kW"),
    "load_kw": _figure("负荷", "load", "kW"),
    "demand_kw": _figure("需求", "demand", "kW"),
    "interruptible_kw": _figure("可中断负荷", "interruptible load", "kW"),
    "total_energy": _figure("综合能源消费量", "total energy", "tce"),
    "renewable_kwh": _figure("可再生能源电量", "renewable electricity", "kWh"),
    "reused_heat_kwh": _figure("余热利用量", "reused heat", "kWh"),
    "water_m3": _figure("用水量", "water", "m³"),
    "freshwater_m3": _figure("新鲜水用量", "fresh water", "m³"),
    "rack_use": _figure("机架使用率", "use of the racks", "%"),
    "mining_share": _figure("挖矿用电占比", "share of mining", "%"),
    "pue": _figure("PUE", "PUE"),
    "pue_class": _any("PUE 等级", "class of the PUE"),
    "wue_class": _any("WUE 等级", "class of the WUE"),
    "wue": _figure("WUE", "WUE"),
    "ref": _figure("可再生能源利用率", "renewable energy factor"),
    "erf": _figure("余热利用率", "energy reuse factor"),
    "projects": _any("项目台账", "table of the projects", "table"),
    "project": _any("项目名称列", "its column of names", "column"),
    "project_status": _choice("项目状态列", "its column of states", "column"),
    "project_kwh": _figure("项目本期用电列", "its column of the period's electricity", "kWh", "column"),
    "project_cumulative_kwh": _figure("项目累计用电列", "its column of the running total", "kWh", "column"),
    "project_hashrate": _figure("项目算力列", "its column of hash rates", "TH/s", "column"),
    "open_projects": _figure("未退出项目数", "how many projects are open"),
}
FORMER_ROLES: Mapping[str, str] = {
    "dc_type": "facility_type",
    "heat_reused": "reused_heat_kwh",
    "water_in": "water_m3",
}
"""What earlier versions call a role that has one name by now."""
