"""PUE and water: ratios that say whether two figures belong together."""

from surveys.questionnaires.catalogue.entries import edit_check, hard, info, plain, shown_in, soft
from surveys.questionnaires.catalogue.parameters import Limit, Question
from surveys.questionnaires.form import StoredCheck


@edit_check("E21", zh="PUE 不小于 1，且在常见范围内", en="The PUE is not below 1, and a usual one")
def pue_possible(it: Question, total: Question, least: Limit = "1.05", most: Limit = "2.5") -> list[StoredCheck]:
    pue = f"{total} div {it}"
    return [
        hard(
            [it, total],
            f"{pue} >= 1",
            "PUE（总用电量 ÷ 信息设备用电量）为 {pue}，不可能小于 1，请检查两个用电量",
            "PUE (total ÷ IT electricity) is {pue}. It cannot be below 1; check both figures",
            values={"pue": plain(pue, 4)},
        ),
        soft(
            [it, total],
            f"{pue} >= {least} and {pue} <= {most}",
            "PUE（总用电量 ÷ 信息设备用电量）为 {pue}，超出 {least}～{most} 的常见范围，请核对；属实的请说明",
            "PUE (total ÷ IT electricity) is {pue}, outside the usual {least} to {most}. "
            "Check both figures; if they are right, explain",
            relevant=f"{it} <= {total}",
            values={"pue": plain(pue, 4)},
        ),
    ]


@edit_check("E43", zh="PUE 不超过能效 3 级限定值", en="The PUE keeps the limit of efficiency grade 3")
def grade_within_limit(it: Question, total: Question, limit: Limit = "1.5") -> list[StoredCheck]:
    """GB 40879-2021: grade 3 ends at 1.50."""
    pue = f"{total} div {it}"
    return [
        info(
            [it, total],
            f"{pue} <= {limit}",
            "PUE 为 {pue}，高于 {limit}，能效低于 GB 40879 的 3 级限定值",
            "The PUE is {pue}, above {limit}: the efficiency is below grade 3 of GB 40879",
            relevant=f"{it} <= {total}",
            values={"pue": plain(pue, 4)},
        )
    ]


@edit_check("E45", zh="水效（WUE）可能，且在常见范围内", en="The water use effectiveness is possible, and a usual one")
def wue_possible(
    water: Question,
    it: Question,
    highest: Limit = "10",
    usual_least: Limit = "0.05",
    usual_most: Limit = "4",
) -> list[StoredCheck]:
    """water in m³ and it in kWh give L/kWh."""
    wue = f"{water} * 1000 div {it}"
    shown = {"wue": shown_in("L/kWh", wue, 3)}
    return [
        hard(
            [water, it],
            f"{wue} >= 0 and {wue} <= {highest}",
            "水效（用水量 ÷ 信息设备用电量）为 {wue}，应在 0～{highest} L/kWh 之间，请检查单位或数值",
            "WUE (water ÷ IT electricity) is {wue}. It lies between 0 and {highest} L/kWh; check units and numbers",
            values=shown,
        ),
        soft(
            [water, it],
            f"{wue} >= {usual_least} and {wue} <= {usual_most}",
            "水效（用水量 ÷ 信息设备用电量）为 {wue}，超出 {usual_least}～{usual_most} L/kWh 的常见范围，请核对；属实的请说明",
            "WUE (water ÷ IT electricity) is {wue}, outside the usual {usual_least} to {usual_most} L/kWh. "
            "Check both figures; if they are right, explain",
            relevant=f"{wue} >= 0 and {wue} <= {highest}",
            values=shown,
        ),
    ]
