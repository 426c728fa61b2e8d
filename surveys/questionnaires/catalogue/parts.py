"""Parts and wholes: what must be no more than something else, or add up to it."""

from collections.abc import Sequence

from surveys.questionnaires.catalogue.entries import (
    edit_check,
    hard,
    percent,
    shown_in,
    shown_like,
    soft,
)
from surveys.questionnaires.catalogue.parameters import (
    Amount,
    Amounts,
    Column,
    Condition,
    Days,
    Limit,
    Power,
    Question,
    Questions,
    Table,
)
from surveys.questionnaires.form import StoredCheck

IT_KW = Amount("fact('facility.it_kw')")
ONE = Amount("1")


def total_of(parts: Sequence[Question | Amount]) -> str:
    return f"sum({', '.join(map(str, parts))})"


def is_any_of(parts: Sequence[Question | Amount]) -> str:
    return f"count({', '.join(map(str, parts))}) > 0"


@edit_check("E13", zh="各项占比合计为 100%", en="The shares add up to 100%")
def shares_add_up(shares: Column, rows: Table, tolerance: Limit = "0.1") -> list[StoredCheck]:
    """tolerance in percentage points."""
    return [
        hard(
            [rows],
            f"abs(sum({shares}) - 100) <= {tolerance}",
            "各类业务用电占比合计为 {sum}，应为 100%，请调整",
            "The shares of the kinds of business add up to {sum}. They must add up to 100%",
            relevant=f"count({shares}) > 0",
            values={"sum": shown_in("%", f"sum({shares})", 2)},
        )
    ]


@edit_check(
    "E20",
    zh="信息设备用电不大于总用电，也不超过 IT 功率全期满载",
    en="The IT electricity is no more than the total, and no more than the IT power at full load",
)
def it_within_total_and_capacity(it: Question, total: Question, days: Days, it_kw: Power = IT_KW) -> list[StoredCheck]:
    full_load = f"{it_kw} * {days} * 24"
    return [
        hard(
            [it, total],
            f"{it} <= {total}",
            "信息设备用电量（{it}）大于总用电量（{total}），请检查单位或数值",
            "The IT electricity ({it}) exceeds the total ({total}). Check units and numbers",
        ),
        soft(
            [it, it_kw],
            f"{it} <= {full_load}",
            "信息设备用电量（{it}）超过 IT 功率全期满载的用电量（{max}），请核对；统计期内装机有变动的请说明",
            "The IT electricity ({it}) exceeds the IT power at full load over the period ({max}). "
            "Check it; if capacity changed in the period, say so",
            relevant=f"{days} >= 1 and {it} <= {total}",
            values={"max": shown_like(it, full_load)},
        ),
    ]


@edit_check("E22", zh="分项不大于总量，分项合计也不大于总量", en="No part, and no sum of the parts, exceeds the whole")
def parts_within_whole(parts: Questions, whole: Question, tolerance: Limit = "0.005") -> list[StoredCheck]:
    together = total_of(parts)
    largest = f"max({', '.join(map(str, parts))})"
    return [
        hard(
            [*parts, whole],
            f"{largest} <= {whole} and {together} <= {whole} * (1 + {tolerance})",
            "分项之和（{sum}）或其中一项大于总量（{whole}），请检查单位或数值",
            "The parts ({sum}), or one of them, exceed the whole ({whole}). Check units and numbers",
            relevant=is_any_of(parts),
            values={"sum": shown_like(whole, together)},
        )
    ]


@edit_check("E23", zh="估算的数据已说明方法", en="How a figure was estimated is explained")
def estimate_explained(estimated: Condition, note: Question) -> list[StoredCheck]:
    return [
        hard(
            [note],
            f"{note} != ''",
            "用电量为估算值，请在备注中说明估算方法和依据",
            "Electricity was estimated. Explain in the remarks how",
            relevant=estimated,
        )
    ]


@edit_check("E26", zh="客户机架合计不大于机架数", en="The clients' racks are no more than there are")
def client_racks_within_racks(client_racks: Column, rows: Table, racks: Question) -> list[StoredCheck]:
    return [
        hard(
            [rows, racks],
            f"sum({client_racks}) <= {racks}",
            "客户机架数合计（{sum}）超过机架数（{racks}），请核对",
            "The clients' racks ({sum}) exceed the racks of the data center ({racks}). Check both",
            relevant=f"count({client_racks}) > 0",
            values={"sum": shown_like(racks, f"sum({client_racks})")},
        )
    ]


@edit_check("E44", zh="可再生电量合计不大于总用电", en="Renewable electricity is no more than the total")
def renewables_within_total(parts: Amounts, total: Question) -> list[StoredCheck]:
    """parts in kWh; the finding stands at the first that is a question."""
    together = total_of(parts)
    return [
        hard(
            [*parts, total],
            f"{together} <= {total}",
            "绿电量合计（{sum}）大于总用电量（{total}），请检查单位或数值",
            "The renewable electricity ({sum}) exceeds the total ({total}). Check units and numbers",
            relevant=is_any_of(parts),
            values={"sum": shown_like(total, together)},
        )
    ]


@edit_check("E46", zh="余热利用量不大于总能耗", en="No more heat is reused than energy was used")
def reuse_within_total(reuse: Question, total: Question, factor: Amount = ONE) -> list[StoredCheck]:
    """factor: how many kWh one canonical unit of the reuse is, `1000 div 3.6` for GJ."""
    return [
        hard(
            [reuse, total],
            f"{reuse} * {factor} <= {total}",
            "余热利用量（{reuse}）大于总用电量（{total}），请检查单位或数值",
            "The heat reused ({reuse}) exceeds the total ({total}). Check units and numbers",
        )
    ]


@edit_check(
    "E47",
    zh="各月合计等于全年；各月与平均值相差不过大；报告期以外的月份为 0",
    en="The months add up to the year, none is far from their mean, and none outside the period has electricity",
)
def months_add_up(
    months: Column,
    rows: Table,
    total: Question,
    tolerance: Limit = "0.005",
    least: Limit = "0.3",
    most: Limit = "2",
    mean: Amount | None = None,
    operating: Condition = "true()",
) -> list[StoredCheck]:
    """months: the column of monthly figures in the table rows. operating: which months lie in the period."""
    usual = str(mean) if mean else f"({total} div count({rows}))"
    return [
        hard(
            [rows, total],
            f"abs(sum({months}) - {total}) <= {tolerance} * {total}",
            "各月合计（{sum}）与全年（{total}）相差超过 {allowed}，请检查单位或数值",
            "The months ({sum}) differ from the year ({total}) by more than {allowed}. Check units and numbers",
            relevant=f"count({months}) > 0",
            values={"sum": shown_like(total, f"sum({months})"), "allowed": percent(tolerance)},
        ),
        soft(
            [months],
            f"{months} div {usual} >= {least} and {months} div {usual} <= {most}",
            "该月用电量（{months}）与月平均（{usual}）相差较大，请核对；属实的请说明",
            "This month ({months}) is far from the mean of the months ({usual}). Check it; if it is right, explain",
            relevant=operating,
            table=rows,
            values={"usual": shown_like(months, usual)},
        ),
        soft(
            [months],
            f"{months} = 0",
            "该月不在报告期内，却填了用电量（{months}），请核对月份或报告期；属实的请说明",
            "This month is outside the period but has electricity ({months}). Check the month or the period; "
            "if both are right, explain",
            relevant=f"not({operating})",
            table=rows,
        ),
    ]


@edit_check("E48", zh="机房面积不大于总面积", en="The computer rooms are no larger than the building")
def rooms_within_floor(rooms: Question, floor: Question) -> list[StoredCheck]:
    return [
        hard(
            [rooms, floor],
            f"{rooms} <= {floor}",
            "机房面积（{rooms}）大于总面积（{floor}），请核对",
            "The computer rooms ({rooms}) are larger than the total floor area ({floor}). Check both",
        )
    ]


@edit_check(
    "E49",
    zh="可再生能源总量等于各分项之和，且不大于总能耗",
    en="Renewables in total are the sum of their parts and no more than the total energy",
)
def renewables_balance(
    renewables: Question, parts: Questions, total: Question, tolerance: Limit = "0.001"
) -> list[StoredCheck]:
    together = total_of(parts)
    return [
        hard(
            [renewables, *parts],
            f"abs({renewables} - {together}) <= {tolerance} * {renewables}",
            "可再生能源总量（{renewables}）与分项合计（{sum}）不符，请核对",
            "The renewables in total ({renewables}) differ from the sum of their parts ({sum}). Check them",
            relevant=is_any_of(parts),
            values={"sum": shown_like(renewables, together)},
        ),
        hard(
            [renewables, total],
            f"{renewables} <= {total}",
            "可再生能源总量（{renewables}）大于总能耗（{total}），请检查单位或数值",
            "The renewables ({renewables}) exceed the total energy ({total}). Check units and numbers",
        ),
    ]


@edit_check("E50", zh="各供电商合计与总量相符", en="The suppliers' figures add up to the total")
def suppliers_add_up(supplied: Column, rows: Table, total: Question, tolerance: Limit = "0.01") -> list[StoredCheck]:
    return [
        soft(
            [rows, total],
            f"abs(sum({supplied}) - {total}) <= {tolerance} * {total}",
            "各供电商电量合计（{sum}）与总用电量（{total}）相差超过 {allowed}，请核对；属实的请说明",
            "The suppliers' electricity ({sum}) differs from the total ({total}) by more than {allowed}. "
            "Check both; if they are right, explain",
            relevant=f"count({supplied}) > 0",
            values={"sum": shown_like(total, f"sum({supplied})"), "allowed": percent(tolerance)},
        )
    ]
