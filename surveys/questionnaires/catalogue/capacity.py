"""What racks, installed power and the grid connection can carry. Power in kW or kVA, energy in kWh, days of 24 hours."""

from surveys.questionnaires.catalogue.entries import edit_check, hard, shown_in, shown_like, soft
from surveys.questionnaires.catalogue.parameters import (
    Amount,
    Column,
    Condition,
    Connection,
    Days,
    Limit,
    Power,
    Question,
    Table,
)
from surveys.questionnaires.form import StoredCheck

POWER_FACTOR = Amount("0.9")
GRID_KVA = Amount("fact('facility.grid_kva')")


@edit_check("E09", zh="在用机架不大于机架数", en="No more racks are in use than there are")
def racks_in_use_within_racks(in_use: Question, racks: Question) -> list[StoredCheck]:
    return [
        hard(
            [in_use, racks],
            f"{in_use} <= {racks}",
            "在用机架（{in_use}）大于机架数（{racks}），请核对",
            "There are more racks in use ({in_use}) than racks ({racks}). Check both",
        )
    ]


@edit_check("E10", zh="上架率不低于常见水平", en="As many racks are in use as is usual")
def racks_used_as_usual(in_use: Question, racks: Question, least: Limit = "0.2") -> list[StoredCheck]:
    return [
        soft(
            [in_use, racks],
            f"{in_use} div {racks} >= {least}",
            "上架率为 {rate}，明显偏低，请核对机架数；属实的请说明",
            "Only {rate} of the racks are in use. Check the numbers; if they are right, explain",
            relevant=f"{in_use} <= {racks}",
            values={"rate": shown_in("%", f"{in_use} div {racks} * 100", 2)},
        )
    ]


@edit_check("E11", zh="IT 功率不超过电网接入容量", en="The IT power is within the grid connection")
def it_power_within_connection(
    it_kw: Question, connection: Connection = GRID_KVA, power_factor: Amount = POWER_FACTOR
) -> list[StoredCheck]:
    limit = f"{connection} * {power_factor}"
    return [
        soft(
            [it_kw, connection],
            f"{it_kw} <= {limit}",
            "IT 功率（{it_kw}）超过电网接入容量折合的有功功率（{limit}），请核对；属实的请说明",
            "The IT power ({it_kw}) exceeds what the grid connection can supply ({limit}). "
            "Check both; if they are right, explain",
            values={"limit": shown_like(it_kw, limit)},
        )
    ]


@edit_check("E12", zh="IT 功率与机架额定功率相称", en="The IT power fits the rated power of the racks")
def it_power_fits_racks(
    it_kw: Question, racks: Question, rack_kw: Power, least: Limit = "0.5", most: Limit = "1.5"
) -> list[StoredCheck]:
    rated = f"{racks} * {rack_kw}"
    return [
        soft(
            [it_kw, racks, rack_kw],
            f"{it_kw} div ({rated}) >= {least} and {it_kw} div ({rated}) <= {most}",
            "IT 功率（{it_kw}）与机架额定功率合计（{rated}）相差较大，请核对；属实的请说明",
            "The IT power ({it_kw}) is far from the rated power of the racks ({rated}). "
            "Check them; if they are right, explain",
            values={"rated": shown_like(it_kw, rated)},
        )
    ]


@edit_check("E17", zh="在运数据中心的总用电量大于 0", en="A data center in operation has used electricity")
def operating_site_used_electricity(
    total: Question, operating: Condition = "fact('facility.operating')"
) -> list[StoredCheck]:
    return [
        hard(
            [total],
            f"{total} > 0",
            "在运数据中心的总用电量不能为 0，请核对；没有数据的请注明原因",
            "A data center in operation cannot have used no electricity. Check it; without data say why",
            relevant=operating,
        )
    ]


@edit_check("E18", zh="总用电量不超过电网接入容量全期用满", en="The total is no more than the connection can deliver")
def total_within_connection(total: Question, days: Days, connection: Connection = GRID_KVA) -> list[StoredCheck]:
    """At a power factor of 1, which nobody exceeds."""
    most = f"{connection} * {days} * 24"
    return [
        hard(
            [total, connection],
            f"{total} <= {most}",
            "总用电量（{total}）是电网接入容量 {connection} 在 {days}内全部用满的上限（{max}）的 {ratio}，"
            "请检查单位、数值和统计期",
            "The total ({total}) is {ratio} of what a connection of {connection} can deliver in {days} ({max}). "
            "Check unit, number and period",
            relevant=f"{days} >= 1",
            values={"max": shown_like(total, most), "ratio": shown_in("%", f"{total} div ({most}) * 100", 2)},
        )
    ]


@edit_check("E19", zh="负荷率在常见范围内", en="The load factor of the connection is a usual one")
def load_as_usual(
    total: Question,
    days: Days,
    connection: Connection = GRID_KVA,
    power_factor: Amount = POWER_FACTOR,
    least: Limit = "0.1",
    most: Limit = "0.95",
) -> list[StoredCheck]:
    """What E18 refuses, and a site without electricity (E17), are not doubted again."""
    load = f"{total} div ({connection} * {power_factor} * {days} * 24)"
    return [
        soft(
            [total, connection],
            f"{load} >= {least} and {load} <= {most}",
            "按电网接入容量计算的负荷率为 {load}，超出 {usual_least}～{usual_most} 的常见范围，"
            "请核对用电量单位（千瓦时、万千瓦时）；属实的请说明",
            "The load factor of the connection is {load}, outside the usual {usual_least} to {usual_most}. "
            "Check the unit of the total (kWh, 10,000 kWh); if it is right, explain",
            relevant=f"{days} >= 1 and {total} > 0 and {total} <= {connection} * {days} * 24",
            values={
                "load": shown_in("%", f"{load} * 100", 2),
                "usual_least": shown_in("%", f"{least} * 100", 0),
                "usual_most": shown_in("%", f"{most} * 100", 0),
            },
        )
    ]


@edit_check("E32", zh="挖矿用电不超过挖矿机架全期满载", en="Mining uses no more than its racks at full load")
def mining_within_racks(
    mining: Question,
    racks: Column,
    rack_kw: Power,
    days: Days,
    rows: Table | None = None,
    tolerance: Limit = "0.05",
) -> list[StoredCheck]:
    """racks: how many mine, or the column of them in the table rows. A row without an answer may hold any number."""
    are_known = f"count({racks}) > 0" + (f" and count({racks}) = count({rows})" if rows else "")
    full_load = f"sum({racks}) * {rack_kw} * {days} * 24"
    return [
        soft(
            [mining, rows or racks],
            f"{mining} <= {full_load} * (1 + {tolerance})",
            "挖矿耗电量（{mining}）超过挖矿机架按额定功率全期满载的用电量（{max}），请核对；属实的请说明",
            "The electricity for mining ({mining}) exceeds the mining racks at rated power over the period ({max}). "
            "Check both; if they are right, explain",
            relevant=are_known,
            values={"max": shown_like(mining, full_load)},
        )
    ]
