"""Dates in their order: when operation, mining and the period begin and end."""

from surveys.questionnaires.catalogue import messages
from surveys.questionnaires.catalogue.entries import edit_check, hard, plain, shown_in, soft
from surveys.questionnaires.catalogue.parameters import Amount, Limit, Question, Unsuitable, Words
from surveys.questionnaires.form import StoredCheck

PERIOD_END = Amount("fact('round.period_end')")
EXIT_LIMIT = Amount("fact('round.exit_limit')")


@edit_check(
    "E08",
    zh="投产不晚于统计期止；计划日期不早于今天",
    en="Operation started by the end of the period; planned dates are not in the past",
)
def started_and_planned(
    start: Question | None = None, until: Amount = PERIOD_END, planned: Question | None = None
) -> list[StoredCheck]:
    if start is None and planned is None:
        raise Unsuitable(messages.START_OR_PLANNED)
    return [*([_started(start, until)] if start else []), *([_planned(planned)] if planned else [])]


def _started(start: Question, until: Amount) -> StoredCheck:
    return hard(
        [start, until],
        f"{start} <= {until}",
        "投产年月（{start}）晚于统计期止（{until}），请核对",
        "Operation started ({start}) after the end of the period ({until}). Check both",
    )


def _planned(planned: Question) -> StoredCheck:
    return hard(
        [planned],
        f"{planned} >= today()",
        "计划日期（{planned}）不能早于今天，请核对",
        "The planned date ({planned}) cannot be in the past. Check it",
    )


@edit_check(
    "E15",
    zh="统计期起不晚于止，止不晚于今天，长度不超过一年",
    en="The period ends after it starts, not after today, and is no longer than a year",
)
def period_possible(start: Question, end: Question, longest: Limit = "366") -> list[StoredCheck]:
    return [
        hard(
            [end, start],
            f"{start} <= {end} and {end} <= today() and {end} - {start} + 1 <= {longest}",
            "统计期（{start} 至 {end}）无效：起不能晚于止，止不能晚于今天，最长 {longest} 天",
            "The period ({start} to {end}) is not possible: it must not end before it starts nor after today, "
            "nor be longer than {longest} days",
        )
    ]


@edit_check("E16", zh="统计期满一年", en="The period is a full year")
def period_long_enough(start: Question, end: Question, least: Limit = "360") -> list[StoredCheck]:
    days = f"({end} - {start} + 1)"
    return [
        soft(
            [end, start],
            f"{days} >= {least}",
            "统计期只有 {days}，不足一年；汇总按填报数计，比较时按天折算。请说明原因",
            "The period has only {days}, less than a year. Totals take the figures as reported, comparisons go by days. Explain why",
            relevant=f"{days} >= 1",
            values={"days": shown_in("天", days, 0)},
        )
    ]


@edit_check("E25", zh="挖矿起止与统计期有重叠", en="The time of mining overlaps the period")
def mining_within_period(
    mining_from: Question, mining_to: Question, period_from: Amount, period_to: Amount
) -> list[StoredCheck]:
    return [
        hard(
            [mining_from, mining_to],
            f"{mining_from} <= {period_to} and coalesce({mining_to}, {period_to}) >= {period_from} "
            f"and coalesce({mining_to}, {mining_from}) >= {mining_from}",
            "挖矿起止（{mining_from} 至 {mining_to}）与统计期（{period_from} 至 {period_to}）没有重叠或先后颠倒，请核对",
            "The time of mining ({mining_from} to {mining_to}) does not overlap the period "
            "({period_from} to {period_to}) or is reversed. Check the dates",
        )
    ]


@edit_check(
    "E35",
    zh="退出不早于挖矿起始；已清退的不晚于今天；不晚于要求的日期",
    en="The exit lies after the start of mining, not after today once removed, and not later than asked for",
)
def exit_possible(
    exit: Question,
    status: Question | None = None,
    start: Question | None = None,
    removed: Words = ("removed",),
    limit: Amount = EXIT_LIMIT,
) -> list[StoredCheck]:
    """status and removed: the answer, and the choices of it that say that everything is gone already."""
    is_gone = " or ".join(f"{status} = '{name}'" for name in removed) if status else "false()"
    follows = f"({start} = '' or {exit} >= {start})" if start else "true()"
    return [
        hard(
            [exit, status],
            f"{follows} and (not({is_gone}) or {exit} <= today())",
            "退出日期（{exit}）有误：不能早于挖矿起始日期，已清退的不能晚于今天",
            "The date of exit ({exit}) is not possible: it cannot lie before mining began nor, once removed, after today",
            relevant=f"{exit} != ''",
        ),
        soft(
            [exit, status],
            f"{exit} <= {limit}",
            "计划退出日期（{exit}）晚于主管部门要求的 {asked}，请提前；确有困难的请说明",
            "The planned date of exit ({exit}) is later than the {asked} that the authority asks for. "
            "Bring it forward; if that is impossible, explain",
            relevant=f"not({is_gone})",
            values={"asked": plain(str(limit))},
        ),
    ]
