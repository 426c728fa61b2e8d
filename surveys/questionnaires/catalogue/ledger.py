"""The weekly ledger: one row a project, running totals that only grow, a status that changes by the rules.

`previous` is what the last wave said: of the unit by itself, or, with `key`, of the row of the last wave that has the
same answer to the question `key`.
"""

from surveys.lib.text import filled
from surveys.questionnaires.catalogue import messages
from surveys.questionnaires.catalogue.entries import edit_check, hard, plain, shown_like, soft
from surveys.questionnaires.catalogue.parameters import (
    Amount,
    Columns,
    Limit,
    Question,
    Table,
    Unsuitable,
    Words,
)
from surveys.questionnaires.form import StoredCheck


def last_wave(question: Question, key: Question | None) -> str:
    said = f"fact('previous.{question.name}')"
    return f"lookup({key}, fact('previous.{key.name}'), {said})" if key else said


@edit_check("E38", zh="台账项目不重复", en="No project stands in the ledger twice")
def ledger_rows_unique(keys: Columns, rows: Table) -> list[StoredCheck]:
    """keys: the columns that together tell projects apart."""
    twice = f"repeated({', '.join(map(str, keys))})"
    return [
        hard(
            [rows, *keys],
            f"{twice} = ''",
            "台账中有重复项目（{twice}），请合并或删除",
            "A project stands in the ledger twice ({twice}). Merge the rows or delete one",
            values={"twice": plain(twice)},
        )
    ]


@edit_check("E39", zh="本周不为负，累计量不减少", en="The week is not negative and the running total does not fall")
def running_total_grows(
    total: Question, week: Question | None = None, key: Question | None = None, previous: Amount | None = None
) -> list[StoredCheck]:
    before = str(previous) if previous else last_wave(total, key)
    entries = [
        hard(
            [total],
            f"{total} >= {before}",
            "累计量（{total}）小于上期的 {before}，累计量不得减少，请核对",
            "The running total ({total}) is less than the {before} of the last wave. It cannot fall; check it",
            values={"before": shown_like(total, before)},
        )
    ]
    return [_not_negative(week), *entries] if week else entries


def _not_negative(week: Question) -> StoredCheck:
    return hard(
        [week],
        f"{week} >= 0",
        "本周耗电量（{week}）不能为负数，请核对",
        "The electricity of the week ({week}) cannot be negative. Check it",
    )


@edit_check(
    "E42",
    zh="状态按规定变更；关停后基本不再用电",
    en="The status changes as allowed; what is closed uses hardly any electricity",
)
def status_follows(
    status: Question,
    allowed: Words,
    key: Question | None = None,
    kwh: Question | None = None,
    base: Amount | None = None,
    closed: Words = ("closed", "removed"),
    most: Limit = "0.01",
) -> list[StoredCheck]:
    """allowed: pairs such as `checking>confirmed`; keeping the status is always allowed.

    base: the usual consumption, of which a project that was closed a wave ago may use no more than `most`.
    """
    before = last_wave(status, key)
    follows = " or ".join(f"{before} = '{old}' and {status} = '{new}'" for old, new in map(_pair, allowed))
    entries = [
        hard(
            [status],
            f"{before} = {status} or {follows}",
            "状态不能由“{before}”变为“{status}”，请核对",
            "The status cannot change from “{before}” to “{status}”. Check it",
            relevant=f"{status} != ''",
            values={"before": shown_like(status, before)},
        )
    ]
    if kwh is None or base is None:
        return entries
    is_closed = " or ".join(f"{before} = '{name}'" for name in closed)
    return [*entries, _hardly_any(kwh, f"{base} * {most}", is_closed)]


def _hardly_any(kwh: Question, limit: str, is_closed: str) -> StoredCheck:
    return soft(
        [kwh],
        f"{kwh} <= {limit}",
        "该项目上期已关停，本期仍用电 {kwh}（应不超过 {limit}），请核查是否反弹并说明",
        "The project was closed a wave ago and still used {kwh} (no more than {limit} is expected). "
        "Find out whether it has started again, and explain",
        relevant=is_closed,
        values={"limit": shown_like(kwh, limit)},
    )


def _pair(text: str) -> tuple[str, str]:
    old, arrow, new = text.partition(">")
    if not (old and arrow and new):
        raise Unsuitable(filled(messages.CHANGE_OF_STATUS, text=text))
    return old, new
