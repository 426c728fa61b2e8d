"""Comparisons with the last wave and with comparable data centers, and figures that look guessed."""

from surveys.questionnaires.catalogue.entries import edit_check, plain, shown_in, shown_like, soft
from surveys.questionnaires.catalogue.ledger import last_wave
from surveys.questionnaires.catalogue.parameters import Amount, Days, Limit, Limits, Power, Question
from surveys.questionnaires.catalogue.parts import IT_KW
from surveys.questionnaires.form import StoredCheck


@edit_check("E40", zh="与上期相比变动不过大", en="The figure has not changed much since the last wave")
def change_as_usual(
    figure: Question,
    key: Question | None = None,
    previous: Amount | None = None,
    least: Limit = "0.5",
    most: Limit = "1.5",
) -> list[StoredCheck]:
    """By the bounds of Hidiroglou and Berthelot where enough units have answered, otherwise between least and most."""
    before = str(previous) if previous else last_wave(figure, key)
    low = f"coalesce(fact('peers.ratio_low.{figure.name}'), {least})"
    high = f"coalesce(fact('peers.ratio_high.{figure.name}'), {most})"
    ratio = f"{figure} div {before}"
    return [
        soft(
            [figure],
            f"{ratio} >= {low} and {ratio} <= {high}",
            "填报值（{figure}）较上期（{before}）变动 {change}，环比变动过大，请核对；属实的请说明",
            "The figure ({figure}) has changed by {change} since the last wave ({before}), more than usual. "
            "Check it; if it is right, explain",
            values={
                "before": shown_like(figure, before),
                "change": shown_in("%", f"({ratio} - 1) * 100", 2),
            },
        )
    ]


@edit_check("E51", zh="没有填错单位（差 10 倍、1000 倍、1 万倍）", en="No unit was mistaken (by 10, 1,000 or 10,000)")
def unit_as_peers(
    total: Question,
    days: Days,
    it_kw: Power = IT_KW,
    factors: Limits = ("10", "1000", "10000"),
    within: Limit = "0.3",
) -> list[StoredCheck]:
    """The load of the IT power is that of comparable data centers, not about one of the factors more or less."""
    load = f"({total} div ({it_kw} * {days} * 24) div fact('peers.load'))"
    too_large = {factor: f"abs({load} div {factor} - 1) <= {within}" for factor in factors}
    too_small = {factor: f"abs({load} * {factor} - 1) <= {within}" for factor in factors}
    likely = times = "''"
    for factor in factors:
        likely = f"if({too_large[factor]}, {total} div {factor}, if({too_small[factor]}, {total} * {factor}, {likely}))"
        times = f"if({too_large[factor]} or {too_small[factor]}, {factor}, {times})"
    slips = " or ".join([*too_large.values(), *too_small.values()])
    return [
        soft(
            [total, it_kw],
            f"not({slips})",
            "总用电量（{total}）与同类数据中心相差约 {times} 倍，疑似单位填错；是否应为 {likely}？属实的请说明",
            "The total ({total}) differs from comparable data centers by a factor of about {times}, as if the unit were wrong. "
            "Should it be {likely}? If it is right, explain",
            relevant=f"{days} >= 1",
            values={"likely": shown_like(total, likely), "times": plain(times, 0)},
        )
    ]


@edit_check("E52", zh="不是多处相同或过整的数", en="The figure is neither round nor the same in several places")
def figure_not_guessed(total: Question, round_to: Limit = "1000000", repeats: Limit = "3") -> list[StoredCheck]:
    """round_to in the canonical unit; repeats: in how many data centers of the organisation the same figure is doubted."""
    return [
        soft(
            [total],
            f"{total} mod {round_to} != 0 and count-equal(fact('siblings.total_kwh'), {total}) + 1 < {repeats}",
            "总用电量（{total}）是 {unit} 的整数倍，或与本单位其他数据中心相同，疑似估填，请核对；属实的请说明",
            "The total ({total}) is a multiple of {unit} or the same as at other data centers of the organisation, "
            "as if it were a guess. Check it; if it is right, explain",
            relevant=f"{total} > 0",
            values={"unit": shown_like(total, round_to)},
        )
    ]


@edit_check("E53", zh="较上年变动不超过三成", en="The total is within 30% of last year's")
def total_as_last_year(total: Question, previous: Amount | None = None, most: Limit = "0.3") -> list[StoredCheck]:
    before = str(previous) if previous else last_wave(total, None)
    change = f"({total} div {before} - 1)"
    return [
        soft(
            [total],
            f"abs{change} <= {most}",
            "总用电量（{total}）较上年（{before}）变动 {change}，请核对；属实的请说明",
            "The total ({total}) has changed by {change} since last year ({before}). Check it; if it is right, explain",
            values={"before": shown_like(total, before), "change": shown_in("%", f"{change} * 100", 2)},
        )
    ]
