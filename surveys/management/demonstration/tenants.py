"""Tenants of the demo's operators, and what they declare."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from surveys.models import Draft, Response, User
from surveys.responses.tenants.answering import Declarant, answer
from surveys.responses.tenants.asking import Asked, ask_tenant
from surveys.responses.tenants.models import TenantRequest
from surveys.responses.tenants.taking import Taking, take_over
from surveys.rounds.queries import deadline_of

MINER = ("深算托管客户（演示）", "shensuan@tenants.example")
OTHERS = (("启明云租户（演示）", "qiming@tenants.example"), ("远山存储租户（演示）", "yuanshan@tenants.example"))
WORD = "请按贵方专用电表填写。"


def mined_by_a_tenant(response: Response, figure: Any, by: User, at: datetime) -> None:
    """All of its mining is a client's, who declares the figure that the operator had from him before."""
    request = _ask(response, MINER, "mining_kwh", by, at)
    declare(request, {"mining_kwh": {**figure, "method": "measured"}}, at)
    taking = Taking("mining_kwh", {str(request.pk)}, adds=False)
    take_over(response=response, by=by, base=Draft.objects.get(response=response).version, taking=taking, at=at)


def ask_two(response: Response, by: User, at: datetime) -> None:
    """One has answered, and its figure waits to be added; the letter to the other lies among the mails that were sent."""
    answering, _silent = [_ask(response, tenant, "total_kwh", by, at) for tenant in OTHERS]
    declare(answering, {"total_kwh": {"typed": "86.4", "unit": "MWh", "method": "measured"}}, at)


def _ask(response: Response, tenant: tuple[str, str], question: str, by: User, at: datetime) -> TenantRequest:
    due = deadline_of(response.assignment)
    until = min(due, at + timedelta(hours=6)) if at < due else at + timedelta(hours=6)
    asked = Asked(*tenant, "zh-hans", [question], until, WORD)
    return ask_tenant(response=response, by=by, asked=asked, at=at)


def declare(request: TenantRequest, answers: Mapping[str, object], at: datetime) -> None:
    answer(request=request, answers=answers, declarant=Declarant("周工", "运维经理"), at=at)
