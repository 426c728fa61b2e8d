"""Mining: whether there is any, its machines, its electricity and its share."""

from surveys.questionnaires.catalogue.entries import (
    edit_check,
    hard,
    percent,
    shown_in,
    shown_like,
    soft,
)
from surveys.questionnaires.catalogue.parameters import Amount, Column, Energy, Limit, Question, Table, Words
from surveys.questionnaires.form import StoredCheck


@edit_check("E14", zh="业务类型与挖矿问答一致", en="The kinds of business agree with the question on mining")
def business_agrees_with_mining(
    business: Column,
    mining: Question,
    rows: Table | None = None,
    mining_code: str = "09",
    answers: Words = ("yes", "former"),
) -> list[StoredCheck]:
    """business: the kinds chosen, or the column of them in the table rows. answers: those that say there was mining."""
    has_mining = " or ".join(f"{mining} = '{answer}'" for answer in answers)
    return [
        hard(
            [rows or business, mining],
            f"selected({business}, '{mining_code}') = ({has_mining})",
            "承载业务类型与挖矿问答矛盾：选“{mining_code} 虚拟货币挖矿”与“涉及挖矿”（目前填“{mining}”）应同时成立，请改正其中一处",
            "The kinds of business contradict the question on mining (now “{mining}”): "
            "choose “{mining_code} cryptocurrency mining” if, and only if, there was mining",
            relevant=f"{mining} != '' and count({business}) > 0",
        )
    ]


@edit_check("E24", zh="无法判断是否挖矿的，列明托管客户", en="Who cannot tell about mining lists the clients")
def unsure_lists_clients(mining: Question, clients: Column, rows: Table, unsure: str = "unsure") -> list[StoredCheck]:
    """clients: the column of their names in the table rows."""
    return [
        hard(
            [rows, mining],
            f"count({clients}) > 0",
            "选择“客户托管，无法判断”的，请至少列出一家托管客户",
            "As it cannot be told what hosted clients do, list at least one of them",
            relevant=f"{mining} = '{unsure}'",
        )
    ]


@edit_check("E27", zh="算力、功率与所填型号的铭牌相符", en="Hash rate and power are those of the model")
def machine_as_its_model(
    model: Question,
    hashrate: Question,
    power: Question,
    models: str = "miners",
    tolerance: Limit = "0.15",
) -> list[StoredCheck]:
    """models: the list of choices whose attributes `hashrate` (TH/s) and `watts` are the nameplates."""
    nameplate = {name: f"attribute('{models}', {model}, '{name}')" for name in ("hashrate", "watts")}
    return [
        soft(
            [model, hashrate, power],
            f"abs({hashrate} div {nameplate['hashrate']} - 1) <= {tolerance} "
            f"and abs({power} * 1000 div {nameplate['watts']} - 1) <= {tolerance}",
            "{model} 的铭牌为 {rated_hashrate}、{rated_power}，填报的是 {hashrate}、{power}，请核对；经改装的请说明",
            "The nameplate of {model} says {rated_hashrate} and {rated_power}, the answer {hashrate} and {power}. "
            "Check it; if the machines were modified, say so",
            values={
                "rated_hashrate": shown_in("TH/s", nameplate["hashrate"], 1),
                "rated_power": shown_in("W", f"{nameplate['watts']} div 1000", 0),
            },
        )
    ]


@edit_check("E28", zh="总算力与矿机明细相符", en="The total hash rate is that of the machines listed")
def hashrate_as_listed(hashrate: Question, listed: Amount, tolerance: Limit = "0.05") -> list[StoredCheck]:
    return [
        soft(
            [hashrate, listed],
            f"abs({hashrate} div {listed} - 1) <= {tolerance}",
            "总算力（{hashrate}）与矿机清单合计（{sum}）相差超过 {allowed}，请核对；属实的请说明",
            "The total hash rate ({hashrate}) is more than {allowed} away from the sum over the machines ({sum}). "
            "Check both; if they are right, explain",
            values={"sum": shown_like(hashrate, str(listed)), "allowed": percent(tolerance)},
        )
    ]


@edit_check(
    "E29", zh="挖矿用电不为负，且不大于总用电", en="The electricity for mining is not negative and part of the total"
)
def mining_within_total(part: Question, whole: Question) -> list[StoredCheck]:
    return [
        hard(
            [part],
            f"{part} >= 0",
            "挖矿耗电量（{part}）不能为负数，请检查数值",
            "The electricity for mining ({part}) cannot be negative. Check the number",
        ),
        hard(
            [part, whole],
            f"{part} <= {whole}",
            "挖矿耗电量（{part}）大于总用电量（{whole}），请检查单位或数值",
            "The electricity for mining ({part}) exceeds the total ({whole}). Check units and numbers",
        ),
    ]


@edit_check(
    "E30", zh="挖矿用电不大于信息设备用电", en="The electricity for mining is no more than that of the IT equipment"
)
def mining_within_it(
    mining: Question, it: Question, total: Question, method: Question, metered_at_it: Words = ("pdu",)
) -> list[StoredCheck]:
    """method and metered_at_it: how mining was metered, and which of the ways measure the machines alone."""
    is_it_alone = " or ".join(f"{method} = '{name}'" for name in metered_at_it)
    return [
        hard(
            [mining, it],
            f"{mining} <= {it}",
            "在信息设备侧计量的挖矿耗电量（{mining}）大于信息设备用电量（{it}），请检查单位或数值",
            "The electricity for mining metered at the IT equipment ({mining}) exceeds the IT electricity ({it}). "
            "Check units and numbers",
            relevant=is_it_alone,
        ),
        soft(
            [mining, it],
            f"{mining} <= {it}",
            "挖矿耗电量（{mining}）大于信息设备用电量（{it}），请核对；含分摊的制冷等用电的请说明",
            "The electricity for mining ({mining}) exceeds the IT electricity ({it}). "
            "Check both; if cooling and the like are in it, say so",
            relevant=f"{method} != '' and not({is_it_alone}) and {mining} <= {total}",
        ),
    ]


@edit_check("E31", zh="挖矿用电与矿机铭牌推算相符", en="The electricity for mining is what the nameplates suggest")
def mining_as_nameplates(
    mining: Question,
    nameplate: Energy,
    rows: Table | None = None,
    uptime: Limit = "0.95",
    least: Limit = "0.7",
    most: Limit = "1.1",
) -> list[StoredCheck]:
    """nameplate: what the machines use at rated power in the time they mined. rows: the table of machines."""
    expected = f"({nameplate} * {uptime})"
    ratio = f"{mining} div {expected}"
    return [
        soft(
            [mining, rows or nameplate],
            f"{ratio} >= {least} and {ratio} <= {most}",
            "挖矿耗电量（{mining}）与按矿机铭牌推算的 {exp} 偏差 {deviation}，请核对台数、功率和起止日期；属实的请说明",
            "The electricity for mining ({mining}) differs by {deviation} from what the nameplates suggest ({exp}). "
            "Check machines, power and dates; if they are right, explain",
            relevant=f"{nameplate} > 0",
            values={
                "exp": shown_like(mining, expected),
                "deviation": shown_in("%", f"({ratio} - 1) * 100", 2),
            },
        )
    ]


@edit_check(
    "E33", zh="涉及挖矿的用电大于 0，不涉及的不填", en="Mining uses electricity; without mining there is none to give"
)
def mining_agrees_with_electricity(
    mining: Question, answer: Question, yes: Words = ("yes",), no: Words = ("no",)
) -> list[StoredCheck]:
    return [
        hard(
            [mining, answer],
            f"{mining} > 0",
            "已填涉及挖矿，挖矿耗电量应大于 0；没有数据的请注明原因",
            "Mining takes place, so its electricity must be more than 0; without data say why",
            relevant=" or ".join(f"{answer} = '{name}'" for name in yes),
        ),
        hard(
            [mining, answer],
            f"{mining} = ''",
            "已填不涉及挖矿，不应填写挖矿耗电量（{mining}），请改正其中一处",
            "There is no mining, so there can be no electricity for it ({mining}). Correct one of the two",
            relevant=" or ".join(f"{answer} = '{name}'" for name in no),
        ),
    ]


@edit_check(
    "E34", zh="自报占比在 0～100 之间，且与计算值相符", en="The stated share is possible, and the calculated one"
)
def stated_share_as_computed(stated: Question, computed: Amount, tolerance: Limit = "0.5") -> list[StoredCheck]:
    """Both in per cent; tolerance in percentage points."""
    return [
        hard(
            [stated],
            f"{stated} >= 0 and {stated} <= 100",
            "自报占比（{stated}）应在 0 到 100 之间",
            "The stated share ({stated}) must lie between 0 and 100",
        ),
        soft(
            [stated, computed],
            f"abs({stated} - {computed}) <= {tolerance}",
            "自报占比（{stated}）与计算值（{calculated}）相差超过 {tolerance} 个百分点，请核对；口径不同的请说明",
            "The stated share ({stated}) is more than {tolerance} points away from the calculated one ({calculated}). "
            "Check both; if they are defined differently, say how",
            relevant=f"{stated} >= 0 and {stated} <= 100 and {computed} <= 100",
            values={"calculated": shown_like(stated, str(computed))},
        ),
    ]
